"""Fates: what an outcome means for a message and for those that wait behind it. Pure.

Replies are tried again when they surely or perhaps did not arrive, so many times; outreach that may have arrived
never is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.service.outcome import Delivered, Outcome, Rejected, RetryAfter, Uncertain, Unreachable
from bot.store.leases import Leased
from bot.store.outbox import Settled

WAITS = tuple(timedelta(seconds=each) for each in (1, 15, 60, 300, 900, 900, 900, 900))
"""A reply of unknown fate is sent again: once soon, since mostly only an answer was lost, then slower, for as long
as an outage
of Telegram may last, since nobody may be left waiting. After the last it is given up."""


def fates_of(rows: Sequence[Leased], outcome: Outcome, now: datetime) -> list[Settled]:
    """For the message of this outcome and, when it did not arrive, for those behind it in the chat."""
    row, behind = rows[0], rows[1:]
    match outcome:
        case Delivered(message_id):
            return [Settled(row.id, "sent", message_id=message_id)]
        case RetryAfter(seconds):
            due_at = now + timedelta(seconds=seconds)
            return [Settled(row.id, "new", due_at=due_at, reason="retry after"), *untried(behind, due_at)]
        case Unreachable():
            return [Settled(each.id, "dead", reason="unreachable") for each in rows]
        case Rejected():
            return [Settled(row.id, "dead", reason="rejected"), *untried(behind, now)]
        case Uncertain(reason):
            return uncertain(row, behind, reason, now)
        case _:
            assert_never(outcome)


def uncertain(row: Leased, behind: Sequence[Leased], reason: str, now: datetime) -> list[Settled]:
    """A reply is sent again after a while; that it may have arrived is remembered."""
    if row.lane == "reply" and row.attempts <= len(WAITS):
        again = now + (WAITS[row.attempts - 1] if row.may_be_earlier else WAITS[0])
        return [Settled(row.id, "new", due_at=again, reason=reason, unknown_at=now), *untried(behind, again)]
    return [Settled(row.id, "uncertain", reason=reason), *untried(behind, now)]


def untried(rows: Sequence[Leased], due_at: datetime) -> list[Settled]:
    return [Settled(row.id, "new", due_at=due_at, attempted=False) for row in rows]


def waits_for(outcome: Outcome) -> timedelta | None:
    """How long the whole chat waits."""
    return timedelta(seconds=outcome.seconds) if isinstance(outcome, RetryAfter) else None
