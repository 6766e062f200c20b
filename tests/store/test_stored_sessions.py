"""Sessions, responses and timers in the database."""

from dataclasses import replace

import pytest
from store_room import NOW, Room, changed, later, response, session_of

from bot.store import Database, Refused, people, responses, sessions, timers


async def test_a_session_comes_back_as_it_was_saved(database: Database, room: Room) -> None:
    async with database.reading() as tx:
        assert await sessions.current(tx, [room.awa.id, room.sam.id, room.noor.id]) == {
            room.awa.id: room.awas,
            room.sam.id: room.sams,
        }
        assert await sessions.by_token(tx, [room.sams.token, "unknown"]) == {room.sams.token: room.sams}
        assert await sessions.by_id(tx, [room.awas.id]) == {room.awas.id: room.awas}
        assert await sessions.of_participants(tx, [room.awa.id]) == [room.awas]
        assert len(await sessions.of_cohort(tx, room.cohort.id)) == 2


async def test_saving_again_changes_what_may_change(database: Database, room: Room) -> None:
    done = changed(
        room.awas, status="finished", step=None, is_current=False, state="{}", updated_at=later(1), finished_at=later(1)
    )
    other = session_of(room.awa, room.cohort, "after")
    async with database.transaction() as tx:
        await sessions.save(tx, [done, other])
    async with database.reading() as tx:
        assert await sessions.of_participants(tx, [room.awa.id]) == sorted([done, other], key=lambda one: one.id)
        assert await sessions.current(tx, [room.awa.id]) == {room.awa.id: other}


async def test_a_person_has_one_session_of_a_flow_in_a_cohort(database: Database, room: Room) -> None:
    with pytest.raises(Refused):
        async with database.transaction() as tx:
            await sessions.save(tx, [session_of(room.awa, room.cohort)])


async def test_a_session_of_an_unknown_revision_is_refused(database: Database, room: Room) -> None:
    with pytest.raises(Refused):
        async with database.transaction() as tx:
            await sessions.save(tx, [changed(session_of(room.noor, room.cohort), revision="unknown")])


async def test_progress_counts_people_per_flow_status_and_step(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await sessions.save(tx, [changed(session_of(room.noor, room.cohort), status="finished", step=None)])
        assert await sessions.progress(tx, room.cohort.id) == [
            sessions.Progress("needs", "finished", None, 1),
            sessions.Progress("needs", "open", "role", 2),
        ]


async def test_removing_a_session_takes_its_responses_and_timers(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "role", '"lead"')])
        await timers.set_(tx, [timers.Timer(room.awas.id, "nudge", 1, NOW)])
        await sessions.remove(tx, [room.awas.id])
        assert await responses.history(tx, room.awa.id) == []
        assert await timers.due(tx, later(9), 9) == []


async def test_a_new_version_supersedes_its_predecessor(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "role", '"lead"'), response(room.awas, "role", '"x"', "#1")])
    async with database.transaction() as tx:
        await responses.add(tx, [replace(response(room.awas, "role", '"member"'), at=later(1))])
    async with database.reading() as tx:
        history = await responses.history(tx, room.awa.id)
        assert [(one.item, one.version, one.value, one.is_current) for one in history] == [
            ("", 1, '"lead"', False),
            ("#1", 1, '"x"', True),
            ("", 2, '"member"', True),
        ]
        current = await responses.of_cohort(tx, room.cohort.id)
        assert sorted(one.value for one in current) == ['"member"', '"x"']


async def test_several_versions_in_one_call_keep_their_order(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "role", value) for value in ("1", "2", "3")])
        history = await responses.history(tx, room.awa.id)
        assert [(one.version, one.value, one.is_current) for one in history] == [
            (1, "1", False),
            (2, "2", False),
            (3, "3", True),
        ]


async def test_a_response_falls_dormant_and_comes_back(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "role", "1"), response(room.awas, "team", "2")])
        await responses.set_live(tx, [(room.awas.id, "team", "", False)])
        live = {one.question: one.is_live for one in await responses.of_cohort(tx, room.cohort.id)}
        assert live == {"role": True, "team": False}
        await responses.set_live(tx, [(room.awas.id, "team", "", True)])
        assert all(one.is_live for one in await responses.of_cohort(tx, room.cohort.id))


TEXTS = {
    "the longest message": "é" * 4096,
    "a family": "👩🏽‍👩🏽‍👧🏽‍👦🏽 🇨🇦",
    "right to left": "مرحبا ‏بالعالم‎",
    "NUL": "a\0b",
    "a lone surrogate": "\ud800 end",
    "both normal forms": "é e\u0301",
    "nothing": "",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_text_survives_sealing(database: Database, room: Room, text: str) -> None:
    async with database.transaction() as tx:
        await responses.add(tx, [response(room.awas, "role", text)])
        await sessions.save(tx, [changed(room.awas, state=text)])
    async with database.reading() as tx:
        assert [one.value for one in await responses.history(tx, room.awa.id)] == [text]
        assert (await sessions.current(tx, [room.awa.id]))[room.awa.id].state == text


async def test_a_lone_surrogate_in_an_open_column_is_refused_not_crashed_on(database: Database, room: Room) -> None:
    with pytest.raises(Refused) as refusal:
        async with database.transaction() as tx:
            await people.set_language(tx, {room.awa.id: "fr\ud800"})
    assert refusal.value.__context__ is None


async def test_a_timer_is_replaced_with_a_new_id(database: Database, room: Room) -> None:
    first = timers.Timer(room.awas.id, "nudge", 1, later(5))
    second = timers.Timer(room.awas.id, "nudge", 2, later(6))
    async with database.transaction() as tx:
        await timers.set_(tx, [first])
        await timers.set_(tx, [second])
        assert await timers.due(tx, later(5), 10) == []
        assert await timers.due(tx, later(6), 10) == [second]
        assert await timers.remove(tx, [first.id]) == set()
        assert await timers.remove(tx, [second.id]) == {second.id}


async def test_timers_go_off_in_order_until_cancelled(database: Database, room: Room) -> None:
    due = [timers.Timer(room.awas.id, name, 1, later(seconds)) for name, seconds in (("c", 3), ("a", 1), ("b", 2))]
    async with database.transaction() as tx:
        await timers.set_(tx, due)
        assert [one.name for one in await timers.due(tx, later(9), 2)] == ["a", "b"]
        await timers.cancel(tx, [(room.awas.id, "a"), (room.awas.id, "unset")])
        assert [one.name for one in await timers.due(tx, later(9), 9)] == ["b", "c"]
