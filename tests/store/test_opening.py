"""Opening: what is refused, by whom it can be mended, and what is true of a database that opens."""

import asyncio
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import TextClause, text
from store_room import NOW, on_postgresql, on_sqlite

from bot.store import Database, InstallationKey, StoreProblem, Unavailable, people, versions
from bot.store.connections import Connections, parsed, place_of
from bot.store.schema import metadata
from bot.store.sentences import SENTENCES
from bot.store.sqlite_guard import file_system

if TYPE_CHECKING:
    from conftest import Places


def file_of(places: "Places") -> Path:
    """The database's file."""
    return Path(places.url.removeprefix("sqlite:///"))


async def problem(places: "Places", **how: bool) -> StoreProblem:
    with pytest.raises(StoreProblem) as refusal:
        await places.open(**how)
    assert refusal.value.__cause__ is None
    return refusal.value


async def test_nothing_opens_where_nothing_was_made(places: "Places") -> None:
    assert (await problem(places)).code == "database-missing"


async def test_what_was_made_opens_again(places: "Places") -> None:
    for _ in range(2):
        database = await places.open(create=True, exclusive=True)
        await database.close()
    database = await places.open()
    await database.close()


async def test_a_second_instance_is_refused_and_a_command_is_not(places: "Places") -> None:
    bot = await places.open(create=True, exclusive=True)
    async with asyncio.timeout(5):
        assert (await problem(places, exclusive=True)).code == "already-running"
    command = await places.open()
    async with command.transaction() as tx:
        await people.add(tx, 1, [people.Newcomer(5, 5, "fr")], NOW)
    await command.close()
    async with bot.reading() as tx:
        assert list(await people.find(tx, 1, [5])) == [5]
    await bot.close()
    again = await places.open(exclusive=True)
    await again.close()


async def test_the_wrong_key_is_refused_at_once(places: "Places", tmp_path: Path) -> None:
    database = await places.open(create=True)
    await database.close()
    other = InstallationKey.create(tmp_path / "other")
    async with asyncio.timeout(2):
        with pytest.raises(StoreProblem) as refusal:
            await Database.open(places.url, places.keyring, other, create=True)
    assert refusal.value.code == "key-wrong"


async def test_a_keyring_missing_beside_people_is_not_made_anew(places: "Places") -> None:
    database = await places.open(create=True)
    async with database.transaction() as tx:
        await people.add(tx, 1, [people.Newcomer(5, 5, "fr")], NOW)
    await database.close()
    await _forget_keyring(places)
    assert (await problem(places, create=True)).code == "keyring-missing"


@on_sqlite
async def test_a_keyring_file_that_is_gone_is_asked_for(places: "Places") -> None:
    keyring = file_of(places).with_name("keyring.db")
    database = await places.open(create=True)
    async with database.transaction() as tx:
        await people.add(tx, 1, [people.Newcomer(5, 5, "fr")], NOW)
    await database.close()
    keyring.unlink()
    for create in (True, False):
        assert (await problem(places, create=create)).code == "keyring-missing"
    assert not keyring.exists()


async def _forget_keyring(places: "Places") -> None:
    connections = Connections.of(places.keyring, create=False)
    async with connections.writing() as connection:
        for table in ("installation", "wrapped_keys", "erasures"):
            await connection.exec_driver_sql(f"DROP TABLE {table}")
    await connections.close()


@pytest.mark.parametrize(("stored", "code"), [("0002", "schema-newer"), ("0000", "schema-older")])
async def test_another_version_is_refused_with_the_way_out(places: "Places", stored: str, code: str) -> None:
    database = await places.open(create=True)
    await database.close()
    connections = Connections.of(places.url, create=False)
    async with connections.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :stored"), {"stored": stored})
    await connections.close()
    found = await problem(places, create=True)
    assert found.code == code
    assert "version" in str(found)
    assert f"version {int(stored)}" in found.sentence("fr")
    if code == "schema-newer":
        with pytest.raises(StoreProblem, match="upgrade Causerie"):
            await versions.upgrade(places.url)


async def test_a_newer_keyring_is_refused(places: "Places") -> None:
    database = await places.open(create=True)
    await database.close()
    connections = Connections.of(places.keyring, create=False)
    async with connections.writing() as connection:
        await connection.exec_driver_sql("UPDATE installation SET version = 9")
    await connections.close()
    assert (await problem(places)).code == "keyring-newer"


