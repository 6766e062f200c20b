"""Who facilitates which cohort.

It must never decide what a role may do: rights are checked above.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Table, Text, bindparam, select, update

from bot.store.schema import (
    UtcDateTime,
    cohort_column,
    columns_of,
    filled,
    grouped,
    insert_either,
    metadata,
    participant_column,
)
from bot.store.transaction import Transaction

facilitators = Table(
    "facilitators",
    metadata,
    participant_column(primary_key=True),
    cohort_column(primary_key=True),
    Column("role", Text, nullable=False, doc="what they may do"),
    Column("since", UtcDateTime, nullable=False, doc="when they were added"),
    Column("removed_at", UtcDateTime, doc="when they were removed; null: facilitating"),
)

ADD = insert_either(
    lambda insert: insert(facilitators).on_conflict_do_update(
        index_elements=["participant_id", "cohort_id"],
        set_={"role": insert(facilitators).excluded.role, "removed_at": None},
    )
)
OF = (
    select(facilitators)
    .where(facilitators.c.participant_id.in_(bindparam("ids", expanding=True)))
    .order_by(facilitators.c.since, facilitators.c.cohort_id)
)
OF_COHORT = (
    select(facilitators)
    .where(facilitators.c.cohort_id == bindparam("cohort"))
    .order_by(facilitators.c.since, facilitators.c.participant_id)
)
REMOVE = (
    update(facilitators)
    .where(facilitators.c.participant_id == bindparam("person"), facilitators.c.cohort_id == bindparam("cohort"))
    .values(removed_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Facilitator:
    """One facilitator of one cohort; whoever has `removed_at` no longer is."""

    participant_id: str
    cohort_id: str
    role: str
    since: datetime
    removed_at: datetime | None = None


async def add(tx: Transaction, added: Sequence[Facilitator]) -> None:
    """Give a role; somebody already there gets this one, and is no longer removed."""
    await tx.each(ADD, [columns_of(facilitator) for facilitator in added])


async def of(tx: Transaction, participant_ids: Collection[str]) -> dict[str, list[Facilitator]]:
    """What each of these people facilitates, removed ones too."""
    rows = await tx.rows(OF, {"ids": list(participant_ids)}) if participant_ids else ()
    return grouped([filled(Facilitator, row) for row in rows], lambda one: one.participant_id)


async def of_cohort(tx: Transaction, cohort_id: str) -> list[Facilitator]:
    """Everybody who facilitates a cohort, removed ones too."""
    return [filled(Facilitator, row) for row in await tx.rows(OF_COHORT, {"cohort": cohort_id})]


async def remove(tx: Transaction, participant_id: str, cohort_id: str, at: datetime) -> None:
    """Take the role away."""
    await tx.change(REMOVE, {"person": participant_id, "cohort": cohort_id, "at": at})
