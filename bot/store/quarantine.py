"""Updates that could not be handled, kept for the operator with the reason, sealed.

It must never hold a raw update in the open, nor a reason that quotes one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    BigInteger,
    Column,
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

from bot.store.schema import UtcDateTime, insert_either, metadata, new_id, participant_column
from bot.store.sealing import Ciphers, seal_text, unseal_text
from bot.store.transaction import Transaction

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    Column("bot_id", BigInteger, nullable=False, doc="the bot that received it"),
    Column("update_id", BigInteger, nullable=False, doc="Telegram's number of the update"),
    participant_column(nullable=True, index=True),
    Column("reason", Text, nullable=False, doc="why it could not be handled"),
    Column("raw", LargeBinary, nullable=False, doc="the update as received, sealed"),
    Column("at", UtcDateTime, nullable=False, doc="when"),
    UniqueConstraint("bot_id", "update_id"),
)
PLACE = "quarantine.raw"

ADD = insert_either(lambda insert: insert(quarantine).on_conflict_do_nothing())
COUNT = select(func.count()).select_from(quarantine)
LIST = select(quarantine).order_by(quarantine.c.at, quarantine.c.id).limit(bindparam("limit"))
FORGET = delete(quarantine).where(quarantine.c.at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An update set aside. `participant_id` where the sender is known: it then goes with the person."""

    bot_id: int
    update_id: int
    participant_id: str | None
    reason: str
    raw: str
    at: datetime
    id: str = field(default_factory=new_id)


async def add(tx: Transaction, updates: Sequence[Quarantined]) -> None:
    """Set updates aside; one already there stays as it is."""
    ciphers = await tx.keyring.ciphers(update.participant_id for update in updates if update.participant_id)
    await tx.each(ADD, [_sealed(tx, ciphers, update) for update in updates])


async def count(tx: Transaction) -> int:
    """How many there are."""
    return int((await tx.rows(COUNT))[0][0])


async def list_(tx: Transaction, limit: int) -> list[Quarantined]:
    """The oldest, opened; those of erased people are left out."""
    rows = await tx.rows(LIST, {"limit": limit})
    ciphers = await tx.keyring.ciphers(row.participant_id for row in rows if row.participant_id)
    opened = ((row, _opened(tx, ciphers, row)) for row in rows)
    return [
        Quarantined(row.bot_id, row.update_id, row.participant_id, row.reason, raw, row.at, row.id)
        for row, raw in opened
        if raw is not None
    ]


async def forget_before(tx: Transaction, at: datetime) -> int:
    """Delete those set aside before `at`; how many."""
    return await tx.change(FORGET, {"before": at})


def _sealed(tx: Transaction, ciphers: Ciphers, update: Quarantined) -> dict[str, object]:
    if update.participant_id:
        raw = ciphers.seal(update.participant_id, update.raw, PLACE, update.id)
    else:
        raw = seal_text(AESGCM(tx.key.quarantine), update.raw, PLACE, update.id)
    return {
        "id": update.id,
        "bot_id": update.bot_id,
        "update_id": update.update_id,
        "participant_id": update.participant_id,
        "reason": update.reason,
        "raw": raw,
        "at": update.at,
    }


def _opened(tx: Transaction, ciphers: Ciphers, row: Row[tuple[object, ...]]) -> str | None:
    if row.participant_id:
        return ciphers.open(row.participant_id, row.raw, PLACE, row.id)
    return unseal_text(AESGCM(tx.key.quarantine), row.raw, PLACE, row.id)
