"""`causerie run` as an operator starts it: a process with an environment and a log."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

CHECKOUT, PATIENCE = Path(__file__).resolve().parents[2], 30.0


class RealBot:
    """An async context; everything that the process writes goes to `log`."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        self._settings, self._log = settings, log

    async def __aenter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **self._settings},
                cwd=self._log.parent,
                stdout=log,
                stderr=log,
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def ask_to_stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        return await asyncio.wait_for(self._process.wait(), PATIENCE)
