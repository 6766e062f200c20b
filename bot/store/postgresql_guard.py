"""What must be true of every connection to PostgreSQL, and the lock that keeps a second instance out.

It must never hold a transaction open: the lock belongs to a session of its own.
"""

import hashlib
from typing import Any

from sqlalchemy import URL, bindparam, event, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.driver import connected, guarded
from bot.store.problems import StoreProblem

CONNECTIONS = 10
SESSION = ("SET synchronous_commit TO on", "SET TIME ZONE 'UTC'", "SET lock_timeout TO '10s'")
SCHEMA = select(func.current_schema())
TRY_LOCK = select(func.pg_try_advisory_lock(bindparam("key")))


def writer(url: URL) -> AsyncEngine:
    """An engine whose commits are durable when they return."""
    engine = create_async_engine(url, pool_size=CONNECTIONS, hide_parameters=True, isolation_level="READ COMMITTED")
    event.listen(engine.sync_engine, "connect", lambda connection, _: _set(connection))
    return engine


def reader(engine: AsyncEngine) -> AsyncEngine:
    """The same connections, for transactions that see one snapshot and cannot write."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


async def hold_alone(url: URL, process: str) -> AsyncEngine:
    """Take the lock of `process` and keep it until the engine is disposed of. StoreProblem when another holds it."""
    engine = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True, isolation_level="AUTOCOMMIT")
    try:
        if not await _taken(engine, process):
            raise StoreProblem("already-running", process=process)
    except BaseException:
        await engine.dispose()
        raise
    return engine


async def lock_key(connection: AsyncConnection, purpose: str) -> int:
    """A number for an advisory lock, different for each schema: installations may share a database."""
    schema = await guarded(connection.scalar(SCHEMA))
    digest = hashlib.sha256(f"causerie {schema} {purpose}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


async def _taken(engine: AsyncEngine, process: str) -> bool:
    async with connected(engine) as connection:  # back in the pool, the session and its lock live on
        key = await lock_key(connection, process)
        return bool(await guarded(connection.scalar(TRY_LOCK, {"key": key})))


def _set(connection: Any) -> None:
    cursor = connection.cursor()
    for statement in SESSION:
        cursor.execute(statement)
    cursor.close()
    connection.commit()  # else the reset of the pool would roll the settings back
