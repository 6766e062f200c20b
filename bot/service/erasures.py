"""Erasures: who may stay when a taking part ends, and those that a crash or a full disk interrupted, finished.

A person's key is destroyed first, so that nothing opens any more; their rows, and the releases that counted them, may
then still be there. It must never touch anybody whose key was not destroyed.
"""

from collections.abc import Collection
from datetime import datetime

import structlog

from bot.store import facilitators, memberships, people, releases, sessions
from bot.store.database import Database
from bot.store.transaction import Transaction

AT_ONCE = 500
"""People in one statement: a database takes some thousands of values and no more."""

log = structlog.get_logger(__name__)


async def finish_erasures(database: Database, now: datetime) -> int:
    """Removes the rows of everybody who was erased; how many people had any left."""
    erased = sorted(await database.keyring.erasures())
    finished = 0
    for first in range(0, len(erased), AT_ONCE):
        finished += await finish_some(database, erased[first : first + AT_ONCE], now)
    if finished:
        log.warning("erasures_finished", people=finished)
    return finished


async def finish_some(database: Database, erased: list[str], now: datetime) -> int:
    async with database.transaction() as tx:
        for places in (await memberships.of(tx, erased)).values():
            for place in places:
                await releases.withdraw_all(tx, place.cohort_id, now)
        return await people.remove(tx, erased, now)


async def elsewhere(tx: Transaction, participants: Collection[str]) -> set[str]:
    """Those who take part in, or facilitate, something: they stay when one taking part of theirs ends."""
    ids = sorted(participants)
    taking_part = {each.participant_id for each in await sessions.of_participants(tx, ids)}
    roles = await facilitators.of(tx, ids)
    return taking_part | {each for each in ids if any(role.removed_at is None for role in roles.get(each, []))}
