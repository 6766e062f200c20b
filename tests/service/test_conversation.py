"""Batches: what is bad in one costs one update, and nobody else's; what comes twice counts once."""

import json
import random
from collections.abc import Callable
from typing import Any

from refusing import refuse
from service_room import ANSWERS, BOT, VALUES, ServiceRoom

from bot.service.clockwork import Clockwork
from bot.service.conversation import Conversation
from bot.service.incoming import Incoming, Unreadable
from bot.service.library import Library, Shelf
from bot.simulator import Phone
from bot.simulator.update_queue import encoded
from bot.store import people, quarantine
from bot.store.quarantine import Quarantined
from bot.telegram.wire import read_update

Json = dict[str, Any]


async def quarantined(room: ServiceRoom) -> list[Quarantined]:
    async with room.database.reading() as tx:
        return await quarantine.list_(tx, 5000)


async def people_at(room: ServiceRoom, number: int, answers: int) -> list[Phone]:
    """So many people who have given the first answers."""
    phones = [room.sim.person("Sam", ("fr", "en")[each % 2]) for each in range(number)]
    for words in (f"/start {room.new.participant_code}", *ANSWERS[:answers]):
        for phone in phones:
            await phone.say(words)
        await room.take_in_together()
    return phones


async def test_a_row_that_the_database_refuses_costs_only_its_own_update(room: ServiceRoom) -> None:
    """In the middle of a batch of 100: the other 99 reflections are kept, and theirs alone is set apart."""
    phones = await people_at(room, 100, answers=7)
    person = await person_id(room, phones[57])
    await refuse(room.database, "responses", f"NEW.participant_id = '{person}' AND NEW.question = 'reflection'")
    for phone in phones:
        await phone.say(f"words of {phone.id}")
    await room.take_in_together()
    found = await room.responses()
    words = sorted(json.loads(own["reflection"].value) for own in found.values() if "reflection" in own)
    assert words == sorted(f"words of {phone.id}" for phone in phones if phone is not phones[57])
    assert [(each.participant_id, "refused" in each.reason) for each in await quarantined(room)] == [(person, True)]
    assert len(found[person]) == 7


async def person_id(room: ServiceRoom, phone: Phone) -> str:
    async with room.database.reading() as tx:
        return (await people.find(tx, BOT, [phone.id]))[phone.id].id


async def test_a_fault_of_ours_costs_that_update_alone_and_the_person_hears_of_it(room: ServiceRoom) -> None:
    """The second cohort's workshop has lost its flow, so that opening its link raises."""
    awa, second = await room.join("Awa", "fr"), await room.another_cohort("Cuisine collective")
    sam = await room.join("Sam", "en")
    shelf = room.library.shelves[room.new.cohort.workshop]
    room.library.shelves[room.new.cohort.workshop] = Shelf(shelf.workshop, {})
    try:
        await awa.start(second.participant_code)
        await sam.say("yes")
        await room.take_in_together()
    finally:
        room.library.shelves[room.new.cohort.workshop] = shelf
    assert room.said(awa, "apology")
    assert sam.last.text.startswith("What best describes")
    assert [each.reason for each in await quarantined(room)] == ["KeyError"]


async def test_the_session_of_a_workshop_that_is_gone_keeps_nobody_waiting(room: ServiceRoom) -> None:
    """The bot starts again with another shelf: Awa's session waits, and Sam, a stranger, is answered."""
    awa, sam = await room.join("Awa", "fr"), room.sim.person("Sam", "en")
    await awa.say("oui")
    await sam.say("/help")
    bare = Library([], room.phrases)
    conversation = Conversation(room.database, bare, room.bot.delivery, room.bot.courtesies, room.now)
    await conversation.receive(waiting(room))
    room.sim.clock.advance(25 * 3600)
    assert await Clockwork(room.database, bare, room.now).tick() == 1
    await room.settle()
    assert sam.last.text.startswith("Tap the buttons")
    assert room.said(awa, "command.nothing_open")


def waiting(room: ServiceRoom) -> list[Incoming | Unreadable]:
    """What Telegram has for the bot."""
    raw = json.loads(encoded(room.sim.exchange.queue.take(100)))
    return [known for each in raw if (known := read_update(BOT, each, room.now()))]


