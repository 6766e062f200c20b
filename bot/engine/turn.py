"""A turn: what one event makes of a session. The engine's only entrance.

    turn(flow, session, event, world) -> the next session, and what must happen because of it

Pure: no clock, no randomness, no I/O. A wrong reply is a turn, not an exception; only a bug raises, and then the
session is as it was. What changes a session is in draft.py; here each event finds its way there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.engine import recaps
from bot.engine.answering import finish_list, hold, miss, skip, taken
from bot.engine.draft import REMIND, UNCONSENTED, Draft
from bot.engine.effects import Act, Effect, Forget, Record, Restore, Retract
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
from bot.engine.flow import Flow
from bot.engine.pressing import paused, pressed, spoken
from bot.engine.questions import FreeText, Listing, Review, StepId
from bot.engine.relevance import is_base_consent
from bot.engine.replies import Setting, ends_a_list, read
from bot.engine.rooms import stage_opened
from bot.engine.session import Session, Status
from bot.engine.surveying import Survey, is_for_these_words
from bot.engine.values import Answer, Kind
from bot.engine.world import World

HARMLESS = frozenset({Act.LANGUAGE, Act.PAGE, Act.CARD, Act.FORGET_ME, Act.STAY})
"""Buttons that answer nothing: they work also when the flow takes no more replies."""


@dataclass(frozen=True, slots=True)
class Turn:
    session: Session
    effects: tuple[Effect, ...]


def turn(flow: Flow, session: Session, event: Event, world: World) -> Turn:
    """The session after `event`, and the effects in the order in which they must happen.

    `flow` must be the revision that the session began with.
    """
    draft = Draft(flow, session, world, event.at)
    before = draft.seen
    if world.is_over and asks_for_more(event):
        refuse_more(draft, event)
    else:
        happen(draft, event)
    if draft.seen is not before:  # no response came or went otherwise
        draft.effects.extend([*changes(draft, counting(session, before))])
    if before.calculated or draft.seen.calculated:
        draft.effects.extend([*recalculated(draft, calculations(flow, session, before))])
    return Turn(draft.session, tuple(draft.effects))


def asks_for_more(event: Event) -> bool:
    match event:
        case LanguageChosen() | Reviewed():
            return False
        case Pressed(press=press):
            return press.act not in HARMLESS
        case _:
            return True


def refuse_more(draft: Draft, event: Event) -> None:
    """The flow has closed: kindly, and everything that was said is kept. Timers and openings go by in silence."""
    if isinstance(event, TimerFired) and event.name == UNCONSENTED:
        return timed(draft, event.name)
    if not isinstance(event, TimerFired | StageOpened):
        draft.send(draft.words.note("flow.finished" if draft.session.thanked else "flow.closed"))
    return None


def happen(draft: Draft, event: Event) -> None:
    match event:
        case Started():
            draft.begin()
        case Replied():
            replied(draft, event)
        case Pressed(press=press):
            pressed(draft, press)
        case Skipped():
            skipped(draft)
        case WentBack():
            draft.back()
        case Reviewed():
            draft.send(recaps.review(draft.words))
        case LanguageChosen(language=language):
            spoken(draft, language)
        case Paused():
            paused(draft)
        case Returned():
            draft.resume()
        case Unreadable():
            draft.send(draft.words.note("reply.unreadable"))
        case TimerFired(name=name):
            timed(draft, name)
        case StageOpened(stage=stage):
            opened(draft, stage)
        case _:
            assert_never(event)


def replied(draft: Draft, event: Replied) -> None:
    question = draft.question
    if question is None:
        return draft.go_on()
    if event.early and is_base_consent(question):
        return draft.ask(question)  # nothing of anybody is kept before their yes, not even for a moment
    if event.early or (draft.session.status is Status.PAUSED and isinstance(question, FreeText | Listing)):
        return hold(draft, question, event.text)
    if isinstance(question, Listing) and draft.session.ticks and ends_a_list(event.text):
        return finish_list(draft, question)
    if isinstance(question, Review) and event.text.strip().isdecimal():
        return chosen_for_change(draft, question, int(event.text.strip()[:4]))
    return taken(draft, question, read(question, event.text, Setting(draft.session.language, draft.at)))


def chosen_for_change(draft: Draft, question: Review, number: int) -> None:
    listed = recaps.reviewed(draft.words, question)
    if 0 < number <= len(listed):
        return draft.visit(listed[number - 1].id)
    return miss(draft, "reply.review")


def skipped(draft: Draft) -> None:
    question = draft.question
    return draft.go_on() if question is None else skip(draft, question)


def timed(draft: Draft, name: str) -> None:
    """Late timers do nothing."""
    if name == UNCONSENTED and waits_for_consent(draft.flow, draft.session):
        draft.effects.append(Forget())
    if name == REMIND:
        draft.remind()


def opened(draft: Draft, stage: str) -> None:
    known = next((each for each in draft.flow.stages if each.id == stage), None)
    if known is not None and draft.session.status is not Status.REFUSED:
        stage_opened(draft, known)


def waits_for_consent(flow: Flow, session: Session) -> bool:
    return any(is_base_consent(step) and step.id not in session.responses for step in flow.steps)


def counting(session: Session, seen: Survey) -> set[str]:
    """The responses that count: of relevant questions, without a permission for words that are no more."""
    asked = {key: seen.question(key) for key in session.responses}
    return {
        key
        for key, question in asked.items()
        if question is not None and not isinstance(question, Review)
        if is_for_these_words(question, session.responses[key], seen.answers)
    }


def changes(draft: Draft, before: set[str]) -> Iterator[Effect]:
    """Responses that fell asleep or woke; a new one is awake by itself."""
    now, new = counting(draft.session, draft.seen), {each.step for each in draft.effects if isinstance(each, Record)}
    yield from (Retract(StepId(each)) for each in sorted(before - now))
    yield from (Restore(StepId(each)) for each in sorted(now - before - new))


def calculations(flow: Flow, session: Session, seen: Survey) -> dict[str, Answer]:
    """What was calculated and may be kept: nothing of anybody who has not begun, or not agreed yet."""
    has_begun = session.shown or session.askings or session.status is not Status.OPEN
    if not has_begun or waits_for_consent(flow, session):
        return {}
    return {key: seen.answers[key] for key in seen.calculated}


def recalculated(draft: Draft, before: Mapping[str, Answer]) -> Iterator[Effect]:
    """Calculations that came out otherwise, or not at all."""
    now = calculations(draft.flow, draft.session, draft.seen)
    for key, value in now.items():
        if key not in before or before[key] != value:
            yield Record(StepId(key), Kind.ANSWERED, value, 0, draft.session.language, draft.at)
    yield from (Retract(StepId(key)) for key in before if key not in now)
