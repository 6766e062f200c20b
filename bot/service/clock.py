"""The clock: now, aware and in UTC, and the one shared with the simulator in tests and rehearsals.

Nothing in the engine or the store looks at it; they are told.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    return datetime.now(UTC)


def clock_ahead(file: Path) -> Clock:
    """A clock that is ahead by the number of seconds in `file`, read anew each time; a missing file means none."""

    def now() -> datetime:
        try:
            ahead = float(file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            ahead = 0.0
        return datetime.now(UTC) + timedelta(seconds=ahead)

    return now
