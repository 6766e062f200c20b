"""Enrolment: how somebody enters by an invitation, comes back, and is forgotten.

Nothing is kept about a stranger who brings no usable invitation. It must never tell whether a code once existed.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from bot.engine.effects import Message
from bot.engine.events import Returned, Started
from bot.engine.flow import Flow
from bot.engine.session import begin, to_json
from bot.engine.texts import Run
from bot.locales import Phrases
from bot.service.commands import key_of
from bot.service.desk import Desk
from bot.service.following import next_opening, passed_on
from bot.service.incoming import Commanded, Incoming
from bot.service.library import Library
from bot.service.manners import OfferTeamCommands, Tell, Tidy, WithdrawTeamCommands
from bot.service.seat import Seat
from bot.service.writes import Writes
from bot.store import invitations, people
from bot.store.cohorts import Cohort
from bot.store.facilitators import Facilitator
from bot.store.invitations import Invitation
from bot.store.memberships import Membership
from bot.store.people import Newcomer
from bot.store.schema import new_id
from bot.store.sessions import StoredSession, new_token
from bot.store.transaction import Transaction

LONGEST_CODE = 64


def codes_in(updates: Iterable[Incoming]) -> set[str]:
    """The invitation codes that a batch brings."""
    whats = (update.what for update in updates)
    return {
        what.argument
        for what in whats
        if isinstance(what, Commanded) and what.name == "start" and 0 < len(what.argument) <= LONGEST_CODE
    }


def is_usable(invitation: Invitation, now: datetime) -> bool:
    expired = invitation.expires_at is not None and invitation.expires_at <= now
    used_up = invitation.max_uses is not None and invitation.uses >= invitation.max_uses
    return invitation.revoked_at is None and not expired and not used_up


def spoken(language_code: str | None, languages: Iterable[str], otherwise: str) -> str:
    """The language of somebody's Telegram, when we speak it."""
    code = (language_code or "").partition("-")[0].lower()
    return code if code in tuple(languages) else otherwise


