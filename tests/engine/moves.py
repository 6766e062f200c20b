"""Moves: what a made-up person does next, drawn as a name and a number so that hypothesis can shrink a long talk.

The number chooses among whatever there is at that moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from chat import Chat, keyboard_of
from hypothesis import strategies as st
from naive_course import course
from possible import answers_to, question_of

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
    StageOpened,
    Started,
    TimerFired,
    Unreadable,
    WentBack,
)
from bot.engine.flow import Flow, every_step
from bot.engine.questions import Choice, StepId
from bot.engine.session import Status
from bot.engine.world import World

Thing = TypeVar("Thing")
Move = tuple[str, int]

GARBAGE = (
    *("", "   ", "0", "1", "2", "99", "1, 2", "2 et 3", "b and a", "oui", "No", "apple pi", "3,5", "-1", "2027-03-05"),
    *("14:30", "Du pain et du beurre, dattes", "ash\noak\nash", "{{ 7*7 }}", "<b>x</b>", "**x**", "\x00\ufffd\ud800"),
    *("٣", "²", "e\u0301" * 30, "9" * 5000, "🙂", "🙂" * 50, "some words", "\ue000", "q2@1"),
)


def chosen(things: Sequence[Thing], number: int) -> Thing:
    return things[number % len(things)]


def old_press(chat: Chat, number: int) -> Event:
    return Pressed(chat.at, chosen(chat.buttons, number).press) if chat.buttons else Unreadable(chat.at)


def newest_press(chat: Chat, number: int) -> Event:
    last = next((e for e in reversed(chat.every) if isinstance(e, Send) and e.message.keyboard), None)
    return Pressed(chat.at, chosen(list(keyboard_of(last)), number).press) if last else Unreadable(chat.at)


def foreign_press(chat: Chat, number: int) -> Event:
    steps = [*chat.session.askings, *(step.id for step in every_step(chat.flow.steps)), "", "elsewhere"]
    choices = ("", "a", "b", "x", "e", "yes", "no", "1", "zz", "en", "fr", "s1", "9" * 5000)
    step = StepId(chosen(steps, number // 17))
    known = chat.session.askings.get(step)
    asking = (0 if known is None else known.number) - number // 7 % 3 + 1
    return Pressed(chat.at, Press(chosen(list(Act), number), step, asking, chosen(choices, number // 5)))


def change(chat: Chat, number: int) -> Event:
    answered = sorted(chat.session.responses)
    return Pressed(chat.at, Press(Act.CHANGE, StepId(chosen(answered, number)))) if answered else WentBack(chat.at)


def typed(chat: Chat, number: int) -> Event:
    question = question_of(chat)
    labels = list(question.options) if isinstance(question, Choice) else []
    words = [*GARBAGE, *(option.words(language) for option in labels for language in chat.flow.languages)]
    return Replied(chat.at, chosen(words, number), early=number % 5 == 4)


# What a facilitator or the calendar does


def open_stage(chat: Chat, number: int) -> Event:
    if not chat.flow.stages:
        return Unreadable(chat.at)
    stage = chosen(chat.flow.stages, number).id
    chat.world = replace(chat.world, open_stages=chat.world.open_stages | {stage})
    return StageOpened(chat.at, stage)


def find_it_open(chat: Chat, number: int) -> Event:
    """The date has come; that it has will only be told afterwards."""
    open_stage(chat, number)
    return chosen((Returned(chat.at), Replied(chat.at, "1"), Skipped(chat.at), Paused(chat.at)), number // 7)


def join(chat: Chat, number: int) -> Event:
    stages = [*(stage.id for stage in chat.flow.stages), "elsewhere"]
    return Pressed(chat.at, Press(Act.JOIN, choice=chosen(stages, number)))


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
    "timer": lambda chat, n: TimerFired(
        chat.at + timedelta(days=n % 3), chosen(("unconsented", "other", "remind", "remind"), n)
    ),
}
ALL_EVENTS = EVENTS | {"open": open_stage, "date": find_it_open, "join": join}
ANSWERS, OVER = "answer", "over"


def moves(*names: str, least: int = 15, most: int = 45) -> st.SearchStrategy[list[Move]]:
    """Long talks, for short ones seldom meet anything; half of the moves answer, and many of them change an answer."""
    often = (*names, *(ANSWERS for _ in names), *("change" for _ in names[::3]))
    return st.lists(st.tuples(st.sampled_from(often), st.integers(0, 9999)), min_size=least, max_size=most)


EVERY_MOVE = moves(*EVENTS)
EVERY_MOVE_OF_ALL = moves(*ALL_EVENTS, OVER, "open", least=20, most=60)


def make(chat: Chat, move: Move, may_refuse: bool = True) -> None:
    name, number = move
    if name == OVER:
        return when_over(chat, number)
    if name != ANSWERS:
        chat.happen(ALL_EVENTS[name](chat, number))
        return None
    question, answers = question_of(chat), answers_to(chat, may_refuse)
    if question is not None and answers:
        chat.answer(question, chosen(answers, number))
    return None


def when_over(chat: Chat, number: int) -> None:
    """Something happens while the flow takes no replies; then its end is put off."""
    chat.world = replace(chat.world, is_over=True)
    make(chat, (chosen((*ALL_EVENTS, ANSWERS), number), number))
    chat.world = replace(chat.world, is_over=False)


def finish(chat: Chat, number: int = 0, most: int = 150) -> int:
    """Answers whatever is asked until the end; how many questions that took."""
    asked = 0
    while (question := question_of(chat)) is not None and chat.session.status is not Status.REFUSED:
        chat.answer(question, chosen(answers_to(chat, may_refuse=False), number + asked))
        asked += 1
        assert asked <= most
    return asked


def finish_all(chat: Chat, number: int = 0) -> int:
    """The same, once every stage is open and replies are taken."""
    chat.open_all()
    chat.happen(Returned(chat.at))
    return finish(chat, number)


def is_relevant(chat: Chat, step: str) -> bool:
    return any(met.key == step for met in course(chat.flow, chat.session, chat.world).met)


def talk(flow: Flow, world: World, script: list[Move], may_refuse: bool = True) -> Chat:
    """A whole talk; it ends early where the person refuses."""
    chat = Chat(flow, world).start()
    for move in script:
        if chat.session.status is not Status.REFUSED:
            make(chat, move, may_refuse)
    return chat
