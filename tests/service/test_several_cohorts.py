"""One person in several cohorts: words are filed where the person is, and nothing but the person moves them."""

from typing import Any

from service_room import ANSWERS, BOT, ServiceRoom

from bot.service.clockwork import Clockwork
from bot.service.exporting import export_rows
from bot.simulator import Phone
from bot.store import people, responses, sessions


async def at_both_reflections(room: ServiceRoom) -> tuple[Phone, Any]:
    """Awa waits at the free text of both cohorts, and the second one's is on her screen."""
    awa = await room.join("Awa", "fr")
    await room.say(awa, *ANSWERS[:7])
    second = await room.another_cohort("Cuisine collective")
    await awa.start(second.participant_code)
    await room.settle()
    await room.say(awa, *ANSWERS[:7])
    return awa, second


async def filed(room: ServiceRoom, cohort_id: str) -> list[str]:
    async with room.database.reading() as tx:
        return [each.value for each in await responses.of_cohort(tx, cohort_id) if each.question == "reflection"]


async def test_a_stale_tap_in_one_cohort_does_not_move_the_person_there(room: ServiceRoom) -> None:
    awa, second = await at_both_reflections(room)
    async with room.database.reading() as tx:
        (first,) = await sessions.of_cohort(tx, room.new.cohort.id)
    await awa.forge(f"{first.token}:p:1:role:lead", awa.messages[0].id)
    await room.say(awa, "pour la cuisine")
    assert await filed(room, room.new.cohort.id) == []
    assert await filed(room, second.cohort.id) == ['"pour la cuisine"']


async def test_a_timer_of_another_cohort_does_not_move_the_person(room: ServiceRoom) -> None:
    """She never agreed in the third cohort: a day later it is forgotten, and she is still where she was."""
    awa, second = await at_both_reflections(room)
    third = await room.another_cohort("Jardin")
    for code in (third.participant_code, second.participant_code):
        await awa.start(code)
        await room.settle()
    room.sim.clock.advance(25 * 3600)
    assert await Clockwork(room.database, room.library, room.now).tick() >= 1
    await room.say(awa, "pour la cuisine")
    assert await filed(room, room.new.cohort.id) == []
    assert await filed(room, second.cohort.id) == ['"pour la cuisine"']


async def test_who_refuses_a_further_cohort_is_back_where_they_were_last(room: ServiceRoom) -> None:
    awa, second = await at_both_reflections(room)
    third = await room.another_cohort("Jardin")
    await awa.start(third.participant_code)
    await room.settle()
    await room.say(awa, "non merci", "pour la cuisine")
    assert await filed(room, room.new.cohort.id) == []
    assert await filed(room, second.cohort.id) == ['"pour la cuisine"']


async def test_the_chosen_language_goes_along_to_the_next_cohort(room: ServiceRoom) -> None:
    sam = await room.join("Sam", "en")
    await room.say(sam, "/langue fr")
    second = await room.another_cohort("Cuisine collective")
    await sam.start(second.participant_code)
    await room.settle()
    assert sam.last.text.startswith("Acceptez")


async def test_a_mistyped_code_erases_nobody_whose_workshop_is_away(room: ServiceRoom) -> None:
    awa = await room.finished("Awa")
    before = await room.responses()
    flows, shelves = dict(room.library._flows), dict(room.library.shelves)
    room.library._flows.clear()
    room.library.shelves.clear()
    await awa.start("mistyped")
    await room.settle()
    room.library._flows.update(flows)
    room.library.shelves.update(shelves)
    assert await room.responses() == before


async def test_a_skip_that_crossed_its_question_skips_nothing(room: ServiceRoom) -> None:
    """“1, 3” and /passer in one instant: the question after it had not been shown."""
    awa = await room.join("Awa", "fr")
    await room.say(awa, "oui", "1")
    await awa.say("1, 3")
    await awa.say("/passer")
    await room.take_in_together()
    assert "kept" not in (await room.values())[0]


async def test_who_blocks_is_unreachable_and_who_unblocks_at_once_is_not(room: ServiceRoom) -> None:
    awa = await room.join("Awa", "fr")
    await awa.block()
    await room.settle()
    assert await unreachable(room, awa)
    await awa.unblock()
    await room.settle()
    assert not await unreachable(room, awa)
    await awa.block()
    await awa.unblock()
    await room.take_in_together()
    assert not await unreachable(room, awa)


async def unreachable(room: ServiceRoom, phone: Phone) -> bool:
    async with room.database.reading() as tx:
        return (await people.find(tx, BOT, [phone.id]))[phone.id].unreachable_at is not None


async def test_an_export_keeps_each_persons_rows_together_whatever_the_order_of_answering(room: ServiceRoom) -> None:
    await room.many_finished(3)
    rows = await export_rows(room.database, room.library, room.new.cohort, room.now())
    assert [row["person"] for row in rows] == sorted(row["person"] for row in rows)
    assert {row["person"] for row in rows} == {1, 2, 3}
