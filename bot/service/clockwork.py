"""The clockwork: timers that have come due, fired through the same turns as everything else, and the daily sweep.

Late timers do nothing: the engine decides. It must never send or delete by itself.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.engine.events import TimerFired
from bot.service.clock import Clock
from bot.service.desk import Desk
from bot.service.erasures import finish_erasures
from bot.service.library import Library
from bot.service.seat import seat_of
from bot.service.writes import Writes
from bot.store import cohorts, inbox, outbox, people, quarantine, sessions, timers
from bot.store.database import Database
from bot.store.problems import Refused, Unavailable
from bot.store.sessions import StoredSession
from bot.store.timers import Timer
from bot.store.transaction import Transaction

EVERY_SECONDS = 5.0
AT_ONCE = 100
KEYS_KEPT = timedelta(days=7)
"""Telegram keeps an update for a day; a week also covers a restored backup."""

log = structlog.get_logger(__name__)


class Clockwork:
    """Fires due timers; `run` does so for ever, `tick` once."""

    def __init__(self, database: Database, library: Library, clock: Clock) -> None:
        self._database, self._library, self._clock = database, library, clock
        self._swept_at: datetime | None = None

    async def run(self) -> None:
        while True:
            try:
                while await self.tick() == AT_ONCE:
                    pass
                await self.sweep()
            except (Unavailable, Refused) as problem:
                log.warning("timers_wait", reason=str(problem))
            await asyncio.sleep(EVERY_SECONDS)

    async def tick(self) -> int:
        """Fires what is due now, in one transaction; how many."""
        now, writes = self._clock(), Writes()
        async with self._database.transaction() as tx:
            due = await timers.due(tx, now, AT_ONCE)
            mine = await timers.remove(tx, [timer.id for timer in due])
            await self._fire(tx, [timer for timer in due if timer.id in mine], now, writes)
            await writes.save(tx, now)
        return len(due)

    async def _fire(self, tx: Transaction, due: list[Timer], now: datetime, writes: Writes) -> None:
        theirs = await sessions.by_id(tx, {timer.session_id for timer in due})
        stored = await sessions.of_participants(tx, {each.participant_id for each in theirs.values()})
        chats = await people.chats(tx, {each.participant_id for each in stored})
        await self._library.fetch(tx, {each.revision for each in stored})
        desks = {person: Desk(chat, "", person) for person, chat in chats.items()}
        for session in stored:
            await self._seat(tx, desks.get(session.participant_id), session)
        for timer in due:
            desk = desks.get(theirs[timer.session_id].participant_id) if timer.session_id in theirs else None
            if desk is not None and timer.session_id in desk.seats:
                self._fire_one(desk, timer, now, writes)

    def _fire_one(self, desk: Desk, timer: Timer, now: datetime, writes: Writes) -> None:
        """A fault of ours costs this timer alone: the clockwork must go on."""
        before, own = desk.remembered(), Writes()
        try:
            desk.take_turn(desk.seats[timer.session_id], TimerFired(now, timer.name), own)
        except Exception as fault:
            desk.put_back(before)
            log.error("timer_dropped", timer=timer.name, reason=type(fault).__name__)
            return
        writes.add(own)

    async def _seat(self, tx: Transaction, desk: Desk | None, stored: StoredSession) -> None:
        """At their desk with all their sessions; not with one whose workshop is no longer here."""
        cohort = await cohorts.get(tx, stored.cohort_id)
        if desk is None or cohort is None or not self._library.knows(stored.revision):
            return
        if stored.is_current or not desk.language:
            desk.language = stored.language
        desk.seats[stored.id] = seat_of(stored, self._library.flow(stored.revision), self._library.world(cohort))

    async def sweep(self) -> None:
        """At the start and once a day, lets go of what no longer serves, and finishes interrupted erasures."""
        now = self._clock()
        if self._swept_at is not None and now - self._swept_at < timedelta(days=1):
            return
        async with self._database.transaction() as tx:
            await inbox.forget_before(tx, now - KEYS_KEPT)
            await quarantine.forget_before(tx, now - KEYS_KEPT)
            await outbox.forget_before(tx, now - KEYS_KEPT)
        await finish_erasures(self._database, now)
        self._swept_at = now
