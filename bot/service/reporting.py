"""Reporting: a cohort's summary, made from a snapshot, released once and frozen.

A new release waits for a wave of changed people, so that no two can be subtracted to show one person
(reliability.md, R69). It must
never serve figures that did not pass disclosure, nor an earlier release after an erasure.
"""

import asyncio
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from bot.report import Report, Snapshot, build, contributors, from_json, may_release, to_json
from bot.service.clock import Clock
from bot.service.library import Library
from bot.service.snapshots import take_snapshot
from bot.store import audit, releases
from bot.store.audit import Audited
from bot.store.cohorts import Cohort
from bot.store.database import Database
from bot.store.releases import Release, contributor_hash
from bot.store.transaction import Transaction

EDITION = "facilitator"


class BeingUpdated(Exception):
    """Somebody left since the last release: nothing is shown until enough people have changed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report, and whether it is new or an earlier release with its date."""

    report: Report
    is_new: bool


async def summarise(database: Database, library: Library, cohort: Cohort, clock: Clock, actor: str) -> Made:
    """The report that may be shown now, with its audit line. Raises BeingUpdated."""
    now = clock()
    async with database.reading() as tx:
        snapshot = await take_snapshot(tx, library, cohort, now)
        keyed = frozenset(contributors(snapshot, lambda words: contributor_hash(tx, "", words.hex())))
    report = await asyncio.to_thread(build, snapshot)
    async with database.transaction() as tx:
        made = await release(tx, cohort, snapshot, report, keyed, now)
        await audit.add(tx, [Audited(now, actor, "summary", cohort.id)])
    return made


async def release(
    tx: Transaction, cohort: Cohort, snapshot: Snapshot, report: Report, keyed: frozenset[str], now: datetime
) -> Made:
    """The new report when enough people changed, else the last one. What shows nobody is not worth freezing."""
    last = await releases.last(tx, cohort.id, EDITION, "")
    before = None if last is None else frozenset(json.loads(last.contributors))
    if len(keyed) < cohort.minimum and last is None:
        return Made(report, is_new=True)
    if may_release(before, keyed):
        await releases.add(tx, release_of(cohort, snapshot, report, keyed, now))
        return Made(report, is_new=True)
    if last is None or last.withdrawn_at is not None:
        raise BeingUpdated
    return Made(from_json(last.document), is_new=False)


def release_of(cohort: Cohort, snapshot: Snapshot, report: Report, keyed: frozenset[str], now: datetime) -> Release:
    return Release(
        cohort_id=cohort.id,
        edition=EDITION,
        filter="",
        made_at=now,
        snapshot_hash=hashlib.sha256(repr(snapshot).encode()).hexdigest(),
        contributors=json.dumps(sorted(keyed)),
        document=to_json(report),
    )
