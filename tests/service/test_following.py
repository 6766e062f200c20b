"""Flow after flow: who finishes one goes on with the next that is open, which knows what was said before."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from service_room import ServiceRoom

from bot.engine.expressions import IsAnswered
from bot.flows import Opening
from bot.service import facilitation
from bot.service.facilitation import NewCohort
from bot.service.following import is_open, moment, next_opening
from bot.simulator import Phone
from bot.store import responses, sessions
from bot.store.cohorts import Cohort

MONCTON = ZoneInfo("America/Moncton")
NEEDS = (*("1",) * 12, *("2",) * 5, "L’imprimante.", "1", "/passer", "/passer")
"""Every question of the needs assessment, typed: the first choice, and for the five factors “freine un peu”."""


async def data_for_impact(room: ServiceRoom, days_ahead: int) -> NewCohort:
    """A cohort whose workshop is so many days from now."""
    workshop = room.library.shelves["data-for-impact"].workshop
    day = room.now().date() + timedelta(days=days_ahead)
    filled = workshop.examples()["fr"]
    wanted = facilitation.planned(workshop, "Impact", day, "America/Moncton", "fr", filled, 5, room.now())
    return await facilitation.create(room.database, wanted, room.now())


async def agreed(room: ServiceRoom, new: NewCohort) -> Phone:
    awa = await room.join("Awa", "fr", new.participant_code)
    await room.say(awa, "oui j’accepte", "oui", "oui")
    return awa


async def flows_begun(room: ServiceRoom, new: NewCohort) -> list[str]:
    async with room.database.reading() as tx:
        return sorted(each.flow for each in await sessions.of_cohort(tx, new.cohort.id))


async def test_after_the_consent_comes_the_needs_assessment_at_once(room: ServiceRoom) -> None:
    new = await data_for_impact(room, days_ahead=10)
    awa = await agreed(room, new)
    assert awa.last.text == "Qu’est-ce qui décrit le mieux votre rôle?"
    assert await flows_begun(room, new) == ["consent", "needs-assessment"]


async def test_a_flow_that_is_not_open_yet_is_not_begun(room: ServiceRoom) -> None:
    new = await data_for_impact(room, days_ahead=30)
    awa = await agreed(room, new)
    assert "c’est noté" in awa.last.text
    assert await flows_begun(room, new) == ["consent"]


async def test_the_reflection_quotes_what_the_needs_assessment_heard(room: ServiceRoom) -> None:
    new = await data_for_impact(room, days_ahead=5)
    awa = await agreed(room, new)
    await room.say(awa, *NEEDS)
    texts = [message.text for message in awa.messages]
    assert any("vous avez répondu : « pas du tout à l’aise »" in text.replace("\u00a0", " ") for text in texts)
    assert await flows_begun(room, new) == ["consent", "needs-assessment", "reflection"]


async def test_answers_in_a_repeat_are_filed_by_their_item(room: ServiceRoom) -> None:
    new = await data_for_impact(room, days_ahead=5)
    awa = await agreed(room, new)
    await room.say(awa, *NEEDS, "/passer", "/passer", "Liste d’attente", "/retour", "File d’attente")
    async with room.database.reading() as tx:
        given = await responses.of_cohort(tx, new.cohort.id)
    assert [(each.item, each.value) for each in given if each.question == "name"] == [("1", '"File d’attente"')]
    factors = sorted(each.item for each in given if each.question == "factors")
    assert factors == ["capacity", "culture", "infrastructure", "mindset", "social"]


async def test_privacy_shows_the_notice_in_every_flow_of_the_cohort(room: ServiceRoom) -> None:
    new = await data_for_impact(room, days_ahead=5)
    awa = await agreed(room, new)
    await room.say(awa, "/confidentialite")
    assert any("ce que deviennent vos réponses" in message.text for message in awa.messages[-4:])


def cohort(day: date) -> Cohort:
    return Cohort("w", "n", day, "America/Moncton", "fr", "{}", 5, datetime(2026, 1, 1, tzinfo=MONCTON))


@pytest.mark.parametrize(
    ("written", "ends", "expected"),
    [
        ("-14d", False, datetime(2026, 11, 21, tzinfo=MONCTON)),
        ("+1d 09:00", False, datetime(2026, 12, 6, 9, tzinfo=MONCTON)),
        ("-1d", True, datetime(2026, 12, 5, tzinfo=MONCTON)),
        (None, False, None),
    ],
)
def test_the_calendar_counts_from_the_cohorts_day_in_its_own_zone(
    written: str | None, ends: bool, expected: datetime | None
) -> None:
    assert moment(written, cohort(date(2026, 12, 5)), ends) == expected


def test_a_flow_is_open_from_its_first_to_its_last_day() -> None:
    opening, held = Opening("f", "-2d", "-1d"), cohort(date(2026, 12, 5))
    days = [datetime(2026, 12, day, 23, 30, tzinfo=MONCTON) for day in (2, 3, 4, 5)]
    assert [is_open(opening, held, each) for each in days] == [False, True, True, False]


async def test_a_flow_for_some_is_not_begun_by_the_others(room: ServiceRoom) -> None:
    shelf = room.library.shelves["data-for-impact"]
    agreed_to = Opening("follow-up", condition=IsAnswered("consent.followup"))
    only = replace(shelf, workshop=replace(shelf.workshop, calendar=(agreed_to,)))
    held, now = cohort(date(2026, 12, 5)), datetime(2026, 12, 5, tzinfo=MONCTON)
    assert next_opening(only, held, (), now) is None
