"""Entering by an invitation, coming back, and who may not."""

from datetime import timedelta

import pytest
from service_room import ANSWERS, BOT, VALUES, ServiceRoom

from bot.service.facilitation import NewCohort
from bot.store import cohorts, invitations, people
from bot.store.invitations import Invitation


async def test_who_opens_the_link_is_asked_in_the_language_of_their_telegram(room: ServiceRoom) -> None:
    awa, sam = await room.join("Awa", "fr"), await room.join("Sam", "en-CA")
    assert awa.last.text.startswith("Acceptez-vous")
    assert sam.last.text.startswith("Do you agree")


async def test_who_speaks_another_language_is_asked_in_the_cohorts(room: ServiceRoom) -> None:
    other = await room.join("Ines", "pt")
    assert other.last.text.startswith("Acceptez-vous")


async def test_eight_typed_answers_are_recorded_each_under_its_question(room: ServiceRoom) -> None:
    awa = await room.finished("Awa")
    assert awa.last.text.startswith("Merci!")
    assert await room.values() == [VALUES]


async def test_opening_the_link_again_asks_the_same_question_and_changes_nothing(room: ServiceRoom) -> None:
    awa = await room.join("Awa", "fr")
    await room.say(awa, *ANSWERS[:3])
    before, question = await room.values(), awa.last.text
    await awa.start(room.new.participant_code)
    await room.settle()
    assert awa.last.text == question
    assert await room.values() == before
    assert (await room.rows())["memberships"] == 1
    await room.say(awa, *ANSWERS[3:])
    assert await room.values() == [VALUES]


async def kept(room: ServiceRoom, code: str, **conditions: object) -> None:
    async with room.database.transaction() as tx:
        await invitations.add(tx, Invitation(room.new.cohort.id, "participant", room.now(), **conditions), code)  # type: ignore[arg-type]  # by name


UNUSABLE: dict[str, dict[str, object]] = {
    "unknown": {},
    "expired": {"expires_at": timedelta(seconds=-1)},
    "used up": {"max_uses": 0},
    "revoked": {"revoked_at": timedelta(seconds=-1)},
}


@pytest.mark.parametrize("why", UNUSABLE)
async def test_an_unusable_code_gets_the_same_words_whatever_is_wrong_with_it(room: ServiceRoom, why: str) -> None:
    if why != "unknown":
        conditions = {
            name: room.now() + value if isinstance(value, timedelta) else value for name, value in UNUSABLE[why].items()
        }
        await kept(room, "the-code", **conditions)
    before = await room.rows()
    eve = await room.join("Eve", "en", "the-code")
    assert eve.texts[1:] == [room.phrases.say("en", "start.unknown")]
    assert await room.rows() == before


async def test_a_code_for_one_use_lets_one_person_in_and_the_second_not(room: ServiceRoom) -> None:
    await kept(room, "for-one", max_uses=1)
    awa, eve = room.sim.person("Awa", "fr"), room.sim.person("Eve", "en")
    await awa.start("for-one")
    await eve.start("for-one")
    await room.settle()
    assert awa.last.text.startswith("Acceptez-vous")
    assert room.said(eve, "start.unknown")
    assert (await room.rows())["memberships"] == 1


async def test_a_second_person_in_the_batch_of_a_used_up_code_leaves_no_row(room: ServiceRoom) -> None:
    await kept(room, "for-one", max_uses=1)
    for name in ("Awa", "Eve"):
        await room.sim.person(name, "fr").start("for-one")
    await room.take_in_together()
    assert (await room.rows())["participants"] == 1


async def test_a_facilitators_link_serves_one_person_and_only_once(room: ServiceRoom) -> None:
    noor = await room.join("Noor", "en", room.new.facilitator_code)
    eve = await room.join("Eve", "en", room.new.facilitator_code)
    assert room.said(noor, "start.facilitator", cohort=room.new.cohort.name)
    assert room.said(eve, "start.unknown")
    await noor.start(room.new.facilitator_code)
    await room.settle()
    assert room.said(noor, "start.facilitator", cohort=room.new.cohort.name)
    assert (await room.rows())["facilitators"] == 1


