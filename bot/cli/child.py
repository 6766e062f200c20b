"""The demo's bot as a child process that may be killed at any time and is started again.

It must never outlive the demo.
"""

import asyncio
import sys
from collections.abc import Mapping
from typing import Self

from rich.console import Console

from bot.settings import BadSetting

CONSOLE = Console(stderr=True)
REFUSED = 2


class Child:
    """`causerie run` in a process of its own; an async context."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self._begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        process = self._process
        if process is not None and process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                process.kill()

    @property
    def pid(self) -> int:
        return 0 if self._process is None else self._process.pid

    async def keep_alive(self) -> None:
        """Starts the bot again whenever it dies; a line `k` on standard input kills it.

        Raises BadSetting when the bot refuses to start: it would again.
        """
        keys = asyncio.create_task(self._kill_on_key())
        try:
            while self._process is not None:
                if await self._process.wait() == REFUSED:
                    raise BadSetting("The demo's bot cannot start: its line above says why.")
                await self._begin()
                CONSOLE.print(f"The bot died and is back, as process {self.pid}.")
        finally:
            keys.cancel()

    async def _begin(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self._environment, stdin=asyncio.subprocess.DEVNULL
        )

    async def _kill_on_key(self) -> None:
        """Where standard input is a terminal that can be waited for."""
        if sys.platform == "win32" or not sys.stdin.isatty():
            return
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            if line.strip() == b"k" and self._process is not None and self._process.returncode is None:
                self._process.kill()
