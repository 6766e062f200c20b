"""A desk: one person while a batch is handled, with the sessions, and what turns make of them.

It must never touch the database: what shall be stored is gathered in Writes.
"""

import json
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from bot.engine.effects import Forget, Message, Send
from bot.engine.events import Event
from bot.engine.session import to_json
from bot.engine.texts import Run
from bot.engine.turn import turn
from bot.service import messages
from bot.service.applying import Applied
from bot.service.incoming import Incoming
from bot.service.manners import Tell
from bot.service.seat import Asked, Seat
from bot.service.writes import Writes
from bot.store.outbox import Delivery, NewMessage


@dataclass(slots=True, eq=False)
class Desk:
    """`person_id` is None for a stranger, about whom nothing is kept. `seats` are by session id; one is current."""

    chat_id: int
    language: str
    person_id: str | None = None
    seats: dict[str, Seat] = field(default_factory=dict)
    facilitates: tuple[str, ...] = ()
    is_owner: bool = False
    is_new: bool = False
    """Made in this very batch: leaves no row when nothing comes of it."""
    unseated: tuple[str, ...] = ()
    """Cohorts of sessions that wait, since their workshop is not here now."""
    deliveries: dict[Asked, Delivery] = field(default_factory=dict)
    fresh: set[Asked] = field(default_factory=set)
    """Questions put in this very batch: nobody can have read them."""

    @property
    def seat(self) -> Seat | None:
        return next((seat for seat in self.seats.values() if seat.stored.is_current), None)

    def remembered(self) -> "Desk":
        """The desk as it is, to be put back when handling an update fails."""
        return replace(self, seats=dict(self.seats), fresh=set(self.fresh))

    def put_back(self, before: "Desk") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(before, each.name))

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
        applied = Applied(after, self.chat_id, self.deliveries, self.fresh, event.at, writes, update, forgets)
        applied.apply_all(step.effects)
        if forgets:
            self.leave(seat, writes)
        elif step.session != seat.session or any(isinstance(effect, Send) for effect in step.effects):
            self.keep(after, event.at, writes)  # a mere toast moves nobody to another seat

    def keep(self, seat: Seat, at: datetime, writes: Writes) -> None:
        """The seat as it is now becomes the current one."""
        for other in list(self.seats.values()):
            if other.stored.is_current and other.stored.id != seat.stored.id:
                put_away = replace(other.stored, is_current=False, updated_at=self.just_after(at))
                self.seats[put_away.id] = replace(other, stored=put_away)
                writes.sessions[put_away.id] = put_away
        was_finished = writes.sessions.get(seat.stored.id, seat.stored).finished_at
        stored = replace(
            seat.stored,
            status=seat.session.status,
            step=seat.open_step,
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

    def just_after(self, at: datetime) -> datetime:
        """Later than any seat's last change: Telegram's times have whole seconds, and the seat left last must be
        found again."""
        return max(at, *(each.stored.updated_at + timedelta(microseconds=1) for each in self.seats.values()))

    def leave(self, seat: Seat, writes: Writes) -> None:
        """No consent: this taking part goes, and nothing of what was agreed to elsewhere (`Writes.save`)."""
        stored = seat.stored
        self.seats.pop(stored.id, None)
        writes.sessions.pop(stored.id, None)
        writes.left[stored.id] = stored
        if seat.session.responses:
            writes.withdrawn.add(stored.cohort_id)
        if self.seats and stored.is_current:
            self.sit_down(max(self.seats.values(), key=lambda each: each.stored.updated_at), writes)
        elif not self.seats and not self.facilitates and not self.is_owner:
            self.person_id = None

    def sit_down(self, seat: Seat, writes: Writes) -> None:
        """Back in an earlier seat, as it was."""
        stored = replace(seat.stored, is_current=True)
        self.seats[stored.id] = replace(seat, stored=stored)
        writes.sessions[stored.id] = stored

    def forget(self, writes: Writes) -> None:
        """The person is a stranger from here on; no earlier release may be served again."""
        if self.person_id is not None:
            writes.forgotten.add(self.person_id)
            answered = {seat.stored.cohort_id for seat in self.seats.values() if seat.session.responses}
            writes.withdrawn |= answered | set(self.unseated)
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
