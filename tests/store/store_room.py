"""A cohort with three people in it, and short ways to make rows about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store import Database, cohorts, memberships, outbox, people, responses, revisions, sessions
from bot.store.schema import new_id

# For what one kind of database only has: files and pragmas, or server settings.
on_sqlite = pytest.mark.parametrize("places", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("places", ["postgresql"], indirect=True)

NOW = datetime(2026, 11, 22, 14, 30, 0, 123456, tzinfo=UTC)
BOT = 8812
AWA, SAM, NOOR = 7_000_000_001, 7_000_000_002, 7_000_000_003


def later(seconds: float) -> datetime:
    """So many seconds after NOW."""
    return NOW + timedelta(seconds=seconds)


@dataclass(frozen=True)
class Room:
    """Awa answers in French, Sam in English, Noor facilitates; each of the first two has a session."""

    cohort: cohorts.Cohort
    awa: people.Person
    sam: people.Person
    noor: people.Person
    awas: sessions.StoredSession
    sams: sessions.StoredSession


def cohort_of(name: str, minimum: int = 5) -> cohorts.Cohort:
    """A cohort of 5 December 2026."""
    return cohorts.Cohort(
        "data-for-impact", name, date(2026, 12, 5), "America/Moncton", "fr", '{"host_org": "Réseau"}', minimum, NOW
    )


def session_of(person: people.Person, cohort: cohorts.Cohort, flow: str = "needs") -> sessions.StoredSession:
    """An open session."""
    return sessions.StoredSession(
        id=new_id(),
        token=sessions.new_token(),
        participant_id=person.id,
        cohort_id=cohort.id,
        flow=flow,
        revision="r1",
        status="open",
        step="role",
        is_current=True,
        state='{"cursor": null}',
        language=person.language,
        begun_at=NOW,
        updated_at=NOW,
    )


def response(session: sessions.StoredSession, question: str, value: str, item: str = "") -> responses.NewResponse:
    """An accepted answer."""
    return responses.NewResponse(
        session_id=session.id,
        participant_id=session.participant_id,
        cohort_id=session.cohort_id,
        flow=session.flow,
        question=question,
        item=item,
        kind="answered",
        value=value,
        asking=1,
        language=session.language,
        revision=session.revision,
        at=NOW,
    )


def message(session: sessions.StoredSession, key: str, lane: str = "reply", due: float = 0) -> outbox.NewMessage:
    """The question `role` of a session, due so many seconds after NOW."""
    return outbox.NewMessage(
        participant_id=session.participant_id,
        key=key,
        lane=lane,
        payload=f'{{"text": "{key}"}}',
        due_at=later(due),
        created_at=NOW,
        session_id=session.id,
        step="role",
        asking=1,
    )


async def furnish(database: Database) -> Room:
    """Put the cohort, the people and their sessions there."""
    cohort = cohort_of("Moncton, automne")
    newcomers = [people.Newcomer(AWA, AWA, "fr"), people.Newcomer(SAM, SAM, "en"), people.Newcomer(NOOR, NOOR, "en")]
    async with database.transaction() as tx:
        await revisions.add(tx, [revisions.Revision("r1", "data-for-impact", "needs", 1, "id: needs", NOW)])
        await cohorts.add(tx, cohort)
        found = await people.add(tx, BOT, newcomers, NOW)
        awa, sam, noor = found[AWA], found[SAM], found[NOOR]
        await memberships.add(tx, [memberships.Membership(one.id, cohort.id, NOW) for one in (awa, sam)])
        room = Room(cohort, awa, sam, noor, session_of(awa, cohort), session_of(sam, cohort))
        await sessions.save(tx, [room.awas, room.sams])
    return room


async def queue(database: Database, messages: Sequence[outbox.NewMessage]) -> None:
    """Queue messages in a transaction of their own."""
    async with database.transaction() as tx:
        await outbox.add(tx, messages)


def changed(session: sessions.StoredSession, **changes: object) -> sessions.StoredSession:
    """The session with some fields changed."""
    return replace(session, **changes)
