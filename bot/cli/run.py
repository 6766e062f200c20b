"""`causerie run`: the bot, until Ctrl-C or SIGTERM; what is under way is then finished."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine

from bot.settings import read_settings
from bot.wiring import run_bot

DATABASE_SWITCH_SECONDS = 0.0005
"""The longest that the database's thread waits for its turn; at Python's 5 ms a batch of statements waits 100 ms."""


def command() -> None:
    """Run the bot, by polling."""
    settings = read_settings()
    sys.setswitchinterval(DATABASE_SWITCH_SECONDS)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(until_told(run_bot(settings)))


async def until_told(work: Coroutine[object, object, None]) -> None:
    """Runs `work` until a signal asks for the end."""
    task = asyncio.ensure_future(work)
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await task
