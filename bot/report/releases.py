"""Releases: whether enough people changed since the last release for a new one not to give anybody away (R69).

Two reports of the same cohort can be subtracted. So a release keeps a set of “contributor:version” strings,
keyed by the store, and a new one waits for a wave of changed people: joined, edited, left. It must never keep
an unkeyed hash: answers are few enough to guess.
"""

import json
from collections.abc import Callable

from bot.report.snapshot import PersonRow, Snapshot

WAVE = 10


def contributors(snapshot: Snapshot, keyed: Callable[[bytes], str]) -> frozenset[str]:
    """One string per person who has begun; `keyed` is a keyed hash (HMAC) whose text holds no colon."""
    return frozenset(contribution(person, keyed) for person in snapshot.people if person.has_begun)


def contribution(person: PersonRow, keyed: Callable[[bytes], str]) -> str:
    answers = {key: [answer.kind, sorted(answer.codes)] for key, answer in person.answers.items()}
    version = json.dumps([person.contributor, person.finished, answers], sort_keys=True)
    return f"{keyed(person.contributor.encode())}:{keyed(version.encode())}"


def may_release(previous: frozenset[str] | None, now: frozenset[str], step: int = WAVE) -> bool:
    """Whether this is the first release, or at least `step` people changed since the previous one."""
    return previous is None or len(people_of(previous ^ now)) >= step


def somebody_left(previous: frozenset[str], now: frozenset[str]) -> bool:
    """Whether a person of the previous release is gone: then it is not served again."""
    return not people_of(previous) <= people_of(now)


def people_of(contributions: frozenset[str]) -> frozenset[str]:
    return frozenset(each.partition(":")[0] for each in contributions)
