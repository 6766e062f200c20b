"""Summaries: who may have one, that each is made once, and that no two can be subtracted to show one person."""

import json
from datetime import timedelta

import pytest
from refusing import refuse
from service_room import ANSWERS, BOT, ServiceRoom
from sqlalchemy import update

from bot.service.reporting import BeingUpdated, Made, summarise
from bot.simulator import Phone
from bot.store import audit, facilitators, jobs, people, sessions
from bot.store.jobs import Job


async def noor_of(room: ServiceRoom) -> Phone:
    """Noor, who has opened the facilitator's link."""
    return await room.join("Noor", "en", room.new.facilitator_code)


async def summary(room: ServiceRoom) -> Made:
    return await summarise(room.database, room.library, room.new.cohort, room.now, "operator")


async def test_a_facilitator_gets_the_summary_that_they_ask_for(room: ServiceRoom) -> None:
    noor = await noor_of(room)
    await room.many_finished(6)
    await room.say(noor, "/summary")
    assert noor.texts[-2] == room.phrases.say("en", "summary.making")
    assert "What best describes your role?" in noor.last.text
    async with room.database.reading() as tx:
        assert "summary" in [line.act for line in await audit.last(tx, 10)]


@pytest.mark.parametrize("named", ["", " Maison du quartier", " Maison", " Nowhere at all"])
async def test_a_summary_is_refused_with_the_same_words_whatever_cohort_is_named(room: ServiceRoom, named: str) -> None:
    eve = await room.finished("Eve", "en")
    before = await room.rows()
    await room.say(eve, f"/summary{named}")
    assert room.said(eve, "command.facilitators")
    assert "jobs" not in await room.rows()
    assert (await room.rows()) | {"outbox": 0} == before | {"outbox": 0}


async def test_a_facilitator_of_another_cohort_hears_nothing_of_this_one(room: ServiceRoom) -> None:
    other = await room.another_cohort("Cuisine collective")
    eve = await room.join("Eve", "en", other.facilitator_code)
    await room.many_finished(6)
    await room.say(eve, "/summary Maison")
    assert room.said(eve, "summary.choose", cohorts="Cuisine collective")
    await room.say(eve, "/summary")
    assert "6" not in eve.last.text.replace("2026", "")


async def test_somebody_removed_from_the_team_gets_no_summary_that_was_under_way(room: ServiceRoom) -> None:
    noor = await noor_of(room)
    await room.many_finished(6)
    await noor.say("/summary")
    await room.bot.poller.step()
    async with room.database.transaction() as tx:
        person = (await people.find(tx, BOT, [noor.id]))[noor.id]
        await facilitators.remove(tx, person.id, room.new.cohort.id, room.now())
    await room.settle()
    assert room.said(noor, "command.facilitators")
    await room.say(noor, "/summary")
    assert room.said(noor, "command.facilitators")


async def test_a_summary_asked_for_once_is_answered_once_though_the_update_comes_twice(room: ServiceRoom) -> None:
    noor = await noor_of(room)
    room.sim.faults.add("duplicate", copies=3, times=1)
    await noor.say("/summary")
    await room.settle()
    assert noor.texts.count(room.phrases.say("en", "summary.making")) == 1
    assert len([text for text in noor.texts if room.new.cohort.name in text]) == 2, "the greeting and one summary"


async def test_a_job_left_half_done_is_done_again_and_answered_once(room: ServiceRoom) -> None:
    noor = await noor_of(room)
    await noor.say("/summary")
    await room.bot.poller.step()
    async with room.database.transaction() as tx:
        assert await jobs.lease(tx, "killed", room.now(), room.now() + timedelta(minutes=5), 1)
    assert await room.bot.worker.step() == 0
    await room.bot.worker.start()
    assert await room.bot.worker.step() == 1
    assert await room.bot.worker.step() == 0
    await room.settle()
    assert len([text for text in noor.texts if room.new.cohort.name in text]) == 2


async def test_a_job_that_cannot_be_done_is_given_up_and_said(room: ServiceRoom) -> None:
    noor = await noor_of(room)
    async with room.database.transaction() as tx:
        person = (await people.find(tx, BOT, [noor.id]))[noor.id]
        arguments = {"cohort": room.new.cohort.id, "participant": person.id, "language": "xx"}
        await jobs.add(tx, [Job("summary", json.dumps(arguments | {"language": "en"}), room.now(), key="good")])
        gone = room.new.cohort.workshop
    shelf = room.library.shelves.pop(gone)
    try:
        await room.settle()
    finally:
        room.library.shelves[gone] = shelf
    assert room.said(noor, "summary.failed")


async def test_a_job_that_meets_a_value_that_does_not_open_is_given_up_too(room: ServiceRoom) -> None:
    noor = await noor_of(room)
    await room.finished("Awa")
    async with room.database.transaction() as tx:
        await tx.change(update(sessions.sessions).values(state=b"damaged"))
    await room.say(noor, "/summary")
    assert room.said(noor, "summary.failed")


async def test_a_second_summary_after_few_changes_is_the_first_one_again(room: ServiceRoom) -> None:
    phones = await room.many_finished(12)
    first = await summary(room)
    room.sim.clock.advance(3600)
    await room.say(phones[0], "/review", "1")
    await room.finished("Awa")
    second = await summary(room)
    assert first.is_new
    assert not second.is_new
    assert second.report == first.report


async def test_a_summary_is_new_again_once_ten_people_have_changed(room: ServiceRoom) -> None:
    await room.many_finished(12)
    await summary(room)
    await room.many_finished(9)
    assert not (await summary(room)).is_new
    await room.finished("Awa")
    assert (await summary(room)).is_new


async def test_after_somebody_was_deleted_no_earlier_summary_is_shown(room: ServiceRoom) -> None:
    noor, phones = await noor_of(room), await room.many_finished(12)
    await summary(room)
    await room.say(phones[1], "/delete")
    await room.tap(phones[1], room.phrases.say("en", "button.delete"))
    with pytest.raises(BeingUpdated):
        await summary(room)
    await room.say(noor, "/summary")
    assert room.said(noor, "summary.being_updated")


async def test_somebody_who_only_refused_does_not_take_the_summary_away(room: ServiceRoom) -> None:
    await room.many_finished(12)
    first = await summary(room)
    eve = await room.join("Eve", "en")
    await room.say(eve, "no thank you")
    assert (await summary(room)).report == first.report


async def test_a_deletion_that_its_batch_could_not_store_at_first_still_takes_the_summary_away(
    room: ServiceRoom,
) -> None:
    phones = await room.many_finished(12)
    await summary(room)
    await room.say(phones[1], "/delete")
    await refuse(room.database, "responses", "NEW.question = 'reflection'")
    sam = await room.join("Sam", "en")
    await room.say(sam, *ANSWERS[:-1])
    await phones[1].tap(room.phrases.say("en", "button.delete"))
    await sam.say("refused by the database")
    await room.take_in_together()
    assert room.said(phones[1], "delete.done")
    assert (await room.rows())["participants"] == 12
    with pytest.raises(BeingUpdated):
        await summary(room)
