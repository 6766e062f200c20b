"""Exporting: the rows of people who agreed to take part, by a number that means nothing elsewhere. Audited.

It must never give out words that their question keeps from the team, nor anything that says who somebody is.
"""

import json
from datetime import datetime
from random import SystemRandom
from typing import TypedDict

from bot.engine.flow import Flow
from bot.engine.questions import FreeText, Listing
from bot.service.library import Library
from bot.store import audit, responses
from bot.store.audit import Audited
from bot.store.cohorts import Cohort
from bot.store.database import Database
from bot.store.responses import StoredResponse


class Row(TypedDict):
    """One response. `value` is a code, a list of codes, words, or null."""

    person: int
    flow: str
    question: str
    item: str
    kind: str
    value: object
    language: str
    revision: str
    at: str


async def export_rows(database: Database, library: Library, cohort: Cohort, now: datetime) -> list[Row]:
    """Every response that counts. People are numbered anew in each export, in no order that tells who joined when."""
    async with database.transaction() as tx:
        given = [each for each in await responses.of_cohort(tx, cohort.id) if each.is_live]
        await library.fetch(tx, {each.revision for each in given})
        people = list({each.participant_id for each in given})
        SystemRandom().shuffle(people)
        await audit.add(tx, [Audited(now, "operator", "export", cohort.id, count=len(given))])
    numbers = {person: number for number, person in enumerate(people, 1)}
    rows = [row_of(each, numbers[each.participant_id], library.flow(each.revision)) for each in given]
    return sorted(rows, key=lambda row: (row["person"], row["flow"], row["question"], row["item"]))


def row_of(response: StoredResponse, person: int, flow: Flow) -> Row:
    return Row(
        person=person,
        flow=response.flow,
        question=response.question,
        item=response.item,
        kind=response.kind,
        value=shareable(response, flow),
        language=response.language,
        revision=response.revision,
        at=response.at.date().isoformat(),
    )


def shareable(response: StoredResponse, flow: Flow) -> object:
    """Words leave only when their question says that the team reads them."""
    question = flow.question(response.question)
    if isinstance(question, FreeText | Listing) and question.share != "facilitators":
        return None
    return json.loads(response.value)
