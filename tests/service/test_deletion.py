"""A cohort deleted on the promised day: its answers go, and the people who are nowhere else."""

from service_room import ServiceRoom

from bot.service import facilitation
from bot.store import audit, people, responses


async def test_a_deleted_cohort_leaves_no_answer_and_no_identity(room: ServiceRoom) -> None:
    phones = await room.many_finished(3)
    assert await facilitation.delete(room.database, room.new.cohort, room.now()) == 3
    async with room.database.reading() as tx:
        assert await responses.of_cohort(tx, room.new.cohort.id) == []
        assert await people.find(tx, 1, [phone.id for phone in phones]) == {}
        assert [(each.act, each.count) for each in await audit.last(tx, 1)] == [("delete", 3)]
    assert len(await room.database.keyring.erasures()) == 3


async def test_who_also_takes_part_elsewhere_stays_there(room: ServiceRoom) -> None:
    awa, second = await room.join("Awa", "fr"), await room.another_cohort("Cuisine collective")
    await room.say(awa, "oui", "1")
    await awa.start(second.participant_code)
    await room.take_in_together()
    await room.say(awa, "oui", "2")
    assert await facilitation.delete(room.database, room.new.cohort, room.now()) == 1
    async with room.database.reading() as tx:
        assert await responses.of_cohort(tx, room.new.cohort.id) == []
        assert len(await responses.of_cohort(tx, second.cohort.id)) == 2
    await room.say(awa, "/revoir")
    assert "Intervention" in awa.last.text
