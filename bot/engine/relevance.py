"""Relevance: which steps count now, what is settled, and so what comes next. Position is derived here, never stored.

    next step = the first relevant step, in order, that is not settled

Pure look-ups over a flow and a session; it must never change either.
"""

from dataclasses import dataclass

from bot.engine.expressions import Answers, holds
from bot.engine.flow import Consent, Flow, Question, Say, Step
from bot.engine.session import Session, Status
from bot.engine.texts import basis
from bot.engine.values import Answer, Basis


@dataclass(frozen=True, slots=True)
class Survey:
    """The relevant steps in order, and the answers that count: those of relevant questions that were given."""

    steps: tuple[Step, ...]
    answers: Answers

    @property
    def live(self) -> frozenset[str]:
        return frozenset(step.id for step in self.steps)


def survey(flow: Flow, session: Session) -> Survey:
    """One pass in order: a condition sees the answers before it, and a question that is not relevant has none."""
    answers: dict[str, Answer] = {}
    steps = []
    for step in flow.steps:
        if holds(step.when, answers):
            steps.append(step)
            response = session.responses.get(step.id)
            if response is not None and response.value is not None:
                answers[step.id] = response.value
    return Survey(tuple(steps), answers)


def quoted_now(step: Step, seen: Survey) -> Basis:
    return basis(step.quotes, seen.answers)


def is_settled(step: Step, session: Session, seen: Survey) -> bool:
    """A message by having been shown, a question by a response; both only while what they quote has not changed."""
    if isinstance(step, Say):
        return session.shown.get(step.id) == quoted_now(step, seen)
    response = session.responses.get(step.id)
    return response is not None and response.basis == quoted_now(step, seen)


def next_step(flow: Flow, session: Session, seen: Survey) -> Step | None:
    """Where the cursor stands, else the first relevant step that is not settled; None at the end."""
    cursor = None if session.cursor is None else flow.by_id.get(session.cursor)
    if cursor is not None and cursor in seen.steps:
        return cursor
    return next((step for step in seen.steps if not is_settled(step, session, seen)), None)


def open_question(flow: Flow, session: Session, seen: Survey) -> Question | None:
    """The question that waits for a reply, if one has been put; after a refusal none does."""
    step = None if session.status is Status.REFUSED else next_step(flow, session, seen)
    return None if step is None or isinstance(step, Say) or step.id not in session.askings else step


def answered_questions(session: Session, seen: Survey) -> tuple[Question, ...]:
    """What can be looked at and changed. The base consent is not among them: its “no” deletes, so it is no slip of a
    thumb."""
    return tuple(
        step
        for step in seen.steps
        if not isinstance(step, Say) and step.id in session.responses and not is_base_consent(step)
    )


def question_before(flow: Flow, session: Session, seen: Survey) -> Question | None:
    """The last answered question before the current place; None at the beginning."""
    here = next_step(flow, session, seen)
    end = len(flow.steps) if here is None else flow.positions[here.id]
    earlier = [step for step in answered_questions(session, seen) if flow.positions[step.id] < end]
    return earlier[-1] if earlier else None


def is_base_consent(step: Step) -> bool:
    return isinstance(step, Consent) and step.refusal is not None
