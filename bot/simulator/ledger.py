"""What was called, when, and how it ended: the witness of a test.

It must never hold a message's text or a token, so that it can be printed anywhere.
"""

from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Call:
    """`at` is Unix seconds of the shared clock, `monotonic` of the event loop (for rates).

    `result` is "ok", an error code ("429"), "dropped before", "dropped after" or "silence".
    """

    method: str
    chat: int | None
    at: float
    monotonic: float
    result: str
    message_id: int | None = None


class Ledger:
    """The last 200,000 calls, and counts of all."""

    def __init__(self) -> None:
        self.calls: deque[Call] = deque(maxlen=KEPT)
        self.counts: Counter[tuple[str, str]] = Counter()

    def note(self, call: Call) -> None:
        self.calls.append(call)
        self.counts[call.method, call.result] += 1

    def of(self, method: str, chat: int | None = None) -> list[Call]:
        """The calls of a method (in any case), in one chat when given."""
        wanted = method.lower()
        return [call for call in self.calls if call.method == wanted and chat in (None, call.chat)]

    def clear(self) -> None:
        self.calls.clear()
        self.counts.clear()

    def as_json(self) -> dict[str, Any]:
        counts: dict[str, dict[str, int]] = {}
        for (method, result), number in sorted(self.counts.items()):
            counts.setdefault(method, {})[result] = number
        return counts
