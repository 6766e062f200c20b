"""What each person agreed to, or not, word for word of which notice: a record that only grows.

It must never be changed: a new decision is a new row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, Table, Text, bindparam, insert, select

from bot.store.schema import (
    UtcDateTime,
    cohort_column,
    columns_of,
    filled,
    grouped,
    metadata,
    new_id,
    participant_column,
)
from bot.store.transaction import Transaction

consents = Table(
    "consents",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    participant_column(index=True),
    cohort_column(),
    Column("purpose", Text, nullable=False, doc="what for"),
    Column("given", Boolean, nullable=False, doc="yes or no"),
    Column("notice_hash", Text, nullable=False, doc="of the words that were shown"),
    Column("notice_version", Text, nullable=False, doc="of the notice"),
    Column("language", Text, nullable=False, doc="in which it was shown"),
    Column("at", UtcDateTime, nullable=False, doc="when"),
    Column("update_id", BigInteger, doc="Telegram's number of the update that said so"),
    Column("method", Text, nullable=False, doc="how: by a button, a command"),
)

ADD = insert(consents)
OF = (
    select(consents)
    .where(consents.c.participant_id.in_(bindparam("ids", expanding=True)))
    .order_by(consents.c.at, consents.c.id)
)


@dataclass(frozen=True, slots=True)
class Consent:
    """One decision on one purpose."""

    participant_id: str
    cohort_id: str
    purpose: str
    given: bool
    notice_hash: str
    notice_version: str
    language: str
    at: datetime
    update_id: int | None
    method: str
    id: str = field(default_factory=new_id)


async def add(tx: Transaction, decisions: Sequence[Consent]) -> None:
    """Keep decisions."""
    await tx.each(ADD, [columns_of(consent) for consent in decisions])


async def of(tx: Transaction, participant_ids: Collection[str]) -> dict[str, list[Consent]]:
    """Every decision of each participant, oldest first: the last of a purpose and cohort holds."""
    rows = await tx.rows(OF, {"ids": list(participant_ids)}) if participant_ids else ()
    return grouped([filled(Consent, row) for row in rows], lambda one: one.participant_id)
