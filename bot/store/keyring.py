"""The participants' keys, wrapped by the installation's key, and the list of erasures, in a database of their own.

A key is durable before anything sealed with it can be committed; destroying it makes all that it sealed unreadable.
It must never be copied together with the data, and never hand out a key that was erased.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    inspect,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.connections import Connections, place_of
from bot.store.driver import guarded
from bot.store.keys import InstallationKey
from bot.store.problems import StoreProblem
from bot.store.schema import UtcDateTime, insert_either
from bot.store.sealing import Ciphers, seal, unseal

VERSION = 1
CACHED = 20_000
PLACE = "wrapped_keys.wrapped"

metadata = MetaData()
wrapped_keys = Table(
    "wrapped_keys",
    metadata,
    Column("participant_id", Text, primary_key=True, doc="whose key"),
    Column("wrapped", LargeBinary, nullable=False, doc="the key, sealed by the installation's key"),
)
erasures = Table(
    "erasures",
    metadata,
    Column("participant_id", Text, primary_key=True, doc="who was erased: a restored backup erases them again"),
    Column("at", UtcDateTime, nullable=False, doc="when"),
)
installation = Table(
    "installation",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False, doc="of this database's schema"),
    Column("fingerprint", Text, nullable=False, doc="which installation's key fits"),
)

WRAPPED = select(wrapped_keys).where(wrapped_keys.c.participant_id.in_(bindparam("ids", expanding=True)))
FORGET = delete(wrapped_keys).where(wrapped_keys.c.participant_id.in_(bindparam("ids", expanding=True)))
ERASED = insert_either(lambda insert: insert(erasures).on_conflict_do_nothing())
ERASURES = select(erasures.c.participant_id, erasures.c.at).order_by(erasures.c.at, erasures.c.participant_id)


class Keyring:
    """Opened keys of the people last seen, and the database of all of them."""

    def __init__(self, connections: Connections, key: InstallationKey) -> None:
        self._connections = connections
        self._wrap = AESGCM(key.wrap)
        self._opened: OrderedDict[str, AESGCM] = OrderedDict()

    @classmethod
    async def open(cls, address: str, key: InstallationKey, *, create: bool, checkpoints: bool) -> Self:
        """Open, or with `create` make, the keyring. StoreProblem when it is missing, newer, or the key does not fit."""
        try:
            connections = Connections.of(address, create=create, checkpoints=checkpoints)
        except StoreProblem as problem:
            if problem.code != "database-missing":
                raise
            raise StoreProblem("keyring-missing", place=place_of(address)) from None
        async with AsyncExitStack() as opened:
            opened.push_async_callback(connections.close)
            async with connections.writing() if create else connections.reading() as connection:
                await _fit(connection, key, create, place_of(address))
            opened.pop_all()
        return cls(connections, key)

    async def close(self) -> None:
        """Forget the opened keys and close the database."""
        self._opened.clear()
        await self._connections.close()

    async def create(self, participant_ids: Sequence[str]) -> None:
        """Make keys for new participants; durable when this returns."""
        made = {person: AESGCM.generate_key(256) for person in participant_ids}
        rows = [{"participant_id": person, "wrapped": seal(self._wrap, made[person], PLACE, person)} for person in made]
        async with self._connections.writing() as connection:
            await guarded(connection.execute(insert(wrapped_keys), rows))
        for person, key in made.items():
            self._keep(person, AESGCM(key))

    async def ciphers(self, participant_ids: Iterable[str]) -> Ciphers:
        """The keys of these participants; those erased are missing."""
        found = {person: self._opened.get(person) for person in participant_ids}
        missing = [person for person, cipher in found.items() if cipher is None]
        if missing:
            found |= await self._read(missing)
        return Ciphers({person: cipher for person, cipher in found.items() if cipher is not None})

    async def erase(self, participant_ids: Sequence[str], at: datetime) -> None:
        """Destroy keys and note the erasures; durable when this returns. Erasing twice is harmless."""
        rows = [{"participant_id": person, "at": at} for person in participant_ids]
        noted = getattr(ERASED, self._connections.dialect)
        async with self._connections.writing() as connection:
            await guarded(connection.execute(noted, rows))
            await guarded(connection.execute(FORGET, {"ids": list(participant_ids)}))
        for person in participant_ids:
            self._opened.pop(person, None)

    async def erasures(self) -> dict[str, datetime]:
        """Everybody erased, oldest first; after a restore their rows must go again (`people.remove`)."""
        async with self._connections.reading() as connection:
            return {row.participant_id: row.at for row in await guarded(connection.execute(ERASURES))}

    async def _read(self, participant_ids: list[str]) -> dict[str, AESGCM]:
        async with self._connections.reading() as connection:
            rows = (await guarded(connection.execute(WRAPPED, {"ids": participant_ids}))).all()
        found = {row.participant_id: AESGCM(unseal(self._wrap, row.wrapped, PLACE, row.participant_id)) for row in rows}
        for person, cipher in found.items():
            self._keep(person, cipher)
        return found

    def _keep(self, participant_id: str, cipher: AESGCM) -> None:
        self._opened[participant_id] = cipher
        if len(self._opened) > CACHED:
            self._opened.popitem(last=False)


async def _fit(connection: AsyncConnection, key: InstallationKey, create: bool, place: str) -> None:
    exists = await guarded(connection.run_sync(lambda sync: inspect(sync).has_table("installation")))
    if not exists and not create:
        raise StoreProblem("keyring-missing", place=place)
    if not exists:
        await guarded(connection.run_sync(metadata.create_all))
        made = {"version": VERSION, "fingerprint": key.fingerprint}
        await guarded(connection.execute(insert(installation), made))
    found = (await guarded(connection.execute(select(installation)))).one()
    if found.version > VERSION:
        raise StoreProblem("keyring-newer", found=found.version, known=VERSION)
    if found.fingerprint != key.fingerprint:
        raise StoreProblem("key-wrong")
