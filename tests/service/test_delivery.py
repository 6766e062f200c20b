"""From the outbox to the chats: what Telegram does to a message decides what becomes of it, and of nobody else's."""

import asyncio

import pytest
from service_room import ANSWERS, BOT, VALUES, ServiceRoom

from bot.engine.effects import Message
from bot.service import delivery
from bot.service.delivery import Delivery
from bot.service.incoming import Incoming, Said
from bot.service.outcome import Outcome, Uncertain
from bot.simulator import Phone
from bot.store import Unavailable, outbox, people


async def at_the_role(room: ServiceRoom, name: str = "Awa", language: str = "fr") -> Phone:
    phone = await room.join(name, language)
    await room.say(phone, "oui" if language == "fr" else "yes")
    return phone


def sends(room: ServiceRoom, phone: Phone) -> list[str]:
    """How each send to a chat ended, from now on."""
    return [call.result for call in room.sim.ledger.of("sendMessage", phone.id)]


async def test_a_chat_that_shall_wait_gets_nothing_before_and_the_others_go_on(room: ServiceRoom) -> None:
    awa, sam = await at_the_role(room), await at_the_role(room, "Sam", "en")
    room.sim.ledger.clear()
    room.sim.faults.add("429", method="sendMessage", chat=awa.id, retry_after=30, times=1)
    await awa.say("1")
    await sam.say("1")
    await room.settle()
    assert sends(room, awa) == ["429"]
    assert sends(room, sam) == ["ok"]
    room.sim.clock.advance(28)
    await room.say(awa, "/help")
    assert sends(room, awa) == ["429"], "nothing that was queued meanwhile either"
    room.sim.clock.advance(3)
    await room.settle()
    assert sends(room, awa) == ["429", "ok", "ok"]
    assert awa.texts[-2].startswith("Quels renseignements votre organisme")
    assert awa.last.text.startswith(room.phrases.say("fr", "help.participant")[:20])


async def test_ten_waits_at_once_do_not_release_each_other(room: ServiceRoom) -> None:
    phones = await room.many_finished(10)
    room.sim.ledger.clear()
    for number, phone in enumerate(phones):
        room.sim.faults.add("429", method="sendMessage", chat=phone.id, retry_after=10 + number, times=1)
        await phone.say("/help")
    await room.take_in_together()
    for seconds in range(1, 21):
        room.sim.clock.advance(1)
        await room.settle()
        free = [number for number, phone in enumerate(phones) if "ok" in sends(room, phone)]
        assert free == [number for number in range(10) if seconds >= 10 + number]


@pytest.mark.parametrize("kind", ["drop_after", "500", "drop_before"])
async def test_a_question_of_unknown_fate_is_sent_once_more_soon(room: ServiceRoom, kind: str) -> None:
    awa = await at_the_role(room)
    room.sim.ledger.clear()
    room.sim.faults.add(kind, method="sendMessage", chat=awa.id, times=1)
    await room.say(awa, "1")
    for _ in range(20):
        room.sim.clock.advance(60)
        await room.settle()
    assert len(sends(room, awa)) == 2
    assert len([text for text in awa.texts if text.startswith("Quels")]) == (2 if kind == "drop_after" else 1)


@pytest.mark.parametrize("kind", ["500", "drop_before"])
async def test_nobody_is_left_waiting_by_an_outage_of_telegram(room: ServiceRoom, kind: str) -> None:
    """Slower each time: an hour of trouble is some tries, not thousands, and the question comes in the end."""
    awa = await at_the_role(room)
    room.sim.ledger.clear()
    room.sim.faults.add(kind, method="sendMessage", chat=awa.id)
    await room.say(awa, "1")
    for _ in range(60):
        room.sim.clock.advance(60)
        await room.settle()
    assert 4 <= len(sends(room, awa)) <= 8
    room.sim.faults.clear()
    room.sim.clock.advance(900)
    await room.settle()
    assert awa.last.text.startswith("Quels renseignements")


async def test_words_in_answer_to_the_first_copy_are_recorded_for_that_question(room: ServiceRoom) -> None:
    """The first copy arrived though no answer came: Awa answers it, then the second copy comes."""
    awa = await at_the_role(room)
    room.sim.faults.add("drop_after", method="sendMessage", chat=awa.id, times=1)
    await room.say(awa, "1")
    assert awa.last.text.startswith("Quels renseignements")
    await awa.say("1, 2")
    room.sim.clock.advance(2)
    await room.settle()
    await room.say(awa, *ANSWERS[3:])
    assert await room.values() == [VALUES]


async def test_a_refused_wait_before_an_unknown_fate_does_not_cost_the_second_try(room: ServiceRoom) -> None:
    """A 429 surely did not arrive: the send after it, of unknown fate, is the first that may have."""
    awa = await at_the_role(room)
    room.sim.faults.add("429", method="sendMessage", chat=awa.id, times=1)
    room.sim.faults.add("drop_before", method="sendMessage", chat=awa.id, skip=1, times=1)
    await room.say(awa, "1")
    for _ in range(3):
        room.sim.clock.advance(5)
        await room.settle()
    assert awa.last.text.startswith("Quels renseignements")


