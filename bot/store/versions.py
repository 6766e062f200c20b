"""Which version the schema is at, and bringing it to this build's: Alembic, in a transaction of ours.

It must never leave a schema between two versions, nor touch one that is newer than this build.
"""

from contextlib import AsyncExitStack
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.connections import Connections, hold_alone, place_of
from bot.store.driver import guarded
from bot.store.postgresql_guard import lock_key
from bot.store.problems import Refused, StoreProblem


@cache
def known() -> str:
    """The version that this build needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


async def found(connection: AsyncConnection) -> str | None:
    """The version of an open database; None when it is empty."""
    return await guarded(connection.run_sync(_found))


async def fit(connections: Connections, address: str, *, create: bool) -> None:
    """Make the schema of an empty database when asked to; StoreProblem when it is missing, newer or older."""
    async with connections.writing() if create else connections.reading() as connection:
        if create:
            await _alone(connection)
        version = await found(connection)
        if version is None and not create:
            raise StoreProblem("database-missing", place=place_of(address))
        if version is None:
            await _migrate(connection)
        elif version > known():
            raise StoreProblem("schema-newer", found=int(version), known=int(known()))
        elif version < known():
            raise StoreProblem("schema-older", found=int(version), known=int(known()))


async def upgrade(address: str) -> tuple[int, int]:
    """Bring an existing database to this build's version while nothing else runs on it; (version before, after)."""
    async with AsyncExitStack() as opened:
        # Without foreign keys: SQLite changes a table by replacing it, which would delete the rows that refer to it.
        connections = Connections.of(address, create=False, enforce=False)
        await hold_alone(address, "bot", opened)
        opened.push_async_callback(connections.close)
        async with connections.writing() as connection:
            before = await found(connection)
            if before is None:
                raise StoreProblem("database-missing", place=place_of(address))
            if before > known():
                raise StoreProblem("schema-newer", found=int(before), known=int(known()))
            await _migrate(connection)
            await _consistent(connection)
            return int(before), int(known())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _found(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return MigrationContext.configure(connection).get_current_revision()


async def _alone(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":  # two workers may start on an empty database at once
        key = await lock_key(connection, "schema")
        await guarded(connection.execute(select(func.pg_advisory_xact_lock(key))))


async def _migrate(connection: AsyncConnection) -> None:
    def run(sync: Connection) -> None:
        config = _config()
        config.attributes["connection"] = sync
        command.upgrade(config, "head")

    await guarded(connection.run_sync(run))


async def _consistent(connection: AsyncConnection) -> None:
    if connection.dialect.name == "sqlite":
        broken = (await guarded(connection.execute(text("PRAGMA foreign_key_check")))).all()
        if broken:
            raise Refused(f"{len(broken)} rows would refer to nothing after the migration")
