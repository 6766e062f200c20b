"""A desk: one person while a batch is handled, with the sessions, and what turns make of them.

A turn's effects become rows and manners here, in one place. It must never touch the database.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from bot.engine import relevance
from bot.engine.effects import (
    CancelTimer,
    Effect,
    Finish,
    Forget,
    GiveConsent,
    Message,
    Press,
    Record,
    Redraw,
    Restore,
    Retract,
    Send,
    SetTimer,
    Toast,
)
from bot.engine.events import Event
from bot.engine.flow import Flow
from bot.engine.session import Session, from_json, to_json
from bot.engine.texts import Run
from bot.engine.turn import turn
from bot.engine.world import World
from bot.service import messages
from bot.service.incoming import Incoming, Tapped
from bot.service.manners import AnswerTap, Tell, Tidy
from bot.service.writes import Writes
from bot.store.consents import Consent
from bot.store.outbox import Delivery, NewMessage
from bot.store.responses import NewResponse
from bot.store.sessions import StoredSession
from bot.store.timers import Timer

Asked = tuple[str, str, int]
"""Session, step, asking."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A session with what it needs to go on."""

    stored: StoredSession
    session: Session
    flow: Flow
    world: World

    @property
    def asked(self) -> Asked | None:
        """The question that waits, and at which asking."""
        question = relevance.open_question(self.flow, self.session, relevance.survey(self.flow, self.session))
        return None if question is None else (self.stored.id, question.id, self.session.askings[question.id].number)


@dataclass(slots=True, eq=False)
class Desk:
    """`person_id` is None for a stranger, about whom nothing is kept. `seats` are by session id; one is current."""

    chat_id: int
    language: str
    person_id: str | None = None
    seats: dict[str, Seat] = field(default_factory=dict)
    facilitates: tuple[str, ...] = ()
    is_owner: bool = False
    deliveries: dict[Asked, Delivery] = field(default_factory=dict)
    fresh: set[Asked] = field(default_factory=set)
    """Questions put in this very batch: nobody can have read them."""

    @property
    def seat(self) -> Seat | None:
        return next((seat for seat in self.seats.values() if seat.stored.is_current), None)

    def is_early(self, seat: Seat, message_id: int) -> bool:
        """Whether words were sent before the question that waits could be read: message ids rise within a chat."""
        asked = seat.asked
        if asked is None:
            return False
        delivery = self.deliveries.get(asked)
        if delivery is None:
            return asked in self.fresh
        if delivery.may_be_earlier:
            return False
        return delivery.first_message_id is None or message_id < delivery.first_message_id

    def take_turn(self, seat: Seat, event: Event, writes: Writes, update: Incoming | None = None) -> None:
        """Runs the engine on a seat and gathers what must happen."""
        step = turn(seat.flow, seat.session, event, seat.world)
        after = replace(seat, session=step.session)
        forgets = any(isinstance(effect, Forget) for effect in step.effects)
        Applied(self, after, event.at, writes, update, forgets).apply_all(step.effects)
        self.keep(after, event.at, writes)
        if forgets:
            self.forget(writes)

    def keep(self, seat: Seat, at: datetime, writes: Writes) -> None:
        """The seat as it is now becomes the current one."""
        for other in list(self.seats.values()):
            if other.stored.is_current and other.stored.id != seat.stored.id:
                put_away = replace(other.stored, is_current=False)
                self.seats[put_away.id] = replace(other, stored=put_away)
                writes.sessions[put_away.id] = put_away
        asked = seat.asked
        was_finished = writes.sessions.get(seat.stored.id, seat.stored).finished_at
        stored = replace(
            seat.stored,
            status=seat.session.status,
            step=None if asked is None else asked[1],
            is_current=True,
            state=json.dumps(to_json(seat.session), ensure_ascii=False),
            language=seat.session.language,
            updated_at=at,
            finished_at=was_finished or (at if seat.session.thanked else None),
        )
        if seat.session.language != self.language and self.person_id is not None:
            self.language = writes.languages[self.person_id] = seat.session.language
        self.seats[stored.id] = replace(seat, stored=stored)
        writes.sessions[stored.id] = stored

    def forget(self, writes: Writes) -> None:
        """The person is a stranger from here on; no earlier release may be served again."""
        if self.person_id is not None:
            writes.forgotten.add(self.person_id)
            writes.withdrawn.update(seat.stored.cohort_id for seat in self.seats.values())
        self.person_id, self.seats, self.facilitates = None, {}, ()

    def say(self, words: str, writes: Writes, key: str, at: datetime) -> None:
        """The bot's own words: by the outbox to a person we know, as a courtesy to a stranger."""
        self.send(Message((Run(words),)), writes, key, at)

    def send(self, message: Message, writes: Writes, key: str, at: datetime) -> None:
        if self.person_id is None:
            writes.manners.append(Tell(self.chat_id, message))
            return
        for number, page in enumerate(messages.split(message)):
            payload = messages.to_json(page, "")
            writes.messages.append(NewMessage(self.person_id, f"{key}:{number}", "reply", payload, at, at))


