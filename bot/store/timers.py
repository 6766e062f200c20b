"""Timers of sessions: events that come from the database, so that a restart loses none.

It must never decide whether a timer still matters: the engine does, by its asking.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint, bindparam, delete, select

from bot.store.schema import UtcDateTime, columns_of, filled, insert_either, metadata, new_id, session_column
from bot.store.transaction import Transaction

timers = Table(
    "timers",
    metadata,
    Column("id", Text, primary_key=True, doc="random, another each time it is set"),
    session_column(),
    Column("name", Text, nullable=False, doc="what it is for"),
    Column("asking", Integer, nullable=False, doc="which asking it belongs to"),
    Column("due_at", UtcDateTime, nullable=False, index=True, doc="when it goes off"),
    UniqueConstraint("session_id", "name"),
)

SET = insert_either(
    lambda insert: insert(timers).on_conflict_do_update(
        index_elements=["session_id", "name"],
        set_={name: insert(timers).excluded[name] for name in ("id", "asking", "due_at")},
    )
)
CANCEL = delete(timers).where(timers.c.session_id == bindparam("in_session"), timers.c.name == bindparam("named"))
DUE = (
    select(timers)
    .where(timers.c.due_at <= bindparam("now"))
    .order_by(timers.c.due_at, timers.c.id)
    .limit(bindparam("limit"))
)
REMOVE = delete(timers).where(timers.c.id.in_(bindparam("ids", expanding=True))).returning(timers.c.id)


@dataclass(frozen=True, slots=True)
class Timer:
    """A session has one timer of a name."""

    session_id: str
    name: str
    asking: int
    due_at: datetime
    id: str = field(default_factory=new_id)


async def set_(tx: Transaction, wanted: Sequence[Timer]) -> None:
    """Set timers; one of the same session and name is replaced, its id too: removing the old one is then harmless."""
    in_order = sorted(wanted, key=lambda one: (one.session_id, one.name))
    await tx.each(SET, [columns_of(timer) for timer in in_order])


async def cancel(tx: Transaction, named: Collection[tuple[str, str]]) -> None:
    """Cancel timers by session and name; those not set are no matter."""
    await tx.each(CANCEL, [{"in_session": session, "named": name} for session, name in sorted(named)])


async def due(tx: Transaction, now: datetime, limit: int) -> list[Timer]:
    """Those gone off, first due first. They stay until removed."""
    return [filled(Timer, row) for row in await tx.rows(DUE, {"now": now, "limit": limit})]


async def remove(tx: Transaction, ids: Collection[str]) -> set[str]:
    """Remove timers; the ids that were still there, so that of two workers one acts."""
    rows = await tx.rows(REMOVE, {"ids": sorted(ids)}) if ids else ()
    return {row.id for row in rows}
