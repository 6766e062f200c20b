"""What a thief of the files finds: nothing, without the key; and the key file itself."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import MetaData
from store_room import AWA, BOT, NOW, SAM, furnish, message, response

from bot.store import (
    Database,
    InstallationKey,
    Refused,
    StoreProblem,
    checking,
    invitations,
    outbox,
    people,
    quarantine,
    responses,
    sessions,
)
from bot.store.connections import Connections
from bot.store.sealing import Ciphers, seal_text, unseal_text

if TYPE_CHECKING:
    from conftest import Places

CANARY = "Notre refuge a perdu sa subvention"
CODE = invitations.new_code()


async def confide(places: "Places") -> None:
    """Put an answer, ids, a code, a raw update and a message there, and close."""
    database = await places.open(create=True, exclusive=True)
    room = await furnish(database)
    raw = quarantine.Quarantined(BOT, 1, None, "unreadable", f'{{"text": "{CANARY}", "id": {AWA}}}', NOW)
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "worry", CANARY)])
        await sessions.save(tx, [type(room.sams)(**{**_fields(room.sams), "state": CANARY})])
        await outbox.add(tx, [message(room.awas, "k"), outbox.NewMessage(room.sam.id, "l", "reply", CANARY, NOW, NOW)])
        await quarantine.add(tx, [raw])
        await invitations.add(tx, invitations.Invitation(room.cohort.id, "participant", NOW), CODE)
    await database.close()


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


async def everything(address: str) -> bytes:
    """All that is stored, as bytes: every file of a SQLite database, every row of a PostgreSQL schema."""
    if address.startswith("sqlite"):
        folder = Path(address.removeprefix("sqlite:///")).parent
        return b"".join(path.read_bytes() for path in folder.iterdir())
    connections, found = Connections.of(address, create=False), MetaData()
    async with connections.reading() as connection:
        await connection.run_sync(found.reflect)
        rows = [row for table in found.sorted_tables for row in (await connection.execute(table.select())).all()]
    await connections.close()
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)


def needles() -> list[bytes]:
    """What must not be found, as it would be written in text or in a number's bytes."""
    ids = [form for number in (AWA, SAM) for form in (str(number).encode(), number.to_bytes(6, "big"))]
    return [CANARY.encode(), CODE.encode(), *ids]


async def test_no_answer_telegram_id_or_code_is_found_in_the_database_or_the_keyring(places: "Places") -> None:
    await confide(places)
    stored = await everything(places.url) + await everything(places.keyring)
    assert b"needs" in stored
    assert [needle for needle in needles() if needle in stored] == []


async def test_nothing_opens_without_the_right_key(places: "Places", tmp_path: Path) -> None:
    await confide(places)
    other = InstallationKey.create(tmp_path / "other")
    connections = Connections.of(places.keyring, create=False)
    async with connections.writing() as connection:
        await connection.exec_driver_sql(f"UPDATE installation SET fingerprint = '{other.fingerprint}'")  # noqa: S608 - a thief's trick
    await connections.close()
    thief = await Database.open(places.url, places.keyring, other)
    async with thief.reading() as tx:
        assert await people.find(tx, BOT, [AWA, SAM]) == {}
        assert await invitations.find(tx, CODE) is None
        (row,) = await tx.rows(people.identities.select().limit(1))
        with pytest.raises(Refused):
            await people.get(tx, [row.participant_id])
        with pytest.raises(Refused):
            await quarantine.list_(tx, 1)
    await thief.close()


async def test_an_old_backup_opens_nothing_of_an_erased_person_with_the_keyring_after(places: "Places") -> None:
    """The data stay as they were, as in a backup; only the keyring knows of the erasure."""
    await confide(places)
    database = await places.open()
    async with database.reading() as tx:
        awa = (await people.find(tx, BOT, [AWA]))[AWA]
        assert [one.value for one in await responses.history(tx, awa.id)] == [CANARY]
    await database.keyring.erase([awa.id], NOW)
    await database.keyring.erase([awa.id], NOW)
    await database.close()
    restored = await places.open()
    async with restored.reading() as tx:
        assert await responses.history(tx, awa.id) == []
        assert list(await people.find(tx, BOT, [AWA, SAM])) == [SAM]
    gone = await restored.keyring.erasures()
    async with restored.transaction() as tx:
        assert await people.remove(tx, list(gone), NOW) == 1
    assert gone == {awa.id: NOW}
    await restored.close()


def test_a_sealed_value_opens_in_its_own_place_only() -> None:
    cipher = AESGCM(AESGCM.generate_key(256))
    sealed = seal_text(cipher, CANARY, "responses.value", "1")
    assert unseal_text(cipher, sealed, "responses.value", "1") == CANARY
    assert sealed != seal_text(cipher, CANARY, "responses.value", "1")
    for place, row in (("responses.value", "2"), ("sessions.state", "1")):
        with pytest.raises(Refused, match="does not open"):
            unseal_text(cipher, sealed, place, row)
    with pytest.raises(Refused):
        unseal_text(cipher, sealed[:-1] + bytes([sealed[-1] ^ 1]), "responses.value", "1")


def test_nobody_elses_key_seals_or_opens() -> None:
    awas = Ciphers({"awa": AESGCM(AESGCM.generate_key(256))})
    sealed = awas.seal("awa", CANARY, "responses.value", "1")
    assert awas.open("sam", sealed, "responses.value", "1") is None
    with pytest.raises(Refused, match="erased"):
        awas.seal("sam", CANARY, "responses.value", "1")


async def test_a_check_finds_a_good_database_good_and_a_damaged_seal(places: "Places") -> None:
    await confide(places)
    database = await places.open()
    found = {one.name: one.is_good for one in await checking.check(database)}
    local = {"integrity": True, "references": True} if database.dialect == "sqlite" else {}
    assert found == {"version": True, "sealing": True} | local
    async with database.transaction() as tx:
        await tx.change(people.identities.update().values(sealed=b"x" * 40))
    assert not {one.name: one.is_good for one in await checking.check(database)}["sealing"]
    await database.close()


def test_a_key_is_for_its_owner_alone_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key"
    made = InstallationKey.create(path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert InstallationKey.load(path).fingerprint == made.fingerprint
    assert made.fingerprint not in path.read_text()
    with pytest.raises(StoreProblem, match="already a key"):
        InstallationKey.create(path)


def test_the_sub_keys_differ(tmp_path: Path) -> None:
    key = InstallationKey.create(tmp_path / "key")
    parts = {key.wrap, key.lookup, key.quarantine, key.codes, key.releases}
    assert len(parts) == 5
    assert not any(part.hex() in repr(key) for part in parts)


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o602])
def test_a_key_that_others_can_read_is_refused_with_the_way_out(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    InstallationKey.create(path)
    path.chmod(mode)
    with pytest.raises(StoreProblem, match="chmod 600"):
        InstallationKey.load(path)


@pytest.mark.parametrize("content", ["", "causerie-key-1:", "causerie-key-1:AAAA", "causerie-key-1:é", "other" * 20])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(StoreProblem, match="not a Causerie key") as refusal:
        InstallationKey.load(path)
    assert "AAAA" not in str(refusal.value)


def test_a_key_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="no key at"):
        InstallationKey.load(tmp_path / "key")