async def test_upgrading_what_is_up_to_date_changes_nothing(places: "Places") -> None:
    with pytest.raises(StoreProblem, match="no Causerie database"):
        await versions.upgrade(places.url)
    bot = await places.open(create=True, exclusive=True)
    with pytest.raises(StoreProblem, match="already running"):
        await versions.upgrade(places.url)
    await bot.close()
    assert await versions.upgrade(places.url) == (1, 1)


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "not an address", ""])
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(StoreProblem, match="postgresql://"):
        parsed(url)


def test_an_address_is_shown_without_its_password() -> None:
    assert place_of("postgresql://bot:canary@db.example/causerie?sslmode=require") == (
        "postgresql+psycopg://bot:***@db.example/causerie"
    )


async def test_a_server_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    key = InstallationKey.create(tmp_path / "key")
    url = f"postgresql:///causerie?host={tmp_path}"
    with pytest.raises(Unavailable) as failure:
        await Database.open(url, url, key, exclusive=True)
    assert failure.value.__context__ is None


@on_sqlite
async def test_every_sqlite_connection_is_durable_and_guarded(places: "Places") -> None:
    database = await places.open(create=True, exclusive=True)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    for connections in (database._connections, database.keyring._connections):
        async with connections.writing() as writer, connections.reading() as one, connections.reading() as two:
            for connection in (writer, one, two):
                found = {name: await connection.scalar(_pragma(name)) for name in wanted}
                assert found == wanted
                assert await connection.scalar(_pragma("query_only")) == int(connection is not writer)
            assert await writer.scalar(_pragma("wal_autocheckpoint")) == 1000
    command = await places.open()
    async with command._connections.writing() as writer:
        assert await writer.scalar(_pragma("wal_autocheckpoint")) == 0
    await command.close()
    await database.close()


@on_postgresql
async def test_every_postgresql_connection_is_durable_and_waits_for_no_lock_for_ever(places: "Places") -> None:
    database = await places.open(create=True)
    wanted = {"synchronous_commit": "on", "TimeZone": "UTC", "lock_timeout": "10s"}
    async with database._connections.writing() as writer, database._connections.reading() as reader:
        for connection in (writer, reader):
            assert {name: await connection.scalar(text(f"SHOW {name}")) for name in wanted} == wanted
    await database.close()


def _pragma(name: str) -> TextClause:
    return text(f"PRAGMA {name}")


@on_sqlite
async def test_sqlite_files_and_folders_are_for_the_owner_alone(places: "Places") -> None:
    folder = file_of(places).parent
    database = await places.open(create=True, exclusive=True)
    async with database.transaction() as tx:
        await people.add(tx, 1, [people.Newcomer(5, 5, "fr")], NOW)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    await database.close()
    assert {"causerie.db", "causerie.db-wal", "causerie.db-shm", "causerie.db.lock", "keyring.db"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not (folder / "causerie.db-wal").exists()


def test_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = f"/dev/vda / ext4 rw 0 0\nnas:/x {tmp_path}/a\\040b nfs4 rw 0 0\ntmpfs {tmp_path}/a\\040b/c tmpfs rw 0 0\n"
    assert file_system(tmp_path / "x.db", mounts) == "ext4"
    assert file_system(tmp_path / "a b" / "x.db", mounts) == "nfs4"
    assert file_system(tmp_path / "a b" / "c" / "x.db", mounts) == "tmpfs"
    assert file_system(tmp_path / "x.db", "") == ""
    assert file_system(tmp_path / "x.db", f"{mounts}srv {tmp_path} 9p rw 0 0\nsrv {tmp_path} cifs rw 0 0\n") == "cifs"


def test_every_problem_is_said_in_both_languages() -> None:
    for code, sentences in SENTENCES.items():
        assert sentences.keys() == {"en", "fr"}, code
        assert " :" not in sentences["fr"].replace("\u00a0:", "")
        assert "'" not in sentences["fr"]


def test_every_column_says_its_purpose() -> None:
    assert [str(column) for table in metadata.sorted_tables for column in table.c if not column.doc] == []
