"""What `db check` looks at in an open database: its integrity, its version, and that sealed values open.

It must never change anything, nor say what a value holds.
"""

from dataclasses import dataclass

from sqlalchemy import func, select, text

from bot.store import people, versions
from bot.store.database import Database
from bot.store.problems import Refused
from bot.store.transaction import Transaction

SAMPLE = 100
IDS = select(people.participants.c.id).order_by(func.random()).limit(SAMPLE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `name` is version, integrity, references or sealing; `detail` is technical, in English."""

    name: str
    is_good: bool
    detail: str


async def check(database: Database) -> list[Finding]:
    """Everything, in one snapshot. Integrity and references are SQLite's own checks; PostgreSQL keeps its own."""
    async with database.reading() as tx:
        findings = [Finding("version", True, versions.known())]  # another version does not open
        if database.dialect == "sqlite":
            findings += [await _integrity(tx), await _references(tx)]
        return [*findings, await _sealing(tx)]


async def _integrity(tx: Transaction) -> Finding:
    said = (await tx.rows(text("PRAGMA integrity_check")))[0][0]
    return Finding("integrity", said == "ok", "ok" if said == "ok" else "damaged: restore a backup")


async def _references(tx: Transaction) -> Finding:
    broken = len(await tx.rows(text("PRAGMA foreign_key_check")))
    return Finding("references", not broken, f"{broken} rows refer to nothing")


async def _sealing(tx: Transaction) -> Finding:
    ids = [row.id for row in await tx.rows(IDS)]
    try:
        opened = len(await people.get(tx, ids))
    except Refused as refused:
        return Finding("sealing", False, str(refused))
    return Finding("sealing", opened == len(ids), f"{opened} of {len(ids)} sampled people open")
