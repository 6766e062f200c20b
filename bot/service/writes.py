"""Writes: all that a batch will store, gathered while it is handled and saved table by table, many rows a statement.

Nothing here decides; what belongs to a person who is being forgotten is left out. It must never open a transaction.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.service.erasures import elsewhere
from bot.service.manners import Manner
from bot.store import (
    audit,
    consents,
    facilitators,
    jobs,
    memberships,
    outbox,
    people,
    quarantine,
    releases,
    responses,
    sessions,
    timers,
)
from bot.store.audit import Audited
from bot.store.consents import Consent
from bot.store.facilitators import Facilitator
from bot.store.jobs import Job
from bot.store.memberships import Membership
from bot.store.outbox import NewMessage
from bot.store.quarantine import Quarantined
from bot.store.responses import NewResponse
from bot.store.sessions import StoredSession
from bot.store.timers import Timer
from bot.store.transaction import Transaction


@dataclass(slots=True)
class Writes:
    """Rows by table, in the order in which they came up, and the manners to show once they are durable."""

    sessions: dict[str, StoredSession] = field(default_factory=dict)
    responses: list[NewResponse] = field(default_factory=list)
    live: list[tuple[str, str, str, bool]] = field(default_factory=list)
    messages: list[NewMessage] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    cancelled: list[tuple[str, str]] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    facilitators: list[Facilitator] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    audited: list[Audited] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    reach: dict[str, bool] = field(default_factory=dict)
    """Whether messages arrive, by person; the last word of a batch holds."""
    forgotten: set[str] = field(default_factory=set)
    left: dict[str, StoredSession] = field(default_factory=dict)
    """Sessions that ended without consent, by id."""
    withdrawn: set[str] = field(default_factory=set)
    manners: list[Manner] = field(default_factory=list)

    def add(self, other: "Writes") -> None:
        """Takes over what handling one update came to."""
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            mine.extend(theirs) if isinstance(mine, list) else mine.update(theirs)

    def leave_out_the_left(self) -> None:
        """A session that ended without consent leaves no row of this batch behind."""
        left = self.left
        places = {(session.participant_id, session.cohort_id) for session in left.values()}
        self.sessions = {name: each for name, each in self.sessions.items() if name not in left}
        self.responses = [row for row in self.responses if row.session_id not in left]
        self.messages = [row for row in self.messages if row.session_id not in left]
        self.timers = [timer for timer in self.timers if timer.session_id not in left]
        self.live = [change for change in self.live if change[0] not in left]
        self.memberships = [row for row in self.memberships if (row.participant_id, row.cohort_id) not in places]

    def leave_out_the_forgotten(self) -> None:
        """Who is forgotten leaves no row of this batch behind either."""
        gone = self.forgotten
        own = {session.id for session in self.sessions.values() if session.participant_id in gone}
        self.sessions = {name: each for name, each in self.sessions.items() if each.participant_id not in gone}
        self.responses = [row for row in self.responses if row.participant_id not in gone]
        self.messages = [row for row in self.messages if row.participant_id not in gone]
        self.consents = [row for row in self.consents if row.participant_id not in gone]
        self.memberships = [row for row in self.memberships if row.participant_id not in gone]
        self.facilitators = [row for row in self.facilitators if row.participant_id not in gone]
        self.timers = [timer for timer in self.timers if timer.session_id not in own]
        self.live = [change for change in self.live if change[0] not in own]
        self.languages = {person: language for person, language in self.languages.items() if person not in gone}

    async def save(self, tx: Transaction, at: datetime) -> None:
        """Everything, each table in one statement; sessions before what refers to them."""
        self.leave_out_the_left()
        self.leave_out_the_forgotten()
        await self._save_people(tx, at)
        await sessions.save(tx, list(self.sessions.values()))
        await responses.add(tx, self.responses)
        await responses.set_live(tx, self.live)
        await consents.add(tx, self.consents)
        await timers.cancel(tx, self.cancelled)
        await timers.set_(tx, self.timers)
        await outbox.add(tx, self.messages)
        await jobs.add(tx, self.jobs)
        await audit.add(tx, self.audited)
        await quarantine.add(tx, self.quarantined)
        await self._see_out(tx, at)

    async def _see_out(self, tx: Transaction, at: datetime) -> None:
        """Last, since a person's key that was destroyed does not come back when something after it fails."""
        gone = self.forgotten | await self._leave(tx, at) if self.left else self.forgotten
        await people.remove(tx, sorted(gone), at)

    async def _leave(self, tx: Transaction, at: datetime) -> set[str]:
        """Who did not agree here stays where they agreed before, or have a role; those who are nowhere else."""
        await sessions.remove(tx, list(self.left))
        for each in self.left.values():
            await memberships.leave(tx, each.participant_id, each.cohort_id, at)
        ids = {each.participant_id for each in self.left.values()}
        return ids - await elsewhere(tx, ids)

    async def _save_people(self, tx: Transaction, at: datetime) -> None:
        for cohort_id in sorted(self.withdrawn):
            await releases.withdraw_all(tx, cohort_id, at)
        await people.set_language(tx, self.languages)
        await people.set_unreachable(tx, [person for person, arrives in self.reach.items() if not arrives], at)
        await people.set_unreachable(tx, [person for person, arrives in self.reach.items() if arrives], None)
        await memberships.add(tx, self.memberships)
        await facilitators.add(tx, self.facilitators)
