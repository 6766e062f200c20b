"""Commands: what `/something` means, in both languages at any time, and who may use it.

Default deny: a facilitator's command from anybody else is refused with the same words whether the cohort exists or not.
It must never read the database: everything it needs is on the desk.
"""

import json
from collections.abc import Callable, Iterable

from bot.engine.effects import Act, Button, Message, Press, Tone
from bot.engine.events import NAMED, Event, LanguageChosen, Returned
from bot.engine.questions import Consent
from bot.engine.surveying import survey
from bot.engine.texts import Run
from bot.engine.wording import Wording
from bot.locales import Phrases
from bot.service.desk import Desk
from bot.service.incoming import Commanded, Incoming
from bot.service.seat import Seat
from bot.service.writes import Writes
from bot.store.cohorts import Cohort
from bot.store.jobs import Job

ABOUT_THE_QUESTION = frozenset({"back", "retour", "skip", "passer"})
"""Sent before the question that waits could be read, they were not about it."""


class Commands:
    """Carries out one command at one desk. `cohorts` are all that there are; `cohorts_of` says whose."""

    def __init__(self, phrases: Phrases, cohorts: dict[str, Cohort]) -> None:
        self._phrases, self._cohorts = phrases, cohorts
        self._own: dict[str, Callable[[Desk, Incoming, str, Writes], None]] = {
            "language": self.language,
            "langue": self.language,
            "help": self.help,
            "aide": self.help,
            "privacy": self.privacy,
            "confidentialite": self.privacy,
            "delete": self.delete,
            "supprimer": self.delete,
            "summary": self.summary,
            "sommaire": self.summary,
        }

    @property
    def known(self) -> frozenset[str]:
        """The commands that are more than an event."""
        return frozenset(self._own)

    def obey(self, desk: Desk, update: Incoming, command: Commanded, writes: Writes) -> None:
        """Every command but /start, which is enrolment's."""
        if command.name in NAMED:
            crossed = desk.seat is not None and desk.is_early(desk.seat, command.message_id)
            event = Returned if crossed and command.name in ABOUT_THE_QUESTION else NAMED[command.name]
            self.happen(desk, update, event(update.at), writes)
        elif command.name in self._own:
            self._own[command.name](desk, update, command.argument, writes)
        else:
            self.note(desk, update, "command.unknown", writes)

    def happen(self, desk: Desk, update: Incoming, event: Event, writes: Writes) -> None:
        if desk.seat is None:
            self.note(desk, update, "command.nothing_open" if desk.person_id else "start.welcome", writes)
        else:
            desk.take_turn(desk.seat, event, writes, update)

    def language(self, desk: Desk, update: Incoming, argument: str, writes: Writes) -> None:
        """`/langue en`; without a language it is the next one, so that one tap is enough when there are two."""
        languages = self._phrases.languages
        wanted = argument.lower() or languages[(languages.index(desk.language) + 1) % len(languages)]
        if desk.seat is not None:
            return self.happen(desk, update, LanguageChosen(update.at, wanted), writes)
        if wanted not in languages:
            return self.note(desk, update, "language.unknown", writes)
        desk.language = wanted
        if desk.person_id is not None:
            writes.languages[desk.person_id] = wanted
        return self.note(desk, update, "language.changed", writes)

    def help(self, desk: Desk, update: Incoming, argument: str, writes: Writes) -> None:
        words = [self._phrases.say(desk.language, "help.participant")]
        if desk.facilitates or desk.is_owner:
            words.append(self._phrases.say(desk.language, "help.facilitator"))
        desk.say("\n\n".join(words), writes, key_of(update), update.at)

    def privacy(self, desk: Desk, update: Incoming, argument: str, writes: Writes) -> None:
        """The notice that the person was shown, word for word."""
        pages = () if desk.seat is None else notice_for(desk.seat, desk.seats.values())
        if not pages:
            return self.note(desk, update, "start.welcome", writes)
        for number, page in enumerate(pages):
            desk.send(page, writes, f"{key_of(update)}:notice{number}", update.at)
        return None

    def delete(self, desk: Desk, update: Incoming, argument: str, writes: Writes) -> None:
        """Asks once: nothing brings an answer back afterwards."""
        if desk.person_id is None:
            return self.note(desk, update, "delete.nothing", writes)
        yes = Button(self._phrases.say(desk.language, "button.delete"), Press(Act.FORGET_ME))
        no = Button(self._phrases.say(desk.language, "button.stay"), Press(Act.STAY), Tone.FORWARD)
        question = Message((Run(self._phrases.say(desk.language, "delete.confirm")),), ((no,), (yes,)))
        return desk.send(question, writes, key_of(update), update.at)

    def summary(self, desk: Desk, update: Incoming, argument: str, writes: Writes) -> None:
        """Only asks for the work: reading a whole cohort is a job's."""
        theirs = self.cohorts_of(desk)
        if not theirs or desk.person_id is None:
            return self.note(desk, update, "command.facilitators", writes)
        found = named(theirs, argument)
        if len(found) != 1:
            names = "\n".join(each.name for each in theirs)
            return self.note(desk, update, "summary.choose", writes, cohorts=names)
        arguments = {"cohort": found[0].id, "participant": desk.person_id, "language": desk.language}
        writes.jobs.append(Job("summary", json.dumps(arguments), update.at, key=key_of(update)))
        return self.note(desk, update, "summary.making", writes)

    def cohorts_of(self, desk: Desk) -> list[Cohort]:
        """The one place that says whose results somebody may see: their own cohorts', or as an owner all."""
        if desk.is_owner:
            return list(self._cohorts.values())
        return [self._cohorts[each] for each in desk.facilitates if each in self._cohorts]

    def note(self, desk: Desk, update: Incoming, phrase: str, writes: Writes, **values: object) -> None:
        desk.say(self._phrases.say(desk.language, phrase, **values), writes, key_of(update), update.at)


def named(cohorts: list[Cohort], words: str) -> list[Cohort]:
    """Those called so, else those whose name begins so."""
    wanted = words.casefold()
    exact = [each for each in cohorts if each.name.casefold() == wanted]
    return exact or [each for each in cohorts if each.name.casefold().startswith(wanted)]


def key_of(update: Incoming) -> str:
    """Names what is sent because of an update, once."""
    return f"{update.bot_id}:{update.update_id}:note"


def notice_for(seat: Seat, seats: Iterable[Seat]) -> tuple[Message, ...]:
    """That of the cohort somebody is in: it was shown at its first flow."""
    of_cohort = (each for each in seats if each.stored.cohort_id == seat.stored.cohort_id)
    return next((pages for pages in map(notice_of, (seat, *of_cohort)) if pages), ())


def notice_of(seat: Seat) -> tuple[Message, ...]:
    """Everything that the base consent shows before it is given."""
    words = Wording(seat.flow, seat.session, survey(seat.flow, seat.session, seat.world), seat.world)
    return tuple(
        words.message(text)
        for step in seat.flow.steps
        if isinstance(step, Consent)
        for text in (*step.notice, *step.more)
    )
