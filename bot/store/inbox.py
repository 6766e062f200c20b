"""Keys of the updates taken in, so that an update delivered twice is handled once.

It must never hold anything of an update but its number.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, Column, Table, bindparam, delete

from bot.store.schema import UtcDateTime, insert_either, metadata
from bot.store.transaction import Transaction

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False, doc="the bot that received it"),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False, doc="Telegram's number of the update"),
    Column("received_at", UtcDateTime, nullable=False, index=True, doc="when, to forget it later"),
    sqlite_with_rowid=False,
)

REMEMBER = insert_either(lambda insert: insert(inbox).on_conflict_do_nothing().returning(inbox.c.update_id))
FORGET = delete(inbox).where(inbox.c.received_at < bindparam("at"))


async def remember(tx: Transaction, bot_id: int, update_ids: Iterable[int], at: datetime) -> set[int]:
    """Take the updates in; those that are new. Sorted, so that two workers wait for each other in one order."""
    keys = [{"bot_id": bot_id, "update_id": update, "received_at": at} for update in sorted(set(update_ids))]
    return {row.update_id for row in await tx.returned(REMEMBER, keys)}


async def forget_before(tx: Transaction, at: datetime) -> int:
    """Forget the keys received before `at`; how many."""
    return await tx.change(FORGET, {"at": at})
