"""Delivery: from the outbox to the chats. Chats are leased, their messages sent in order, what became of them settled.

Replies go out at least once: after a crash, or when no answer came, the message may arrive a second time. It must
never hold a
message in memory alone, nor let one slow chat keep the others waiting.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

import structlog

from bot.engine.effects import Message
from bot.service import messages
from bot.service.clock import Clock
from bot.service.fates import fates_of, waits_for
from bot.service.outcome import Delivered, Outcome, Rejected, Unreachable
from bot.store import leases, outbox, people
from bot.store.database import Database
from bot.store.leases import Leased
from bot.store.outbox import Settled
from bot.store.problems import Refused, Unavailable
from bot.store.transaction import Transaction

LEASE = timedelta(seconds=60)
AT_A_TIME = 4
"""Messages of one chat under one lease: as many as surely end within it (telegram/api.py, 15 s each)."""

CHATS_AT_ONCE = 100
LANES = ("reply", "outreach")
LANDING_SECONDS = 1.0
TROUBLE_SECONDS = 0.5
LONGEST_REST = 5.0

log = structlog.get_logger(__name__)


class Sender(Protocol):
    """The channel: one message, one of five outcomes, and it never raises."""

    async def send(self, chat_id: int, message: Message, token: str, *, plain: bool = False) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a send, until that is settled."""

    participant_id: str
    fates: list[Settled]
    wait_until: datetime | None
    is_gone: bool


