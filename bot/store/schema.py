"""What every table is made of: one metadata, one type for times, the recurring columns, and statements in two dialects.

Each table stands in the module of its queries. A column's `doc` is its purpose: without one it fails the tests.
It must never define how a value is sealed.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Executable, ForeignKey, Integer, MetaData, Row, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Filled = TypeVar("Filled")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives rising ids to INTEGER PRIMARY KEY only.
RisingId = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware out (UTC) on both databases. SQLite's own type drops the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raise ValueError on a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say that what was stored is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def participant_column(*, primary_key: bool = False, nullable: bool = False, index: bool = False) -> Column[str]:
    """Whose row this is; it goes with the person."""
    person = ForeignKey("participants.id", ondelete="CASCADE")
    return Column(
        "participant_id", Text, person, primary_key=primary_key, nullable=nullable, index=index, doc="whose row"
    )


def cohort_column(*, primary_key: bool = False) -> Column[str]:
    """The cohort that the row belongs to; it goes with the cohort."""
    cohort = ForeignKey("cohorts.id", ondelete="CASCADE")
    return Column("cohort_id", Text, cohort, primary_key=primary_key, nullable=False, index=True, doc="which cohort")


def session_column(*, nullable: bool = False) -> Column[str]:
    """The session that the row belongs to; it goes with the session."""
    session = ForeignKey("sessions.id", ondelete="CASCADE")
    return Column("session_id", Text, session, nullable=nullable, doc="which session")


def new_id() -> str:
    """A random id of 128 bits, in hexadecimal."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class ByDialect:
    """One statement, spelled for each database."""

    sqlite: Executable
    postgresql: Executable


def insert_either(build: Callable[[Any], Executable]) -> ByDialect:
    """The statement that `build` makes from an `insert` with ON CONFLICT, which SQLAlchemy has per dialect only."""
    return ByDialect(sqlite=build(sqlite.insert), postgresql=build(postgresql.insert))


def columns_of(row: "DataclassInstance") -> dict[str, Any]:
    """The fields of a row's dataclass as statement values, not copied."""
    return {name: getattr(row, name) for name in _names(type(row))}


def filled(kind: type[Filled], row: Row[Any]) -> Filled:
    """A dataclass from the row whose columns are its fields."""
    return kind(**row._asdict())


def grouped(rows: Iterable[Filled], key: Callable[[Filled], str]) -> dict[str, list[Filled]]:
    """Rows by key, in their order."""
    groups: dict[str, list[Filled]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


@cache
def _names(kind: type["DataclassInstance"]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
