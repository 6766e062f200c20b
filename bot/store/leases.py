"""Whose turn it is to send which messages: whole chats are leased, so that one sender keeps each chat's order.

It must never lease one chat to two senders, nor an outreach message again whose lease ran out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Row, and_, bindparam, func, select, update

from bot.store import outbox as messages
from bot.store.outbox import FREE, NOW, PLACE, Settled, outbox
from bot.store.people import participants
from bot.store.transaction import Transaction

DUE = and_(outbox.c.state == "new", outbox.c.lane == bindparam("of_lane"), outbox.c.due_at <= NOW)
other = outbox.alias("other")
IS_LEASED = and_(other.c.state == "sending", other.c.lease_until > NOW)
WAITING = (
    select(outbox.c.participant_id, func.min(outbox.c.due_at).label("since"), func.min(outbox.c.id).label("first"))
    .where(DUE)
    .group_by(outbox.c.participant_id)
    .subquery()
)
# An earlier message that waits for its next attempt goes first: the order within a chat holds.
WAITS_BEFORE = and_(
    other.c.state == "new",
    other.c.lane == bindparam("of_lane"),
    other.c.id < WAITING.c.first,
    other.c.attempts > 0,
)
CHATS = (
    select(participants.c.id)
    .join(WAITING, WAITING.c.participant_id == participants.c.id)
    .where(~select(other.c.id).where(other.c.participant_id == participants.c.id, IS_LEASED).exists())
    .where(~select(other.c.id).where(other.c.participant_id == participants.c.id, WAITS_BEFORE).exists())
    .order_by(WAITING.c.since, WAITING.c.first)
    .limit(bindparam("limit"))
    # The lock on the person makes the choice exclusive; it does not hinder those who queue messages for them.
    .with_for_update(of=participants, skip_locked=True, key_share=True)
)
PLACES = (
    select(
        outbox.c.id, func.row_number().over(partition_by=outbox.c.participant_id, order_by=outbox.c.id).label("place")
    )
    .where(outbox.c.participant_id.in_(bindparam("chats", expanding=True)))
    .where(DUE)
    # Again, now that the person is locked: another sender may have leased and let go of the lock in between.
    .where(~select(other.c.id).where(other.c.participant_id == outbox.c.participant_id, IS_LEASED).exists())
    .subquery()
)
FIRST = select(PLACES.c.id).where(PLACES.c.place <= bindparam("per_chat", type_=Integer))
UNREAD = ("state", "owner", "lease_until", "message_id", "reason")
LEASE = (
    update(outbox)
    .where(outbox.c.id.in_(FIRST))
    .values(
        state="sending",
        owner=bindparam("sender"),
        lease_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
    )
    .returning(*(column for column in outbox.c if column.name not in UNREAD))
)
EXPIRED = outbox.c.id.in_(
    select(outbox.c.id)
    .where(outbox.c.state == "sending", outbox.c.lease_until <= NOW)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
OWNED = and_(outbox.c.state == "sending", outbox.c.owner == bindparam("sender"))
ALL = outbox.c.state == "sending"
AGAIN = (
    update(outbox)
    .where(outbox.c.lane == "reply")
    .values(state="new", attempted_at=func.coalesce(outbox.c.attempted_at, outbox.c.lease_until), **FREE)
)
NEVER_AGAIN = (
    update(outbox)
    .where(outbox.c.lane == "outreach")
    .values(state="uncertain", reason="interrupted", payload=None, **FREE)
)


@dataclass(frozen=True, slots=True)
class Leased:
    """A message to send now. `attempts` counts this one; `may_be_earlier`: an earlier one may have arrived."""

    id: int
    participant_id: str
    session_id: str | None
    step: str | None
    asking: int | None
    key: str
    lane: str
    payload: str
    attempts: int
    may_be_earlier: bool
    due_at: datetime
    created_at: datetime


async def lease(
    tx: Transaction, owner: str, now: datetime, until: datetime, limit: int, lane: str, per_chat: int = 10
) -> list[Leased]:
    """Take the due messages of up to `limit` chats that nobody has, longest due first; within a chat in order.

    A lease that ran out: a reply is due again, an outreach message becomes uncertain.
    """
    await tx.change(AGAIN.where(EXPIRED) if lane == "reply" else NEVER_AGAIN.where(EXPIRED), {"now": now})
    chats = [row.id for row in await tx.rows(CHATS, {"of_lane": lane, "now": now, "limit": limit})]
    if not chats:
        return []
    taken = {"sender": owner, "until": until, "now": now, "of_lane": lane, "chats": chats, "per_chat": per_chat}
    rows = sorted(await tx.rows(LEASE, taken), key=lambda row: (chats.index(row.participant_id), row.id))
    return await _opened(tx, rows)


async def void(tx: Transaction, owner: str) -> int:
    """Let go of a sender's leases, their outcome unknown; how many messages."""
    values = {"sender": owner}
    return await tx.change(AGAIN.where(OWNED), values) + await tx.change(NEVER_AGAIN.where(OWNED), values)


async def void_all(tx: Transaction) -> int:
    """At the start of the single process: let go of every lease, their outcome unknown; how many messages."""
    return await tx.change(AGAIN.where(ALL)) + await tx.change(NEVER_AGAIN.where(ALL))


async def _opened(tx: Transaction, rows: Sequence[Row[tuple[object, ...]]]) -> list[Leased]:
    ciphers = await tx.keyring.ciphers({row.participant_id for row in rows})
    erased = [row for row in rows if row.participant_id not in ciphers]
    await messages.settle(tx, [Settled(row.id, "dead", reason="erased") for row in erased])
    return [
        Leased(
            row.id,
            row.participant_id,
            row.session_id,
            row.step,
            row.asking,
            row.key,
            row.lane,
            ciphers.open(row.participant_id, row.payload, PLACE, row.key) or "",
            row.attempts,
            row.attempted_at is not None,
            row.due_at,
            row.created_at,
        )
        for row in rows
        if row.participant_id in ciphers
    ]
