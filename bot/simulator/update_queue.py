"""The queue of updates of one bot, as telegram-bot-api's TQueue keeps it.

Updates are kept as bytes, so that a bad one can be put in as it is. It must never deliver an update past its
expiry, nor give an id twice to different updates, except when a test resets the ids.
"""

import json
import math
import random
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.simulator.chats import Chat, Message
from bot.simulator.clock import Clock

MAX_UPDATES = 100_000
MAX_BYTES = 128 << 20
MAX_ANSWER_BYTES = 4 << 20
FUTURE = 10  # TQueue.cpp: an offset up to so far behind the last update is taken as "all seen"
DAY = 24 * 3600.0
EXPIRY = {"callback_query": 150.0}  # Client.cpp 17155-17230; the others live for 24 hours
UPDATE_ID = b"UPDATE_ID"


@dataclass(slots=True)
class Update:
    """`body` is the update's JSON without the id, or, when `raw`, the very bytes to deliver (UPDATE_ID replaced)."""

    id: int
    kind: str
    body: bytes
    expires_at: float
    chat: Chat | None = None
    message: Message | None = None
    raw: bool = False
    repeats: int = 0

    def encoded(self) -> bytes:
        if self.raw:
            return self.body.replace(UPDATE_ID, b"%d" % self.id)
        return b'{"update_id":%d,%b' % (self.id, self.body[1:])


class Queue:
    """Updates in the order of their ids; ids rise by 1 from a random start below 10^9."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._next_id = chance.randrange(1, 1_000_000_000)
        self._bytes = 0
        self._soonest = math.inf
        self.pending: deque[Update] = deque()
        self.again: list[Update] = []
        self.allowed: set[str] | None = None
        self.on_arrival: Callable[[], None] = lambda: None
        self.repeats: Callable[[], int] = lambda: 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self.pending)

    def add(self, kind: str, content: dict[str, Any], chat: Chat, message: Message | None = None) -> None:
        """A new update, unless its kind is not wanted by the bot or the queue is full."""
        if not self._wanted(kind):
            return
        body = json.dumps({kind: content}).encode()
        update = Update(self._next_id, kind, body, self._expiry(kind), chat, message)
        update.repeats = self.repeats()
        self._append(update)

    def inject(self, body: bytes) -> int:
        """Puts bytes in the queue as they are, UPDATE_ID replaced by the id that is given back."""
        update = Update(self._next_id, "injected", body, self._expiry("injected"), raw=True)
        self._append(update)
        return update.id

    def _expiry(self, kind: str) -> float:
        return self._clock.now() + EXPIRY.get(kind, DAY)

    def _wanted(self, kind: str) -> bool:
        """Default: all but chat_member and message_reaction(_count) (Bot API, getUpdates)."""
        if self.allowed is None:
            return kind not in ("chat_member", "message_reaction", "message_reaction_count")
        return kind in self.allowed

    def _append(self, update: Update) -> None:
        if len(self.pending) >= MAX_UPDATES or self._bytes + len(update.body) > MAX_BYTES:
            self.dropped += 1
            return
        self._next_id += 1
        self._bytes += len(update.body)
        self._soonest = min(self._soonest, update.expires_at)
        self.pending.append(update)
        self.on_arrival()

    def confirm(self, offset: int) -> list[Update]:
        """Deletes what `offset` confirms and gives it back: nothing when it is in the future or too far behind."""
        if offset < 0:
            return self._pop(max(0, len(self.pending) + offset))
        if not self._next_id - MAX_UPDATES <= offset <= self._next_id + FUTURE:
            return []
        return self._pop(bisect_left(self.pending, offset, key=lambda update: update.id))

    def _pop(self, count: int) -> list[Update]:
        gone = [self.pending.popleft() for _ in range(count)]
        self._bytes -= sum(len(update.body) for update in gone)
        self.again.extend(update for update in gone if update.repeats > 0)
        return gone

    def take(self, limit: int) -> list[Update]:
        """The first `limit` live updates, fewer when they would pass 4 MiB; repeated ones are slipped in."""
        self._drop_expired()
        taken: list[Update] = []
        size = 0
        for update in self.pending:
            size += len(update.body)
            if len(taken) == limit or (taken and size > MAX_ANSWER_BYTES):
                break
            taken.append(update)
        return self._with_repeats(taken, limit)

    def _with_repeats(self, taken: list[Update], limit: int) -> list[Update]:
        for update in self.again[: max(0, limit - len(taken))]:
            update.repeats -= 1
            taken.insert(self._chance.randint(0, len(taken)), update)
        self.again = [update for update in self.again if update.repeats > 0]
        return taken

    def _drop_expired(self) -> None:
        """Deletes what is too old; ids of the others stay."""
        now = self._clock.now()
        if self._soonest > now:
            return
        live = [update for update in self.pending if update.expires_at > now]
        self._bytes = sum(len(update.body) for update in live)
        self._soonest = min((update.expires_at for update in live), default=math.inf)
        self.pending = deque(live)

    def clear(self) -> None:
        self._pop(len(self.pending))
        self.again.clear()

    def renumber(self, first: int) -> None:
        """Ids begin anew at `first`, as after a week of silence; what is pending keeps its order."""
        self._next_id = first
        for update in self.pending:
            update.id = self._next_id
            self._next_id += 1


def encoded(updates: Iterable[Update]) -> bytes:
    return b"[" + b",".join(update.encoded() for update in updates) + b"]"
