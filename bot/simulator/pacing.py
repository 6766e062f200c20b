"""Flood control, off until configured: so many messages a second in one chat and in all.

The real limits are not published; these are the figures of Bot Support's "Hitting limits" page. It must
never let a call through while a retry_after that it gave is running.
"""

import math
from collections.abc import Callable

from bot.simulator.errors import Refusal, too_many_requests

PACED = {"sendmessage", "editmessagetext", "editmessagereplymarkup"}


class Pacing:
    """Two token buckets on monotonic time: one for each chat, one over all."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._per_chat: tuple[float, float] | None = None
        self._overall: tuple[float, float] | None = None
        self._buckets: dict[int, tuple[float, float]] = {}
        self._closed_until: dict[int, float] = {}

    def configure(
        self,
        *,
        per_chat: float | None = 1.0,
        burst: int = 3,
        overall: float | None = 30.0,
        overall_burst: int = 30,
    ) -> None:
        """Messages a second in one chat and in all, each with a burst; None switches that limit off."""
        self._per_chat = (per_chat, burst) if per_chat else None
        self._overall = (overall, overall_burst) if overall else None
        self._buckets.clear()
        self._closed_until.clear()

    def off(self) -> None:
        self.configure(per_chat=None, overall=None)

    def refusal(self, method: str, chat: int) -> Refusal | None:
        """A 429 when this call comes too soon, None (and the call is counted) otherwise."""
        if (self._per_chat is None and self._overall is None) or method not in PACED:
            return None
        limits = [(key, limit) for key, limit in ((chat, self._per_chat), (0, self._overall)) if limit]
        for key, limit in limits:
            wait = self._wait(key, *limit)
            if wait > 0:
                self._closed_until[key] = self._time() + wait
                return too_many_requests(wait)
        for key, limit in limits:
            self._spend(key, *limit)
        return None

    def _level(self, key: int, rate: float, burst: float) -> float:
        level, at = self._buckets.get(key, (burst, self._time()))
        return min(burst, level + (self._time() - at) * rate)

    def _wait(self, key: int, rate: float, burst: float) -> int:
        """Whole seconds until a call may pass, 0 for now."""
        closed = self._closed_until.get(key, 0.0) - self._time()
        if closed > 0:
            return math.ceil(closed)
        level = self._level(key, rate, burst)
        return 0 if level >= 1 else math.ceil((1 - level) / rate)

    def _spend(self, key: int, rate: float, burst: float) -> None:
        self._buckets[key] = (self._level(key, rate, burst) - 1, self._time())