class Enrolment:
    """/start, with everything that its codes lead to already read."""

    def __init__(
        self, library: Library, found: dict[str, Invitation], cohorts: dict[str, Cohort], now: datetime
    ) -> None:
        self._library, self._found, self._cohorts, self._now = library, found, cohorts, now

    @property
    def _phrases(self) -> Phrases:
        return self._library.phrases

    async def start(self, tx: Transaction, desk: Desk, update: Incoming, code: str, writes: Writes) -> None:
        invitation = self._found.get(code)
        if not code:
            return self.greet(desk, update, writes)
        if invitation is not None and desk.person_id is None and is_usable(invitation, self._now):
            await self.admit(tx, desk, update)
        if invitation is None or desk.person_id is None:
            return self.turn_away(desk, update, "start.unknown", writes)
        if invitation.role == "facilitator":
            return await self.join_team(tx, desk, update, invitation, writes)
        return await self.join(tx, desk, update, invitation, writes)

    async def admit(self, tx: Transaction, desk: Desk, update: Incoming) -> None:
        """A stranger of earlier in this batch (a wrong code, a deletion) who comes with a good one."""
        newcomer = Newcomer(update.user_id, update.chat_id, desk.language)
        people_here = await people.add(tx, update.bot_id, [newcomer], self._now)
        desk.person_id, desk.is_new = people_here[update.user_id].id, True

    def greet(self, desk: Desk, update: Incoming, writes: Writes) -> None:
        """/start alone: back to where we were, or who I am."""
        if desk.seat is not None:
            return desk.take_turn(desk.seat, Returned(update.at), writes, update)
        return self.note(desk, update, "start.welcome", writes)

    async def join(self, tx: Transaction, desk: Desk, update: Incoming, invitation: Invitation, writes: Writes) -> None:
        """Who has joined already comes back, however often the link is opened."""
        cohort = self._cohorts[invitation.cohort_id]
        theirs = [each for each in desk.seats.values() if each.stored.cohort_id == cohort.id]
        seat = max(theirs, key=lambda each: each.stored.updated_at, default=None)
        if cohort.closed_at is not None:
            return self.turn_away(desk, update, "start.closed", writes)
        if cohort.workshop not in self._library.shelves or cohort.id in desk.unseated:
            return self.turn_away(desk, update, "start.away", writes)
        if seat is not None:
            return desk.take_turn(seat, Returned(update.at), writes, update)
        if not await invitations.use(tx, invitation.id, self._now):
            return self.turn_away(desk, update, "start.unknown", writes)
        writes.memberships.append(Membership(desk.person_id or "", cohort.id, update.at))
        return self.take_seat(desk, update, cohort, self._library.shelves[cohort.workshop].first_flow, writes)

    def follow(self, desk: Desk, update: Incoming, done: Seat, writes: Writes) -> None:
        """After a finished flow, the next one that is open."""
        cohort = self._cohorts.get(done.stored.cohort_id)
        shelf = None if cohort is None else self._library.shelves.get(cohort.workshop)
        if cohort is None or shelf is None:
            return
        opening = next_opening(shelf, cohort, desk.seats.values(), self._now)
        if opening is not None:
            self.take_seat(desk, update, cohort, shelf.flows[opening.flow], writes)

    def take_seat(self, desk: Desk, update: Incoming, cohort: Cohort, flow: Flow, writes: Writes) -> None:
        """A new session, with the answers of the cohort's earlier flows that this one reads."""
        theirs = desk.language if desk.seats else spoken(update.language_code, flow.languages, cohort.language)
        before = [seat for seat in desk.seats.values() if seat.stored.cohort_id == cohort.id]
        id_ = new_id()
        session = begin(flow, theirs, seed=id_, earlier=passed_on(before))
        state = json.dumps(to_json(session), ensure_ascii=False)
        stored = StoredSession(
            id=id_,
            token=new_token(),
            participant_id=desk.person_id or "",
            cohort_id=cohort.id,
            flow=flow.id,
            revision=flow.revision,
            status=session.status,
            step=None,
            is_current=True,
            state=state,
            language=session.language,
            begun_at=update.at,
            updated_at=update.at,
        )
        desk.take_turn(Seat(stored, session, flow, self._library.world(cohort)), Started(self._now), writes, update)

    async def join_team(
        self, tx: Transaction, desk: Desk, update: Incoming, invitation: Invitation, writes: Writes
    ) -> None:
        cohort = self._cohorts[invitation.cohort_id]
        is_known = cohort.id in desk.facilitates
        if not is_known and not await invitations.use(tx, invitation.id, self._now):
            return self.turn_away(desk, update, "start.unknown", writes)
        if not is_known:
            writes.facilitators.append(Facilitator(desk.person_id or "", cohort.id, "facilitator", update.at))
            desk.facilitates = (*desk.facilitates, cohort.id)
        writes.manners.append(OfferTeamCommands(desk.chat_id))
        return self.note(desk, update, "start.facilitator", writes, cohort=cohort.name)

    def forget(self, desk: Desk, update: Incoming, asked_by: int | None, writes: Writes) -> None:
        """Everything about this person goes; the receipt is a courtesy, of which nothing is kept."""
        done = "delete.done" if desk.person_id else "delete.nothing"
        if desk.facilitates:
            writes.manners.append(WithdrawTeamCommands(desk.chat_id))
        desk.forget(writes)
        writes.manners.append(Tell(desk.chat_id, message(self._phrases.say(desk.language, done))))
        if asked_by is not None:
            question = message(self._phrases.say(desk.language, "delete.confirm"))
            writes.manners.append(Tidy(desk.chat_id, asked_by, question))

    def stay(self, desk: Desk, asked_by: int | None, writes: Writes) -> None:
        kept = message(self._phrases.say(desk.language, "delete.kept"))
        writes.manners.append(Tell(desk.chat_id, kept) if asked_by is None else Tidy(desk.chat_id, asked_by, kept))

    def turn_away(self, desk: Desk, update: Incoming, phrase: str, writes: Writes) -> None:
        """Who has no seat and no role is a stranger again: a code that somebody else used up first keeps no row."""
        if desk.is_new and not desk.seats and not desk.facilitates and not desk.is_owner:
            desk.forget(writes)
        self.note(desk, update, phrase, writes)

    def note(self, desk: Desk, update: Incoming, phrase: str, writes: Writes, **values: object) -> None:
        desk.say(self._phrases.say(desk.language, phrase, **values), writes, key_of(update), update.at)


def message(words: str) -> Message:
    return Message((Run(words),))
