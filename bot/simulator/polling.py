"""getUpdates: the long poll with its brakes and its quarrel over two pollers (Client.cpp 15700-15722, 16225-16440).

It must never confirm an update that the given offset does not, nor answer before the hooks have run.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.simulator.errors import TERMINATED, Refusal, conflict
from bot.simulator.faults import Faults
from bot.simulator.update_queue import Queue, Update, encoded

SAME_OFFSET_SOON = 0.5
SAME_OFFSET_BRAKE = 3.0
CONFLICT_PAUSE = 3.0


class Poller:
    """The state between two getUpdates calls. Waits are real time, expiry is the shared clock's."""

    def __init__(self, queue: Queue, faults: Faults, acknowledged: Callable[[list[Update]], Awaitable[None]]) -> None:
        self._queue = queue
        self._faults = faults
        self._acknowledged = acknowledged
        self._waiting: asyncio.Future[bool] | None = None
        self._previous = (-1, -60.0)
        self._next_conflict = 0.0
        self._closing = False
        queue.on_arrival = self._wake

    async def get_updates(self, offset: int, limit: int, seconds: int) -> bytes:
        """The JSON array. Raises `Refusal` 409 in the older of two calls that wait at once."""
        limit, seconds = self._braked(offset, limit, seconds)
        self._end_older()
        confirmed = self._queue.confirm(offset)
        if confirmed:
            await self._acknowledged(confirmed)
        updates = self._queue.take(limit)
        if not updates and seconds > 0:
            updates = await self._wait(limit, time.monotonic() + seconds)
        self._faults.shuffle(updates)
        return encoded(updates)

    def _braked(self, offset: int, limit: int, seconds: int) -> tuple[int, int]:
        now = time.monotonic()
        previous_offset, previous_start = self._previous
        self._previous = (offset, now)
        if offset != previous_offset:
            return limit, seconds
        if now < previous_start + SAME_OFFSET_BRAKE and seconds < SAME_OFFSET_BRAKE:
            seconds = int(SAME_OFFSET_BRAKE)
        return (1 if now < previous_start + SAME_OFFSET_SOON else limit), seconds

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(True)

    def _end_older(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(False)
        self._waiting = None

    async def _wait(self, limit: int, until: float) -> list[Update]:
        """Waits until something comes or the time is over; the future is False when a newer poll has come."""
        updates: list[Update] = []
        while not updates and not self._closing and (left := until - time.monotonic()) > 0:
            waiting = self._waiting = asyncio.get_running_loop().create_future()
            await asyncio.wait([waiting], timeout=left)
            if waiting.done() and not waiting.result():
                raise await self._terminated()
            updates = self._queue.take(limit)
        self._waiting = None
        return updates

    def close(self) -> None:
        """Ends a waiting call at once with what there is."""
        self._closing = True
        self._wake()

    async def _terminated(self) -> Refusal:
        """The older poll's 409, at once, then not more often than every 3 s."""
        now = time.monotonic()
        if now < self._next_conflict:
            await asyncio.sleep(CONFLICT_PAUSE)
        else:
            self._next_conflict = now + CONFLICT_PAUSE
        return conflict(TERMINATED)
