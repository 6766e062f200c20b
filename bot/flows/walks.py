"""Walks: a flow answered at random, to see that it always comes to its end and never raises.

The same seed takes the same way. It must never judge words, only that there is a way on.
"""

import random
from collections.abc import Mapping
from datetime import timedelta

from bot.engine.effects import Act
from bot.engine.flow import Flow, Stage
from bot.engine.questions import Day, FreeText, Hour, Number, Question
from bot.engine.relevance import next_step, open_question
from bot.engine.session import Status
from bot.engine.values import Answer
from bot.engine.world import World
from bot.flows.talk import Talk

MOST_EVENTS = 2000
PLAYFUL = 60
"""For so many events the walker also goes back, changes languages and presses old buttons; then only forward."""

TYPED = (
    "oui",
    "1",
    "2, 3",
    "/back",
    "/skip",
    "/review",
    "/pause",
    "/start",
    "/language en",
    "/langue fr",
    "{{ 7*7 }}",
    "**x**",
)
FORWARD = frozenset({Act.PICK, Act.TICK, Act.DONE, Act.SKIP, Act.KEEP, Act.RETURN, Act.DROP, Act.JOIN})


def walk(
    flow: Flow, world: World, language: str, seed: int, earlier: Mapping[str, Answer] | None = None
) -> Talk | None:
    """The talk at its end; None when it had none after many events. Raises what the engine raises: a fault of ours."""
    chance, talk = random.Random(seed), Talk(flow, world, language, earlier)  # noqa: S311 - a walk, not a secret
    for number in range(MOST_EVENTS):
        if talk.session.status in (Status.FINISHED, Status.REFUSED):
            return talk
        if talk.session.status is Status.WAITING:
            open_the_gate(talk)
        elif number < PLAYFUL and chance.random() < 0.5:
            play_about(talk, chance)
        else:
            go_on(talk, chance)
    return None


def open_the_gate(talk: Talk) -> None:
    place = next_step(talk.flow, talk.session, talk.seen, talk.world)
    if isinstance(place, Stage):
        talk.open(place.id)
    else:
        talk.type("/start")


def play_about(talk: Talk, chance: random.Random) -> None:
    buttons = talk.buttons()
    if buttons and chance.random() < 0.5:
        talk.press(chance.choice(buttons).press)
    else:
        talk.type(chance.choice(TYPED))


def go_on(talk: Talk, chance: random.Random) -> None:
    """Presses a button of the newest message that leads on; types where there is none."""
    newest = [button.press for row in talk.chat[-1].keyboard for button in row] if talk.chat else []
    forward = [press for press in newest if press.act in FORWARD]
    if forward and chance.random() < 0.9:
        return talk.press(chance.choice(forward))
    question = open_question(talk.flow, talk.session, talk.seen, talk.world)
    return talk.type(chance.choice((*words_for(question, talk, chance), "1", "/start")))


def words_for(question: Question | None, talk: Talk, chance: random.Random) -> tuple[str, ...]:
    """Something that the question may well take."""
    match question:
        case Number(least=least, most=most):
            low = 0 if least is None else int(least)
            return (str(chance.randint(low, low + 9 if most is None else int(most))),)
        case Day():
            return ((talk.at + timedelta(days=chance.randint(-90, 90))).date().isoformat(), "2027-01-04")
        case Hour():
            return (f"{chance.randint(0, 23):02}:30",)
        case FreeText(longest=longest):
            return ("Nous avons parlé."[: longest[talk.session.language]],)
        case _:
            return ("Nous avons parlé.", f"Mot {chance.randint(1, 99)}")
