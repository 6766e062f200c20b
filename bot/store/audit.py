"""Who did what to a cohort's data, and when: a record that only grows.

It must never hold an answer or a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, Table, Text, bindparam, insert, select

from bot.store.schema import RisingId, UtcDateTime, columns_of, filled, metadata
from bot.store.transaction import Transaction

audit = Table(
    "audit",
    metadata,
    Column("id", RisingId, primary_key=True, doc="rising"),
    Column("at", UtcDateTime, nullable=False, doc="when"),
    Column("actor", Text, nullable=False, doc="participant id of who acted, or owner, or system"),
    Column("act", Text, nullable=False, doc="what was done"),
    Column("cohort_id", Text, index=True, doc="to which cohort; kept when the cohort goes"),
    Column("subject", Text, doc="to what, by id"),
    Column("count", Integer, doc="to how many"),
    sqlite_autoincrement=True,
)

ADD = insert(audit)
LAST = select(*audit.c[1:]).order_by(audit.c.id.desc()).limit(bindparam("limit"))


@dataclass(frozen=True, slots=True)
class Audited:
    """One act."""

    at: datetime
    actor: str
    act: str
    cohort_id: str | None = None
    subject: str | None = None
    count: int | None = None


async def add(tx: Transaction, acts: Sequence[Audited]) -> None:
    """Keep acts."""
    await tx.each(ADD, [columns_of(act) for act in acts])


async def last(tx: Transaction, limit: int) -> list[Audited]:
    """The newest, newest first."""
    return [filled(Audited, row) for row in await tx.rows(LAST, {"limit": limit})]
