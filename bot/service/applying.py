"""Applying: the effects of a turn become rows and manners, each in one place.

It must never decide anything: the engine has.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.engine.effects import (
    CancelTimer,
    Effect,
    Finish,
    Forget,
    GiveConsent,
    Message,
    Record,
    Redraw,
    Restore,
    Retract,
    Send,
    SetTimer,
    Toast,
)
from bot.engine.items import item_of, name_of
from bot.service import messages
from bot.service.incoming import Incoming, Tapped
from bot.service.manners import AnswerTap, Tell, Tidy
from bot.service.seat import Asked, Seat
from bot.service.writes import Writes
from bot.store.consents import Consent
from bot.store.outbox import Delivery, NewMessage
from bot.store.responses import NewResponse
from bot.store.timers import Timer


@dataclass(slots=True)
class Applied:
    """The effects of one turn, on their way into rows."""

    seat: Seat
    chat_id: int
    deliveries: Mapping[Asked, Delivery]
    fresh: set[Asked]
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
                self.writes.live.append((stored.id, name_of(step), item_of(step), False))
            case Restore(step):
                self.writes.live.append((stored.id, name_of(step), item_of(step), True))
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
            self.writes.manners.append(Tell(self.chat_id, effect.message))
            return
        pages = messages.split(effect.message)
        for number, page in enumerate(pages, 1):
            puts = effect.step if number == len(pages) else None
            self.writes.messages.append(self.message_of(page, puts, effect.asking))
        if effect.step is not None:
            self.fresh.add((self.seat.stored.id, effect.step, effect.asking))

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
            delivery = self.deliveries.get(asked)
            message_id = None if delivery is None else delivery.first_message_id
        if message_id is not None:
            self.writes.manners.append(Tidy(self.chat_id, message_id, message, self.seat.stored.token))

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
    press = what.press
    return what.message_id if (press.step, press.asking) == asked[1:] else None


def response_of(seat: Seat, record: Record) -> NewResponse:
    stored = seat.stored
    return NewResponse(
        session_id=stored.id,
        participant_id=stored.participant_id,
        cohort_id=stored.cohort_id,
        flow=stored.flow,
        question=name_of(record.step),
        item=item_of(record.step),
        kind=record.kind,
        value=json.dumps(record.value, ensure_ascii=False),
        asking=record.asking,
        language=record.language,
        revision=stored.revision,
        at=record.at,
    )
