"""The bot's lives: the program bot_under_test.py, told when to die, or killed from here."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

PROGRAM, CHECKOUT = Path(__file__).with_name("bot_under_test.py"), Path(__file__).resolve().parents[2]
ANYWHERE = "anywhere"


class Lives:
    """An async context; `begin` starts a life and `death` tells where it ended."""

    def __init__(self, settings: Mapping[str, str], errors: Path, *options: str) -> None:
        self._settings, self._errors, self._options = settings, errors, options
        self._pid = 0

    async def __aenter__(self) -> Self:
        with self._errors.open("ab") as errors:
            self._program = await asyncio.create_subprocess_exec(
                *(sys.executable, str(PROGRAM), *self._options),
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **self._settings},
                cwd=self._errors.parent,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()
        if self._program.stdin is not None:
            self._program.stdin.close()
        await self._program.wait()

    async def begin(self, point: str = "never", passages: int = 0) -> None:
        """Starts a life that ends at the n-th passage of a point."""
        if self._program.stdin is None:
            raise RuntimeError("the program has no input")
        self._program.stdin.write(f"{point} {passages}\n".encode())
        word, number = await self._read()
        if word != "born":
            raise RuntimeError(f"the bot was not started: {word}")
        self._pid = int(number)

    async def death(self) -> str:
        """Waits for the end of this life: the point where it ended itself, or `anywhere`."""
        where = ANYWHERE
        while (line := await self._read())[0] != "ended":
            where = line[1]
        self._pid = 0
        if line[1] != str(-signal.SIGKILL):
            raise RuntimeError(f"the bot ended by itself with {line[1]}: see {self._errors.name}")
        return where

    def kill(self) -> None:
        """Ends this life now."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    async def _read(self) -> tuple[str, str]:
        if self._program.stdout is None:
            raise RuntimeError("the program has no output")
        word, _, rest = (await self._program.stdout.readline()).decode().strip().partition(" ")
        return word, rest
