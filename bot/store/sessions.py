"""Sessions: one participant's way through one flow, its state sealed.

It must never look into a state: that is the engine's.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
)

from bot.store.schema import (
    UtcDateTime,
    cohort_column,
    columns_of,
    filled,
    insert_either,
    metadata,
    participant_column,
)
from bot.store.transaction import Statement, Transaction

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    Column("token", Text, nullable=False, unique=True, doc="random, short: names the session in a button"),
    participant_column(),
    cohort_column(),
    Column("flow", Text, nullable=False, doc="the flow's id"),
    Column("revision", Text, ForeignKey("revisions.hash"), nullable=False, doc="the source it runs"),
    Column("status", Text, nullable=False, doc="how far it is: open, paused, finished"),
    Column("step", Text, doc="id of the open question"),
    Column("is_current", Boolean, nullable=False, doc="whether the person's next reply belongs here"),
    Column("state", LargeBinary, nullable=False, doc="the engine's session, sealed"),
    Column("language", Text, nullable=False, doc="in which it is led"),
    Column("begun_at", UtcDateTime, nullable=False, doc="when"),
    Column("updated_at", UtcDateTime, nullable=False, doc="when it last changed"),
    Column("finished_at", UtcDateTime, doc="when it first finished"),
    UniqueConstraint("participant_id", "cohort_id", "flow"),
)
PLACE = "sessions.state"
CHANGING = ("revision", "status", "step", "is_current", "state", "language", "updated_at", "finished_at")

IDS: BindParameter[str] = bindparam("ids", expanding=True)
SAVE = insert_either(
    lambda insert: insert(sessions).on_conflict_do_update(
        index_elements=["id"], set_={name: insert(sessions).excluded[name] for name in CHANGING}
    )
)
EVERY = select(sessions).order_by(sessions.c.begun_at, sessions.c.id)
OF_PARTICIPANTS = EVERY.where(sessions.c.participant_id.in_(IDS))
CURRENT = OF_PARTICIPANTS.where(sessions.c.is_current)
BY_TOKEN = EVERY.where(sessions.c.token.in_(bindparam("tokens", expanding=True)))
BY_ID = EVERY.where(sessions.c.id.in_(IDS))
OF_COHORT = EVERY.where(sessions.c.cohort_id == bindparam("cohort"))
REMOVE = delete(sessions).where(sessions.c.id.in_(IDS))
PROGRESS = (
    select(sessions.c.flow, sessions.c.status, sessions.c.step, func.count().label("people"))
    .where(sessions.c.cohort_id == bindparam("cohort"))
    .group_by(sessions.c.flow, sessions.c.status, sessions.c.step)
    .order_by(sessions.c.flow, sessions.c.status, sessions.c.step)
)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """`state` is the engine's session as JSON; `step` the id of the open question; a person has one current session."""

    id: str
    token: str
    participant_id: str
    cohort_id: str
    flow: str
    revision: str
    status: str
    step: str | None
    is_current: bool
    state: str
    language: str
    begun_at: datetime
    updated_at: datetime
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many people of a cohort are at this point."""

    flow: str
    status: str
    step: str | None
    people: int


def new_token() -> str:
    """A token of 72 bits, 12 characters of [A-Za-z0-9_-]: leaves room in a button's 64 bytes."""
    return secrets.token_urlsafe(9)


async def current(tx: Transaction, participant_ids: Collection[str]) -> dict[str, StoredSession]:
    """The current session of each participant who has one."""
    return {one.participant_id: one for one in await _among(tx, CURRENT, "ids", participant_ids)}


async def by_token(tx: Transaction, tokens: Collection[str]) -> dict[str, StoredSession]:
    """Sessions by the token of their buttons; unknown ones are left out. Check whose they are."""
    return {one.token: one for one in await _among(tx, BY_TOKEN, "tokens", tokens)}


async def by_id(tx: Transaction, ids: Collection[str]) -> dict[str, StoredSession]:
    """Sessions by id; unknown ones are left out."""
    return {one.id: one for one in await _among(tx, BY_ID, "ids", ids)}


async def of_participants(tx: Transaction, participant_ids: Collection[str]) -> list[StoredSession]:
    """Every session of these people, first begun first."""
    return await _among(tx, OF_PARTICIPANTS, "ids", participant_ids)


async def of_cohort(tx: Transaction, cohort_id: str) -> list[StoredSession]:
    """Every session of a cohort, first begun first; those of erased people are left out."""
    return await _opened(tx, await tx.rows(OF_COHORT, {"cohort": cohort_id}))


async def save(tx: Transaction, changed: Sequence[StoredSession]) -> None:
    """Keep sessions, new or changed. Whose it is, its flow, token and beginning never change."""
    ciphers = await tx.keyring.ciphers(one.participant_id for one in changed)
    in_order = sorted(changed, key=lambda one: one.id)
    await tx.each(
        SAVE,
        [columns_of(one) | {"state": ciphers.seal(one.participant_id, one.state, PLACE, one.id)} for one in in_order],
    )


async def remove(tx: Transaction, ids: Collection[str]) -> None:
    """Delete sessions with their responses, timers and messages."""
    if ids:
        await tx.change(REMOVE, {"ids": sorted(ids)})


async def progress(tx: Transaction, cohort_id: str) -> list[Progress]:
    """Where the people of a cohort are, per flow, status and open question."""
    return [filled(Progress, row) for row in await tx.rows(PROGRESS, {"cohort": cohort_id})]


async def _among(tx: Transaction, statement: Statement, name: str, among: Collection[str]) -> list[StoredSession]:
    return await _opened(tx, await tx.rows(statement, {name: list(among)})) if among else []


async def _opened(tx: Transaction, rows: Sequence[Row[tuple[object, ...]]]) -> list[StoredSession]:
    ciphers = await tx.keyring.ciphers(row.participant_id for row in rows)
    return [
        StoredSession(**row._asdict() | {"state": ciphers.open(row.participant_id, row.state, PLACE, row.id)})
        for row in rows
        if row.participant_id in ciphers
    ]
