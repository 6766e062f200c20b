"""The visible argument of every query function: one open transaction, with what sealing needs.

It must never commit: a transaction ends in `Database.transaction()` only.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.driver import guarded
from bot.store.keyring import Keyring
from bot.store.keys import InstallationKey
from bot.store.schema import ByDialect

Statement = Executable | ByDialect
Values = Mapping[str, Any]


class Transaction:
    """Runs statements; raises `Unavailable` and `Refused`, nothing else of the database's."""

    __slots__ = ("_connection", "dialect", "key", "keyring")

    def __init__(self, connection: AsyncConnection, keyring: Keyring, key: InstallationKey) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name
        self.keyring = keyring
        self.key = key

    async def rows(self, statement: Statement, values: Values | None = None) -> Sequence[Row[Any]]:
        """Run a statement that returns rows."""
        return (await guarded(self._connection.execute(self._spelled(statement), values))).all()

    async def change(self, statement: Statement, values: Values | None = None) -> int:
        """Run a statement that changes rows; how many it changed."""
        return (await guarded(self._connection.execute(self._spelled(statement), values))).rowcount

    async def each(self, statement: Statement, values: Sequence[Values]) -> None:
        """Run one statement for every set of values, in order; nothing when there is none."""
        if values:
            await guarded(self._connection.execute(self._spelled(statement), values))

    async def returned(self, statement: Statement, values: Sequence[Values]) -> Sequence[Row[Any]]:
        """Insert many rows in one statement; what it returns of them, in no order."""
        if not values:
            return ()
        return (await guarded(self._connection.execute(self._spelled(statement), values))).all()

    def _spelled(self, statement: Statement) -> Executable:
        if isinstance(statement, ByDialect):
            return statement.sqlite if self.dialect == "sqlite" else statement.postgresql
        return statement
