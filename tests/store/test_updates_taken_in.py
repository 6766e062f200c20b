"""The inbox and the quarantine."""

import pytest
from store_room import BOT, NOW, Room, later

from bot.store import Database, Refused, inbox, quarantine


async def test_an_update_is_new_once(database: Database) -> None:
    async with database.transaction() as tx:
        assert await inbox.remember(tx, BOT, [7, 5, 5], NOW) == {5, 7}
    async with database.transaction() as tx:
        assert await inbox.remember(tx, BOT, [5, 6, 7], NOW) == {6}
        assert await inbox.remember(tx, BOT + 1, [5], NOW) == {5}
        assert await inbox.remember(tx, BOT, [], NOW) == set()


async def test_many_updates_are_remembered_in_one_go(database: Database) -> None:
    async with database.transaction() as tx:
        assert await inbox.remember(tx, BOT, range(5000), NOW) == set(range(5000))
        assert await inbox.remember(tx, BOT, range(4990, 5010), NOW) == set(range(5000, 5010))


async def test_an_update_whose_transaction_failed_is_new_again(database: Database) -> None:
    with pytest.raises(Refused):
        async with database.transaction() as tx:
            await inbox.remember(tx, BOT, [5, 2**70], NOW)
    async with database.transaction() as tx:
        assert await inbox.remember(tx, BOT, [5], NOW) == {5}


async def test_old_keys_are_forgotten(database: Database) -> None:
    async with database.transaction() as tx:
        await inbox.remember(tx, BOT, [1, 2], NOW)
        await inbox.remember(tx, BOT, [3], later(60))
        assert await inbox.forget_before(tx, later(60)) == 2
        assert await inbox.remember(tx, BOT, [1, 3], NOW) == {1}


def set_aside(update: int, participant: str | None) -> quarantine.Quarantined:
    return quarantine.Quarantined(BOT, update, participant, "unreadable", '{"text": "secret"}', later(update))


async def test_an_update_is_set_aside_once_and_opens_whether_its_sender_is_known_or_not(
    database: Database, room: Room
) -> None:
    known, unknown = set_aside(1, room.awa.id), set_aside(2, None)
    async with database.transaction() as tx:
        await quarantine.add(tx, [known, unknown])
        await quarantine.add(tx, [set_aside(1, room.awa.id)])
        assert await quarantine.count(tx) == 2
        assert await quarantine.list_(tx, 10) == [known, unknown]
        assert await quarantine.list_(tx, 1) == [known]
        assert await quarantine.forget_before(tx, later(2)) == 1


async def test_what_an_erased_person_sent_is_not_shown(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await quarantine.add(tx, [set_aside(1, room.awa.id), set_aside(2, None)])
    await database.keyring.erase([room.awa.id], NOW)
    async with database.reading() as tx:
        assert [one.update_id for one in await quarantine.list_(tx, 10)] == [2]
