"""What belongs to a person: only their own buttons count, everything goes when they ask, nothing shows in a group."""

from datetime import timedelta

import pytest
from service_room import ANSWERS, BOT, VALUES, ServiceRoom

from bot.service.conversation import Conversation
from bot.service.erasures import finish_erasures
from bot.service.incoming import Commanded, Elsewhere, Incoming
from bot.service.manners import Manner, Tell
from bot.service.reporting import EDITION, summarise
from bot.simulator import Phone
from bot.store import people, releases


async def at_the_role(room: ServiceRoom, name: str, language: str = "fr") -> Phone:
    phone = await room.join(name, language)
    await room.say(phone, "oui")
    return phone


def data_of(phone: Phone, row: int = 0) -> str:
    return str((phone.last.inline or [])[row][0]["callback_data"])


async def test_a_button_of_somebody_elses_session_changes_nothing(room: ServiceRoom) -> None:
    awa, eve = await at_the_role(room, "Awa"), await at_the_role(room, "Eve", "en")
    before = await room.values()
    await eve.forge(data_of(awa), eve.last.id)
    await room.settle()
    assert await room.values() == before
    assert eve.toasts[-1].text == room.phrases.say("en", "toast.stale")
    assert not awa.toasts


@pytest.mark.parametrize(
    "data", ["nonsense", "", ":::::", "a:p:1:role:lead", "TOKEN:p:9:role:lead", "TOKEN:q:1:role:lead", "TOKEN:u:1:x:y"]
)
async def test_a_forged_button_changes_nothing_and_is_answered(room: ServiceRoom, data: str) -> None:
    awa = await at_the_role(room, "Awa")
    before = await room.values()
    token = data_of(awa).partition(":")[0]
    await awa.forge(data.replace("TOKEN", token), awa.last.id)
    await room.settle()
    assert await room.values() == before
    assert [toast.text for toast in awa.toasts] == [room.phrases.say("fr", "toast.stale")]
    assert awa.last.text.startswith("Qu’est-ce qui décrit")


async def test_a_double_tap_is_one_answer(room: ServiceRoom) -> None:
    awa = await at_the_role(room, "Awa")
    question = awa.last.id
    await awa.tap_at(question, 0, 0)
    await awa.tap_at(question, 1, 0)
    await room.take_in_together()
    assert [each["role"] for each in await room.values()] == ['"lead"']
    assert len([text for text in awa.texts if text.startswith("Quels renseignements")]) == 1


@pytest.mark.parametrize("command", ["/delete", "/supprimer"])
async def test_who_deletes_gets_a_receipt_and_every_row_is_gone(room: ServiceRoom, command: str) -> None:
    before = await room.rows()
    awa = await room.finished("Awa")
    await room.say(awa, command)
    await room.tap(awa, room.phrases.say("fr", "button.delete"))
    assert room.said(awa, "delete.done")
    assert await room.rows() == before
    assert len(await room.database.keyring.erasures()) == 1
    await room.say(awa, "/supprimer")
    assert room.said(awa, "delete.nothing")


async def test_who_thinks_better_of_deleting_keeps_everything(room: ServiceRoom) -> None:
    awa = await room.finished("Awa")
    await room.say(awa, "/supprimer")
    await room.tap(awa, room.phrases.say("fr", "button.stay"))
    assert room.said(awa, "delete.kept")
    assert await room.values() == [VALUES]


async def test_who_comes_back_after_deleting_begins_anew(room: ServiceRoom) -> None:
    awa = await room.finished("Awa")
    await room.say(awa, "/supprimer")
    await room.tap(awa, room.phrases.say("fr", "button.delete"))
    await awa.start(room.new.participant_code)
    await room.settle()
    await room.say(awa, *ANSWERS)
    assert await room.values() == [VALUES]


async def test_an_erasure_that_a_crash_interrupted_is_finished_at_the_next_start(room: ServiceRoom) -> None:
    before = await room.rows()
    awa = await room.finished("Awa")
    async with room.database.reading() as tx:
        person = (await people.find(tx, BOT, [awa.id]))[awa.id]
    await room.database.keyring.erase([person.id], room.now())
    assert (await room.rows())["participants"] == 1
    await room.bot.clockwork.sweep()
    assert await room.rows() == before
    assert await finish_erasures(room.database, room.now()) == 0


async def test_the_release_that_counted_an_interrupted_erasure_is_taken_back(room: ServiceRoom) -> None:
    phones = await room.many_finished(12)
    await summarise(room.database, room.library, room.new.cohort, room.now, "operator")
    async with room.database.reading() as tx:
        person = (await people.find(tx, BOT, [phones[0].id]))[phones[0].id]
    await room.database.keyring.erase([person.id], room.now())
    assert await finish_erasures(room.database, room.now()) == 1
    async with room.database.reading() as tx:
        assert await releases.latest(tx, room.new.cohort.id, EDITION, "") is None


async def test_what_is_said_in_a_group_is_neither_answered_nor_kept(room: ServiceRoom) -> None:
    awa = await at_the_role(room, "Awa")
    before, sent = await room.rows(), len(room.sim.ledger.of("sendMessage"))
    for text in ("1", "/summary", f"/start {room.new.participant_code}", "/delete"):
        room.sim.inject(
            {
                "message": {
                    "message_id": 900,
                    "date": int(room.now().timestamp()),
                    "chat": {"id": -100, "type": "supergroup", "title": "Neighbours"},
                    "from": {"id": awa.id, "is_bot": False, "first_name": "Awa"},
                    "text": text,
                }
            }
        )
    await room.settle()
    assert await room.rows() == before
    assert len(room.sim.ledger.of("sendMessage")) == sent
    assert await room.values() == [{"agree": '"yes"'}]


async def test_a_strangers_private_words_are_never_answered_in_a_group(room: ServiceRoom) -> None:
    told: list[int] = []

    class Ear:
        def show(self, manners: list[Manner]) -> None:
            told.extend(each.chat_id for each in manners if isinstance(each, Tell))

    eve, now = 7_000_000_009, room.now()
    private = Incoming(BOT, 1, eve, eve, "en", now, Commanded("start", "no such code", 5))
    group = Incoming(BOT, 2, eve, -100, "en", now, Elsewhere())
    conversation = Conversation(room.database, room.library, room.bot.delivery, Ear(), room.now)
    await conversation.receive([private, group])
    assert told == [eve]


async def test_an_answer_of_an_hour_ago_is_dated_when_it_was_sent(room: ServiceRoom) -> None:
    awa = await at_the_role(room, "Awa")
    sent_at = room.now()
    await awa.say("1")
    room.sim.clock.advance(3600)
    await room.settle()
    (own,) = (await room.responses()).values()
    assert abs(own["role"].at - sent_at) < timedelta(seconds=5)
