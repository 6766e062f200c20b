"""Ways in which the simulator misbehaves when told to: refusals, lost connections, slowness, odd updates.

It must never misbehave by itself: without a fault that was added, nothing here does anything.
"""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from bot.simulator.errors import BLOCKED, Refusal, too_many_requests

REFUSALS = {
    "400": (400, "Bad Request: chat not found"),
    "403": (403, BLOCKED),
    "500": (500, "Internal Server Error"),
}
REQUEST_KINDS = {*REFUSALS, "429", "latency", "drop_before", "drop_after", "silence_after"}
QUEUE_KINDS = {"duplicate", "reorder"}
KINDS = REQUEST_KINDS | QUEUE_KINDS


@dataclass(slots=True)
class Fault:
    """One way to misbehave, for the calls it selects.

    `kind`: "429" | "403" | "400" | "500" (the call is refused and does nothing) | "latency" (it waits `seconds`
    first) | "drop_before" (connection dropped, nothing done) | "drop_after" (done, then the connection is
    dropped) | "silence_after" (done, but no answer ever comes) | "duplicate" (each new update is delivered
    `copies` times, also after its acknowledgement) | "reorder" (the updates of one answer are shuffled).

    `method` None stands for every method but getUpdates; `chat` None for every chat. The first `skip` calls
    pass; then it happens `times` times (None: for ever), each with `probability`. `hits` counts.
    """

    kind: str
    method: str | None = None
    chat: int | None = None
    times: int | None = None
    probability: float = 1.0
    skip: int = 0
    retry_after: int = 1
    seconds: float = 0.0
    copies: int = 2
    description: str | None = None
    id: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; there are {', '.join(sorted(KINDS))}")
        if self.method is not None:
            self.method = self.method.lower()

    def refusal(self) -> Refusal | None:
        """What the caller is told, None when this fault refuses nothing."""
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        if self.kind not in REFUSALS:
            return None
        code, description = REFUSALS[self.kind]
        return Refusal(code, self.description or description)

    def selects(self, method: str, chat: int | None) -> bool:
        method_fits = method == self.method if self.method is not None else method != "getupdates"
        return method_fits and (self.chat is None or self.chat == chat)


@dataclass
class Faults:
    """The faults in force; `chance` is the simulator's seeded randomness."""

    chance: random.Random
    active: list[Fault] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, kind: str, **options: Any) -> Fault:
        """Puts a fault in force: `add("429", retry_after=5, method="sendMessage", chat=7, times=1)`; see `Fault`."""
        fault = Fault(kind, **options)
        fault.id = next(self._ids)
        self.active.append(fault)
        return fault

    def remove(self, fault: Fault | int) -> None:
        wanted = fault if isinstance(fault, int) else fault.id
        self.active = [kept for kept in self.active if kept.id != wanted]

    def clear(self) -> None:
        self.active.clear()

    def strike(self, method: str, chat: int | None) -> list[Fault]:
        """The faults that happen to this call, each counted."""
        return [
            fault
            for fault in self.active
            if fault.kind in REQUEST_KINDS and fault.selects(method, chat) and self._happens(fault)
        ]

    def repeats(self) -> int:
        """How many more times a new update is to be delivered after its first acknowledgement."""
        return sum(fault.copies - 1 for fault in self.active if fault.kind == "duplicate" and self._happens(fault))

    def shuffle(self, updates: list[Any]) -> None:
        """Shuffles in place when a "reorder" fault happens."""
        for fault in self.active:
            if fault.kind == "reorder" and len(updates) > 1 and self._happens(fault):
                self.chance.shuffle(updates)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.active]

    def _happens(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.times is not None and fault.hits >= fault.times:
            return False
        if fault.probability < 1.0 and self.chance.random() >= fault.probability:
            return False
        fault.hits += 1
        return True
