"""The one door to the data: opening what is fit to be opened, and transactions.

It must never open a database that a person should look at first: those are StoreProblems, with the way out.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

from sqlalchemy import text

from bot.store import versions
from bot.store.connections import Connections, hold_alone
from bot.store.driver import guarded
from bot.store.keyring import Keyring
from bot.store.keys import InstallationKey
from bot.store.transaction import Transaction


class Database:
    """The data and its keyring, open."""

    def __init__(
        self, connections: Connections, keyring: Keyring, key: InstallationKey, opened: AsyncExitStack
    ) -> None:
        self._connections = connections
        self._key = key
        self._opened = opened
        self.keyring = keyring
        self.dialect = connections.dialect

    @classmethod
    async def open(
        cls,
        url: str,
        keyring_url: str,
        key: InstallationKey,
        *,
        process: str = "bot",
        exclusive: bool = False,
        create: bool = False,
    ) -> Self:
        """Open both databases; `create` makes them when there is nothing yet.

        `exclusive` refuses a second instance (on SQLite any, on PostgreSQL one with the same `process`); commands that
        run beside the bot open without it. Raises StoreProblem, and Unavailable when a server does not answer.
        """
        async with AsyncExitStack() as opened:
            connections = Connections.of(url, create=create, checkpoints=exclusive)
            if exclusive:
                await hold_alone(url, process, opened)
            opened.push_async_callback(connections.close)  # closed before the lock is let go
            await versions.fit(connections, url, create=create)
            fresh = create and await _nobody(connections)
            keyring = await Keyring.open(keyring_url, key, create=fresh, checkpoints=exclusive)
            opened.push_async_callback(keyring.close)
            return cls(connections, keyring, key, opened.pop_all())

    async def close(self) -> None:
        """Close everything, and let another instance run."""
        await self._opened.aclose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction that commits durably at the end of the block, or, on any exception, leaves nothing behind.

        On SQLite there is one at a time: keep it short and await nothing but the store inside.
        """
        async with self._connections.writing() as connection:
            yield Transaction(connection, self.keyring, self._key)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """One consistent snapshot; writing in it raises `Unavailable`."""
        async with self._connections.reading() as connection:
            yield Transaction(connection, self.keyring, self._key)


async def _nobody(connections: Connections) -> bool:
    async with connections.reading() as connection:
        return (await guarded(connection.execute(text("SELECT 1 FROM participants LIMIT 1")))).first() is None
