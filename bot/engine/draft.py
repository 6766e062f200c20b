"""A turn being made: the one file that changes a session.

A draft holds the session as it becomes and the effects so far. It lives inside one call of `turn` and must never
leave it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.engine import wording
from bot.engine.effects import (
    Act,
    CancelTimer,
    Effect,
    Finish,
    Forget,
    GiveConsent,
    Message,
    Press,
    Record,
    Redraw,
    Restore,
    Retract,
    Send,
    SetTimer,
)
from bot.engine.flow import MORE, NO, YES, Consent, Flow, FreeText, Question, Say, SelectMultiple, StepId
from bot.engine.relevance import (
    Survey,
    is_base_consent,
    is_settled,
    next_step,
    open_question,
    question_before,
    quoted_now,
    survey,
)
from bot.engine.session import Asking, Response, Session, Status
from bot.engine.values import Answer, Kind
from bot.engine.wording import Wording
from bot.engine.world import World

UNCONSENTED = "unconsented"
CONSENT_WITHIN = timedelta(hours=24)
"""Who has not agreed after this long is forgotten: nothing is kept before consent."""

MISSES_BEFORE_HELP = 3

OF_THE_OPEN = frozenset({Act.TICK, Act.UNTICK, Act.DONE, Act.BACK})
"""A second tap on “Back” must not go back twice, and ticks are kept for one question at a time."""


class Draft:
    """The session of a turn while the turn is made; `at` is the event's own time."""

    def __init__(self, flow: Flow, session: Session, world: World, at: datetime) -> None:
        self.flow, self.world, self.at = flow, world, at
        self.session = session
        self.effects: list[Effect] = []
        self.seen: Survey = survey(flow, session)

    @property
    def words(self) -> Wording:
        return Wording(self.flow, self.session, self.seen, self.world)

    @property
    def question(self) -> Question | None:
        return open_question(self.flow, self.session, self.seen)

    def change(self, **fields: object) -> None:
        self.session = replace(self.session, **fields)  # type: ignore[arg-type]  # fields of Session, named by the callers here
        if "responses" in fields:  # nothing else decides what is relevant
            self.seen = survey(self.flow, self.session)

    def send(self, message: Message) -> None:
        self.effects.append(Send(message))

    # Moving on

    def begin(self) -> None:
        if any(is_base_consent(step) for step in self.flow.steps):
            self.effects.append(SetTimer(UNCONSENTED, self.at + CONSENT_WITHIN))
        self.advance()

    def advance(self) -> None:
        """Shows the messages that come next and puts the question after them, or finishes."""
        while (step := next_step(self.flow, self.session, self.seen)) is not None:
            if not isinstance(step, Say):
                return self.put(step)
            self.send(self.words.message(step.text))
            self.change(shown={**self.session.shown, step.id: quoted_now(step, self.seen)})
        return self.finish()

    def put(self, question: Question) -> None:
        """Asks; the asking number rises unless the same question still waits, unanswered, with the same words."""
        before, quotes = self.session.askings.get(question.id), quoted_now(question, self.seen)
        waits = before is not None and before.basis == quotes and question.id not in self.session.responses
        number = before.number if before and waits else (before.number if before else 0) + 1
        self.change(
            askings={**self.session.askings, question.id: Asking(number, quotes)},
            ticks=self.ticks_of(question),
        )
        self.ask(question, with_notice=before is None)

    def ticks_of(self, question: Question) -> tuple[str, ...]:
        response = self.session.responses.get(question.id)
        value = None if response is None else response.value
        return value if isinstance(question, SelectMultiple) and isinstance(value, tuple) else ()

    def ask(self, question: Question, with_notice: bool = False) -> None:
        if with_notice and isinstance(question, Consent):
            self.effects.extend(Send(message) for message in wording.consent_messages(self.words, question))
        asking = self.session.askings[question.id].number
        self.effects.append(Send(wording.question_message(self.words, question), question.id, asking))

    def finish(self) -> None:
        if not self.session.thanked:
            self.effects.append(Finish(self.at))
        if self.session.thanked or not any(isinstance(step, Say) for step in self.seen.steps[-1:]):
            self.send(self.words.note("flow.up_to_date" if self.session.thanked else "flow.finished"))
        self.change(status=Status.FINISHED, thanked=True)

    def back(self) -> None:
        before = question_before(self.flow, self.session, self.seen)
        if before is None:
            return self.send(self.words.note("back.first"))
        return self.visit(before.id)

    def visit(self, step: StepId) -> None:
        """Moves the cursor: no response changes until a new one is accepted."""
        self.change(cursor=step, misses=0, status=Status.OPEN)
        self.advance()

    # Taking answers

    def accept(self, question: Question, kind: Kind, value: Answer | None) -> None:
        if isinstance(question, Consent):
            return self.accept_consent(question, value)
        return self.record(question, kind, value)

    def accept_consent(self, question: Consent, value: Answer | None) -> None:
        if value == MORE:
            for text in question.more:
                self.send(self.words.message(text))
            return self.ask(question)
        if value == NO and question.refusal is not None:
            return self.refuse(question)
        language = self.session.language
        version = question.version[language]
        self.effects.append(GiveConsent(question.purpose, value == YES, version, language, self.at))
        if is_base_consent(question):
            self.effects.append(CancelTimer(UNCONSENTED))
        return self.record(question, Kind.ANSWERED, value)

    def refuse(self, question: Consent) -> None:
        self.redraw(wording.settled_message(self.words, question, Kind.ANSWERED, NO), question)
        if question.refusal is not None:
            self.send(self.words.message(question.refusal))
        self.change(status=Status.REFUSED)
        self.effects.append(Forget())

    def record(self, question: Question, kind: Kind, value: Answer | None) -> None:
        asking, basis = self.session.askings[question.id].number, quoted_now(question, self.seen)
        language = self.session.language
        self.redraw(wording.settled_message(self.words, question, kind, value), question)
        response = Response(kind, value, basis, asking, self.at, language)
        self.effects.append(Record(question.id, kind, value, asking, language, self.at))
        self.settle(question, response)

    def keep(self, question: Question) -> None:
        """The earlier answer holds, also for what the question quotes now."""
        response = self.session.responses[question.id]
        self.redraw(wording.settled_message(self.words, question, response.kind, response.value), question)
        self.settle(question, replace(response, basis=quoted_now(question, self.seen)))

    def settle(self, question: Question, response: Response) -> None:
        responses = {**self.session.responses, question.id: response}
        self.change(responses=responses, cursor=None, ticks=(), misses=0, held=None, status=Status.OPEN)
        self.advance()

    def skip(self, question: Question) -> None:
        if question.id in self.session.responses:
            return self.keep(question)
        if question.required:
            return self.send(self.words.note("reply.required"))
        return self.accept(question, Kind.SKIPPED, None)

    def tick(self, question: SelectMultiple, code: str, wanted: bool) -> None:
        """The wanted state of one pick; an exclusive option and the others put each other out."""
        alone = {option.code for option in question.options if option.exclusive}
        kept = {each for each in self.session.ticks if wanted is False or (each in alone) == (code in alone)}
        picked = ({code} if code in alone else kept | {code}) if wanted else kept - {code}
        ticks = tuple(option.code for option in question.options if option.code in picked)
        if ticks != self.session.ticks:
            self.change(ticks=ticks)
            self.redraw(wording.question_message(self.words, question), question)

    # Not an answer

    def miss(self, problem: str, n: int) -> None:
        question, misses = self.question, self.session.misses + 1
        self.change(misses=misses)
        if question is not None and misses % MISSES_BEFORE_HELP == 0:
            return self.send(wording.stuck(self.words, question))
        return self.send(self.words.note(problem, n=n))

    def hold(self, question: Question, text: str) -> None:
        phrase = "reply.held_in_pause" if self.session.status is Status.PAUSED else "reply.held"
        both = self.session.held is not None and isinstance(question, FreeText)  # people write in two halves
        self.change(held=f"{self.session.held}\n{text}" if both else text, status=Status.OPEN)
        self.send(wording.out_of_order(self.words, question, phrase))

    def resume(self) -> None:
        """Shows where we were; nothing is asked anew."""
        question = self.question
        if self.session.status is Status.PAUSED:
            self.change(status=Status.OPEN)
        if question is not None:
            return self.ask(question)
        return self.send(self.words.note("flow.finished")) if self.session.thanked else self.advance()

    def speak(self, language: str) -> None:
        """Another language from here on: what waits is said again, no answer changes."""
        self.change(language=language)
        question = self.question
        if question is None:
            return self.send(self.words.note("language.changed"))
        if not self.session.responses:
            for step in self.seen.steps[: self.seen.steps.index(question)]:
                if isinstance(step, Say):
                    self.send(self.words.message(step.text))
        return self.ask(question, with_notice=not self.session.responses)

    def redraw(self, message: Message, question: Question) -> None:
        self.effects.append(Redraw(message, question.id, self.session.askings[question.id].number))

    def is_waiting(self, question: Question, press: Press) -> bool:
        """Whether a button may still answer: of the latest asking, of words that would be the same now, and of a
        question that is open or not settled. Ticks and the way back belong to the open question alone."""
        put, is_open = self.session.askings.get(question.id), question == self.question
        if put is None or question not in self.seen.steps or self.session.status is Status.REFUSED:
            return False
        waits = is_open or (press.act not in OF_THE_OPEN and not is_settled(question, self.session, self.seen))
        return waits and put == Asking(press.asking, quoted_now(question, self.seen))

    def note_sleepers(self, before: Survey) -> None:
        """Responses that fell asleep or woke because relevance changed."""
        held = set(self.session.responses)
        self.effects.extend(Retract(StepId(each)) for each in sorted((before.live - self.seen.live) & held))
        self.effects.extend(Restore(StepId(each)) for each in sorted((self.seen.live - before.live) & held))
