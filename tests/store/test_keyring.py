"""The keyring: durable before use, bounded in memory, and erased for good."""

from typing import TYPE_CHECKING

import pytest
from store_room import NOW, later

from bot.store import Database, InstallationKey, Refused, keyring
from bot.store.connections import Connections

if TYPE_CHECKING:
    from conftest import Places


async def test_a_key_is_durable_before_the_transaction_that_uses_it(database: Database, places: "Places") -> None:
    async with database.transaction() as tx:
        await tx.keyring.create(["awa"])
        sealed = (await tx.keyring.ciphers(["awa"])).seal("awa", "mot", "t.c", "1")
        other = await keyring.Keyring.open(places.keyring, places.key, create=False, checkpoints=False)
        assert (await other.ciphers(["awa", "sam"])).open("awa", sealed, "t.c", "1") == "mot"
        await other.close()


async def test_keys_pushed_out_of_memory_are_read_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "CACHED", 3)
    names = [str(number) for number in range(10)]
    ring = database.keyring
    await ring.create(names)
    assert len(ring._opened) == 3
    ciphers = await ring.ciphers(names)
    sealed = {name: ciphers.seal(name, "mot", "t.c", name) for name in names}
    again = await ring.ciphers(names)
    assert all(again.open(name, sealed[name], "t.c", name) == "mot" for name in names)
    assert len(ring._opened) == 3


async def test_an_erased_key_is_gone_from_memory_and_from_the_database(database: Database, places: "Places") -> None:
    await database.keyring.create(["awa", "sam"])
    await database.keyring.erase(["awa"], NOW)
    await database.keyring.erase(["awa"], later(9))
    assert "awa" not in await database.keyring.ciphers(["awa"])
    assert "sam" in await database.keyring.ciphers(["sam"])
    assert await database.keyring.erasures() == {"awa": NOW}
    connections = Connections.of(places.keyring, create=False)
    async with connections.reading() as connection:
        rows = (await connection.execute(keyring.wrapped_keys.select())).all()
    await connections.close()
    assert [row.participant_id for row in rows] == ["sam"]


async def test_a_key_made_twice_is_refused(database: Database) -> None:
    await database.keyring.create(["awa"])
    with pytest.raises(Refused):
        await database.keyring.create(["awa"])


async def test_a_wrapped_key_moved_to_somebody_else_does_not_open(database: Database, places: "Places") -> None:
    await database.keyring.create(["awa"])
    connections = Connections.of(places.keyring, create=False)
    async with connections.writing() as connection:
        await connection.execute(keyring.wrapped_keys.update().values(participant_id="eve"))
    await connections.close()
    with pytest.raises(Refused, match="does not open"):
        await database.keyring.ciphers(["eve"])


async def test_nothing_of_the_key_is_stored(places: "Places", database: Database) -> None:
    assert isinstance(places.key, InstallationKey)
    await database.keyring.create(["awa"])
    connections = Connections.of(places.keyring, create=False)
    async with connections.reading() as connection:
        wrapped = (await connection.execute(keyring.wrapped_keys.select())).one().wrapped
        stored = (await connection.execute(keyring.installation.select())).one()
    await connections.close()
    assert stored.fingerprint == places.key.fingerprint
    assert len(wrapped) == 12 + 32 + 16
    assert places.key.wrap not in wrapped
