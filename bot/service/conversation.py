"""The way of an update: a batch of up to 100, one transaction, and only then may the channel acknowledge it.

    1  the inbox remembers the keys; what was seen before is dropped
    2  the people are locked and their sessions loaded, a query each
    3  each update in order: command, enrolment or reply → turn(...), pure
    4  everything is saved, each table in one statement; commit; courtesies

A data error is narrowed down to the one update that causes it, which is quarantined; an error of the connection
leaves the
whole batch unacknowledged. It must never let one person's update cost another's.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, assert_never

import structlog

from bot.engine.effects import Act, Message, Press
from bot.engine.events import Pressed, Replied
from bot.engine.events import Unreadable as NotAnAnswer
from bot.engine.texts import Run
from bot.service.boarding import Boarding, Room
from bot.service.clock import Clock
from bot.service.commands import key_of
from bot.service.desk import Desk
from bot.service.enrolment import spoken
from bot.service.incoming import (
    Blocked,
    Commanded,
    Elsewhere,
    Incoming,
    Said,
    Tapped,
    Unblocked,
    Unreadable,
    Unsupported,
)
from bot.service.library import Library
from bot.service.manners import AnswerTap, Courtesy, Tell
from bot.service.quarantining import quarantined
from bot.service.writes import Writes
from bot.store import inbox, people
from bot.store.database import Database
from bot.store.problems import Refused, Unavailable
from bot.store.transaction import Transaction

log = structlog.get_logger(__name__)
Received = Incoming | Unreadable


class Landing(Protocol):
    """Delivery, as far as a reply cares: words wait a moment for the question that is on its way."""

    def wake(self) -> None: ...

    def forget(self, participant_ids: Collection[str]) -> None: ...

    def listening(self, chat_ids: Collection[int]) -> AbstractAsyncContextManager[None]: ...


class Conversation:
    """Takes batches in, one at a time."""

    def __init__(
        self,
        database: Database,
        library: Library,
        delivery: Landing,
        courtesy: Courtesy,
        clock: Clock,
        owners: Collection[int] = (),
    ) -> None:
        self._database, self._library, self._clock = database, library, clock
        self._delivery, self._courtesy = delivery, courtesy
        self._boarding = Boarding(library, frozenset(owners))
        self._one_at_a_time = asyncio.Lock()

    async def receive(self, batch: Sequence[Received]) -> None:
        """Returns when the batch is durable. Raises Unavailable when nothing of it is; cancelling never cuts it in
        two."""
        work = asyncio.ensure_future(self._receive(batch))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait([work])
            raise

    async def _receive(self, batch: Sequence[Received]) -> None:
        async with self._delivery.listening(chats_with_words(batch)), self._one_at_a_time:
            await self._take(batch)
        self._delivery.wake()

    async def _take(self, batch: Sequence[Received]) -> None:
        """The batch, or its halves when the database refuses something in it."""
        writes = Writes()
        try:
            async with self._database.transaction() as tx:
                await self._handle(tx, batch, writes)
        except Unavailable:
            raise
        except (
            Exception
        ) as fault:  # a refusal, or a fault of ours before anybody's turn: one update must not stop the others
            if len(batch) == 1:
                return await self._set_apart(
                    batch[0], str(fault) if isinstance(fault, Refused) else type(fault).__name__
                )
            await self._take(batch[: len(batch) // 2])
            return await self._take(batch[len(batch) // 2 :])
        self._delivery.forget(writes.forgotten)
        return self._courtesy.show(writes.manners)

    async def _handle(self, tx: Transaction, batch: Sequence[Received], writes: Writes) -> None:
        now = self._clock()
        new = await inbox.remember(tx, batch[0].bot_id, (each.update_id for each in batch), now)
        fresh = unseen(batch, new)
        room = await self._boarding.seat_everybody(tx, [each for each in fresh if isinstance(each, Incoming)], now)
        for update in fresh:
            await self._try(tx, room, update, writes)
        await writes.save(tx, now)

    async def _try(self, tx: Transaction, room: Room, update: Received, writes: Writes) -> None:
        """One update. A fault of ours costs that update alone: it is set apart, and the person hears of it."""
        if isinstance(update, Unreadable):
            writes.quarantined.append(quarantined(update, None, update.reason, self._clock()))
            log.warning("update_quarantined", update=update.update_id, reason=update.reason)
            return
        desk, own = room.desks[update.user_id], Writes()
        before = desk.remembered()
        try:
            await self._route(tx, room, desk, update, own)
            follow(room, desk, before, update, own)
        except Exception as fault:
            if is_the_stores(fault):
                raise
            desk.put_back(before)
            own = self._apologised(desk, update, type(fault).__name__)
        writes.add(own)

    def _apologised(self, desk: Desk, update: Incoming, reason: str) -> Writes:
        log.error("update_quarantined", update=update.update_id, reason=reason)
        writes = Writes(quarantined=[quarantined(update, desk.person_id, reason, self._clock())])
        if desk.is_new and not desk.seats:
            desk.forget(writes)  # nothing came of it, so nothing stays
        desk.say(self._library.phrases.say(desk.language, "apology"), writes, key_of(update), update.at)
        return writes

    async def _set_apart(self, update: Received, reason: str) -> None:
        """In a transaction of its own; sealed for the person where we know whose it is, so that it goes when they
        go."""
        now = self._clock()
        async with self._database.transaction() as tx:
            ids = [update.user_id] if isinstance(update, Incoming) else []
            known = await people.find(tx, update.bot_id, ids)
            owner = next((person.id for person in known.values()), None)
            writes = Writes(quarantined=[quarantined(update, owner, reason, now)])
            await inbox.remember(tx, update.bot_id, [update.update_id], now)
            await writes.save(tx, now)
        log.error("update_quarantined", update=update.update_id, reason=reason)
        if isinstance(update, Incoming) and not isinstance(update.what, Elsewhere):
            language = spoken(update.language_code, self._library.phrases.languages, "en")
            apology = Message((Run(self._library.phrases.say(language, "apology")),))
            self._courtesy.show([Tell(update.chat_id, apology)])

    async def _route(self, tx: Transaction, room: Room, desk: Desk, update: Incoming, writes: Writes) -> None:
        self._note_reach(room, desk, update, writes)
        match update.what:
            case Commanded(name="start", argument=code):
                await room.enrolment.start(tx, desk, update, code, writes)
            case Commanded() as command:
                room.commands.obey(desk, update, command, writes)
            case Said(text, message_id):
                self._reply(room, desk, update, text, message_id, writes)
            case Tapped() as tap:
                self._tap(room, desk, update, tap, writes)
            case Unsupported():
                room.commands.happen(desk, update, NotAnAnswer(update.at), writes)
            case Blocked() | Unblocked() | Elsewhere():
                pass
            case _:
                assert_never(update.what)

    def _note_reach(self, room: Room, desk: Desk, update: Incoming, writes: Writes) -> None:
        """Who writes to us can be written to; who blocked us cannot."""
        if desk.person_id is None or isinstance(update.what, Elsewhere):
            return
        if isinstance(update.what, Blocked | Unblocked) or desk.person_id in room.unreachable:
            writes.reach[desk.person_id] = not isinstance(update.what, Blocked)

    def _reply(self, room: Room, desk: Desk, update: Incoming, text: str, message_id: int, writes: Writes) -> None:
        early = desk.seat is not None and desk.is_early(desk.seat, message_id)
        room.commands.happen(desk, update, Replied(update.at, text, early), writes)

    def _tap(self, room: Room, desk: Desk, update: Incoming, tap: Tapped, writes: Writes) -> None:
        """Every tap is answered, whatever it was."""
        own = Writes()
        if tap.press is not None and tap.press.act is Act.FORGET_ME:
            room.enrolment.forget(desk, update, tap.message_id, own)
        elif tap.press is not None and tap.press.act is Act.STAY:
            room.enrolment.stay(desk, tap.message_id, own)
        else:
            self._press(desk, update, tap.token, tap.press, own)
        if not any(isinstance(manner, AnswerTap) for manner in own.manners):
            own.manners.insert(0, AnswerTap(tap.query_id))
        writes.add(own)

    def _press(self, desk: Desk, update: Incoming, token: str | None, press: Press | None, writes: Writes) -> None:
        """A button counts only in the session whose token it carries, and only for the one whose session that is."""
        seat = next((each for each in desk.seats.values() if each.stored.token == token), None)
        if seat is None or press is None:
            stale = self._library.phrases.say(desk.language, "toast.stale")
            tap = update.what
            writes.manners.extend([AnswerTap(tap.query_id, stale)] if isinstance(tap, Tapped) else [])
        else:
            desk.take_turn(seat, Pressed(update.at, press), writes, update)


def follow(room: Room, desk: Desk, before: Desk, update: Incoming, writes: Writes) -> None:
    """Whoever has just finished a flow goes on with the next."""
    done = desk.seat
    if done is None or not done.session.thanked:
        return
    earlier = before.seats.get(done.stored.id)
    if earlier is None or not earlier.session.thanked:
        room.enrolment.follow(desk, update, done, writes)


def unseen(batch: Sequence[Received], new: set[int]) -> list[Received]:
    """Each new update once, though a batch may bring one twice."""
    left = set(new)
    kept = []
    for update in batch:
        if update.update_id in left:
            left.discard(update.update_id)
            kept.append(update)
    return kept


def chats_with_words(batch: Iterable[Received]) -> set[int]:
    return {each.chat_id for each in batch if isinstance(each, Incoming) and isinstance(each.what, Said)}


def is_the_stores(fault: Exception) -> bool:
    """Errors of the database concern the transaction, not the update at hand."""
    return isinstance(fault, Refused | Unavailable)
