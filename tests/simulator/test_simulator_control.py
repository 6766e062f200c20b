"""The control interface over HTTP, the clock and its file, the phone's waits, the program."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from bot_client import BotClient, run_bot

from bot.simulator import Clock, Phone, Simulator


class Control:
    """The control interface as another program uses it."""

    def __init__(self, sim: Simulator, session: aiohttp.ClientSession) -> None:
        self.url = f"{sim.url}/control"
        self.session = session

    async def __call__(self, verb: str, path: str, **given: Any) -> Any:
        status, answer = await self.attempt(verb, path, **given)
        assert status == 200, answer
        return answer

    async def attempt(self, verb: str, path: str, **given: Any) -> tuple[int, Any]:
        async with self.session.request(verb, self.url + path, json=given or None) as response:
            return response.status, await response.json()


@pytest.fixture
def control(sim: Simulator, bot: BotClient) -> Control:
    return Control(sim, bot.session)


async def test_a_conversation_can_be_led_over_http(control: Control, bot: BotClient) -> None:
    awa = (await control("POST", "/users", first_name="Awa", language_code="fr"))["id"]
    await control("POST", f"/chats/{awa}/start", payload="CODE")
    markup = {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes"}]]}
    sent = (await bot("sendMessage", chat_id=awa, text="Prêt?", reply_markup=markup)).result["message_id"]
    await control("POST", f"/chats/{awa}/tap", label="Oui")
    await control("POST", f"/chats/{awa}/tap", data="yes")
    await control("POST", f"/chats/{awa}/tap", message_id=sent, row=0, column=0)
    await control("POST", f"/chats/{awa}/forge", message_id=sent, data="no")
    said = await control("POST", f"/chats/{awa}/say", text="Bonjour", reply_to=sent)
    await control("POST", f"/chats/{awa}/edit", message_id=said["id"], text="Bonsoir")
    chat = await control("GET", f"/chats/{awa}")
    assert [message["text"] for message in chat["messages"]] == ["/start CODE", "Prêt?", "Bonsoir"]
    assert [press["data"] for press in chat["waiting"]] == ["yes", "yes", "yes", "no"]
    assert chat["messages"][2]["edited"] is True


async def test_a_chat_can_be_awaited_over_http(control: Control, bot: BotClient, awa: Phone) -> None:
    waiting = asyncio.create_task(control("GET", f"/chats/{awa.id}?since={awa.chat.version}"))
    await bot("sendMessage", chat_id=awa.id, text="Bonjour")
    assert (await waiting)["messages"][-1]["text"] == "Bonjour"
    unchanged = await control("GET", f"/chats/{awa.id}?since={awa.chat.version}&timeout=0.01")
    assert unchanged["version"] == awa.chat.version


async def test_a_waiting_reader_does_not_hold_up_the_end() -> None:
    async with aiohttp.ClientSession() as session:
        async with Simulator() as sim:
            awa = sim.person("Awa")
            await awa.start()
            waiting = asyncio.create_task(Control(sim, session)("GET", f"/chats/{awa.id}?since=9"))
            await BotClient(sim.api_url, session)("getMe")
        assert (await waiting)["id"] == awa.id


async def test_faults_are_added_listed_and_removed_over_http(
    control: Control, bot: BotClient, sim: Simulator, awa: Phone
) -> None:
    made = await control("POST", "/faults", kind="429", method="getMe", retry_after=3)
    assert (await bot("getMe")).status == 429
    assert [fault["hits"] for fault in await control("GET", "/faults")] == [1]
    await control("DELETE", f"/faults/{made['id']}")
    assert (await bot("getMe")).status == 200
    await control("POST", "/flood", per_chat=0.1, burst=1)
    await bot("sendMessage", chat_id=awa.id, text="un")
    assert (await bot("sendMessage", chat_id=awa.id, text="deux")).status == 429
    await control("POST", "/flood", off=True)
    assert (await bot("sendMessage", chat_id=awa.id, text="deux")).status == 200
    calls = await control("GET", "/ledger?method=sendMessage&limit=2")
    assert [call["result"] for call in calls] == ["429", "ok"]
    assert (await control("GET", "/statistics"))["calls"]["getme"] == {"429": 1, "ok": 1}


async def test_updates_are_injected_and_renumbered_over_http(control: Control, bot: BotClient) -> None:
    await control("POST", "/updates/reset", first=5)
    given = [
        await control("POST", "/updates", update={"x": 1}),
        await control("POST", "/updates", raw='{"update_id":UPDATE_ID}'),
        await control("POST", "/updates", raw_base64="eyJ1cGRhdGVfaWQiOlVQREFURV9JRH0="),
    ]
    assert [answer["update_id"] for answer in given] == [5, 6, 7]
    updates = (await bot("getUpdates")).result
    assert updates == [{"update_id": 5, "x": 1}, {"update_id": 6}, {"update_id": 7}]


async def test_wrong_use_is_explained(control: Control, sim: Simulator, awa: Phone) -> None:
    await awa.block()
    attempts = [
        await control.attempt("GET", "/chats/5"),
        await control.attempt("POST", f"/chats/{awa.id}/tap", label="Oui"),
        await control.attempt("POST", f"/chats/{awa.id}/say", text="Bonjour"),
        await control.attempt("POST", "/faults", kind="hiccup"),
        await control.attempt("POST", "/users", first_name="Eve", id=awa.id),
    ]
    assert [status for status, _ in attempts] == [404, 404, 400, 400, 400]
    assert all(answer["error"] for _, answer in attempts)
    await control("POST", f"/chats/{awa.id}/unblock")
    await control("POST", f"/users/{awa.id}/deactivate")
    assert [user["blocked"] for user in await control("GET", "/users")] == [False]


async def test_the_clock_moves_over_http_and_dates_follow(control: Control, sim: Simulator, awa: Phone) -> None:
    await control("POST", "/clock", offset=1000)
    moved = await control("POST", "/clock", advance=24)
    assert moved["offset"] == 1024 == sim.clock.offset
    before = awa.last.date
    assert (await awa.say("plus tard")).date - before >= 1024


def test_the_clock_file_holds_the_offset_as_a_plain_number(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(file)
    assert float(file.read_text()) == 0
    clock.set(90.5)
    clock.advance(-0.25)
    assert file.read_text() == "90.250000\n"
    assert [path.name for path in tmp_path.iterdir()] == ["clock"]


async def test_a_phone_waits_for_what_the_bot_does(sim: Simulator, bot: BotClient) -> None:
    async def echo(bot: BotClient, update: dict[str, Any]) -> None:
        message = update["message"]
        await bot("sendMessage", chat_id=message["chat"]["id"], text=message["text"].upper())

    sam = sim.person("Sam", "en")
    task = asyncio.create_task(run_bot(bot, echo))
    await sam.start()
    assert [message.text for message in await sam.answered()] == ["/START"]
    await sam.say("hello")
    assert [message.text for message in await sam.until(lambda messages: len(messages) == 4)][-1] == "HELLO"
    task.cancel()


async def test_a_phone_loses_patience_without_telling_the_words(awa: Phone) -> None:
    with pytest.raises(TimeoutError, match="1 messages and what was awaited has not come"):
        await awa.until(lambda messages: False, patience=0.01)


async def test_a_phone_cannot_press_what_is_not_there(awa: Phone) -> None:
    with pytest.raises(LookupError, match="no button 'Oui'"):
        await awa.tap("Oui")
    with pytest.raises(LookupError, match="no such row"):
        await awa.tap_at(1, 0, 0)
    with pytest.raises(LookupError, match="callback data"):
        await awa.tap_data("x")
    with pytest.raises(LookupError, match="own message"):
        await awa.edit(9, "x")
    with pytest.raises(ValueError, match="empty"):
        await awa.say(" ")


async def test_commands_and_texts_are_kept_per_scope_and_language(bot: BotClient, control: Control, awa: Phone) -> None:
    commands = [{"command": "aide", "description": "Aide"}]
    await bot("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await bot("setMyCommands", commands=commands, language_code="fr", scope={"type": "all_private_chats"})
    await bot("setMyName", name="Causerie à l’essai", language_code="fr")
    await bot("setMyDescription", description="A facilitator")
    chat = await control("GET", f"/chats/{awa.id}")
    assert chat["commands"] == commands
    assert (chat["bot"]["name"], chat["bot"]["description"]) == ("Causerie à l’essai", "A facilitator")
    assert (await bot("getMyName", language_code="en")).result == {"name": "Causerie"}
    assert (await bot("getMyShortDescription")).result == {"short_description": ""}
    place = {"language_code": "fr", "scope": {"type": "all_private_chats"}}
    assert (await bot("getMyCommands", **place)).result == commands
    await bot("deleteMyCommands", **place)
    assert (await control("GET", f"/chats/{awa.id}"))["commands"][0]["command"] == "help"


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        ({"command": "", "description": "x"}, "command must be non-empty"),
        ({"command": "x" * 33, "description": "x"}, "command length must not exceed 32"),
        ({"command": "Aide", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "aide", "description": " "}, "command description must be non-empty"),
        ({"command": "aide", "description": "x" * 257}, "command description length must not exceed 256"),
    ],
)
async def test_commands_that_telegram_refuses(bot: BotClient, command: dict[str, str], refusal: str) -> None:
    assert (await bot("setMyCommands", commands=[command])).refusal == f"Bad Request: {refusal}"


async def test_texts_about_the_bot_have_a_length_and_a_language(bot: BotClient) -> None:
    assert (await bot("setMyName", name="x" * 65)).refusal == "Bad Request: name is too long"
    assert (await bot("setMyCommands", commands=[], language_code="fra")).refusal == (
        "Bad Request: invalid language code specified"
    )
    too_many = [{"command": "x", "description": "x"}] * 101
    assert (await bot("setMyCommands", commands=too_many)).refusal == "Bad Request: BOT_COMMANDS_TOO_MUCH"


async def test_the_program_serves_and_ends_on_a_signal(tmp_path: Path) -> None:
    program = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "bot.simulator", "--listen", "127.0.0.1:0", "--clock-file", str(tmp_path / "clock")],
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    address = (await program.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session, session.get(f"{address}control/users") as response:
        assert await response.json() == []
    program.send_signal(signal.SIGTERM)
    assert await program.wait() == 0
    assert (tmp_path / "clock").exists()
