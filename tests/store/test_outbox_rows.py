"""The outbox: queued once, settled, and asked how far an asking got."""

from dataclasses import replace

from store_room import NOW, Room, later, message, queue

from bot.store import Database, leases, outbox
from bot.store.outbox import Delivery, Settled


async def lease(database: Database, at: float = 0, lane: str = "reply", owner: str = "me") -> list[leases.Leased]:
    async with database.transaction() as tx:
        return await leases.lease(tx, owner, later(at), later(at + 60), 100, lane)


async def settle(database: Database, *fates: Settled) -> None:
    async with database.transaction() as tx:
        await outbox.settle(tx, fates)


async def delivery(database: Database, room: Room) -> Delivery | None:
    asking = (room.awas.id, "role", 1)
    async with database.reading() as tx:
        return (await outbox.deliveries(tx, [asking, (room.sams.id, "role", 9)])).get(asking)


async def test_a_message_is_queued_once_per_key(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "k"), message(room.awas, "k"), message(room.awas, "l")])
    await queue(database, [message(room.sams, "k")])
    assert [(one.key, one.participant_id) for one in await lease(database)] == [
        ("k", room.awa.id),
        ("l", room.awa.id),
    ]


async def test_a_settled_message_keeps_no_words_and_is_never_sent_again(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, key) for key in "abc"])
    a, b, c = await lease(database)
    await settle(
        database,
        Settled(a.id, "sent", message_id=71),
        Settled(b.id, "dead", reason="rejected"),
        Settled(c.id, "uncertain", reason="timed out"),
    )
    assert await lease(database, at=999) == []
    async with database.reading() as tx:
        assert await outbox.pending(tx) == 0
        assert await outbox.next_due(tx, NOW) is None
        rows = await tx.rows(outbox.outbox.select().order_by(outbox.outbox.c.id))
    assert [(row.state, row.message_id, row.reason, row.payload) for row in rows] == [
        ("sent", 71, None, None),
        ("dead", None, "rejected", None),
        ("uncertain", None, "timed out", None),
    ]


async def test_a_late_outcome_improves_on_uncertain_but_nothing_changes_sent(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a")])
    (a,) = await lease(database)
    await settle(database, Settled(a.id, "uncertain"))
    await settle(database, Settled(a.id, "new", due_at=NOW))
    assert await lease(database, at=1) == []
    await settle(database, Settled(a.id, "sent", message_id=71))
    await settle(database, Settled(a.id, "dead"))
    assert await delivery(database, room) == Delivery("sent", 71, False)


async def test_what_was_given_back_is_due_later_and_counted_only_if_tried(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a"), message(room.awas, "b")])
    a, b = await lease(database)
    await settle(
        database,
        Settled(a.id, "new", reason="retry after", due_at=later(30)),
        Settled(b.id, "new", due_at=later(30), attempted=False),
    )
    async with database.reading() as tx:
        assert await outbox.next_due(tx, NOW) == later(30)
    assert await lease(database, at=29) == []
    assert [(one.key, one.attempts, one.may_be_earlier) for one in await lease(database, at=30)] == [
        ("a", 2, False),
        ("b", 1, False),
    ]


async def test_postponing_holds_what_is_waiting_for_these_people(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a"), message(room.awas, "o", "outreach"), message(room.sams, "s")])
    async with database.transaction() as tx:
        await outbox.postpone(tx, [room.awa.id], later(30))
        await outbox.postpone(tx, [room.awa.id], later(20))
    assert [one.key for one in await lease(database, at=29)] == ["s"]
    assert [one.key for one in await lease(database, at=30)] == ["a"]


async def test_it_is_known_whether_an_asking_was_delivered(database: Database, room: Room) -> None:
    assert await delivery(database, room) is None
    await queue(database, [message(room.awas, "a"), replace(message(room.awas, "b"), step=None, asking=None)])
    assert await delivery(database, room) == Delivery("new", None, False)
    async with database.reading() as tx:
        assert await outbox.unattempted(tx, [room.awas.id, room.sams.id]) == {(room.awas.id, "role", 1)}
    a, b = await lease(database)
    assert await delivery(database, room) == Delivery("sending", None, True)
    async with database.reading() as tx:
        assert await outbox.unattempted(tx, [room.awas.id]) == set()
    await settle(database, Settled(a.id, "new", due_at=NOW), Settled(b.id, "dead"))
    assert await delivery(database, room) == Delivery("new", None, False)
    (a,) = await lease(database, at=1)
    await settle(database, Settled(a.id, "sent", message_id=71))
    assert await delivery(database, room) == Delivery("sent", 71, False)


async def test_of_two_deliveries_of_an_asking_the_first_counts(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a"), message(room.awas, "again")])
    a, again = await lease(database)
    await settle(database, Settled(a.id, "sent", message_id=71), Settled(again.id, "sent", message_id=99))
    assert await delivery(database, room) == Delivery("sent", 71, False)


async def test_after_a_crash_an_earlier_delivery_is_possible(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a")])
    await lease(database)
    (a,) = await lease(database, at=60)
    assert (a.attempts, a.may_be_earlier) == (2, True)
    await settle(database, Settled(a.id, "sent", message_id=99))
    assert await delivery(database, room) == Delivery("sent", 99, True)


async def test_a_reply_of_unknown_outcome_is_sent_again_and_its_first_attempt_remembered(
    database: Database, room: Room
) -> None:
    await queue(database, [message(room.awas, "a")])
    (a,) = await lease(database)
    await settle(database, Settled(a.id, "new", reason="timed out", due_at=later(5), unknown_at=later(1)))
    async with database.reading() as tx:
        assert await outbox.unattempted(tx, [room.awas.id]) == set()
    (a,) = await lease(database, at=5)
    assert (a.attempts, a.may_be_earlier) == (2, True)
    await settle(database, Settled(a.id, "sent", message_id=99))
    assert await delivery(database, room) == Delivery("sent", 99, True)


async def test_old_settled_messages_are_forgotten_and_waiting_ones_kept(database: Database, room: Room) -> None:
    await queue(database, [message(room.awas, "a"), message(room.sams, "s", due=99)])
    (a,) = await lease(database)
    await settle(database, Settled(a.id, "sent", message_id=71))
    async with database.transaction() as tx:
        assert await outbox.forget_before(tx, NOW) == 0
        assert await outbox.forget_before(tx, later(1)) == 1
        assert await outbox.pending(tx) == 1
