"""Facilitation: cohorts made and looked at, with their invitations. What `causerie cohort` does.

A code is shown once, when it is made; only its keyed hash is kept.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.flows import Workshop
from bot.service.erasures import elsewhere
from bot.store import audit, cohorts, invitations, memberships, people, sessions
from bot.store.audit import Audited
from bot.store.cohorts import Cohort
from bot.store.database import Database
from bot.store.invitations import Invitation, new_code
from bot.store.sessions import Progress

TEAM_LINK_LASTS = timedelta(days=7)
SMALLEST = 5


class BadCohort(Exception):
    """Something about the wanted cohort cannot be; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort with its two codes, which nobody can read again later."""

    cohort: Cohort
    participant_code: str
    facilitator_code: str


@dataclass(frozen=True, slots=True)
class CohortView:
    """A cohort as facilitators see it: how many joined, and where people are."""

    cohort: Cohort
    people: int
    progress: tuple[Progress, ...]

    @property
    def by_status(self) -> dict[str, int]:
        """How many sessions are open, paused or finished."""
        counts: Counter[str] = Counter()
        for each in self.progress:
            counts[each.status] += each.people
        return dict(counts)


def planned(
    workshop: Workshop,
    name: str,
    day: date,
    timezone: str,
    language: str,
    settings: Mapping[str, str],
    minimum: int,
    now: datetime,
) -> Cohort:
    """The cohort as wanted. Raises BadCohort."""
    if not name.strip():
        raise BadCohort("A cohort needs a name: --name “Food bank, December”.")
    if language not in workshop.languages:
        raise BadCohort(f"--language is one of {', '.join(workshop.languages)}.")
    if minimum < SMALLEST:
        raise BadCohort(f"--minimum cannot be under {SMALLEST}: smaller groups would show individual people.")
    check_zone(timezone)
    check_settings(workshop, settings)
    return Cohort(workshop.id, name.strip(), day, timezone, language, json.dumps(dict(settings)), minimum, now)


def check_zone(timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadCohort(f"'{timezone}' is no time zone; one is, for example, America/Moncton.") from None


def check_settings(workshop: Workshop, settings: Mapping[str, str]) -> None:
    """A setting is filled in once for all languages (`host_org`), or once for each (`host_org.en`, `host_org.fr`)."""
    known = {setting.id: setting for setting in workshop.settings}
    for name, value in settings.items():
        setting, _, language = name.partition(".")
        if setting not in known or language not in ("", *workshop.languages):
            raise BadCohort(f"'{name}' is no setting of {workshop.id}; it has {', '.join(known)}.")
        if known[setting].kind == "date":
            check_date(name, value)
    missing = [name for name, each in known.items() if each.required and not is_filled(name, workshop, settings)]
    if missing:
        raise BadCohort("Still to fill in: " + " ".join(f"--set {name}=…" for name in missing))


def is_filled(name: str, workshop: Workshop, settings: Mapping[str, str]) -> bool:
    for_all = bool(settings.get(name, "").strip())
    return for_all or all(settings.get(f"{name}.{language}", "").strip() for language in workshop.languages)


def check_date(name: str, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise BadCohort(f"--set {name}= takes a date written 2027-06-30.") from None


async def create(database: Database, cohort: Cohort, now: datetime) -> NewCohort:
    """Keeps a cohort with a code for participants and one, for a single use, for a facilitator."""
    new = NewCohort(cohort, new_code(), new_code())
    expires_at = now + TEAM_LINK_LASTS
    async with database.transaction() as tx:
        await cohorts.add(tx, cohort)
        await invitations.add(tx, Invitation(cohort.id, "participant", now), new.participant_code)
        team = Invitation(cohort.id, "facilitator", now, max_uses=1, expires_at=expires_at)
        await invitations.add(tx, team, new.facilitator_code)
    return new


async def every_cohort(database: Database) -> list[CohortView]:
    async with database.reading() as tx:
        return [
            CohortView(each, await memberships.count(tx, each.id), tuple(await sessions.progress(tx, each.id)))
            for each in await cohorts.list_(tx)
        ]


async def one_cohort(database: Database, named: str) -> Cohort:
    """The cohort of that id, or whose name alone begins so. Raises BadCohort."""
    async with database.reading() as tx:
        found = await cohorts.find(tx, named)
    if len(found) == 1:
        return found[0]
    if found:
        raise BadCohort(f"“{named}” begins the names of several cohorts: {', '.join(each.name for each in found)}.")
    raise BadCohort(f"No cohort is called “{named}”; `causerie cohort list` shows them.")


async def delete(database: Database, cohort: Cohort, now: datetime) -> int:
    """Everything that anybody answered here, for good; people who are nowhere else are forgotten. How many people
    there were.

    The protected reports stay: they tell of no person. Repeating it after a failure does no harm.
    """
    async with database.transaction() as tx:
        joined = {each.participant_id for each in await memberships.of_cohort(tx, cohort.id)}
        stored = await sessions.of_cohort(tx, cohort.id)
        await sessions.remove(tx, [each.id for each in stored])
        for participant in sorted(joined):
            await memberships.leave(tx, participant, cohort.id, now)
        await cohorts.close(tx, cohort.id, now)
        await audit.add(tx, [Audited(now, "operator", "delete", cohort.id, count=len(joined))])
        await people.remove(tx, sorted(joined - await elsewhere(tx, joined)), now)
    return len(joined)