async def test_a_stranger_leaves_no_row_whatever_they_send(room: ServiceRoom) -> None:
    before, eve = await room.rows(), room.sim.person("Eve", "en")
    await eve.start()
    for words in ("hello", "/summary", "/delete", "/language fr", "/help", "/privacy", "/nothing", "/back"):
        await eve.say(words)
    await eve.forge("aaaaaaaaaaaa:f:0::", eve.last.id)
    await eve.forge("aaaaaaaaaaaa:p:1:role:lead", eve.last.id)
    await room.settle()
    assert await room.rows() == before
    assert eve.last.from_bot


async def test_who_refuses_leaves_nothing_behind(room: ServiceRoom) -> None:
    before = await room.rows()
    awa = await room.join("Awa", "fr")
    await room.say(awa, "non merci")
    assert await room.rows() == before
    assert awa.last.text.startswith("C’est très bien")
    assert awa.last.inline is None


async def test_who_has_not_agreed_within_a_day_is_forgotten_and_who_has_is_not(room: ServiceRoom) -> None:
    awa, sam = await room.join("Awa", "fr"), await room.join("Sam", "en")
    await room.say(awa, "oui")
    room.sim.clock.advance(23 * 3600)
    assert await room.bot.clockwork.tick() == 0
    room.sim.clock.advance(3600 + 1)
    assert await room.bot.clockwork.tick() == 1
    assert (await room.rows())["participants"] == 1
    await room.say(sam, "1")
    assert room.said(sam, "start.welcome")
    await room.say(awa, "1")
    assert awa.last.text.startswith("Quels renseignements votre organisme")


async def test_refusing_a_second_cohort_keeps_what_was_answered_in_the_first(room: ServiceRoom) -> None:
    awa, second = await room.finished("Awa"), await room.another_cohort("Cuisine collective")
    await awa.start(second.participant_code)
    await room.settle()
    await room.say(awa, "non merci")
    assert await room.values() == [VALUES]
    assert await room.members(second) == 0
    assert await room.members(room.new) == 1
    await room.say(awa, "/revoir")
    assert "Direction ou coordination" in awa.last.text


async def test_not_agreeing_to_a_second_cohort_keeps_what_was_answered_in_the_first(room: ServiceRoom) -> None:
    awa, second = await room.finished("Awa"), await room.another_cohort("Cuisine collective")
    await awa.start(second.participant_code)
    await room.settle()
    room.sim.clock.advance(25 * 3600)
    await room.bot.clockwork.tick()
    assert await room.values() == [VALUES]


async def test_a_facilitator_who_refuses_to_take_part_still_facilitates(room: ServiceRoom) -> None:
    noor = await room.join("Noor", "en", room.new.facilitator_code)
    await noor.start(room.new.participant_code)
    await room.settle()
    await room.say(noor, "no thank you")
    rows = await room.rows()
    assert rows["facilitators"] == 1
    assert "sessions" not in rows
    assert await room.members(room.new) == 0


async def test_somebody_who_comes_back_after_blocking_is_asked_the_same_question(room: ServiceRoom) -> None:
    awa = await room.join("Awa", "fr")
    await room.say(awa, "oui")
    await awa.block()
    await room.settle()
    assert (await person_of(room, awa.id)).unreachable_at is not None
    await awa.start()
    await room.settle()
    assert awa.last.text.startswith("Qu’est-ce qui décrit")
    assert (await person_of(room, awa.id)).unreachable_at is None
    await room.say(awa, *ANSWERS[1:])
    assert await room.values() == [VALUES]


async def person_of(room: ServiceRoom, user_id: int) -> people.Person:
    async with room.database.reading() as tx:
        return (await people.find(tx, BOT, [user_id]))[user_id]


async def test_a_code_of_a_closed_cohort_takes_nobody_in(room: ServiceRoom) -> None:
    async with room.database.transaction() as tx:
        await cohorts.close(tx, room.new.cohort.id, room.now())
    eve = await room.join("Eve", "en")
    assert room.said(eve, "start.closed")
    rows = await room.rows()
    assert "memberships" not in rows
    assert "participants" not in rows


async def test_both_links_of_two_cohorts_opened_at_once_lead_into_both(room: ServiceRoom) -> None:
    second: NewCohort = await room.another_cohort("Cuisine collective")
    awa = room.sim.person("Awa", "fr")
    await awa.start(room.new.participant_code)
    await awa.start(second.participant_code)
    await room.settle()
    assert await room.members(room.new) == await room.members(second) == 1
