"""The poller: fetches updates, hands them over, and only then lets Telegram forget them.

The next getUpdates acknowledges what came before it, so it is asked for after the batch is on disk and never
earlier. It must
never die silently: whatever happens to a fetch, it waits and tries again, and `last_good_at` tells how long that has
been.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import structlog

from bot.service.incoming import Incoming, Unreadable
from bot.telegram.api import Api, ApiError, NoAnswer, error_of
from bot.telegram.wire import read_update

Received = Incoming | Unreadable
Receive = Callable[[Sequence[Received]], Awaitable[None]]

POLL_SECONDS = 25
GRACE_SECONDS = 10.0
MOST = 100
WAITS = (0.5, 1.0, 2.0, 5.0, 10.0)
KINDS = ["message", "callback_query", "my_chat_member"]
FIRST_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,15})')

log = structlog.get_logger(__name__)


class WrongToken(Exception):
    """Telegram does not know this bot's token."""


class Poller:
    """One loop over getUpdates. `receive` returns when the batch is durable, and raises when it is not."""

    def __init__(self, api: Api, bot_id: int, receive: Receive, now: Callable[[], datetime]) -> None:
        self._api, self._bot_id, self._receive, self._now = api, bot_id, receive, now
        self._offset: int | None = None
        self._limit = MOST
        self.last_good_at: datetime | None = None

    async def run(self) -> None:
        """For ever. Raises WrongToken, since nothing can be done then."""
        failures = 0
        while True:
            try:
                await self.step()
                failures = 0
            except ApiError as error:
                if error.code in (401, 404):
                    raise WrongToken from None
                failures = await self._wait(failures, f"status {error.code}", error.retry_after)
            except Exception as problem:  # the loop must outlive whatever a fetch or a store can raise
                failures = await self._wait(failures, type(problem).__name__)

    async def step(self) -> None:
        """One fetch, its batch made durable, and the offset moved."""
        updates = await self._fetch()
        if updates:
            await self._take(updates)
        self.last_good_at = self._now()

    async def _take(self, updates: list[Any]) -> None:
        batch = [each for each in (read_update(self._bot_id, raw, self._now()) for raw in updates) if each is not None]
        if not batch:
            raise NoAnswer("getUpdates: updates without an id")
        await self._receive(batch)
        self._acknowledge(batch)

    def _acknowledge(self, batch: Sequence[Received]) -> None:
        """What is below the offset is forgotten by Telegram at the next fetch."""
        self._offset = max(each.update_id for each in batch) + 1

    async def _fetch(self) -> list[Any]:
        parameters: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": self._limit, "allowed_updates": KINDS}
        if self._offset is not None:
            parameters["offset"] = self._offset
        status, body = await self._api.raw("getUpdates", parameters, POLL_SECONDS + GRACE_SECONDS)
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            return await self._isolate(body)
        self._limit = MOST
        if not isinstance(answer, dict) or answer.get("ok") is not True:
            raise error_of(answer if isinstance(answer, dict) else {}, status)
        return list(answer["result"])

    async def _isolate(self, body: bytes) -> list[Any]:
        """An answer that no parser reads: asked for one by one, the update at fault is set apart and passed."""
        found = FIRST_ID.search(body)
        if found is None:
            raise NoAnswer("getUpdates: neither JSON nor an update")
        if self._limit > 1:
            self._limit = 1
            return []
        update_id = int(found.group(1))
        await self._receive([Unreadable(self._bot_id, update_id, "not readable as JSON", body)])
        self._offset = update_id + 1
        return []

    async def _wait(self, failures: int, reason: str, named: float = 0.0) -> int:
        seconds = max(named, WAITS[min(failures, len(WAITS) - 1)])
        log.warning("poll_failed", reason=reason, again_in=seconds, failures=failures + 1)
        await asyncio.sleep(seconds)
        return failures + 1
