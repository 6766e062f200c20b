"""Synthetic people before a bot of a few lines: when they are at the end, and when they give up."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest

from bot.rehearsal.people import Character, play
from bot.rehearsal.phone import Phone, Stuck
from bot.simulator import Simulator

TOKEN = "1:TEST"
AWA = Character("Awa", "fr", types=0.0, writes=0.0, seed=1)
Ask = Callable[..., Awaitable[object]]


async def say_before_each_question(ask: Ask) -> None:
    """A bot that says, asks, says, asks, and thanks; each acknowledged before the next is said."""
    offset, chat = await heard(ask, 0)
    for _ in range(2):
        await ask("sendMessage", chat_id=chat, text="About paper now.")
        await ask("sendMessage", chat_id=chat, text="How?", reply_markup=two_buttons())
        offset, chat = await heard(ask, offset)
    await ask("sendMessage", chat_id=chat, text="Thank you.")


async def heard(ask: Ask, offset: int) -> tuple[int, int]:
    """Waits for an update, and acknowledges it: the next offset, and the chat."""
    updates = await ask("getUpdates", offset=offset, timeout=20)
    assert isinstance(updates, list)
    last = updates[-1]
    query = last.get("callback_query")
    if query:
        await ask("answerCallbackQuery", callback_query_id=query["id"])
    after = last["update_id"] + 1
    await ask("getUpdates", offset=after, timeout=0)
    return after, (query or last["message"])["from"]["id"]


def two_buttons() -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "Well", "callback_data": "1"}], [{"text": "Badly", "callback_data": "2"}]]}


async def test_words_that_come_a_moment_before_their_question_are_not_the_end() -> None:
    arrived: list[int] = []
    async with Simulator(TOKEN) as simulator, aiohttp.ClientSession() as session:

        async def ask(method: str, **parameters: object) -> object:
            async with session.post(f"{simulator.api_url}/bot{TOKEN}/{method}", json=parameters) as response:
                return (await response.json())["result"]

        simulator.faults.add("latency", seconds=0.4, method="sendMessage", skip=2)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(say_before_each_question(ask))
            await play(simulator.url, "code", [AWA], lambda: arrived.append(1))
        chat = next(iter(simulator.exchange.chats.values()))
        assert [message.text for message in chat.messages.values() if message.from_bot][-1] == "Thank you."
    assert arrived == [1]


async def test_somebody_whom_the_simulator_refuses_says_so() -> None:
    async with Simulator(TOKEN) as simulator, aiohttp.ClientSession() as session:
        phone = await Phone.of(session, simulator.url, "Awa", "fr")
        with pytest.raises(Stuck, match="refused tap"):
            await phone.tap(12, "nothing")


async def test_a_bot_that_stays_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.rehearsal.people.PATIENCE_SECONDS", 0.2)
    async with Simulator(TOKEN) as simulator:
        with pytest.raises(ExceptionGroup) as caught:
            await play(simulator.url, "code", [AWA], lambda: None)
    assert caught.group_contains(Stuck, match="left Awa without an answer")
