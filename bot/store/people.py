"""Participants, and apart from them the one table that knows who they are on Telegram: sealed, found by a keyed hash.

It must never store a Telegram id in the open, and never anything else of a person's account.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from bot.store.keys import keyed_hash
from bot.store.schema import UtcDateTime, metadata, new_id, participant_column
from bot.store.sealing import Ciphers
from bot.store.transaction import Transaction

participants = Table(
    "participants",
    metadata,
    Column("id", Text, primary_key=True, doc="random; all that the other tables know of a person"),
    Column("language", Text, nullable=False, doc="in which to write to them"),
    Column("created_at", UtcDateTime, nullable=False, doc="when first seen"),
)
identities = Table(
    "identities",
    metadata,
    participant_column(primary_key=True),
    Column("lookup", Text, nullable=False, unique=True, doc="keyed hash of bot and Telegram user id"),
    Column("sealed", LargeBinary, nullable=False, doc="Telegram user id and chat id"),
    Column("unreachable_at", UtcDateTime, doc="since when messages do not arrive"),
)
PLACE = "identities.sealed"

IDS: BindParameter[str] = bindparam("ids", expanding=True)
KEYS = cast(bindparam("keys"), ARRAY(BigInteger))
LOCK = select(func.pg_advisory_xact_lock(func.unnest(KEYS).column_valued("key")))
ADD_PARTICIPANT = insert(participants)
ADD_IDENTITY = insert(identities)
PEOPLE = select(identities, participants.c.language).join(participants)
FIND = PEOPLE.where(identities.c.lookup.in_(bindparam("lookups", expanding=True)))
GET = PEOPLE.where(identities.c.participant_id.in_(IDS))
SET_LANGUAGE = update(participants).where(participants.c.id == bindparam("person")).values(language=bindparam("chosen"))
SET_UNREACHABLE = update(identities).where(identities.c.participant_id.in_(IDS)).values(unreachable_at=bindparam("at"))
REMOVE = delete(participants).where(participants.c.id.in_(IDS))


@dataclass(frozen=True, slots=True)
class Person:
    """A participant with their Telegram ids, opened."""

    id: str
    user_id: int
    chat_id: int
    language: str
    unreachable_at: datetime | None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be given a participant id and a key."""

    user_id: int
    chat_id: int
    language: str


async def lock(tx: Transaction, bot_id: int, user_ids: Collection[int]) -> None:
    """Keep others from working on these people until the transaction ends, newcomers too. SQLite has one writer."""
    if tx.dialect == "postgresql" and user_ids:
        keys = sorted({_lock_key(_lookup(tx, bot_id, user)) for user in user_ids})
        await tx.rows(LOCK, {"keys": keys})


async def find(tx: Transaction, bot_id: int, user_ids: Collection[int]) -> dict[int, Person]:
    """The people known under these Telegram user ids; erased ones are not known."""
    lookups = [_lookup(tx, bot_id, user) for user in set(user_ids)]
    rows = await tx.rows(FIND, {"lookups": lookups}) if lookups else ()
    return {person.user_id: person for person in await _people(tx, rows)}


async def add(tx: Transaction, bot_id: int, newcomers: Sequence[Newcomer], at: datetime) -> dict[int, Person]:
    """Make participants of people whom `find` does not know; their keys are durable first."""
    if not newcomers:
        return {}
    await _sweep(tx, bot_id, newcomers)
    people = {one.user_id: Person(new_id(), one.user_id, one.chat_id, one.language, None) for one in newcomers}
    ids = [person.id for person in people.values()]
    await tx.keyring.create(ids)
    ciphers = await tx.keyring.ciphers(ids)
    made = [{"id": person.id, "language": person.language, "created_at": at} for person in people.values()]
    await tx.each(ADD_PARTICIPANT, made)
    await tx.each(ADD_IDENTITY, [_identity(tx, ciphers, bot_id, person) for person in people.values()])
    return people


async def get(tx: Transaction, participant_ids: Collection[str]) -> dict[str, Person]:
    """Participants by id; erased ones are left out."""
    rows = await tx.rows(GET, {"ids": list(participant_ids)}) if participant_ids else ()
    return {person.id: person for person in await _people(tx, rows)}


async def chats(tx: Transaction, participant_ids: Collection[str]) -> dict[str, int]:
    """The Telegram chat of each participant; erased ones are left out."""
    return {person.id: person.chat_id for person in (await get(tx, participant_ids)).values()}


async def set_language(tx: Transaction, languages: Mapping[str, str]) -> None:
    """Note in which language to write to each participant."""
    await tx.each(SET_LANGUAGE, [{"person": person, "chosen": languages[person]} for person in sorted(languages)])


async def set_unreachable(tx: Transaction, participant_ids: Collection[str], at: datetime | None) -> None:
    """Note since when messages do not arrive; None when they do again."""
    if participant_ids:
        await tx.change(SET_UNREACHABLE, {"ids": sorted(participant_ids), "at": at})


async def remove(tx: Transaction, participant_ids: Collection[str], at: datetime) -> int:
    """Erase people: their keys first, durably and whatever becomes of the transaction, then every row of theirs.

    How many participants there were. May be repeated, and must be after a failure.
    """
    if not participant_ids:
        return 0
    await tx.keyring.erase(list(participant_ids), at)
    return await tx.change(REMOVE, {"ids": sorted(participant_ids)})


async def _sweep(tx: Transaction, bot_id: int, newcomers: Sequence[Newcomer]) -> None:
    """Remove what an interrupted erasure left: rows without a key, which would stand in the way of a return."""
    rows = await tx.rows(FIND, {"lookups": [_lookup(tx, bot_id, one.user_id) for one in newcomers]})
    ciphers = await tx.keyring.ciphers(row.participant_id for row in rows)
    erased = [row.participant_id for row in rows if row.participant_id not in ciphers]
    if erased:
        await tx.change(REMOVE, {"ids": erased})


def _lookup(tx: Transaction, bot_id: int, user_id: int) -> str:
    return keyed_hash(tx.key.lookup, bot_id, user_id)


def _lock_key(lookup: str) -> int:
    return int.from_bytes(bytes.fromhex(lookup[:16]), "big", signed=True)


def _identity(tx: Transaction, ciphers: Ciphers, bot_id: int, person: Person) -> dict[str, object]:
    ids = json.dumps({"user_id": person.user_id, "chat_id": person.chat_id})
    return {
        "participant_id": person.id,
        "lookup": _lookup(tx, bot_id, person.user_id),
        "sealed": ciphers.seal(person.id, ids, PLACE, person.id),
    }


async def _people(tx: Transaction, rows: Sequence[Row[tuple[object, ...]]]) -> list[Person]:
    ciphers = await tx.keyring.ciphers(row.participant_id for row in rows)
    return [_person(ciphers, row) for row in rows if row.participant_id in ciphers]


def _person(ciphers: Ciphers, row: Row[tuple[object, ...]]) -> Person:
    ids = json.loads(ciphers.open(row.participant_id, row.sealed, PLACE, row.participant_id) or "")
    return Person(row.participant_id, ids["user_id"], ids["chat_id"], row.language, row.unreachable_at)
