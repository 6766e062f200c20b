"""How the store awaits a database driver: never cut in the middle, and with errors of our own.

It must never let a driver's exception out, nor a connection that is not given back.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

import psycopg
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.problems import translated

Result = TypeVar("Result")


async def guarded(work: Awaitable[Result]) -> Result:
    """Await `work`; a driver's error comes out as `Unavailable` or `Refused`, with no trace of the original.

    A cancellation takes effect when the work is done. Cut in the middle, an unread statement of SQLite would keep the
    lock on the database until Python happens to collect it.
    """
    try:
        return await _uncut(work)
    except (StatementError, PoolTimeout, sqlite3.Error, psycopg.Error, UnicodeError, OverflowError) as error:
        if isinstance(error, StatementError) and isinstance(error.orig, SQLAlchemyError):
            raise  # a mistake in a statement of ours, not in the data
        crossing = translated(error)
    raise crossing  # outside the except clause, so that the driver's exception is not kept as its context


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection, given back whatever happens; what was not committed is rolled back."""
    connection = engine.connect()
    try:
        await guarded(connection.start())
        yield connection
    finally:
        if connection.sync_connection is not None:
            await guarded(connection.close())


async def _uncut(work: Awaitable[Result]) -> Result:
    task = asyncio.create_task(_awaited(work))
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as cancellation:
            cancelled = cancellation
    if cancelled is not None:
        task.exception()  # looked at, so that asyncio does not report it
        raise cancelled
    return task.result()


async def _awaited(work: Awaitable[Result]) -> Result:
    return await work
