"""Snapshots: the store's rows and the flows' questions, put together as the report's frozen input.

Codes and kinds only: nobody's words leave the store through here. Dormant responses count nowhere; a question that a
person
got past without its being relevant is “not applicable”. It must never decide what may be shown: disclosure does.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from bot.engine.flow import Flow, FreeText, Option, Question, Say, SelectMultiple
from bot.engine.relevance import is_base_consent, next_step, survey
from bot.engine.session import from_json
from bot.engine.texts import Reader, Text, plain
from bot.engine.values import Kind
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
    "SelectMultiple": "select_multiple",
    "Scale": "scale",
    "FreeText": "text",
    "Reflection": "reflection",
    "Consent": "consent",
}


async def take_snapshot(tx: Transaction, library: Library, cohort: Cohort, now: datetime) -> Snapshot:
    """One consistent read of a cohort: every question of its flows, and a row for each person who joined."""
    stored = await sessions.of_cohort(tx, cohort.id)
    await library.fetch(tx, {each.revision for each in stored})
    given = [each for each in await responses.of_cohort(tx, cohort.id) if each.is_live]
    joined = [each.participant_id for each in await memberships.of_cohort(tx, cohort.id) if each.left_at is None]
    flows = flows_of(library, cohort, stored)
    facts = facts_of(library, cohort, flows, now)
    people = people_of(joined, stored, given, {flow.revision: flow for flow in flows}, cohort.language)
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
        for step in flow.steps:
            if isinstance(step, Say) or is_base_consent(step) or (flow.id, step.id) in seen:
                continue
            seen.add((flow.id, step.id))
            yield question_of(library, cohort, flow, step)


def question_of(library: Library, cohort: Cohort, flow: Flow, step: Question) -> ReportQuestion:
    options = () if isinstance(step, FreeText) else step.options
    return ReportQuestion(
        id=step.id,
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
    options = () if isinstance(step, FreeText) else step.options
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
) -> tuple[PersonRow, ...]:
    answers: dict[str, dict[str, Answer]] = {}
    session_of = {each.participant_id: each for each in stored}
    for response in given:
        flow = flows[response.revision]
        step = flow.question(response.question)
        if step is not None and not is_base_consent(step):
            own = answers.setdefault(response.participant_id, {})
            own[f"{flow.id}.{step.id}"] = answer_of(step, response)
    for person, session in session_of.items():
        answers.setdefault(person, {}).update(passed_by(session, flows[session.revision]))
    return tuple(row_of(person, session_of.get(person), answers.get(person, {}), language) for person in joined)


def answer_of(step: Question, response: StoredResponse) -> Answer:
    value = json.loads(response.value)
    if isinstance(step, FreeText) or value is None or response.kind == Kind.DECLINED:
        return Answer(response.kind)  # type: ignore[arg-type]  # the engine's kinds are the report's
    codes = tuple(value) if isinstance(step, SelectMultiple) else (value,)
    return Answer(response.kind, codes)  # type: ignore[arg-type]  # the same


def passed_by(stored: StoredSession, flow: Flow) -> dict[str, Answer]:
    """Questions before the person's place that were not relevant to them."""
    session = from_json(json.loads(stored.state))
    seen = survey(flow, session)
    place = next_step(flow, session, seen)
    end = len(flow.steps) if place is None else flow.positions[place.id]
    passed = (step for step in flow.steps[:end] if not isinstance(step, Say) and step.id not in seen.live)
    return {f"{flow.id}.{step.id}": Answer("not_applicable") for step in passed}


def row_of(person: str, stored: StoredSession | None, answers: dict[str, Answer], language: str) -> PersonRow:
    if stored is None:
        return PersonRow(person, None, language, False, {})
    return PersonRow(person, None, stored.language, stored.finished_at is not None, answers)
