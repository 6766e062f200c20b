"""One database and the two ways into it: transactions that write, and snapshots that cannot.

It must never leave a transaction half done: whatever ends one but its commit, cancellation included, rolls it back.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store import postgresql_guard, sqlite_guard
from bot.store.driver import connected, guarded
from bot.store.problems import StoreProblem

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Connections:
    """A writer and readers. On SQLite there is one writing connection and writers take turns."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer = writer
        self._reader = reader
        self.dialect = writer.dialect.name
        self._turn: AbstractAsyncContextManager[Any] = asyncio.Lock() if self.dialect == "sqlite" else nullcontext()

    @classmethod
    def of(cls, address: str, *, create: bool, checkpoints: bool = True, enforce: bool = True) -> "Connections":
        """Check the place and prepare its connections; StoreProblem when it is not fit (`sqlite_guard`)."""
        url = parsed(address)
        if url.get_backend_name() == "sqlite":
            sqlite_guard.prepare_file(file_of(url), create=create)
            return cls(sqlite_guard.writer(url, checkpoints=checkpoints, enforce=enforce), sqlite_guard.reader(url))
        engine = postgresql_guard.writer(url)
        return cls(engine, postgresql_guard.reader(engine))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end of the block, durably, or leaves nothing behind."""
        async with self._turn, connected(self._writer) as connection:
            await guarded(connection.begin())
            yield connection
            await guarded(connection.commit())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent snapshot."""
        async with connected(self._reader) as connection:
            await guarded(connection.begin())
            yield connection

    async def close(self) -> None:
        """Close every connection, the writer last: SQLite then moves the WAL into the database and removes it."""
        await self._reader.dispose()
        await self._writer.dispose()


async def hold_alone(address: str, process: str, opened: AsyncExitStack) -> None:
    """Refuse a second instance on this database until `opened` is closed. StoreProblem when there is one already."""
    url = parsed(address)
    if url.get_backend_name() == "sqlite":
        opened.enter_context(sqlite_guard.InstanceLock(file_of(url), process))
    else:
        opened.push_async_callback((await postgresql_guard.hold_alone(url, process)).dispose)


def parsed(address: str) -> URL:
    """The address with the driver that we use. StoreProblem when it names no database that we know."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreProblem("url-unknown") from None
    backend = url.get_backend_name()
    if backend not in DRIVERS or (backend == "sqlite" and url.database in (None, "", ":memory:")):
        raise StoreProblem("url-unknown")
    return url.set(drivername=DRIVERS[backend])


def file_of(url: URL) -> Path:
    """The file of a SQLite database."""
    return Path(url.database or "")


def place_of(address: str) -> str:
    """Where the database is, for people: a path, or an address without its password."""
    url = parsed(address)
    return url.database or "" if url.get_backend_name() == "sqlite" else url.set(query={}).render_as_string()
