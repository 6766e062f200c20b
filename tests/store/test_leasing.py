"""Whose turn it is: whole chats, in order, each to one sender; and jobs."""

import asyncio
from collections.abc import Sequence

import pytest
from store_room import NOW, Room, later, message, queue

from bot.store import Database, jobs, leases, outbox, people
from bot.store.outbox import Settled


async def lease(
    database: Database, owner: str = "me", at: float = 0, lane: str = "reply", limit: int = 100, per_chat: int = 10
) -> list[str]:
    async with database.transaction() as tx:
        return _keys(await leases.lease(tx, owner, later(at), later(at + 60), limit, lane, per_chat))


def _keys(leased: Sequence[leases.Leased]) -> list[str]:
    return [one.key for one in leased]


async def test_a_chat_is_leased_whole_and_in_order(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a1"), message(room.sams, "s1"), message(room.awas, "a2")])
    await queue(database, [message(room.awas, "not yet", due=9)])
    assert await lease(database, at=1, limit=1) == ["a1", "a2"]
    assert await lease(database, at=1, limit=9) == ["s1"]


async def test_the_chat_that_waits_longest_goes_first(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a", due=5), message(room.sams, "s", due=1)])
    assert await lease(database, at=9) == ["s", "a"]


async def test_no_more_than_so_many_of_one_chat(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, str(number)) for number in range(12)])
    assert await lease(database, per_chat=10) == [str(number) for number in range(10)]


async def test_a_leased_chat_is_not_leased_to_another_even_for_newer_messages(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a")])
    assert await lease(database, "me") == ["a"]
    await queue(database, [message(room.awas, "newer")])
    assert await lease(database, "you", at=59) == []
    assert await lease(database, "you", at=60) == ["a", "newer"]


async def test_a_leased_chat_takes_nobodys_turn(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a")])
    assert await lease(database, "me") == ["a"]
    await queue(database, [message(room.awas, "newer"), message(room.sams, "s")])
    assert await lease(database, "you", limit=1) == ["s"]


async def test_a_chat_leased_since_it_was_chosen_is_left_alone(database: Database, room: Room) -> None:
    """What two senders on PostgreSQL can run into between the choice of chats and the lease."""
    await queue(database, [message(room.awas, "a")])
    assert await lease(database, "me") == ["a"]
    await queue(database, [message(room.awas, "newer"), message(room.sams, "s")])
    chosen = {"chats": [room.awa.id, room.sam.id], "of_lane": "reply", "per_chat": 10, "sender": "you"}
    async with database.transaction() as tx:
        rows = await tx.rows(leases.LEASE, chosen | {"now": NOW, "until": later(60)})
    assert [row.key for row in rows] == ["s"]


async def test_a_message_that_waits_for_its_retry_keeps_its_place(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "first")])
    async with database.transaction() as tx:
        (first,) = await leases.lease(tx, "me", NOW, later(60), 9, "reply")
        await outbox.settle(tx, [Settled(first.id, "new", due_at=later(30))])
    await queue(database, [message(room.awas, "second")])
    assert await lease(database, at=29) == []
    assert await lease(database, at=30) == ["first", "second"]


async def test_an_outreach_message_whose_lease_ran_out_is_never_sent_again(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "o", "outreach"), message(room.sams, "r")])
    assert await lease(database, lane="outreach") == ["o"]
    assert await lease(database) == ["r"]
    assert await lease(database, at=60, lane="outreach") == []
    assert await lease(database, at=60) == ["r"]
    async with database.reading() as tx:
        assert await outbox.pending(tx) == 1
        (row,) = await tx.rows(outbox.outbox.select().where(outbox.outbox.c.key == "o"))
    assert (row.state, row.payload, row.owner) == ("uncertain", None, None)


async def test_voiding_lets_go_of_ones_own_leases_or_of_all(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a"), message(room.sams, "n", "outreach")])
    assert await lease(database, "me") == ["a"]
    assert await lease(database, "me", lane="outreach") == ["n"]
    async with database.transaction() as tx:
        assert await leases.void(tx, "you") == 0
        assert await leases.void(tx, "me") == 2
    assert await lease(database, "you") == ["a"]
    assert await lease(database, "you", lane="outreach") == []
    async with database.transaction() as tx:
        assert await leases.void_all(tx) == 1
    assert await lease(database, "me") == ["a"]


async def test_a_lease_that_runs_is_the_next_thing_due(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a"), message(room.sams, "s", due=90)])
    await lease(database)
    async with database.reading() as tx:
        assert await outbox.next_due(tx, NOW) == later(60)
        assert await outbox.next_due(tx, later(60)) == later(90)


async def test_two_senders_at_once_never_share_a_chat(database: Database, room: Room) -> None:
    newcomers = [people.Newcomer(number, number, "fr") for number in range(40)]
    async with database.transaction() as tx:
        found = await people.add(tx, 1, newcomers, NOW)
        waiting = [
            outbox.NewMessage(person.id, f"{person.id}/{turn}", "reply", "{}", NOW, NOW)
            for turn in range(3)
            for person in found.values()
        ]
        await outbox.add(tx, waiting)
    takes = await asyncio.gather(*(lease(database, f"sender {number % 4}", limit=5) for number in range(12)))
    taken = [key for take in takes for key in take]
    assert sorted(taken) == sorted(one.key for one in waiting if one.key in taken)
    for take in takes:
        chats = {key.split("/")[0] for key in take}
        assert all(
            [key for key in take if key.startswith(chat)] == [f"{chat}/{turn}" for turn in range(3)] for chat in chats
        )
    assert len(taken) == 120


async def test_what_is_left_for_an_erased_person_dies_quietly(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a"), message(room.sams, "s")])
    await database.keyring.erase([room.awa.id], NOW)
    assert await lease(database) == ["s"]
    async with database.reading() as tx:
        assert await outbox.pending(tx) == 1


async def test_jobs_are_taken_once_in_order_and_finished(database: Database) -> None:
    first = jobs.Job("summary", '{"cohort": "c"}', NOW, key="once")
    second = jobs.Job("outreach", "{}", later(1))
    async with database.transaction() as tx:
        await jobs.add(tx, [second, first, jobs.Job("summary", "{}", later(2), key="once")])
        leased = await jobs.lease(tx, "me", later(5), later(65), 10)
        assert [(job.id, job.state, job.owner, job.attempts) for job in leased] == [
            (first.id, "running", "me", 1),
            (second.id, "running", "me", 1),
        ]
        assert await jobs.lease(tx, "you", later(6), later(66), 10) == []
        await jobs.finish(tx, first.id, "done", '{"file": "f"}', later(7))
        assert [job.id for job in await jobs.lease(tx, "you", later(65), later(99), 10)] == [second.id]
        done = await jobs.get(tx, first.id)
        assert done is not None
        assert (done.state, done.result, done.finished_at) == ("done", '{"file": "f"}', later(7))


@pytest.mark.parametrize("how", ["void", "again"])
async def test_a_job_left_running_or_to_be_redone_is_new(database: Database, how: str) -> None:
    job = jobs.Job("summary", "{}", NOW)
    async with database.transaction() as tx:
        await jobs.add(tx, [job])
        await jobs.lease(tx, "me", NOW, later(60), 1)
        if how == "void":
            assert await jobs.void_all(tx) == 1
        else:
            await jobs.finish(tx, job.id, "new", None, NOW)
        (again,) = await jobs.lease(tx, "me", later(1), later(61), 1)
        assert (again.id, again.attempts, again.finished_at) == (job.id, 2, None)