class Delivery:
    """One sender of a process. `wake` tells it that something was queued; `drain` waits until nothing is left to
    send now."""

    def __init__(self, database: Database, sender: Sender, clock: Clock, owner: str) -> None:
        self._database, self._sender, self._clock, self._owner = database, sender, clock, owner
        self._work = asyncio.Event()
        self._turn = asyncio.Lock()
        self._settled = asyncio.Condition()
        self._in_flight: Counter[int] = Counter()
        self._chats: dict[str, int] = {}
        self._noted: list[Noted] = []
        self._landed_chats: list[int] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._forgotten: set[str] = set()

    def wake(self) -> None:
        self._work.set()

    def forget(self, participant_ids: Collection[str]) -> None:
        """What is already leased for these people is not sent: they have been told that everything is gone."""
        self._forgotten |= set(participant_ids)
        for each in participant_ids:
            self._chats.pop(each, None)

    @asynccontextmanager
    async def listening(self, chat_ids: Collection[int]) -> AsyncIterator[None]:
        """While words from these chats are taken in, no message leaves for any: it would cross them, unnoticed.

        Those on their way are waited for, a second at most.
        """
        if not chat_ids:
            yield
            return
        loop = asyncio.get_running_loop()
        patience = loop.time() + LANDING_SECONDS
        while True:
            await self._landed(chat_ids, patience)
            async with self._turn:
                if loop.time() >= patience or not self._is_in_flight(chat_ids):
                    yield
                    return

    async def _landed(self, chat_ids: Collection[int], patience: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(patience), self._settled:
                await self._settled.wait_for(lambda: not self._is_in_flight(chat_ids))

    def _is_in_flight(self, chat_ids: Collection[int]) -> bool:
        return any(self._in_flight[chat] for chat in chat_ids)

    async def start(self) -> None:
        """What an earlier run of the single process left half sent is anybody's again."""
        async with self._database.transaction() as tx:
            voided = await leases.void_all(tx)
        if voided:
            log.info("leases_voided", messages=voided)

    async def run(self) -> None:
        """For ever; a database that does not answer is waited for."""
        while True:
            self._work.clear()
            try:
                now = self._clock()
                if not await self._step(now):
                    await self._rest(now)
            except (Unavailable, Refused) as problem:
                log.warning("delivery_waits", reason=str(problem))
                await asyncio.sleep(TROUBLE_SECONDS)

    async def drain(self) -> None:
        """Sends all that is due, and returns when it is settled. For tests and commands; `run` must not run beside
        it."""
        while True:
            await self._step(self._clock())
            if not self._sending and not self._noted:
                return
            if self._sending:
                await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """Lets the messages under way arrive and settles them."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=LANDING_SECONDS)
        async with self._database.transaction() as tx:
            await self._settle(tx)
            await leases.void(tx, self._owner)

    async def _step(self, now: datetime) -> int:
        """Settles, leases and sends off; how many messages."""
        async with self._turn:
            leased = await self._settle_and_lease(now)
            self._dispatch(leased)
        return len(leased)

    async def _rest(self, looked_at: datetime) -> None:
        """Until something was queued or settled, or falls due; also what fell due since it was looked for."""
        async with self._database.reading() as tx:
            due_at = await outbox.next_due(tx, looked_at)
        seconds = LONGEST_REST if due_at is None else (due_at - self._clock()).total_seconds()
        try:
            await asyncio.wait_for(self._work.wait(), min(max(seconds, 0.01), LONGEST_REST))
        except TimeoutError:
            return

    async def _settle_and_lease(self, now: datetime) -> list[Leased]:
        """One transaction for both: what was sent is settled and the next chats are taken."""
        room = CHATS_AT_ONCE - len(self._sending)
        async with self._database.transaction() as tx:
            taken = await self._settle(tx)
            leased: list[Leased] = []
            for lane in LANES if room > 0 else ():
                leased += await leases.lease(tx, self._owner, now, now + LEASE, room, lane, per_chat=AT_A_TIME)
            unknown = {each.participant_id for each in leased} - self._chats.keys()
            self._chats |= await people.chats(tx, unknown)
        await self._forget_flights(taken)
        return leased

    async def _settle(self, tx: Transaction) -> tuple[int, int]:
        """Settles what is known so far; how many notes and landings that were. More may come meanwhile."""
        noted, landed = list(self._noted), len(self._landed_chats)
        await outbox.settle(tx, [fate for each in noted for fate in each.fates])
        for each in noted:
            if each.wait_until is not None:
                await outbox.postpone(tx, [each.participant_id], each.wait_until)
        await people.set_unreachable(tx, {each.participant_id for each in noted if each.is_gone}, self._clock())
        return len(noted), landed

    async def _forget_flights(self, taken: tuple[int, int]) -> None:
        """After the commit: what was settled is no longer on its way."""
        noted, landed = taken
        if not noted and not landed:
            return
        del self._noted[:noted]
        for chat in self._landed_chats[:landed]:
            self._in_flight[chat] -= 1
        del self._landed_chats[:landed]
        self._in_flight += Counter()
        async with self._settled:
            self._settled.notify_all()

    def _dispatch(self, leased: Sequence[Leased]) -> None:
        for participant, rows in groupby(leased, key=lambda row: row.participant_id):
            chat = self._chats[participant]
            self._in_flight[chat] += 1
            task = asyncio.create_task(self._send_chat(chat, list(rows)))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send_chat(self, chat: int, rows: list[Leased]) -> None:
        """A chat's messages in order; after one that did not arrive the rest waits with it."""
        try:
            for number, row in enumerate(rows):
                outcome = await self._send(chat, row)
                self._note(rows[number:], outcome)
                if not isinstance(outcome, Delivered):
                    break
        finally:
            self._landed_chats.append(chat)
            self._work.set()

    async def _send(self, chat: int, row: Leased) -> Outcome:
        """A fault of ours costs this message alone: its chat must not wait for ever."""
        if row.participant_id in self._forgotten:
            return Unreachable("forgotten")
        try:
            return await self._send_or_plain(chat, row)
        except Exception as fault:
            log.error("message_unsendable", message=row.id, step=row.step, reason=type(fault).__name__)
            return Rejected(type(fault).__name__)

    async def _send_or_plain(self, chat: int, row: Leased) -> Outcome:
        """A message refused with its markup is sent once more without, and somebody should know."""
        message, token = messages.from_json(row.payload)
        outcome = await self._sender.send(chat, message, token)
        if isinstance(outcome, Rejected):
            log.error("message_rejected", message=row.id, step=row.step, reason=outcome.reason)
            outcome = await self._sender.send(chat, message, token, plain=True)
        return outcome

    def _note(self, rows: Sequence[Leased], outcome: Outcome) -> None:
        """`rows` is the message of this outcome and those behind it in the chat."""
        now = self._clock()
        wait = waits_for(outcome)
        until = None if wait is None else now + wait
        is_gone = isinstance(outcome, Unreachable)
        self._noted.append(Noted(rows[0].participant_id, fates_of(rows, outcome, now), until, is_gone))
        if not isinstance(outcome, Delivered):
            log.info("not_delivered", message=rows[0].id, outcome=type(outcome).__name__)
