"""People, found by a keyed hash of their Telegram id, and their erasure."""

from dataclasses import replace

import pytest
from store_room import AWA, BOT, NOW, SAM, Room, later, message, response

from bot.store import Database, Refused, Transaction, outbox, people, responses, sessions


async def test_a_newcomer_is_found_again_with_their_chat_and_language(database: Database) -> None:
    async with database.transaction() as tx:
        await people.lock(tx, BOT, [AWA, SAM])
        assert await people.find(tx, BOT, [AWA, SAM]) == {}
        made = await people.add(tx, BOT, [people.Newcomer(AWA, 42, "fr")], NOW)
    async with database.reading() as tx:
        assert await people.find(tx, BOT, [AWA, SAM]) == made
        assert made[AWA] == people.Person(made[AWA].id, AWA, 42, "fr", None)
        assert await people.chats(tx, [made[AWA].id, "nobody"]) == {made[AWA].id: 42}
        assert await people.get(tx, [made[AWA].id]) == {made[AWA].id: made[AWA]}


async def test_the_same_account_with_another_bot_is_somebody_else(database: Database, room: Room) -> None:
    async with database.reading() as tx:
        assert await people.find(tx, BOT + 1, [AWA]) == {}


async def test_language_and_reachability_are_kept(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await people.set_language(tx, {room.awa.id: "en", room.sam.id: "fr"})
        await people.set_unreachable(tx, [room.sam.id], later(5))
    async with database.transaction() as tx:
        assert await people.find(tx, BOT, [AWA, SAM]) == {
            AWA: replace(room.awa, language="en"),
            SAM: replace(room.sam, language="fr", unreachable_at=later(5)),
        }
        await people.set_unreachable(tx, [room.sam.id], None)
    async with database.reading() as tx:
        assert (await people.find(tx, BOT, [SAM]))[SAM].unreachable_at is None


async def test_somebody_known_cannot_be_added_again(database: Database, room: Room) -> None:
    with pytest.raises(Refused):
        async with database.transaction() as tx:
            await people.add(tx, BOT, [people.Newcomer(AWA, AWA, "fr")], NOW)
    async with database.reading() as tx:
        assert (await people.find(tx, BOT, [AWA]))[AWA] == room.awa


async def test_erasing_a_person_takes_every_row_of_theirs_and_nobody_elses(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "role", '"lead"'), response(room.sams, "role", '"other"')])
        await outbox.add(tx, [message(room.awas, "a"), message(room.sams, "s")])
    async with database.transaction() as tx:
        assert await people.remove(tx, [room.awa.id], later(9)) == 1
    async with database.reading() as tx:
        assert await people.find(tx, BOT, [AWA, SAM]) == {SAM: room.sam}
        assert [one.participant_id for one in await responses.of_cohort(tx, room.cohort.id)] == [room.sam.id]
        assert [one.id for one in await sessions.of_cohort(tx, room.cohort.id)] == [room.sams.id]
        assert await outbox.pending(tx) == 1
    assert await database.keyring.erasures() == {room.awa.id: later(9)}


async def _remove_and_fail(tx: Transaction, room: Room) -> None:
    await people.remove(tx, [room.awa.id], NOW)
    raise Refused("something later in the transaction")


async def test_an_erasure_whose_transaction_fails_still_makes_everything_unreadable(
    database: Database, room: Room
) -> None:
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "role", '"lead"')])
    with pytest.raises(Refused):
        async with database.transaction() as tx:
            await _remove_and_fail(tx, room)
    async with database.reading() as tx:
        assert await people.find(tx, BOT, [AWA]) == {}
        assert await people.chats(tx, [room.awa.id]) == {}
        assert await responses.of_cohort(tx, room.cohort.id) == []
        assert [one.id for one in await sessions.of_cohort(tx, room.cohort.id)] == [room.sams.id]
    with pytest.raises(Refused, match="erased"):
        async with database.transaction() as tx:
            await sessions.save(tx, [room.awas])
    async with database.transaction() as tx:
        assert await people.remove(tx, [room.awa.id], NOW) == 1


async def test_somebody_can_come_back_after_an_erasure_that_was_interrupted(database: Database, room: Room) -> None:
    await database.keyring.erase([room.awa.id], NOW)
    async with database.transaction() as tx:
        back = (await people.add(tx, BOT, [people.Newcomer(AWA, AWA, "en")], NOW))[AWA]
    async with database.reading() as tx:
        assert await people.find(tx, BOT, [AWA]) == {AWA: back}
        assert back.id != room.awa.id
        assert [one.id for one in await sessions.of_cohort(tx, room.cohort.id)] == [room.sams.id]
