"""Cohorts: one holding of a workshop each.

It must never lower a cohort's minimum, which is fixed when it opens.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text, bindparam, insert, select, update

from bot.store.schema import UtcDateTime, columns_of, filled, metadata, new_id
from bot.store.transaction import Transaction

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    Column("workshop", Text, nullable=False, doc="which workshop is held"),
    Column("name", Text, nullable=False, doc="as facilitators call it"),
    Column("date", Date, nullable=False, doc="of the workshop, in its time zone"),
    Column("timezone", Text, nullable=False, doc="IANA name"),
    Column("language", Text, nullable=False, doc="first one offered"),
    Column("settings", Text, nullable=False, doc="the workshop's settings, JSON"),
    Column("minimum", Integer, nullable=False, doc="people in a cell, fixed when the cohort opens"),
    Column("created_at", UtcDateTime, nullable=False, doc="when"),
    Column("closed_at", UtcDateTime, doc="when it ended: retention counts from here"),
    CheckConstraint("minimum >= 5", name="minimum"),
)

ADD = insert(cohorts)
GET = select(cohorts).where(cohorts.c.id == bindparam("cohort"))
LIST = select(cohorts).order_by(cohorts.c.date, cohorts.c.name, cohorts.c.id)
CLOSE = (
    update(cohorts)
    .where(cohorts.c.id == bindparam("cohort"), cohorts.c.closed_at.is_(None))
    .values(closed_at=bindparam("at"))
)
SET_SETTINGS = update(cohorts).where(cohorts.c.id == bindparam("cohort")).values(settings=bindparam("chosen"))
RAISE_MINIMUM = (
    update(cohorts)
    .where(cohorts.c.id == bindparam("cohort"), cohorts.c.minimum < bindparam("higher", type_=Integer))
    .values(minimum=bindparam("higher", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class Cohort:
    """`date` is that of the workshop in `timezone`; `settings` is JSON; `minimum` people (5 or more) make a cell."""

    workshop: str
    name: str
    date: date
    timezone: str
    language: str
    settings: str
    minimum: int
    created_at: datetime
    closed_at: datetime | None = None
    id: str = field(default_factory=new_id)


async def add(tx: Transaction, cohort: Cohort) -> None:
    """Keep a new cohort. `Refused` when its minimum is below 5."""
    await tx.change(ADD, columns_of(cohort))


async def get(tx: Transaction, cohort_id: str) -> Cohort | None:
    """The cohort with this id."""
    rows = await tx.rows(GET, {"cohort": cohort_id})
    return filled(Cohort, rows[0]) if rows else None


async def list_(tx: Transaction) -> list[Cohort]:
    """All of them, by date."""
    return [filled(Cohort, row) for row in await tx.rows(LIST)]


async def find(tx: Transaction, named: str) -> list[Cohort]:
    """The cohort with this id, or those whose name begins so, in any case (SQL's knows no accents)."""
    beginning = named.casefold()
    every = await list_(tx)
    exact = [cohort for cohort in every if cohort.id == named]
    return exact or [cohort for cohort in every if cohort.name.casefold().startswith(beginning)]


async def close(tx: Transaction, cohort_id: str, at: datetime) -> None:
    """Note the end; a cohort already closed keeps its time."""
    await tx.change(CLOSE, {"cohort": cohort_id, "at": at})


async def set_settings(tx: Transaction, cohort_id: str, settings: str) -> None:
    """Replace the settings, JSON."""
    await tx.change(SET_SETTINGS, {"cohort": cohort_id, "chosen": settings})


async def raise_minimum(tx: Transaction, cohort_id: str, minimum: int) -> None:
    """Ask for more people in a cell; a lower number changes nothing."""
    await tx.change(RAISE_MINIMUM, {"cohort": cohort_id, "higher": minimum})
