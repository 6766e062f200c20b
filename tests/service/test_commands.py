"""Commands: in both languages at any time, whatever language the person speaks; and what monitors are told."""

import asyncio
import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from service_room import ANSWERS, VALUES, ServiceRoom

from bot.cli.health import trouble_of
from bot.simulator import Phone
from bot.wiring import assembled, tell_health

SPOKEN = ("en", "fr")


async def at_the_role(room: ServiceRoom, language: str) -> Phone:
    phone = await room.join("Awa" if language == "fr" else "Sam", language)
    await room.say(phone, "1")
    return phone


def beginning(room: ServiceRoom, language: str, key: str) -> str:
    return room.phrases.say(language, key)[:20]


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("/help", "help.participant"),
        ("/aide", "help.participant"),
        ("/HELP", "help.participant"),
        ("/help@causerie_simulator_bot", "help.participant"),
        ("/pause", "pause.kept"),
        ("/stop", "pause.kept"),
        ("/back", "back.first"),
        ("/retour", "back.first"),
        ("/review", "review.nothing"),
        ("/revoir", "review.nothing"),
        ("/delete", "delete.confirm"),
        ("/supprimer", "delete.confirm"),
        ("/summary", "command.facilitators"),
        ("/sommaire", "command.facilitators"),
        ("/language xx", "language.unknown"),
        ("/nonsense", "command.unknown"),
    ],
)
async def test_a_command_is_understood_in_either_language_and_answered_in_the_persons(
    room: ServiceRoom, language: str, command: str, key: str
) -> None:
    phone = await at_the_role(room, language)
    before = await room.values()
    await room.say(phone, command)
    assert phone.last.text.startswith(beginning(room, language, key))
    assert await room.values() == before


@pytest.mark.parametrize("command", ["/skip", "/passer"])
async def test_a_question_that_need_not_be_answered_can_be_left_out(room: ServiceRoom, command: str) -> None:
    sam = await at_the_role(room, "en")
    await room.say(sam, command)
    (own,) = (await room.responses()).values()
    assert (own["role"].kind, own["role"].value) == ("skipped", "null")
    assert sam.last.text.startswith("What information does your organization keep")


@pytest.mark.parametrize("command", ["/privacy", "/confidentialite"])
async def test_the_notice_can_be_read_again_in_the_persons_language(room: ServiceRoom, command: str) -> None:
    awa, sam = await at_the_role(room, "fr"), await at_the_role(room, "en")
    await room.say(awa, command)
    await room.say(sam, command)
    assert any(text.startswith("D’abord, ce que deviennent") for text in awa.texts[-2:])
    assert any(text.startswith("First, what happens to your answers") for text in sam.texts[-2:])


async def test_going_back_changes_nothing_until_another_answer_is_given(room: ServiceRoom) -> None:
    awa = await at_the_role(room, "fr")
    await room.say(awa, *ANSWERS[1:4])
    before = await room.values()
    await room.say(awa, "/retour", "/retour")
    assert await room.values() == before
    await room.say(awa, ANSWERS[2], "/passer", *ANSWERS[4:])
    assert await room.values() == [VALUES]


@pytest.mark.parametrize("command", ["/language en", "/langue en", "/language", "/langue"])
async def test_another_language_asks_the_same_question_in_it_and_keeps_every_answer(
    room: ServiceRoom, command: str
) -> None:
    awa = await at_the_role(room, "fr")
    await room.say(awa, ANSWERS[1], command)
    assert awa.last.text.startswith("What information does your organization keep")
    await room.say(awa, *ANSWERS[2:])
    assert awa.last.text.startswith("Thank you!")
    assert await room.values() == [VALUES]
    (own,) = (await room.responses()).values()
    assert (own["role"].language, own["kinds"].language) == ("fr", "en")


async def test_a_pause_is_ended_by_coming_back_and_nothing_is_lost(room: ServiceRoom) -> None:
    awa = await at_the_role(room, "fr")
    await room.say(awa, ANSWERS[1], "/pause")
    await room.tap(awa, room.phrases.say("fr", "button.resume"))
    await room.say(awa, *ANSWERS[2:])
    assert await room.values() == [VALUES]


async def test_what_is_no_text_is_said_to_be_unreadable_and_the_question_stays(room: ServiceRoom) -> None:
    awa = await at_the_role(room, "fr")
    chat = {"id": awa.id, "type": "private"}
    person = {"id": awa.id, "is_bot": False, "first_name": "Awa", "language_code": "fr"}
    at = int(room.now().timestamp())
    room.sim.inject(
        {"message": {"message_id": 900, "date": at, "chat": chat, "from": person, "sticker": {"file_id": "x"}}}
    )
    await room.settle()
    assert room.said(awa, "reply.unreadable")
    await room.say(awa, *ANSWERS[1:])
    assert await room.values() == [VALUES]


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_a_bot_whose_menus_telegram_puts_off_starts_all_the_same(room: ServiceRoom) -> None:
    room.sim.faults.add("429", method="setMyCommands", retry_after=600)
    room.sim.faults.add("429", method="setMyDescription", retry_after=600)
    async with assembled(room.settings, room.database, room.library) as bot:
        awa = room.sim.person("Awa", "fr")
        await awa.start(room.new.participant_code)
        await bot.poller.step()
        await bot.delivery.drain()
    assert awa.last.text.startswith("Acceptez-vous")


async def test_monitors_are_told_when_telegram_last_answered(room: ServiceRoom, tmp_path: Path) -> None:
    await room.join("Awa", "fr")
    telling = asyncio.create_task(tell_health(room.settings, room.bot))
    await asyncio.sleep(0)
    telling.cancel()
    with suppress(asyncio.CancelledError):
        await telling
    state = json.loads((tmp_path / "health.json").read_text(encoding="utf-8"))
    told_at = datetime.fromisoformat(state["told_at"])
    assert trouble_of(state, told_at) is None
    assert "has not been running" in str(trouble_of(state, told_at + timedelta(seconds=100)))
    assert "does not reach Telegram" in str(trouble_of(state | {"polled_at": None}, told_at))
