"""Relevance: what is settled, and so what comes next. Position is derived here, never stored.

    next step = the first relevant step, in order, that is not settled; a closed stage blocks what follows it

Pure look-ups over a survey and a session; it must never change either.
"""

from collections.abc import Iterator
from functools import lru_cache

from bot.engine.expressions import Answers
from bot.engine.flow import Flow, Repeat, Say, Stage, Step
from bot.engine.mentions import is_at_every_item
from bot.engine.offers import takes
from bot.engine.questions import Consent, Question, Review
from bot.engine.session import Session, Status
from bot.engine.surveying import Met, Survey, survey
from bot.engine.texts import OF_THE_COHORT
from bot.engine.values import Answer, Basis
from bot.engine.world import World


def quoted_now(step: Met, seen: Survey) -> Basis:
    """The values that a step's words and options depend on now, in a fixed order."""
    quotes = step.quotes
    if not quotes:
        return ()
    single, every = in_order(quotes)
    values = tuple((name, seen.answers.get(name)) for name in single)
    return values if not every else (*values, *values_at_every_item(every, seen.answers))


@lru_cache(maxsize=4096)
def in_order(quotes: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that stand for one answer, and those that stand for one at every item of a repeat."""
    every = tuple(sorted(name for name in quotes if is_at_every_item(name)))
    return tuple(sorted(quotes.difference(every))), every


def values_at_every_item(names: tuple[str, ...], answers: Answers) -> Iterator[tuple[str, Answer | None]]:
    return ((key, answers[key]) for key in sorted(answers) if key.startswith(names))


def is_settled(step: Met, session: Session, seen: Survey) -> bool:
    """A message by having been shown, a question by a response; both only while what they quote has not changed, and
    an answer only while it could still be given."""
    if isinstance(step, Say):
        return session.shown.get(step.id) == quoted_now(step, seen)
    response = session.responses.get(step.id)
    if response is None or response.basis != quoted_now(step, seen):
        return False
    return takes(step, response.value, seen.answers)


def closed_stages(flow: Flow, world: World) -> frozenset[str]:
    """Those whose gate is closed. Opening a stage opens those before it."""
    last = max((flow.stage_at.get(each, -1) for each in world.open_stages), default=-1)
    return frozenset(stage.id for stage in flow.stages[last + 1 :] if stage.has_gate)


def open_until(flow: Flow, seen: Survey, world: World) -> int:
    """How many of the steps come before the first closed stage."""
    closed = closed_stages(flow, world)
    if not closed:
        return len(seen.steps)
    return next((place for place, step in enumerate(seen.steps) if step.stage in closed), len(seen.steps))


def next_step(flow: Flow, session: Session, seen: Survey, world: World) -> Met | Stage | None:
    """Where the cursor stands, else the first relevant step that is not settled, from the room on if one was joined;
    the closed stage that blocks the way; None at the end."""
    cursor = seen.step(session.cursor)
    if cursor is not None and seen.places[cursor.id] < open_until(flow, seen, world):
        return cursor
    start, closed = room_start(session, seen), closed_stages(flow, world)
    blocked = None
    for step in seen.steps[start:]:
        if step.stage in closed:
            blocked = step.stage
            break
        if not is_settled(step, session, seen):
            return step
    left = (step for step in seen.steps[:start] if step.stage not in closed and not is_settled(step, session, seen))
    return next(left, None if blocked is None else flow.stages[flow.stage_at[blocked]])


def room_start(session: Session, seen: Survey) -> int:
    if session.room is None:
        return 0
    return next((place for place, step in enumerate(seen.steps) if step.stage == session.room), 0)


def open_question(flow: Flow, session: Session, seen: Survey, world: World) -> Question | None:
    """The question that waits for a reply, if one has been put; after a refusal none does."""
    return waiting_for(next_step(flow, session, seen, world), session)


def waiting_for(place: Met | Stage | None, session: Session) -> Question | None:
    if place is None or isinstance(place, Say | Stage) or session.status is Status.REFUSED:
        return None
    return place if place.id in session.askings else None


def answered_questions(session: Session, seen: Survey) -> tuple[Question, ...]:
    """What can be looked at and changed. The base consent is not among them: its “no” deletes, so it is no slip of a
    thumb."""
    return tuple(step for step in seen.steps if can_be_changed(step, session))  # type: ignore[misc]  # questions alone can


def can_be_changed(step: Met, session: Session) -> bool:
    return step.id in session.responses and not isinstance(step, Say | Review) and not is_base_consent(step)


def question_before(here: Met | Stage | None, session: Session, seen: Survey) -> Question | None:
    """The last answered question before a place; None at the beginning."""
    end = len(seen.steps) if here is None or isinstance(here, Stage) else seen.places[here.id]
    return next((step for step in reversed(seen.steps[:end]) if can_be_changed(step, session)), None)  # type: ignore[return-value]  # questions alone can


def asked_again(question: Question, session: Session, seen: Survey) -> tuple[Question, ...]:
    """The answered questions whose words or options hang on this one's answer: a change of it asks them again."""
    key = question.id
    return tuple(each for each in answered_questions(session, seen) if each.id != key and quotes_key(each, key))


def quotes_key(question: Question, key: str) -> bool:
    single, every = in_order(question.quotes)
    return key in single or any(key.startswith(name) for name in every)


def is_base_consent(step: Met | Step | Repeat) -> bool:
    return isinstance(step, Consent) and step.refusal is not None


def answers_to_pass_on(flow: Flow, session: Session, world: World) -> dict[str, Answer]:
    """The answers of a flow by full name (`reflection.name@2`), for the flows after it."""
    seen, prefix = survey(flow, session, world), flow.id.replace("-", "_")
    own = {key: value for key, value in seen.answers.items() if key not in session.earlier}
    return {f"{prefix}.{key}": value for key, value in own.items() if not key.startswith(OF_THE_COHORT)}
