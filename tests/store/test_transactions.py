"""Transactions: all or nothing, one writer, snapshots that cannot write, and errors that give nothing away."""

import asyncio
import traceback
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from store_room import AWA, BOT, NOW, Room, on_sqlite, response, session_of

from bot.store import Database, Refused, Transaction, Unavailable, inbox, people, responses, sessions
from bot.store.connections import Connections

if TYPE_CHECKING:
    from conftest import Places


async def known(database: Database) -> set[int]:
    """Which of the updates 1 to 9 were taken in."""
    async with database.transaction() as tx:
        new = await inbox.remember(tx, BOT, range(1, 10), NOW)
        await tx.change(inbox.inbox.delete().where(inbox.inbox.c.update_id.in_(new)))
    return set(range(1, 10)) - new


async def take_in(database: Database, reached: asyncio.Event, *updates: int) -> None:
    """Take updates in, and then wait for ever inside the transaction."""
    async with database.transaction() as tx:
        await inbox.remember(tx, BOT, updates, NOW)
        reached.set()
        await asyncio.Event().wait()


async def test_a_cancelled_transaction_leaves_nothing_behind(database: Database) -> None:
    reached = asyncio.Event()
    task = asyncio.create_task(take_in(database, reached, 1, 2))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await known(database) == set()


async def test_wherever_a_transaction_is_cancelled_it_is_all_or_nothing(database: Database) -> None:
    """Cut after 0, 1, 2, … turns of the event loop, in the middle of statements too."""
    cut = 0
    for turns in range(60):
        task = asyncio.create_task(_two_updates(database, turns))
        for _ in range(turns):
            await asyncio.wait([task], timeout=0)
        task.cancel()
        (outcome,) = await asyncio.gather(task, return_exceptions=True)
        cut += isinstance(outcome, asyncio.CancelledError)
        async with database.transaction() as tx:
            new = await inbox.remember(tx, turns, [1, 2], NOW)
        assert new in (set(), {1, 2})
        assert new == set() or outcome is not None
    assert cut > 5


async def _two_updates(database: Database, bot: int) -> None:
    async with database.transaction() as tx:
        await inbox.remember(tx, bot, [1], NOW)
        await inbox.remember(tx, bot, [2], NOW)


async def test_any_exception_rolls_back(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt):
        await _interrupted(database)
    assert await known(database) == set()


async def _interrupted(database: Database) -> None:
    async with database.transaction() as tx:
        await inbox.remember(tx, BOT, [1], NOW)
        raise KeyboardInterrupt


async def test_a_row_that_the_database_refuses_rolls_everything_back(database: Database, room: Room) -> None:
    await _refuse_poison(database)
    with pytest.raises(Refused) as refusal:
        await _save_poison(database, room)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None
    assert await known(database) == set()
    async with database.transaction() as tx:
        await sessions.save(tx, [session_of(room.noor, room.cohort, "fine")])


async def _save_poison(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await inbox.remember(tx, BOT, [1], NOW)
        await sessions.save(tx, [session_of(room.noor, room.cohort, "poison")])


async def _refuse_poison(database: Database) -> None:
    """A trigger of the database's own."""
    spoken = {
        "sqlite": [
            "CREATE TRIGGER t BEFORE INSERT ON sessions WHEN NEW.flow = 'poison' BEGIN SELECT RAISE(ABORT, 'no'); END"
        ],
        "postgresql": [
            "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN IF NEW.flow = 'poison' THEN"
            " RAISE check_violation; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
            "CREATE TRIGGER t BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION refuse()",
        ],
    }
    async with database.transaction() as tx:
        for statement in spoken[database.dialect]:
            await tx.change(text(statement))


async def test_an_error_says_neither_what_was_stored_nor_how(database: Database, room: Room) -> None:
    with pytest.raises(Refused) as refusal:
        async with database.transaction() as tx:
            await people.set_language(tx, {room.awa.id: None})  # type: ignore[dict-item]
    said = "".join(traceback.format_exception(refusal.value))
    assert room.awa.id not in said
    assert "UPDATE" not in said.split("Refused:")[1]


async def test_a_snapshot_cannot_write(database: Database) -> None:
    with pytest.raises(Unavailable):
        async with database.reading() as tx:
            await inbox.remember(tx, BOT, [1], NOW)
    assert await known(database) == set()


async def test_a_snapshot_sees_one_instant(database: Database, room: Room) -> None:
    async with database.reading() as before:
        assert await responses.of_cohort(before, room.cohort.id) == []
        async with database.transaction() as tx:
            await responses.add(tx, [response(room.awas, "role", "1")])
        assert await responses.of_cohort(before, room.cohort.id) == []
    async with database.reading() as after:
        assert len(await responses.of_cohort(after, room.cohort.id)) == 1


async def test_writers_take_turns_and_lose_nothing(database: Database, room: Room) -> None:
    async def one_more(number: int) -> None:
        async with database.transaction() as tx:
            await people.lock(tx, BOT, [AWA])
            await responses.add(tx, [response(room.awas, "role", str(number))])

    await asyncio.gather(*(one_more(number) for number in range(20)))
    async with database.reading() as tx:
        history = await responses.history(tx, room.awa.id)
    assert [one.version for one in history] == list(range(1, 21))
    assert sorted(int(one.value) for one in history) == list(range(20))
    assert sum(one.is_current for one in history) == 1


@on_sqlite
async def test_a_database_locked_by_another_program_is_unavailable(places: "Places") -> None:
    database = await places.open(create=True)
    other = Connections.of(places.url, create=False)
    async with database._connections.writing() as connection:
        await connection.execute(text("PRAGMA busy_timeout=10"))  # seconds by default
    async with other.writing():
        with pytest.raises(Unavailable, match="SQLITE_BUSY"):
            async with database.transaction():
                pytest.fail("there is another writer")
    await other.close()
    assert await known(database) == set()
    await database.close()


async def test_a_lock_on_a_person_makes_the_second_wait(database: Database) -> None:
    """On SQLite the second waits for its turn to write; the order of what happened is the same."""
    order: list[str] = []
    inside, leave = asyncio.Event(), asyncio.Event()

    async def first(tx: Transaction) -> None:
        inside.set()
        await leave.wait()
        order.append("first")

    async def hold() -> None:
        async with database.transaction() as tx:
            await people.lock(tx, BOT, [AWA, 2, 3])
            await first(tx)

    async def follow() -> None:
        await inside.wait()
        async with database.transaction() as tx:
            leave.set()
            await people.lock(tx, BOT, [5, AWA])
            order.append("second")

    if database.dialect == "sqlite":
        leave.set()
    await asyncio.gather(hold(), follow())
    assert order == ["first", "second"]
