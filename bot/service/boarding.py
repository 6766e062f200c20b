"""Boarding: everything that a batch needs to know, read in a few statements before its first update is handled.

It must never handle an update, and reads of each person only what handling needs.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.engine.effects import Act
from bot.service.commands import Commands
from bot.service.desk import Desk
from bot.service.enrolment import Enrolment, codes_in, is_usable, spoken
from bot.service.incoming import Commanded, Elsewhere, Incoming, Tapped
from bot.service.library import Library
from bot.service.seat import seat_of
from bot.store import cohorts, facilitators, invitations, outbox, people, sessions
from bot.store.cohorts import Cohort
from bot.store.invitations import Invitation
from bot.store.people import Newcomer, Person
from bot.store.sessions import StoredSession
from bot.store.transaction import Transaction


@dataclass(slots=True)
class Room:
    """A batch's people at their desks (by Telegram user id), with what serves them."""

    desks: dict[int, Desk]
    enrolment: Enrolment
    commands: Commands
    unreachable: frozenset[str]


class Boarding:
    """Seats the people of a batch."""

    def __init__(self, library: Library, owners: frozenset[int]) -> None:
        self._library, self._owners = library, owners

    async def seat_everybody(self, tx: Transaction, updates: Sequence[Incoming], now: datetime) -> Room:
        found = {code: each for code in sorted(codes_in(updates)) if (each := await invitations.find(tx, code))}
        known, new = await self._people(tx, updates, found, now)
        stored = await sessions.of_participants(tx, [person.id for person in known.values()])
        cohorts_here = await self._cohorts(tx, updates, found.values(), stored)
        private_last = sorted(updates, key=lambda update: not isinstance(update.what, Elsewhere))
        desks = {each.user_id: self._desk(each, (known | new).get(each.user_id)) for each in private_last}
        for user_id in new:
            desks[user_id].is_new = True
        await self._give_seats(tx, desks, stored, cohorts_here)
        await self._give_roles(tx, desks, updates)
        return Room(
            desks,
            Enrolment(self._library, found, cohorts_here, now),
            Commands(self._library.phrases, cohorts_here),
            frozenset(person.id for person in known.values() if person.unreachable_at is not None),
        )

    async def _people(
        self, tx: Transaction, updates: Sequence[Incoming], found: dict[str, Invitation], now: datetime
    ) -> tuple[dict[int, Person], dict[int, Person]]:
        """The people we know, and apart those who bring a usable invitation: nobody else is kept."""
        if not updates:
            return {}, {}
        bot_id, user_ids = updates[0].bot_id, {update.user_id for update in updates}
        await people.lock(tx, bot_id, user_ids)
        known = await people.find(tx, bot_id, user_ids)
        newcomers = {
            update.user_id: Newcomer(update.user_id, update.chat_id, self._language(update))
            for update in updates
            if update.user_id not in known and self._may_enter(update, found, now)
        }
        return known, await people.add(tx, bot_id, list(newcomers.values()), now)

    def _may_enter(self, update: Incoming, found: dict[str, Invitation], now: datetime) -> bool:
        what = update.what
        if not isinstance(what, Commanded):
            return False
        invitation = found.get(what.argument) if what.name == "start" else None
        return update.user_id in self._owners or (invitation is not None and is_usable(invitation, now))

    async def _cohorts(
        self,
        tx: Transaction,
        updates: Sequence[Incoming],
        found: Iterable[Invitation],
        stored: Sequence[StoredSession],
    ) -> dict[str, Cohort]:
        """Those that matter here; all of them when a command may name any."""
        if any(isinstance(update.what, Commanded) for update in updates):
            return {each.id: each for each in await cohorts.list_(tx)}
        wanted = {invitation.cohort_id for invitation in found} | {each.cohort_id for each in stored}
        every = [await cohorts.get(tx, each) for each in sorted(wanted)]
        return {each.id: each for each in every if each is not None}

    def _desk(self, update: Incoming, person: Person | None) -> Desk:
        if person is None:
            return Desk(update.chat_id, self._language(update))
        is_owner = update.user_id in self._owners
        return Desk(person.chat_id, person.language, person.id, is_owner=is_owner)

    def _language(self, update: Incoming) -> str:
        return spoken(update.language_code, self._library.phrases.languages, "en")

    async def _give_seats(
        self,
        tx: Transaction,
        desks: dict[int, Desk],
        stored: Collection[StoredSession],
        cohorts_here: dict[str, Cohort],
    ) -> None:
        await self._library.fetch(tx, {each.revision for each in stored})
        by_person = {desk.person_id: desk for desk in desks.values() if desk.person_id is not None}
        for each in stored:
            desk = by_person[each.participant_id]
            if not self._library.knows(each.revision):
                desk.unseated += (each.cohort_id,)  # that session waits, and nobody else does
                continue
            world = self._library.world(cohorts_here[each.cohort_id])
            desk.seats[each.id] = seat_of(each, self._library.flow(each.revision), world)
        asked = {desk: desk.seat.asked for desk in by_person.values() if desk.seat is not None}
        found = await outbox.deliveries(tx, [each for each in asked.values() if each is not None])
        for desk, question in asked.items():
            if question in found and question is not None:
                desk.deliveries[question] = found[question]

    async def _give_roles(self, tx: Transaction, desks: dict[int, Desk], updates: Sequence[Incoming]) -> None:
        """Roles are read whenever they matter, so that a removal takes effect at once."""
        ids = [desks[update.user_id].person_id or "" for update in updates if roles_matter(update)]
        roles = await facilitators.of(tx, [each for each in ids if each])
        for desk in desks.values():
            mine = roles.get(desk.person_id or "", [])
            desk.facilitates = tuple(role.cohort_id for role in mine if role.removed_at is None)


def roles_matter(update: Incoming) -> bool:
    """A command may need a right; a deletion ends them."""
    what = update.what
    deletes = isinstance(what, Tapped) and what.press is not None and what.press.act is Act.FORGET_ME
    return deletes or isinstance(what, Commanded)
