"""Snapshots: the store's rows and the flows' questions, put together as the report's frozen input.

Codes and kinds only: nobody's words leave the store through here. Dormant responses count nowhere; a question that a
person
got past without its being relevant is “not applicable”. It must never decide what may be shown: disclosure does.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.engine.flow import Calculate, Flow, Repeat, Say, Stage
from bot.engine.items import item_of, name_of
from bot.engine.options import Option
from bot.engine.questions import Choice, Question, Review
from bot.engine.relevance import is_base_consent, next_step, open_until
from bot.engine.rendering import Reader, plain
from bot.engine.session import from_json
from bot.engine.surveying import survey
from bot.engine.texts import Text
from bot.engine.values import Kind
from bot.engine.world import World
from bot.report import Answer, CohortFacts, MissingKind, PersonRow, Snapshot
from bot.report import Kind as ReportKind
from bot.report import Option as ReportOption
from bot.report import Question as ReportQuestion
from bot.service.library import Library
from bot.store import memberships, responses, sessions
from bot.store.cohorts import Cohort
from bot.store.responses import StoredResponse
from bot.store.sessions import StoredSession
from bot.store.transaction import Transaction

KINDS: dict[str, ReportKind] = {
    "SelectOne": "select_one",
    "Quote": "select_one",
    "SelectMultiple": "select_multiple",
    "Rank": "select_multiple",
    "Scale": "scale",
    "FreeText": "text",
    "Listing": "text",
    "Number": "text",
    "Day": "text",
    "Hour": "text",
    "Reflection": "reflection",
    "Consent": "consent",
}
"""What is not chosen from options is counted as answered: figures of its own come with the report."""


async def take_snapshot(tx: Transaction, library: Library, cohort: Cohort, now: datetime) -> Snapshot:
    """One consistent read of a cohort: every question of its flows, and a row for each person who joined."""
    stored = await sessions.of_cohort(tx, cohort.id)
    await library.fetch(tx, {each.revision for each in stored})
    given = [each for each in await responses.of_cohort(tx, cohort.id) if each.is_live]
    joined = [each.participant_id for each in await memberships.of_cohort(tx, cohort.id) if each.left_at is None]
    flows = flows_of(library, cohort, stored)
    facts = facts_of(library, cohort, flows, now)
    people = people_of(
        joined, stored, given, {flow.revision: flow for flow in flows}, cohort.language, library.world(cohort)
    )
    return Snapshot(facts, tuple(questions_of(library, cohort, flows)), people)


def flows_of(library: Library, cohort: Cohort, stored: Iterable[StoredSession]) -> tuple[Flow, ...]:
    """The flows as they are now, then the older revisions that somebody is in."""
    shelf = library.shelves[cohort.workshop]
    now = tuple(shelf.flows[name] for name in shelf.workshop.flows)
    older = {each.revision for each in stored} - {flow.revision for flow in now}
    return (*now, *(library.flow(revision) for revision in sorted(older)))


def facts_of(library: Library, cohort: Cohort, flows: tuple[Flow, ...], now: datetime) -> CohortFacts:
    workshop = library.shelves[cohort.workshop].workshop
    return CohortFacts(
        id=cohort.id,
        name=cohort.name,
        workshop=cohort.workshop,
        title=workshop.title,
        host={language: filled.get("host_org", "") for language, filled in library.world(cohort).settings.items()},
        date=cohort.date,
        taken_at=now,
        minimum=cohort.minimum,
        languages=workshop.languages,
        revisions=tuple(flow.revision for flow in flows),
    )


def questions_of(library: Library, cohort: Cohort, flows: tuple[Flow, ...]) -> Iterable[ReportQuestion]:
    """Revisions are merged by question id: the newest words, first come."""
    seen: set[tuple[str, str]] = set()
    for flow in flows:
        for name, step in countable(flow):
            if (flow.id, name) not in seen:
                seen.add((flow.id, name))
                yield question_of(library, cohort, flow, name, step)


def countable(flow: Flow) -> Iterator[tuple[str, Question]]:
    """The questions that each person answers once, a matrix item by item. What a repeat gathers is another unit."""
    for step in flow.steps:
        match step:
            case Repeat(options=options, steps=(Choice() as question,)) if options:
                yield from ((f"{step.id}.{option.code}", replace(question, ask=option.label)) for option in options)
            case Say() | Calculate() | Repeat() | Review():
                pass
            case question if not is_base_consent(question):
                yield question.id, question


def question_of(library: Library, cohort: Cohort, flow: Flow, name: str, step: Question) -> ReportQuestion:
    options = step.options if isinstance(step, Choice) else ()
    return ReportQuestion(
        id=name,
        flow=flow.id,
        kind=KINDS[type(step).__name__],
        title={language: words_of(library, cohort, step.ask, language) for language in flow.languages},
        options=tuple(option_of(option, flow) for option in options if option.missing is not Kind.DECLINED),
        optional=not step.required,
        sensitive=step.sensitive,
        allows=tuple(allowed(step)),
    )


def allowed(step: Question) -> Iterable[MissingKind]:
    """The ways of not answering that the question offers: any other one would protect nobody."""
    options = step.options if isinstance(step, Choice) else ()
    kinds = {option.missing for option in options}
    if Kind.DONT_KNOW in kinds:
        yield "dont_know"
    if Kind.DECLINED in kinds:
        yield "declined"
    if not step.required:
        yield "skipped"


def words_of(library: Library, cohort: Cohort, text: Text, language: str) -> str:
    """A question as everybody met it: nobody's answer is quoted in a title."""
    world = library.world(cohort)
    return plain(text, Reader(language, {}, world.settings.get(language, {}), lambda *_: None, world.phrases))


