"""Responses: accepted values, sealed, every version of each.

It must never overwrite a value: a new version supersedes its predecessor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    tuple_,
    update,
)

from bot.store.schema import (
    UtcDateTime,
    cohort_column,
    columns_of,
    metadata,
    new_id,
    participant_column,
    session_column,
)
from bot.store.sealing import Ciphers
from bot.store.transaction import Transaction

responses = Table(
    "responses",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    session_column(),
    participant_column(index=True),
    cohort_column(),
    Column("flow", Text, nullable=False, doc="the flow's id"),
    Column("question", Text, nullable=False, doc="the question's id"),
    Column("item", Text, nullable=False, doc="which turn of a repeat; empty outside one"),
    Column("version", Integer, nullable=False, doc="1, 2, … as the person changes it"),
    Column("kind", Text, nullable=False, doc="answered, skipped, declined, don't know, not applicable"),
    Column("value", LargeBinary, nullable=False, doc="JSON, sealed"),
    Column("asking", Integer, nullable=False, doc="which asking it answers"),
    Column("language", Text, nullable=False, doc="in which it was asked"),
    Column("revision", Text, nullable=False, doc="the source that asked it"),
    Column("at", UtcDateTime, nullable=False, doc="when"),
    Column("is_current", Boolean, nullable=False, doc="whether it is the last version"),
    Column("is_live", Boolean, nullable=False, doc="whether its question is relevant; a dormant one counts nowhere"),
    UniqueConstraint("session_id", "question", "item", "version"),
)
PLACE = "responses.value"

ADD = insert(responses)
PLACE_OF = (responses.c.session_id, responses.c.question, responses.c.item)
VERSIONS = (
    select(*PLACE_OF, func.max(responses.c.version).label("version"))
    # By session first: SQLite finds no index for a comparison of tuples alone.
    .where(responses.c.session_id.in_(bindparam("sessions", expanding=True)))
    .where(tuple_(*PLACE_OF).in_(bindparam("places", expanding=True)))
    .group_by(*PLACE_OF)
)
SAME = [
    responses.c.session_id == bindparam("in_session"),
    responses.c.question == bindparam("in_question"),
    responses.c.item == bindparam("in_item"),
    responses.c.is_current,
]
SUPERSEDE = update(responses).where(*SAME).values(is_current=False)
SET_LIVE = update(responses).where(*SAME).values(is_live=bindparam("live"))
OF_COHORT = (
    select(responses)
    .where(responses.c.cohort_id == bindparam("cohort"), responses.c.is_current)
    .order_by(responses.c.at, responses.c.id)
)
HISTORY = (
    select(responses)
    .where(responses.c.participant_id == bindparam("person"))
    .order_by(responses.c.at, responses.c.session_id, responses.c.question, responses.c.item, responses.c.version)
)
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class NewResponse:
    """`value` is JSON; `item` is empty outside a repeat."""

    session_id: str
    participant_id: str
    cohort_id: str
    flow: str
    question: str
    item: str
    kind: str
    value: str
    asking: int
    language: str
    revision: str
    at: datetime
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response with its version, opened."""

    id: str
    session_id: str
    participant_id: str
    cohort_id: str
    flow: str
    question: str
    item: str
    version: int
    kind: str
    value: str
    asking: int
    language: str
    revision: str
    at: datetime
    is_current: bool
    is_live: bool


async def add(tx: Transaction, recorded: Sequence[NewResponse]) -> None:
    """Keep responses, each the next version of its session, question and item; several of one keep their order."""
    if not recorded:
        return
    places = sorted({_place(one) for one in recorded})
    rows = await tx.rows(VERSIONS, {"sessions": sorted({place[0] for place in places}), "places": places})
    before: dict[Place, int] = {(row.session_id, row.question, row.item): row.version for row in rows}
    await tx.each(SUPERSEDE, [_in(place) for place in sorted(before)])
    ciphers = await tx.keyring.ciphers(one.participant_id for one in recorded)
    await tx.each(ADD, _versioned(recorded, before, ciphers))


async def set_live(tx: Transaction, changes: Sequence[tuple[str, str, str, bool]]) -> None:
    """Say of current responses, as (session, question, item, live), whether they count or are dormant."""
    await tx.each(
        SET_LIVE, [_in((session, question, item)) | {"live": live} for session, question, item, live in changes]
    )


async def of_cohort(tx: Transaction, cohort_id: str) -> list[StoredResponse]:
    """The current responses of a cohort, dormant ones too, opened; those of erased people are left out."""
    return await _opened(tx, await tx.rows(OF_COHORT, {"cohort": cohort_id}))


async def history(tx: Transaction, participant_id: str) -> list[StoredResponse]:
    """Every version of every response of a person, oldest first."""
    return await _opened(tx, await tx.rows(HISTORY, {"person": participant_id}))


def _place(one: NewResponse) -> Place:
    return one.session_id, one.question, one.item


def _in(place: Place) -> dict[str, object]:
    return {"in_session": place[0], "in_question": place[1], "in_item": place[2]}


def _versioned(recorded: Sequence[NewResponse], before: dict[Place, int], ciphers: Ciphers) -> list[dict[str, object]]:
    last = {_place(one): one for one in recorded}
    rows: list[dict[str, object]] = []
    for one in recorded:
        before[_place(one)] = version = before.get(_place(one), 0) + 1
        name = new_id()
        value = ciphers.seal(one.participant_id, one.value, PLACE, name)
        is_current = last[_place(one)] is one
        rows.append(columns_of(one) | {"id": name, "version": version, "value": value, "is_current": is_current})
    return rows


async def _opened(tx: Transaction, rows: Sequence[Row[tuple[object, ...]]]) -> list[StoredResponse]:
    ciphers = await tx.keyring.ciphers({row.participant_id for row in rows})
    return [
        StoredResponse(**row._asdict() | {"value": ciphers.open(row.participant_id, row.value, PLACE, row.id)})
        for row in rows
        if row.participant_id in ciphers
    ]
