"""The migrated schema, the tables' modules and both databases agree; times keep their zone."""

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from store_room import BOT, NOW

from bot.store import Database, Refused, inbox
from bot.store.schema import metadata
from bot.store.versions import known

if TYPE_CHECKING:
    from conftest import Places


async def test_the_migrations_make_exactly_the_tables_that_the_code_knows(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with database._connections.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_checks_are_there_too(database: Database) -> None:
    """Alembic's comparison leaves them out."""

    def names(connection: Connection) -> set[str | None]:
        return {one["name"] for one in inspect(connection).get_check_constraints("cohorts")}

    async with database._connections.reading() as connection:
        assert await connection.run_sync(names) == {"ck_cohorts_minimum"}


async def test_the_newest_migration_is_the_version_that_opens(places: "Places") -> None:
    database = await places.open(create=True)
    await database.close()
    assert known() == "0001"


@pytest.mark.parametrize("hours", [-8, 0, 13.75])
async def test_a_time_comes_back_as_the_same_instant_in_utc(database: Database, hours: float) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=hours)))
    async with database.transaction() as tx:
        await inbox.remember(tx, BOT, [1], local)
        (row,) = await tx.rows(inbox.inbox.select())
    assert row.received_at == NOW
    assert row.received_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="ValueError"):
        async with database.transaction() as tx:
            await inbox.remember(tx, BOT, [1], datetime(2026, 11, 22))  # noqa: DTZ001 - the mistake
