"""The only exceptions that leave the store, and how a driver's error becomes one of them.

It must never let a statement, a parameter or a stored value into a message, nor keep the driver's own exception as a
cause: PostgreSQL quotes values in its details.
"""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store.sentences import SENTENCES

# SQLite's primary result codes that say nothing about the data: BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR,
# CORRUPT, FULL, CANTOPEN, PROTOCOL, SCHEMA, NOTADB (sqlite.org/rescode.html).
SQLITE_UNAVAILABLE = frozenset({5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 26})
# PostgreSQL's classes of the same kind: connection, transaction state (a server that became read-only), rolled back
# (deadlock, serialisation), resources (disk full), lock not available, operator, system, internal (Appendix A).
POSTGRESQL_UNAVAILABLE = frozenset({"08", "25", "40", "53", "55", "57", "58", "XX"})


class Unavailable(Exception):
    """The database cannot serve now (connection, disk, lock, deadlock, serialisation): retry the whole transaction."""


class Refused(Exception):
    """The database refused this data, and would again: roll back and find the one item at fault."""


class StoreProblem(Exception):
    """For people: what is wrong with the installation and the way out, as one sentence in each language."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """The sentence in `language` (`en`, `fr`)."""
        return SENTENCES[self.code][language].format(**self.facts)


def translated(error: Exception) -> Unavailable | Refused:
    """What a driver's error means to the caller; only its code is kept."""
    original = error.orig if isinstance(error, StatementError) else error
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or isinstance(error, PoolTimeout):
        return Unavailable("the connection to the database was lost")
    if isinstance(original, sqlite3.Error):
        return _from_sqlite(original)
    if isinstance(original, psycopg.Error):
        return _from_postgresql(original)
    return Refused(f"a value cannot be stored ({type(original).__name__})")


def _from_sqlite(error: sqlite3.Error) -> Unavailable | Refused:
    code = getattr(error, "sqlite_errorcode", None)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if (code is None and isinstance(error, sqlite3.OperationalError)) or (code or 0) & 0xFF in SQLITE_UNAVAILABLE:
        return Unavailable(f"the database cannot serve now ({name})")
    return Refused(f"the database refused the data ({name})")


def _from_postgresql(error: psycopg.Error) -> Unavailable | Refused:
    state = error.sqlstate
    if state is None and isinstance(error, psycopg.DataError):
        return Refused("a value cannot be stored (DataError)")
    if state is None or state[:2] in POSTGRESQL_UNAVAILABLE:
        return Unavailable(f"the database cannot serve now ({state or type(error).__name__})")
    return Refused(f"the database refused the data ({state} {error.diag.constraint_name or ''})".replace(" )", ")"))
