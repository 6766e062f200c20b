"""Walks: a flow answered at random, to see that it always comes to its end and never raises.

The same seed takes the same way. It must never judge words, only that there is a way on.
"""

import random

from bot.engine.effects import Act
from bot.engine.flow import Flow
from bot.engine.session import Status
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
FORWARD = frozenset({Act.PICK, Act.TICK, Act.DONE, Act.SKIP, Act.KEEP, Act.RETURN, Act.DROP})


def walk(flow: Flow, world: World, language: str, seed: int) -> Talk | None:
    """The talk at its end; None when it had none after many events. Raises what the engine raises: a fault of ours."""
    chance, talk = random.Random(seed), Talk(flow, world, language)  # noqa: S311 - a walk, not a secret
    for number in range(MOST_EVENTS):
        if talk.session.status in (Status.FINISHED, Status.REFUSED):
            return talk
        if number < PLAYFUL and chance.random() < 0.5:
            play_about(talk, chance)
        else:
            go_on(talk, chance)
    return None


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
        talk.press(chance.choice(forward))
    else:
        talk.type(chance.choice(("Nous avons parlé.", "1", "/start")))
