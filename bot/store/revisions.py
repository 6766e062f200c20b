"""The sources of flows by hash: a session keeps the revision it began with.

It must never change a source: another text is another revision.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, Table, Text, bindparam, select

from bot.store.schema import UtcDateTime, columns_of, filled, insert_either, metadata
from bot.store.transaction import Transaction

revisions = Table(
    "revisions",
    metadata,
    Column("hash", Text, primary_key=True, doc="of the source"),
    Column("workshop", Text, nullable=False, doc="whose flow it is"),
    Column("flow", Text, nullable=False, doc="the flow's id"),
    Column("format", Integer, nullable=False, doc="version of the flow language, to migrate on read"),
    Column("source", Text, nullable=False, doc="the YAML"),
    Column("created_at", UtcDateTime, nullable=False, doc="when first published here"),
)

ADD = insert_either(lambda insert: insert(revisions).on_conflict_do_nothing())
GET = select(revisions).where(revisions.c.hash.in_(bindparam("hashes", expanding=True)))


@dataclass(frozen=True, slots=True)
class Revision:
    """A flow's source."""

    hash: str
    workshop: str
    flow: str
    format: int
    source: str
    created_at: datetime


async def add(tx: Transaction, published: Sequence[Revision]) -> None:
    """Keep sources; those already kept stay as they are."""
    await tx.each(ADD, [columns_of(revision) for revision in sorted(published, key=lambda one: one.hash)])


async def get(tx: Transaction, hashes: Collection[str]) -> dict[str, Revision]:
    """The sources by hash; unknown ones are left out."""
    rows = await tx.rows(GET, {"hashes": list(hashes)}) if hashes else ()
    return {row.hash: filled(Revision, row) for row in rows}
