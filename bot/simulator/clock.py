"""The clock that the simulator and a bot under test share: real time plus an offset that a test may move.

It must never slow down, speed up or stop: waits (long polls, latency) use real monotonic time and never this clock.
"""

import os
import time
from pathlib import Path


class Clock:
    """Unix time in seconds, `offset` seconds away from the machine's own.

    Each offset is also written to `file` (a plain decimal number of seconds, replaced atomically), so that a
    bot in another process reads the same clock.
    """

    def __init__(self, file: Path | str | None = None) -> None:
        self._file = Path(file) if file is not None else None
        self._offset = 0.0
        self._write()

    @property
    def offset(self) -> float:
        return self._offset

    def now(self) -> float:
        return time.time() + self._offset

    def seconds(self) -> int:
        """The whole seconds that Telegram puts in dates."""
        return int(self.now())

    def set(self, offset: float) -> None:
        self._offset = float(offset)
        self._write()

    def advance(self, seconds: float) -> None:
        self.set(self._offset + seconds)

    def _write(self) -> None:
        if self._file is None:
            return
        fresh = self._file.with_name(self._file.name + ".new")
        fresh.write_text(f"{self._offset:.6f}\n", encoding="ascii")
        os.replace(fresh, self._file)  # noqa: PTH105 - one word for what it does: an atomic exchange
