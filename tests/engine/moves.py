"""Moves: what a made-up person does next, drawn as a name and a number so that hypothesis can shrink a long talk.

The number chooses among whatever there is at that moment.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import combinations
from typing import TypeVar

from chat import Chat, keyboard_of
from hypothesis import strategies as st
from naive import relevant

from bot.engine.effects import Act, Press, Send
from bot.engine.events import (
    Event,
    LanguageChosen,
    Paused,
    Pressed,
    Replied,
    Returned,
    Reviewed,
    Skipped,
    Started,
    TimerFired,
    Unreadable,
    WentBack,
)
from bot.engine.flow import Consent, Flow, FreeText, Question, SelectMultiple, StepId
from bot.engine.session import Status
from bot.engine.values import Answer
from bot.engine.world import World

Thing = TypeVar("Thing")
Move = tuple[str, int]

GARBAGE = (
    "",
    "   ",
    "0",
    "1",
    "2",
    "99",
    "1, 2",
    "2 et 3",
    "b and a",
    "oui",
    "No",
    "apple pi",
    "Du pain et du beurre, dattes",
    "{{ 7*7 }}",
    "<b>x</b>",
    "**x**",
    "\x00\ufffd\ud800",
    "٣",
    "²",
    "e\u0301" * 30,
    "9" * 5000,
    "🙂" * 50,
)


def chosen(things: Sequence[Thing], number: int) -> Thing:
    return things[number % len(things)]


def question_of(chat: Chat) -> Question | None:
    """The question put last, found in what was sent: nothing of the engine is asked."""
    put = [effect for effect in chat.every if isinstance(effect, Send) and effect.step is not None]
    return chat.flow.question(put[-1].step) if put and chat.session.status is not Status.FINISHED else None


def valid_answers(question: Question, may_refuse: bool = True) -> list[Answer | None]:
    """Every answer that the question takes; for words, two; None is a skip."""
    skip: list[Answer | None] = [] if question.required else [None]
    if isinstance(question, FreeText):
        return ["some words", "« other » words", *skip]
    if isinstance(question, SelectMultiple):
        return [*sets_of_picks(question), *skip]
    codes = [option.code for option in question.options if option.code != "more"]
    refuses = isinstance(question, Consent) and question.refusal is not None and not may_refuse
    return [*(code for code in codes if not (refuses and code == "no")), *skip]


def sets_of_picks(question: SelectMultiple) -> list[Answer]:
    plain = [option.code for option in question.options if not option.exclusive]
    sizes = range(question.least, min(question.most or len(plain), len(plain)) + 1)
    alone = [(option.code,) for option in question.options if option.exclusive]
    return [*(picks for size in sizes for picks in combinations(plain, size)), *alone]


def old_press(chat: Chat, number: int) -> Event:
    return Pressed(chat.at, chosen(chat.buttons, number).press) if chat.buttons else Unreadable(chat.at)


def newest_press(chat: Chat, number: int) -> Event:
    last = next((e for e in reversed(chat.every) if isinstance(e, Send) and e.message.keyboard), None)
    return Pressed(chat.at, chosen(list(keyboard_of(last)), number).press) if last else Unreadable(chat.at)


def foreign_press(chat: Chat, number: int) -> Event:
    steps = [*(step.id for step in chat.flow.steps), StepId(""), StepId("elsewhere")]
    choices = ("", "a", "b", "x", "yes", "no", "zz", "en", "fr")
    step = chosen(steps, number // 17)
    known = chat.session.askings.get(step)
    asking = (0 if known is None else known.number) - number // 7 % 3 + 1
    return Pressed(chat.at, Press(chosen(list(Act), number), step, asking, chosen(choices, number // 5)))


def change(chat: Chat, number: int) -> Event:
    answered = sorted(chat.session.responses)
    return Pressed(chat.at, Press(Act.CHANGE, StepId(chosen(answered, number)))) if answered else WentBack(chat.at)


def typed(chat: Chat, number: int) -> Event:
    question = question_of(chat)
    labels = [] if question is None or isinstance(question, FreeText) else list(question.options)
    words = [*GARBAGE, *(option.words(language) for option in labels for language in chat.flow.languages)]
    return Replied(chat.at, chosen(words, number), early=number % 5 == 4)


EVENTS: dict[str, Callable[[Chat, int], Event]] = {
    "old": old_press,
    "newest": newest_press,
    "foreign": foreign_press,
    "typed": typed,
    "change": change,
    "skip": lambda chat, _: Skipped(chat.at),
    "back": lambda chat, _: WentBack(chat.at),
    "review": lambda chat, _: Reviewed(chat.at),
    "language": lambda chat, n: LanguageChosen(chat.at, chosen(("en", "fr", "xx", ""), n)),
    "pause": lambda chat, _: Paused(chat.at),
    "return": lambda chat, _: Returned(chat.at),
    "unreadable": lambda chat, _: Unreadable(chat.at),
    "start": lambda chat, _: Started(chat.at),
    "timer": lambda chat, n: TimerFired(chat.at + timedelta(days=n % 3), chosen(("unconsented", "other"), n)),
}
ANSWERS = "answer"


def moves(*names: str, least: int = 15, most: int = 45) -> st.SearchStrategy[list[Move]]:
    """Long talks, for short ones seldom meet anything; half of the moves answer, and many of them change an answer."""
    often = (*names, *(ANSWERS for _ in names), *("change" for _ in names[::3]))
    return st.lists(st.tuples(st.sampled_from(often), st.integers(0, 9999)), min_size=least, max_size=most)


EVERY_MOVE = moves(*EVENTS)


def make(chat: Chat, move: Move, may_refuse: bool = True) -> None:
    name, number = move
    question = question_of(chat)
    if name != ANSWERS:
        chat.happen(EVENTS[name](chat, number))
    elif question is not None:
        chat.answer(question, chosen(valid_answers(question, may_refuse), number))


def finish(chat: Chat, number: int = 0) -> int:
    """Answers whatever is asked until the end; how many questions that took."""
    asked = 0
    while (question := question_of(chat)) is not None and chat.session.status is not Status.REFUSED:
        chat.answer(question, chosen(valid_answers(question, may_refuse=False), number + asked))
        asked += 1
        assert asked <= len(chat.flow.steps) + 1
    return asked


def is_relevant(chat: Chat, step: str) -> bool:
    values = {name: response.value for name, response in chat.session.responses.items()}
    return step in {each.id for each in relevant(chat.flow, values)}


def talk(flow: Flow, world: World, script: list[Move], may_refuse: bool = True) -> Chat:
    """A whole talk; it ends early where the person refuses."""
    chat = Chat(flow, world).start()
    for move in script:
        if chat.session.status is not Status.REFUSED:
            make(chat, move, may_refuse)
    return chat
