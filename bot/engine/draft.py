"""A turn being made: the one file that changes a session.

A draft holds the session as it becomes and the effects so far; `advance` is the way on. It lives inside one call of
`turn` and must never leave it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.engine import wording
from bot.engine.effects import (
    CancelTimer,
    Effect,
    Finish,
    Message,
    Redraw,
    Send,
    SetTimer,
)
from bot.engine.flow import Flow, Say, Stage
from bot.engine.options import fixed_words
from bot.engine.questions import Consent, Listing, Question, Rank, SelectMultiple, StepId, option_of
from bot.engine.relevance import (
    answered_questions,
    is_base_consent,
    next_step,
    question_before,
    quoted_now,
    room_start,
    waiting_for,
)
from bot.engine.session import Asking, Session, Status
from bot.engine.surveying import Met, Survey, survey
from bot.engine.texts import Run, Runs, Style
from bot.engine.wording import Wording
from bot.engine.world import World

UNCONSENTED, REMIND = "unconsented", "remind"
CONSENT_WITHIN = timedelta(hours=24)
"""Who has not agreed after this long is forgotten: nothing is kept before consent."""


class Draft:
    """The session of a turn while the turn is made; `at` is the event's own time."""

    def __init__(self, flow: Flow, session: Session, world: World, at: datetime) -> None:
        self.flow, self.world, self.at = flow, world, at
        self.session = session
        self.effects: list[Effect] = []
        self.seen: Survey = survey(flow, session, world)
        self._place: tuple[Met | Stage | None] | None = None

    @property
    def words(self) -> Wording:
        return Wording(self.flow, self.session, self.seen, self.world)

    @property
    def place(self) -> Met | Stage | None:
        """What comes next, found anew after each change."""
        if self._place is None:
            self._place = (next_step(self.flow, self.session, self.seen, self.world),)
        return self._place[0]

    @property
    def question(self) -> Question | None:
        return waiting_for(self.place, self.session)

    def change(self, **fields: object) -> None:
        self._place = None
        self.session = replace(self.session, **fields)  # type: ignore[arg-type]  # fields of Session, named by the callers
        if "responses" in fields:  # nothing else decides what is relevant
            self.seen = survey(self.flow, self.session, self.world)

    def send(self, message: Message) -> None:
        self.effects.append(Send(message))

    def redraw(self, message: Message, question: Question) -> None:
        self.effects.append(Redraw(message, question.id, self.session.askings[question.id].number))

    # Moving on

    def begin(self) -> None:
        if any(is_base_consent(step) for step in self.flow.steps):
            self.effects.append(SetTimer(UNCONSENTED, self.at + CONSENT_WITHIN))
        self.advance()

    def advance(self) -> None:
        """Shows the messages that come next and puts the question after them, waits at a closed stage, or finishes."""
        while (place := self.next_place()) is not None:
            if isinstance(place, Stage):
                return self.wait(place)
            if not isinstance(place, Say):
                return self.put(place)
            self.send(Message((*self.heading(place), *self.words.runs(place.text))))
            self.change(shown={**self.session.shown, place.id: quoted_now(place, self.seen)})
        return self.finish()

    def next_place(self) -> Met | Stage | None:
        """The next step; once what the room has is done, what was left before it, and a word about that."""
        place = self.place
        if place is not None and not isinstance(place, Stage) and self.is_behind_the_room(place):
            self.change(room=None)
            self.send(self.words.note("room.left"))
        return place

    def is_behind_the_room(self, step: Met) -> bool:
        looks_back = self.session.cursor is not None
        return not looks_back and self.seen.places[step.id] < room_start(self.session, self.seen)

    def stage_number(self, stage: str | None) -> int:
        return next((number for number, each in enumerate(self.flow.stages) if each.id == stage), -1)

    def heading(self, step: Met) -> Runs:
        """The title of a stage, over its first message."""
        if step.stage is None or step.stage in self.session.entered:
            return ()
        self.change(entered=(*self.session.entered, step.stage))
        stage = self.flow.stages[self.stage_number(step.stage)]
        return (Run(self.words.plain(stage.title), Style.BOLD), Run("\n\n"))

    def put(self, question: Question) -> None:
        """Asks; the asking number rises unless the same question still waits, unanswered, with the same words."""
        before, quotes = self.session.askings.get(question.id), quoted_now(question, self.seen)
        waits = before is not None and before.basis == quotes and question.id not in self.session.responses
        number = before.number if before and waits else (before.number if before else 0) + 1
        self.change(
            askings={**self.session.askings, question.id: Asking(number, quotes)},
            ticks=self.ticks_of(question),
            status=Status.OPEN,
        )
        self.ask(question, with_notice=before is None)
        self.remind_later(question)

    def ticks_of(self, question: Question) -> tuple[str, ...]:
        response = self.session.responses.get(question.id)
        value = None if response is None else response.value
        match question:
            case SelectMultiple() | Rank() if isinstance(value, tuple):
                return tuple(code for code in value if option_of(question, code) is not None)
            case Listing() if isinstance(value, tuple):
                return value
            case _:
                return ()

    def ask(self, question: Question, with_notice: bool = False) -> None:
        if with_notice and isinstance(question, Consent):
            self.effects.extend(Send(message) for message in wording.consent_messages(self.words, question))
        asking, heading = self.session.askings[question.id].number, self.heading(question)
        message = wording.question_message(self.words, question)
        self.effects.append(Send(replace(message, runs=(*heading, *message.runs)), question.id, asking))

    def wait(self, stage: Stage) -> None:
        """At a closed stage: says when it opens, as far as anybody knows."""
        day = self.world.opens.get(stage.id, {}).get(self.session.language)
        key = "stage.waits" if day is None else "stage.waits_for"
        self.change(status=Status.WAITING)
        self.effects.append(CancelTimer(REMIND))
        self.send(self.words.note(key, title=fixed_words(stage.title, self.session.language), day=day))

    def finish(self) -> None:
        if not self.session.thanked:
            self.effects.extend((Finish(self.at), CancelTimer(REMIND)))
        if self.session.thanked or not self.has_said_its_last():
            self.send(self.words.note("flow.up_to_date" if self.session.thanked else "flow.finished"))
        self.change(status=Status.FINISHED, thanked=True)

    def has_said_its_last(self) -> bool:
        """Not when the last message was said in the room, and what was left before it has just been answered."""
        ends_with_words = any(isinstance(step, Say) for step in self.seen.steps[-1:])
        return ends_with_words and any(isinstance(effect, Send) for effect in self.effects)

    def back(self) -> None:
        before = question_before(self.place, self.session, self.seen)
        if before is None:
            return self.send(self.words.note("back.first"))
        return self.visit(before.id)

    def visit(self, step: StepId) -> None:
        """Moves the cursor: no response changes until a new one is accepted."""
        self.change(cursor=step, misses=0, status=Status.OPEN)
        self.advance()

    def can_visit(self, step: StepId) -> bool:
        return any(question.id == step for question in answered_questions(self.session, self.seen))

    # Showing again

    def resume(self) -> None:
        """Shows where we were; nothing is asked anew."""
        question = self.question
        if question is None:
            return self.go_on()
        self.wake(question)
        return self.ask(question)

    def go_on(self) -> None:
        """Where nothing waits for a reply: the end, a closed stage, or a way that has opened without a word so far."""
        if self.session.status is Status.REFUSED or (self.place is None and self.session.thanked):
            return self.send(self.words.note("flow.finished"))
        return self.advance()

    def wake(self, question: Question) -> None:
        """The end of a pause."""
        if self.session.status is Status.PAUSED:
            self.remind_later(question)
        self.change(status=Status.OPEN)

    def speak(self, language: str) -> None:
        """Another language from here on: what waits is said again, no answer changes."""
        self.change(language=language)
        question = self.question
        if question is None:
            return self.send(self.words.note("language.changed"))
        if not self.session.responses:
            for step in self.seen.steps[: self.seen.places[question.id]]:
                if isinstance(step, Say):
                    self.send(self.words.message(step.text))
        return self.ask(question, with_notice=not self.session.responses)

    # Reminders

    def remind_later(self, question: Question) -> None:
        remind = self.reminding(question)
        if remind is not None:
            self.effects.append(SetTimer(REMIND, self.at + remind))

    def reminding(self, question: Question) -> timedelta | None:
        """How long this question may wait before a reminder; None when its stage has sent all of its own."""
        number = self.stage_number(question.stage)
        wanted = self.flow.stages[number].remind if number >= 0 else None
        sent = self.session.reminded.get(str(question.stage), 0)
        is_done = self.session.thanked or wanted is None or sent >= wanted.most
        return None if is_done or wanted is None else wanted.after

    def remind(self) -> None:
        """Once more, kindly; nobody who has stopped, finished or answered."""
        question = self.question
        if question is None or self.session.status is not Status.OPEN or self.reminding(question) is None:
            return
        stage = str(question.stage)
        self.change(reminded={**self.session.reminded, stage: self.session.reminded.get(stage, 0) + 1})
        self.send(self.words.note("remind.gently"))
        self.ask(question)
        self.remind_later(question)