async def test_words_sent_before_the_question_came_are_kept_and_offered(room: ServiceRoom) -> None:
    awa = await room.join("Awa", "fr")
    await room.say(awa, *ANSWERS[:6])
    await awa.say("3")
    await awa.say("Un mot de trop")
    await room.take_in_together()
    assert "«\u00a0Un mot de trop\u00a0»" in awa.last.text
    assert "reflection" not in (await room.values())[0]
    await room.tap(awa, room.phrases.say("fr", "button.use"))
    assert (await room.values())[0]["reflection"] == '"Un mot de trop"'


async def test_words_that_cross_a_question_on_its_way_are_kept_and_offered(room: ServiceRoom) -> None:
    """The batch with the second words is taken in while delivery leases the next question."""
    awa = await room.join("Awa", "fr")
    await room.say(awa, *ANSWERS[:6])
    first, second = await awa.say("3"), await awa.say("3")
    await room.conversation.receive([said(room, awa, 1, first.id)])
    await asyncio.gather(room.bot.delivery.drain(), room.conversation.receive([said(room, awa, 2, second.id)]))
    await room.bot.delivery.drain()
    assert "reflection" not in (await room.values())[0]
    assert "«\u00a03\u00a0»" in awa.last.text


def said(room: ServiceRoom, phone: Phone, update_id: int, message_id: int) -> Incoming:
    return Incoming(BOT, update_id, phone.id, phone.id, "fr", room.now(), Said("3", message_id))


async def test_somebody_who_blocked_the_bot_is_sent_nothing_more(room: ServiceRoom) -> None:
    awa = await at_the_role(room)
    room.sim.ledger.clear()
    await awa.say("1")
    await awa.block()
    await room.take_in_together()
    for _ in range(3):
        room.sim.clock.advance(3600)
        await room.settle()
    assert len(sends(room, awa)) <= 1
    assert (await room.rows())["outbox"] > 0
    await awa.start()
    await room.settle()
    assert awa.last.text.startswith("Quels renseignements")
    await room.say(awa, *ANSWERS[2:])
    assert await room.values() == [VALUES]


async def test_an_answer_dated_ahead_of_our_clock_is_answered_at_once(room: ServiceRoom) -> None:
    awa = await at_the_role(room)
    room.sim.inject(
        {
            "message": {
                "message_id": awa.last.id + 1000,
                "date": int(room.now().timestamp()) + 600,
                "chat": {"id": awa.id, "type": "private"},
                "from": {"id": awa.id, "is_bot": False, "first_name": "Awa"},
                "text": "1",
            }
        }
    )
    await room.settle()
    assert awa.last.text.startswith("Quels renseignements")


async def test_what_was_leased_by_a_bot_that_died_is_sent_by_the_next(room: ServiceRoom) -> None:
    awa = await at_the_role(room)
    await awa.say("1")
    await room.bot.poller.step()
    killed = asyncio.create_task(Delivery(room.database, Mute(), room.now, "killed").drain())
    await delivery_under_way(room)
    killed.cancel()
    await asyncio.wait([killed])
    await room.settle()
    assert not any(text.startswith("Quels renseignements") for text in awa.texts), "leased: nobody else sends it"
    await room.bot.delivery.start()
    await room.settle()
    assert awa.last.text.startswith("Quels renseignements")


class Mute:
    """A sender whose process dies while it waits for the answer."""

    async def send(self, chat_id: int, message: Message, token: str, *, plain: bool = False) -> Outcome:
        await asyncio.Event().wait()
        return Uncertain("never")


async def delivery_under_way(room: ServiceRoom) -> None:
    """Until the outbox says that somebody is sending."""
    async with asyncio.timeout(10):
        while True:
            async with room.database.reading() as tx:
                if await outbox.next_due(tx, room.now()) is not None:
                    return


async def test_delivery_outlives_a_database_that_does_not_answer(
    room: ServiceRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it is noticed, also while it rests."""
    awa = await at_the_role(room)
    real, troubles, all_met = outbox.next_due, [Unavailable("the server is down")] * 2, asyncio.Event()

    async def next_due(*arguments: object) -> object:
        if troubles:
            raise troubles.pop()
        all_met.set()
        return await real(*arguments)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(outbox, "next_due", next_due)
    monkeypatch.setattr(delivery, "TROUBLE_SECONDS", 0.0)
    running = asyncio.create_task(room.bot.delivery.run())
    await asyncio.wait([running, asyncio.create_task(all_met.wait())], timeout=10, return_when=asyncio.FIRST_COMPLETED)
    assert not running.done()
    await awa.say("1")
    await room.bot.poller.step()
    await awa.until(lambda messages: messages[-1].text.startswith("Quels renseignements"))
    running.cancel()
    await asyncio.wait([running])


async def test_what_is_noted_while_a_settlement_is_written_is_not_forgotten(room: ServiceRoom) -> None:
    """Many chats answer 429 or 403 while earlier fates are being settled: each takes effect."""
    phones = await room.many_finished(30)
    for number, phone in enumerate(phones):
        room.sim.faults.add(("429", "403")[number % 2], method="sendMessage", chat=phone.id, retry_after=600)
        await phone.say("/help")
    await room.take_in_together()
    async with room.database.reading() as tx:
        known = await people.find(tx, BOT, [phone.id for phone in phones])
    gone = {user for user, person in known.items() if person.unreachable_at is not None}
    assert gone == {phone.id for phone in phones[1::2]}
