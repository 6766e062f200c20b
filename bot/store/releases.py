"""Releases: what was shown of a cohort, so that the next release gives nothing away by difference.

It must never hold an answer or name a contributor: the document is the protected report, contributors are keyed hashes.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, Index, Table, Text, bindparam, insert, select, update

from bot.store.keys import keyed_hash
from bot.store.schema import UtcDateTime, cohort_column, columns_of, filled, metadata, new_id
from bot.store.transaction import Transaction

releases = Table(
    "releases",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    cohort_column(),
    Column("edition", Text, nullable=False, doc="for facilitators or the public"),
    Column("filter", Text, nullable=False, doc="which part of the cohort; empty: all"),
    Column("made_at", UtcDateTime, nullable=False, doc="when"),
    Column("snapshot_hash", Text, nullable=False, doc="of the snapshot it was made from"),
    Column("contributors", Text, nullable=False, doc="JSON list of keyed hashes of contributor versions"),
    Column("document", Text, nullable=False, doc="the protected report, JSON"),
    Column("withdrawn_at", UtcDateTime, doc="since when it must not be served again"),
    Index("ix_releases_latest", "cohort_id", "edition", "filter", "made_at"),
)

ADD = insert(releases)
LAST = (
    select(releases)
    .where(releases.c.cohort_id == bindparam("cohort"))
    .where(releases.c.edition == bindparam("edition"), releases.c.filter == bindparam("filter"))
    .order_by(releases.c.made_at.desc(), releases.c.id)
    .limit(1)
)
LATEST = LAST.where(releases.c.withdrawn_at.is_(None))
WITHDRAW = (
    update(releases)
    .where(releases.c.cohort_id == bindparam("cohort"), releases.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Release:
    """`contributors` is a JSON list of `contributor_hash`es; `document` the protected report as JSON."""

    cohort_id: str
    edition: str
    filter: str
    made_at: datetime
    snapshot_hash: str
    contributors: str
    document: str
    withdrawn_at: datetime | None = None
    id: str = field(default_factory=new_id)


def contributor_hash(tx: Transaction, participant_id: str, version: str) -> str:
    """Stands for one version of one person's responses, and says nothing without the installation's key."""
    return keyed_hash(tx.key.releases, participant_id, version)


async def add(tx: Transaction, release: Release) -> None:
    """Keep a release."""
    await tx.change(ADD, columns_of(release))


async def latest(tx: Transaction, cohort_id: str, edition: str, part: str) -> Release | None:
    """The last one of this cohort, edition and filter that is not withdrawn."""
    rows = await tx.rows(LATEST, {"cohort": cohort_id, "edition": edition, "filter": part})
    return filled(Release, rows[0]) if rows else None


async def last(tx: Transaction, cohort_id: str, edition: str, part: str) -> Release | None:
    """The last one, withdrawn or not: what was seen once may be subtracted from what is shown next."""
    rows = await tx.rows(LAST, {"cohort": cohort_id, "edition": edition, "filter": part})
    return filled(Release, rows[0]) if rows else None


async def withdraw_all(tx: Transaction, cohort_id: str, at: datetime) -> int:
    """Serve none of a cohort's releases again; how many."""
    return await tx.change(WITHDRAW, {"cohort": cohort_id, "at": at})
