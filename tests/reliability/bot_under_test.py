"""The real bot, started again and again, that dies by SIGKILL at a chosen moment of each life.

Reads a line `POINT N` for each life: the bot is forked, and ends itself when it passes POINT for the N-th time
(`never 0` lives until somebody else ends it). What it wraps, it wraps from outside: nothing in `bot/` knows of it.
Being forked from a process that has imported everything, a life begins in a fraction of the second that a start takes.

`--broken=ack-early` lets the poller acknowledge what is not yet on disk, as the library's own Updater does.
"""

import asyncio
import functools
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp

from bot.cli import logs
from bot.cli.run import until_told
from bot.service.conversation import Conversation
from bot.settings import read_settings
from bot.store import Database, Transaction
from bot.telegram.poller import Poller
from bot.telegram.sender import Sender
from bot.telegram.wire import read_update
from bot.wiring import run_bot

IN_TRANSACTION = ("statement", "commit")
IN_SEND = ("asked", "answered")
POINTS = (*IN_TRANSACTION, "received", *IN_SEND)
"""After a statement that writes; before a commit; after a batch's commit and before its acknowledgement; a message
written and its answer not read; the answer read and not settled."""

Result = TypeVar("Result")


class Fuse:
    """Ends this process at the n-th passage of a point, and says so first."""

    def __init__(self, point: str, passages: int) -> None:
        self._point, self._left = point, passages

    def passes(self, point: str) -> None:
        if point != self._point:
            return
        self._left -= 1
        if self._left == 0:
            os.write(1, f"died {point}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


def then(method: Callable[..., Awaitable[Result]], fuse: Fuse, point: str) -> Callable[..., Awaitable[Result]]:
    """The method, which passes `point` at its end."""

    @functools.wraps(method)
    async def passing(*arguments: Any, **named: Any) -> Result:
        result = await method(*arguments, **named)
        fuse.passes(point)
        return result

    return passing


def wire(fuse: Fuse) -> None:
    """Leads every point past the fuse."""
    setattr(Transaction, "each", then(Transaction.each, fuse, "statement"))  # noqa: B010 - mypy: a method
    setattr(Conversation, "receive", then(Conversation.receive, fuse, "received"))  # noqa: B010
    setattr(Sender, "send", then(Sender.send, fuse, "answered"))  # noqa: B010
    setattr(Database, "transaction", before_commit(Database.transaction, fuse))  # noqa: B010
    setattr(aiohttp, "ClientSession", functools.partial(aiohttp.ClientSession, trace_configs=[traced(fuse)]))  # noqa: B010


def before_commit(transaction: Callable[..., Any], fuse: Fuse) -> Callable[..., Any]:
    @asynccontextmanager
    async def passing(database: Database) -> AsyncIterator[Transaction]:
        async with transaction(database) as tx:
            yield tx
            fuse.passes("commit")

    return passing


def traced(fuse: Fuse) -> aiohttp.TraceConfig:
    """A message's request is written; the loop's next round comes before any answer is read."""

    async def sent(session: object, context: object, chunk: aiohttp.TraceRequestChunkSentParams) -> None:
        if chunk.url.path.endswith("/sendMessage"):
            asyncio.get_running_loop().call_soon(fuse.passes, "asked")

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(sent)
    return trace


def break_acknowledgement() -> None:
    """What is fetched waits in memory while the next fetch lets Telegram forget it."""
    waiting: set[asyncio.Task[None]] = set()

    async def step(poller: Any) -> None:
        now = poller._now()
        batch = [each for each in (read_update(poller._bot_id, raw, now) for raw in await poller._fetch()) if each]
        poller._acknowledge(batch)
        if batch:
            waiting.add(task := asyncio.create_task(poller._receive(batch)))
            task.add_done_callback(waiting.discard)

    setattr(Poller, "step", step)  # noqa: B010


def live(point: str, passages: int) -> None:
    """One life, in a process of its own."""
    settings = read_settings()
    logs.configure(settings.log_level, "")
    wire(Fuse(point, passages))
    try:
        asyncio.run(until_told(run_bot(settings)))
    except asyncio.CancelledError:
        os._exit(0)


def main() -> None:
    if "--broken=ack-early" in sys.argv:
        break_acknowledgement()
    for line in sys.stdin:
        point, passages = line.split()
        child = os.fork()
        if child == 0:
            live(point, int(passages))
            os._exit(1)
        os.write(1, f"born {child}\n".encode())
        _, status = os.waitpid(child, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main()