@dataclass(slots=True)
class Applied:
    """The effects of one turn, on their way into rows."""

    desk: Desk
    seat: Seat
    at: datetime
    writes: Writes
    update: Incoming | None
    forgets: bool
    sent: int = 0

    def apply_all(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            self.apply(effect)

    def apply(self, effect: Effect) -> None:
        stored = self.seat.stored
        match effect:
            case Send():
                self.send(effect)
            case Redraw(message, step, asking):
                self.redraw(message, (stored.id, step, asking))
            case Toast(words):
                self.toast(words)
            case Record():
                self.writes.responses.append(response_of(self.seat, effect))
            case Retract(step):
                self.writes.live.append((stored.id, step, "", False))
            case Restore(step):
                self.writes.live.append((stored.id, step, "", True))
            case GiveConsent():
                self.writes.consents.append(self.consent_of(effect))
            case SetTimer(name, due_at):
                self.writes.timers.append(Timer(stored.id, name, 0, due_at))
            case CancelTimer(name):
                self.writes.cancelled.append((stored.id, name))
            case Finish() | Forget():
                pass  # kept with the session by Desk.keep; acted on by Desk.forget
            case _:
                assert_never(effect)

    def send(self, effect: Send) -> None:
        """A person who is being forgotten gets the words as a courtesy: no row of theirs may stay."""
        if self.forgets:
            self.writes.manners.append(Tell(self.desk.chat_id, effect.message))
            return
        pages = messages.split(effect.message)
        for number, page in enumerate(pages, 1):
            puts = effect.step if number == len(pages) else None
            self.writes.messages.append(self.message_of(page, puts, effect.asking))
        if effect.step is not None:
            self.desk.fresh.add((self.seat.stored.id, effect.step, effect.asking))

    def message_of(self, message: Message, step: str | None, asking: int) -> NewMessage:
        self.sent += 1
        stored = self.seat.stored
        return NewMessage(
            participant_id=stored.participant_id,
            key=f"{self.source}:{self.sent}",
            lane="reply",
            payload=messages.to_json(message, stored.token),
            due_at=self.at,
            created_at=self.at,
            session_id=stored.id,
            step=step,
            asking=asking if step else None,
        )

    @property
    def source(self) -> str:
        """Names the turn, so that no message of it is ever put into the outbox twice."""
        if self.update is not None:
            return f"{self.update.bot_id}:{self.update.update_id}"
        return f"{self.seat.stored.id}:{self.at.isoformat()}"

    def redraw(self, message: Message, asked: Asked) -> None:
        """The tapped message when it is the question's own, else the one by which the question was put."""
        message_id = tapped_message(self.update, asked)
        if message_id is None:
            delivery = self.desk.deliveries.get(asked)
            message_id = None if delivery is None else delivery.first_message_id
        if message_id is not None:
            self.writes.manners.append(Tidy(self.desk.chat_id, message_id, message, self.seat.stored.token))

    def toast(self, words: str) -> None:
        if self.update is not None and isinstance(self.update.what, Tapped):
            self.writes.manners.append(AnswerTap(self.update.what.query_id, words))

    def consent_of(self, given: GiveConsent) -> Consent:
        stored, update = self.seat.stored, self.update
        return Consent(
            participant_id=stored.participant_id,
            cohort_id=stored.cohort_id,
            purpose=given.purpose,
            given=given.given,
            notice_hash=given.version,
            notice_version=stored.revision,
            language=given.language,
            at=given.at,
            update_id=None if update is None else update.update_id,
            method="button" if update is not None and isinstance(update.what, Tapped) else "typed",
        )


def tapped_message(update: Incoming | None, asked: Asked) -> int | None:
    """The message of a tapped button, when the button belongs to that asking of that question."""
    what = None if update is None else update.what
    if not isinstance(what, Tapped) or what.press is None:
        return None
    press: Press = what.press
    return what.message_id if (press.step, press.asking) == asked[1:] else None


def response_of(seat: Seat, record: Record) -> NewResponse:
    stored = seat.stored
    return NewResponse(
        session_id=stored.id,
        participant_id=stored.participant_id,
        cohort_id=stored.cohort_id,
        flow=stored.flow,
        question=record.step,
        item="",
        kind=record.kind,
        value=json.dumps(record.value, ensure_ascii=False),
        asking=record.asking,
        language=record.language,
        revision=stored.revision,
        at=record.at,
    )


def seat_of(stored: StoredSession, flow: Flow, world: World) -> Seat:
    return Seat(stored, from_json(json.loads(stored.state)), flow, world)
