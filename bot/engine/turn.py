"""A turn: what one event makes of a session. The engine's only entrance.

    turn(flow, session, event, world) -> the next session, and what must happen because of it

Pure: no clock, no randomness, no I/O. A wrong reply is a turn, not an exception; only a bug raises, and then the
session
is as it was. What changes a session is in draft.py; here each event finds its way there.
"""

from dataclasses import dataclass
from typing import assert_never

from bot.engine import wording
from bot.engine.draft import UNCONSENTED, Draft
from bot.engine.effects import Act, Effect, Forget, Press, Toast
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
from bot.engine.flow import Flow, FreeText, Question, SelectMultiple, option_of
from bot.engine.relevance import answered_questions, is_base_consent
from bot.engine.replies import Ambiguous, Misread, Reading, Understood, picks, read
from bot.engine.session import Session, Status
from bot.engine.world import World


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
    happen(draft, event)
    draft.note_sleepers(before)
    return Turn(draft.session, tuple(draft.effects))


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
            draft.send(wording.review(draft.words))
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
        case _:
            assert_never(event)


def replied(draft: Draft, event: Replied) -> None:
    question = draft.question
    if question is None:
        return draft.send(draft.words.note("flow.finished"))
    if event.early and is_base_consent(question):
        return draft.ask(question)  # nothing of anybody is kept before their yes, not even for a moment
    if event.early or (draft.session.status is Status.PAUSED and isinstance(question, FreeText)):
        return draft.hold(question, event.text)
    return taken(draft, question, read(question, event.text))


def taken(draft: Draft, question: Question, reading: Reading) -> None:
    match reading:
        case Understood(kind, value):
            draft.accept(question, kind, value)
        case Ambiguous(options):
            draft.send(wording.did_you_mean(draft.words, question, options))
        case Misread(problem, n):
            draft.miss(problem, n)
        case _:
            assert_never(reading)


def skipped(draft: Draft) -> None:
    question = draft.question
    if question is None:
        return draft.send(draft.words.note("flow.finished"))
    return draft.skip(question)


def spoken(draft: Draft, language: str) -> None:
    if language in draft.flow.languages:
        draft.speak(language)
    else:
        draft.send(draft.words.note("language.unknown"))


def paused(draft: Draft) -> None:
    if draft.question is None:
        return draft.send(draft.words.note("flow.finished"))
    draft.change(status=Status.PAUSED)
    return draft.send(wording.paused(draft.words))


def timed(draft: Draft, name: str) -> None:
    """Late timers do nothing."""
    waits = any(is_base_consent(step) and step.id not in draft.session.responses for step in draft.flow.steps)
    if name == UNCONSENTED and waits:
        draft.effects.append(Forget())


def pressed(draft: Draft, press: Press) -> None:
    match press.act:
        case Act.LANGUAGE:
            spoken(draft, press.choice)
        case Act.PAUSE:
            paused(draft)
        case Act.RETURN:
            draft.resume()
        case Act.CHANGE:
            change(draft, press)
        case _:
            answer_pressed(draft, press)


def change(draft: Draft, press: Press) -> None:
    if any(question.id == press.step for question in answered_questions(draft.session, draft.seen)):
        draft.visit(press.step)
    else:
        draft.effects.append(Toast(draft.words.phrase("toast.stale")))


def answer_pressed(draft: Draft, press: Press) -> None:
    """A button under a question; an old one changes nothing and says so."""
    question = draft.flow.question(press.step)
    if question is None or not draft.is_waiting(question, press):
        return stale(draft, press)
    match press.act:
        case Act.PICK | Act.TICK | Act.UNTICK:
            return chosen(draft, question, press)
        case Act.DONE if isinstance(question, SelectMultiple):
            return done(draft, question)
        case Act.SKIP:
            return draft.skip(question)
        case Act.KEEP if question.id in draft.session.responses:
            return draft.keep(question)
        case Act.BACK:
            return draft.back()
        case Act.USE if press.choice == draft.session.held_mark:
            return taken(draft, question, read(question, draft.session.held or ""))
        case Act.DROP if press.choice == draft.session.held_mark:
            draft.change(held=None)
            return draft.ask(question)
        case _:
            return stale(draft, press)


def stale(draft: Draft, press: Press) -> None:
    known = press.step in draft.session.responses
    draft.effects.append(Toast(draft.words.phrase("toast.answered" if known else "toast.stale")))


def chosen(draft: Draft, question: Question, press: Press) -> None:
    option = option_of(question, press.choice)
    if option is None:
        return stale(draft, press)
    if isinstance(question, SelectMultiple):
        return ticked(draft, question, press)
    return draft.accept(question, option.kind, option.code)


def ticked(draft: Draft, question: SelectMultiple, press: Press) -> None:
    if press.act is Act.PICK:
        return stale(draft, press)
    wanted = press.act is Act.TICK
    full = question.most is not None and len(draft.session.ticks) >= question.most
    option = option_of(question, press.choice)
    alone = option is not None and option.exclusive
    if wanted and full and not alone and press.choice not in draft.session.ticks and not stands_alone(draft, question):
        draft.effects.append(Toast(draft.words.phrase("reply.too_many", n=question.most)))
        return None
    return draft.tick(question, press.choice, wanted)


def stands_alone(draft: Draft, question: SelectMultiple) -> bool:
    return any(option.exclusive and option.code in draft.session.ticks for option in question.options)


def done(draft: Draft, question: SelectMultiple) -> None:
    match picks(question, draft.session.ticks):
        case Understood(kind, value):
            draft.accept(question, kind, value)
        case Misread(problem, n):
            draft.effects.append(Toast(draft.words.phrase(problem, n=n)))
        case Ambiguous():
            raise AssertionError("codes are never ambiguous")
