"""Following: the flow that comes next for somebody who has just finished one, if it is open now and meant for them.

What is not open yet begins by its calendar. It must never begin a flow twice, nor one whose turn has not come.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.engine.expressions import holds
from bot.engine.relevance import answers_to_pass_on
from bot.engine.values import Answer
from bot.flows import Opening
from bot.service.library import Shelf
from bot.service.seat import Seat
from bot.store.cohorts import Cohort

WHEN = re.compile(r"(?P<days>[+-][0-9]+)d(?: (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}))?")


def next_opening(shelf: Shelf, cohort: Cohort, seats: Iterable[Seat], now: datetime) -> Opening | None:
    """The first flow of the workshop that the person has not begun, when it is open and its condition holds."""
    theirs = [seat for seat in seats if seat.stored.cohort_id == cohort.id]
    begun, answers = {seat.stored.flow for seat in theirs}, passed_on(theirs)
    waiting = (each for each in shelf.workshop.calendar if each.flow not in begun)
    return next((each for each in waiting if is_open(each, cohort, now) and holds(each.condition, answers)), None)


def passed_on(seats: Iterable[Seat]) -> dict[str, Answer]:
    """Everything that somebody has answered in a cohort, by full name."""
    answers: dict[str, Answer] = {}
    for seat in seats:
        answers |= answers_to_pass_on(seat.flow, seat.session, seat.world)
    return answers


def is_open(opening: Opening, cohort: Cohort, now: datetime) -> bool:
    """By the cohort's date in its own zone; the day on which a flow closes is its last, unless an hour is given."""
    opens, closes = moment(opening.opens, cohort), moment(opening.closes, cohort, ends=True)
    return (opens is None or opens <= now) and (closes is None or now < closes)


def moment(written: str | None, cohort: Cohort, ends: bool = False) -> datetime | None:
    match = None if written is None else WHEN.fullmatch(written)
    if match is None:
        return None
    midnight = datetime(cohort.date.year, cohort.date.month, cohort.date.day, tzinfo=ZoneInfo(cohort.timezone))
    day = midnight + timedelta(days=int(match["days"]))
    if match["hour"] is not None:
        return day.replace(hour=int(match["hour"]), minute=int(match["minute"]))
    return day + timedelta(days=1) if ends else day