def option_of(option: Option, flow: Flow) -> ReportOption:
    labels = {language: option.words(language) for language in flow.languages}
    return ReportOption(option.code, labels, option.missing is Kind.DONT_KNOW)


def people_of(
    joined: Iterable[str],
    stored: Iterable[StoredSession],
    given: Iterable[StoredResponse],
    flows: dict[str, Flow],
    language: str,
    world: World,
) -> tuple[PersonRow, ...]:
    answers: dict[str, dict[str, Answer]] = {}
    sessions_of: dict[str, list[StoredSession]] = {}
    for each in stored:
        sessions_of.setdefault(each.participant_id, []).append(each)
    for response in given:
        flow = flows[response.revision]
        step, name = flow.question(response.question), counted_as(flow, response.question, response.item)
        if step is not None and name is not None and not is_base_consent(step):
            answers.setdefault(response.participant_id, {})[f"{flow.id}.{name}"] = answer_of(step, response)
    for person, theirs in sessions_of.items():
        for session in theirs:
            answers.setdefault(person, {}).update(passed_by(session, flows[session.revision], world))
    return tuple(row_of(person, sessions_of.get(person, []), answers.get(person, {}), language) for person in joined)


def counted_as(flow: Flow, question: str, item: str) -> str | None:
    """The name under which a response is counted; None for one of many in a repeat."""
    if not item:
        return question
    repeat = flow.repeats.get(question)
    is_matrix = repeat is not None and bool(repeat.options) and "." not in item
    return f"{question}.{item}" if is_matrix else None


def answer_of(step: Question, response: StoredResponse) -> Answer:
    value = json.loads(response.value)
    if not isinstance(step, Choice) or value is None or response.kind == Kind.DECLINED:
        return Answer(response.kind)  # type: ignore[arg-type]  # the engine's kinds are the report's
    codes = tuple(value) if isinstance(value, list) else (value,)
    return Answer(response.kind, codes)  # type: ignore[arg-type]  # the same


def passed_by(stored: StoredSession, flow: Flow, world: World) -> dict[str, Answer]:
    """Questions before the person's place that were not relevant to them."""
    session = from_json(json.loads(stored.state))
    seen = survey(flow, session, world)
    place = next_step(flow, session, seen, world)
    end = open_until(flow, seen, world) if place is None or isinstance(place, Stage) else seen.places[place.id]
    names = {name for key, before in seen.passed if before <= end for name in passed_names(flow, key)}
    return {f"{flow.id}.{name}": Answer("not_applicable") for name in names}


def passed_names(flow: Flow, key: str) -> list[str]:
    """What is counted of a step that was passed by: of a matrix, its items."""
    step = flow.by_id.get(name_of(key))
    matrix = flow.repeats.get(key)
    if matrix is not None and matrix.options:
        return [f"{key}.{option.code}" for option in matrix.options]
    return [key] if step is not None and not item_of(key) and flow.question(key) is not None else []


def row_of(person: str, stored: list[StoredSession], answers: dict[str, Answer], language: str) -> PersonRow:
    """Who has finished every flow that they began has finished."""
    if not stored:
        return PersonRow(person, None, language, False, {})
    latest = max(stored, key=lambda each: each.updated_at)
    return PersonRow(person, None, latest.language, all(each.finished_at for each in stored), answers)
