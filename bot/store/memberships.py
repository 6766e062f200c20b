"""Who takes part in which cohort.

It must never say who they are: a participant is a random id here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Table, bindparam, func, select, update

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

memberships = Table(
    "memberships",
    metadata,
    participant_column(primary_key=True),
    cohort_column(primary_key=True),
    Column("joined_at", UtcDateTime, nullable=False, doc="when they took up the invitation"),
    Column("left_at", UtcDateTime, doc="when they withdrew; null: taking part"),
)

KEY = [memberships.c.participant_id, memberships.c.cohort_id]
ADD = insert_either(
    lambda insert: insert(memberships).on_conflict_do_update(index_elements=KEY, set_={"left_at": None})
)
OF = (
    select(memberships)
    .where(memberships.c.participant_id.in_(bindparam("ids", expanding=True)))
    .order_by(memberships.c.joined_at, memberships.c.cohort_id)
)
OF_COHORT = (
    select(memberships)
    .where(memberships.c.cohort_id == bindparam("cohort"))
    .order_by(memberships.c.joined_at, memberships.c.participant_id)
)
COUNT = (
    select(func.count())
    .select_from(memberships)
    .where(memberships.c.cohort_id == bindparam("cohort"), memberships.c.left_at.is_(None))
)
LEAVE = (
    update(memberships)
    .where(memberships.c.participant_id == bindparam("person"), memberships.c.cohort_id == bindparam("cohort"))
    .values(left_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Membership:
    """One participant's part in one cohort."""

    participant_id: str
    cohort_id: str
    joined_at: datetime
    left_at: datetime | None = None


async def add(tx: Transaction, joined: Sequence[Membership]) -> None:
    """Let people take part; somebody who had left takes part again, since they first joined."""
    await tx.each(ADD, [columns_of(membership) for membership in joined])


async def of(tx: Transaction, participant_ids: Collection[str]) -> dict[str, list[Membership]]:
    """The cohorts of each participant, first joined first, left ones too."""
    rows = await tx.rows(OF, {"ids": list(participant_ids)}) if participant_ids else ()
    return grouped([filled(Membership, row) for row in rows], lambda one: one.participant_id)


async def of_cohort(tx: Transaction, cohort_id: str) -> list[Membership]:
    """Everybody of a cohort, first joined first, left ones too."""
    return [filled(Membership, row) for row in await tx.rows(OF_COHORT, {"cohort": cohort_id})]


async def count(tx: Transaction, cohort_id: str) -> int:
    """How many take part now."""
    return int((await tx.rows(COUNT, {"cohort": cohort_id}))[0][0])


async def leave(tx: Transaction, participant_id: str, cohort_id: str, at: datetime) -> None:
    """Note that somebody withdrew."""
    await tx.change(LEAVE, {"person": participant_id, "cohort": cohort_id, "at": at})
