"""Invitation codes: how people become participants of a cohort, or its facilitators.

It must never store a code, only its keyed hash.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, Integer, Table, Text, bindparam, insert, or_, select, update

from bot.store.keys import keyed_hash
from bot.store.schema import UtcDateTime, cohort_column, columns_of, filled, metadata, new_id
from bot.store.transaction import Transaction

invitations = Table(
    "invitations",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    cohort_column(),
    Column("role", Text, nullable=False, doc="participant or facilitator"),
    Column("code_hash", Text, nullable=False, unique=True, doc="keyed hash of the code"),
    Column("uses", Integer, nullable=False, doc="how often it was used"),
    Column("max_uses", Integer, doc="how often it may be used; null: any number"),
    Column("expires_at", UtcDateTime, doc="when it ends; null: never"),
    Column("revoked_at", UtcDateTime, doc="when it was taken back"),
    Column("created_at", UtcDateTime, nullable=False, doc="when"),
)

ADD = insert(invitations)
COLUMNS = [column for column in invitations.c if column.name != "code_hash"]
FIND = select(*COLUMNS).where(invitations.c.code_hash == bindparam("code_hash"))
OF_COHORT = select(*COLUMNS).where(invitations.c.cohort_id == bindparam("cohort")).order_by(invitations.c.created_at)
THIS = invitations.c.id == bindparam("invitation")
USE = (
    update(invitations)
    .where(THIS, invitations.c.revoked_at.is_(None))
    .where(or_(invitations.c.expires_at.is_(None), invitations.c.expires_at > bindparam("now", type_=UtcDateTime)))
    .where(or_(invitations.c.max_uses.is_(None), invitations.c.uses < invitations.c.max_uses))
    .values(uses=invitations.c.uses + 1)
)
REVOKE = update(invitations).where(THIS, invitations.c.revoked_at.is_(None)).values(revoked_at=bindparam("at"))


@dataclass(frozen=True, slots=True)
class Invitation:
    """`role` is `participant` or `facilitator`. The code itself is known to the one who made it only."""

    cohort_id: str
    role: str
    created_at: datetime
    max_uses: int | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    uses: int = 0
    id: str = field(default_factory=new_id)


def new_code() -> str:
    """A code of 144 bits, 24 characters of [A-Za-z0-9_-]: fits Telegram's deep links (64 characters)."""
    return secrets.token_urlsafe(18)


async def add(tx: Transaction, invitation: Invitation, code: str) -> None:
    """Keep an invitation under the hash of its code."""
    await tx.change(ADD, columns_of(invitation) | {"code_hash": _hash(tx, code)})


async def find(tx: Transaction, code: str) -> Invitation | None:
    """The invitation with this code, usable or not."""
    rows = await tx.rows(FIND, {"code_hash": _hash(tx, code)})
    return filled(Invitation, rows[0]) if rows else None


async def of_cohort(tx: Transaction, cohort_id: str) -> list[Invitation]:
    """Those of a cohort, oldest first."""
    return [filled(Invitation, row) for row in await tx.rows(OF_COHORT, {"cohort": cohort_id})]


async def use(tx: Transaction, invitation_id: str, now: datetime) -> bool:
    """Count one use, atomically; False when it is used up, expired or revoked."""
    return await tx.change(USE, {"invitation": invitation_id, "now": now}) == 1


async def revoke(tx: Transaction, invitation_id: str, at: datetime) -> None:
    """Take an invitation back; once revoked it keeps its time."""
    await tx.change(REVOKE, {"invitation": invitation_id, "at": at})


def _hash(tx: Transaction, code: str) -> str:
    return keyed_hash(tx.key.codes, code)
