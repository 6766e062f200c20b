"""Delivery: from the outbox to the chats. Chats are leased, their messages sent in order, what became of them settled.

Replies go out at least once: after a crash, or when no answer came, the message may arrive a second time. It must
never hold a
message in memory alone, nor let one slow chat keep the others waiting.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
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
CHATS_AT_ONCE = 100
LANES = ("reply", "outreach")
LANDING_SECONDS = 1.0
TROUBLE_SECONDS = 0.5
LONGEST_REST = 5.0

log = structlog.get_logger(__name__)


class Sender(Protocol):
    """The channel: one message, one of five outcomes, and it never raises."""

    async def send(self, chat_id: int, message: Message, token: str, *, plain: bool = False) -> Outcome: ...


class Delivery:
    """One sender of a process. `wake` tells it that something was queued; `drain` waits until nothing is left to
    send now."""

    def __init__(self, database: Database, sender: Sender, clock: Clock, owner: str) -> None:
        self._database, self._sender, self._clock, self._owner = database, sender, clock, owner
        self._work = asyncio.Event()
        self._settled = asyncio.Condition()
        self._in_flight: Counter[int] = Counter()
        self._chats: dict[str, int] = {}
        self._fates: list[Settled] = []
        self._postponed: dict[str, datetime] = {}
        self._gone: set[str] = set()
        self._landed_chats: list[int] = []
        self._sending: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        self._work.set()

    async def landed(self, chat_ids: Collection[int]) -> None:
        """Waits, a second at most, until no message is on its way to these chats: words sent meanwhile may cross it."""
        if not any(self._in_flight[chat] for chat in chat_ids):
            return
        try:
            async with asyncio.timeout(LANDING_SECONDS), self._settled:
                await self._settled.wait_for(lambda: not any(self._in_flight[chat] for chat in chat_ids))
        except TimeoutError:
            return

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
                leased = await self._settle_and_lease()
            except (Unavailable, Refused) as problem:
                log.warning("delivery_waits", reason=str(problem))
                await asyncio.sleep(TROUBLE_SECONDS)
                continue
            self._dispatch(leased)
            if not leased:
                await self._rest()

    async def drain(self) -> None:
        """Sends all that is due, and returns when it is settled. For tests and commands; `run` must not run beside
        it."""
        while True:
            self._dispatch(await self._settle_and_lease())
            if not self._sending and not self._fates:
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

    async def _rest(self) -> None:
        """Until something was queued or settled, or falls due."""
        async with self._database.reading() as tx:
            due_at = await outbox.next_due(tx, self._clock())
        seconds = LONGEST_REST if due_at is None else (due_at - self._clock()).total_seconds()
        try:
            await asyncio.wait_for(self._work.wait(), min(max(seconds, 0.01), LONGEST_REST))
        except TimeoutError:
            return

    async def _settle_and_lease(self) -> list[Leased]:
        """One transaction for both: what was sent is settled and the next chats are taken."""
        now, room = self._clock(), CHATS_AT_ONCE - len(self._sending)
        async with self._database.transaction() as tx:
            taken = await self._settle(tx)
            leased: list[Leased] = []
            for lane in LANES if room > 0 else ():
                leased += await leases.lease(tx, self._owner, now, now + LEASE, room, lane)
            unknown = {each.participant_id for each in leased} - self._chats.keys()
            self._chats |= await people.chats(tx, unknown)
        await self._forget_flights(taken)
        return leased

    async def _settle(self, tx: Transaction) -> tuple[int, int]:
        """Settles what is known so far; how many fates and landings that were."""
        fates, landed = list(self._fates), len(self._landed_chats)
        await outbox.settle(tx, fates)
        for participant, until in self._postponed.items():
            await outbox.postpone(tx, [participant], until)
        await people.set_unreachable(tx, self._gone, self._clock())
        return len(fates), landed

    async def _forget_flights(self, taken: tuple[int, int]) -> None:
        """After the commit: what was settled is no longer on its way."""
        fates, landed = taken
        if not fates and not landed:
            return
        del self._fates[:fates]
        self._postponed.clear()
        self._gone.clear()
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
        for number, row in enumerate(rows):
            outcome = await self._send(chat, row)
            self._note(rows[number:], outcome)
            if not isinstance(outcome, Delivered):
                break
        self._landed_chats.append(chat)
        self._work.set()

    async def _send(self, chat: int, row: Leased) -> Outcome:
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
        self._fates += fates_of(rows, outcome, now)
        wait = waits_for(outcome)
        if wait is not None:
            self._postponed[rows[0].participant_id] = now + wait
        if isinstance(outcome, Unreachable):
            self._gone.add(rows[0].participant_id)
        if not isinstance(outcome, Delivered):
            log.info("not_delivered", message=rows[0].id, outcome=type(outcome).__name__)