async def test_updates_that_come_again_in_any_order_change_nothing(room: ServiceRoom) -> None:
    """Each from one to five times, reordered across people: what is recorded and said equals a single delivery."""
    script = (*ANSWERS[:2], "/langue", "/back", *ANSWERS[1:])
    single = await room.join("Sam", "fr")
    await room.say(single, *script)
    chance, phones = random.Random(5), [room.sim.person(name, "fr") for name in ("Awa", "Ines", "Jules")]
    seen: list[Incoming | Unreadable] = []
    for words in (f"/start {room.new.participant_code}", *script):
        for phone in phones:
            await phone.say(words)
        fresh = waiting(room)
        batch = [each for each in fresh for _ in range(chance.randint(1, 5))] + chance.sample(seen, len(seen) // 2)
        chance.shuffle(batch)
        await room.conversation.receive(batch)
        await room.settle()
        seen += fresh
    assert await room.values() == [VALUES] * 4
    for phone in phones:
        assert phone.texts == single.texts


async def test_update_ids_that_begin_anew_lower_are_taken_in(room: ServiceRoom) -> None:
    awa = await room.join("Awa", "fr")
    await room.say(awa, *ANSWERS[:4])
    room.sim.reset_update_ids(100)
    await room.say(awa, *ANSWERS[4:])
    assert await room.values() == [VALUES]


Mutation = Callable[[Json, random.Random], None]


def places(update: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON value."""
    inner = update.items() if isinstance(update, dict) else enumerate(update) if isinstance(update, list) else ()
    return [place for key, value in inner for place in ((*path, key), *places(value, (*path, key)))]


ODD_VALUES: tuple[Any, ...] = (None, True, -1, 0, 3.5, 10**30, "", "x", "\ud800", [], {}, [[]], {"id": "1"}, "9" * 5000)


def mutated(update: Json, chance: random.Random) -> Json:
    """The same with one field missing or of another value, but for its id."""
    copy: Json = json.loads(json.dumps(update))
    *path, key = chance.choice([place for place in places(copy) if place != ("update_id",)])
    holder: Any = copy
    for step in path:
        holder = holder[step]
    if chance.random() < 0.4:
        del holder[key]
    else:
        holder[key] = chance.choice(ODD_VALUES)
    return copy


async def test_of_2000_updates_200_are_mutated_and_no_valid_one_is_lost(room: ServiceRoom) -> None:
    """200 people give 1,800 updates; among each fifty, strangers send six that have a field missing or wrong."""
    chance, phones = random.Random(6), [room.sim.person("Sam", "en") for _ in range(200)]
    odd: dict[int, bool] = {}
    for words in (f"/start {room.new.participant_code}", *ANSWERS):
        for at in range(0, len(phones), 50):
            for phone in phones[at : at + 50]:
                await phone.say(words)
            odd |= await with_strangers(room, chance)
    unreadable = sorted(update_id for update_id, is_readable in odd.items() if not is_readable)
    print(f"{len(odd)} mutated updates, of which {len(unreadable)} cannot be read")
    assert len(odd) == 216
    assert len(unreadable) > 100
    assert await room.values() == [VALUES] * 200
    assert sorted(each.update_id for each in await quarantined(room)) == unreadable


async def with_strangers(room: ServiceRoom, chance: random.Random) -> dict[int, bool]:
    """Takes in, twice, what waits, with six mutated updates in the middle; whether each of these could be read."""
    for stranger in [room.sim.person("Eve", "en") for _ in range(3)]:
        await stranger.say("hello")
        await stranger.forge("aaaaaaaaaaaa:p:1:role:lead", 1)
    raw = json.loads(encoded(room.sim.exchange.queue.take(100)))
    strange = [mutated(each, chance) for each in raw[-6:]]
    mixed = raw[:25] + strange + raw[25:-6]
    batch = [known for each in mixed if (known := read_update(BOT, each, room.now()))]
    await room.conversation.receive(batch)
    await room.conversation.receive(batch)
    room.sim.exchange.queue.confirm(raw[-1]["update_id"] + 1)
    await room.settle()
    odd = {each["update_id"] for each in strange}
    return {each.update_id: not isinstance(each, Unreadable) for each in batch if each.update_id in odd}
