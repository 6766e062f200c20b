"""Faults, hooks and the ledger: how a test makes the simulator misbehave, and what it can see."""

import json
from typing import Any

import aiohttp
import pytest
from bot_client import BotClient

from bot.simulator import Phone, Simulator


async def updates(bot: BotClient, **parameters: Any) -> list[dict[str, Any]]:
    return list((await bot("getUpdates", **parameters)).result)


@pytest.mark.parametrize(
    ("kind", "status", "refusal"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("400", 400, "Bad Request: chat not found"),
        ("500", 500, "Internal Server Error"),
    ],
)
async def test_a_refusal_happens_as_often_as_asked(
    sim: Simulator, bot: BotClient, awa: Phone, kind: str, status: int, refusal: str
) -> None:
    fault = sim.faults.add(kind, retry_after=7, times=1)
    first = await bot("sendMessage", chat_id=awa.id, text="un")
    second = await bot("sendMessage", chat_id=awa.id, text="deux")
    assert (first.status, first.refusal, second.status, fault.hits) == (status, refusal, 200, 1)
    assert awa.texts == ["/start", "deux"]


async def test_a_fault_selects_its_method_and_chat(sim: Simulator, bot: BotClient, awa: Phone, sam: Phone) -> None:
    sim.faults.add("500", method="sendMessage", chat=awa.id, skip=1)
    results = [
        await bot("sendMessage", chat_id=awa.id, text="skipped"),
        await bot("sendMessage", chat_id=awa.id, text="hit"),
        await bot("sendMessage", chat_id=sam.id, text="another chat"),
        await bot("sendChatAction", chat_id=awa.id, action="typing"),
        await bot("getUpdates"),
    ]
    assert [answer.status for answer in results] == [200, 500, 200, 200, 200]


async def test_a_probability_is_drawn_from_the_seed() -> None:
    async def statuses(seed: int) -> list[int]:
        async with Simulator(seed=seed) as sim, aiohttp.ClientSession() as session:
            sim.faults.add("500", probability=0.5)
            bot = BotClient(sim.api_url, session)
            return [(await bot("getMe")).status for _ in range(40)]

    first = await statuses(4)
    assert first == await statuses(4) != await statuses(5)
    assert 5 < first.count(500) < 35


async def test_a_connection_dropped_before_handling_delivers_nothing(
    sim: Simulator, bot: BotClient, awa: Phone
) -> None:
    sim.faults.add("drop_before", times=1)
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=awa.id, text="perdu")
    assert awa.texts == ["/start"]
    assert sim.ledger.calls[-1].result == "dropped before"


async def test_a_connection_dropped_after_delivery_leaves_the_message(
    sim: Simulator, bot: BotClient, awa: Phone
) -> None:
    sim.faults.add("drop_after", times=1)
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=awa.id, text="reçu")
    assert awa.texts == ["/start", "reçu"]
    assert sim.ledger.calls[-1].message_id == awa.last.id


async def test_an_answer_that_never_comes_leaves_the_message(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    sim.faults.add("silence_after", times=1)
    patience = aiohttp.ClientTimeout(total=0.2)
    with pytest.raises(TimeoutError):
        await bot.request("POST", "sendMessage", json={"chat_id": awa.id, "text": "reçu"}, timeout=patience)
    assert awa.texts == ["/start", "reçu"]


async def test_latency_comes_before_handling(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    sim.faults.add("latency", seconds=0.05)
    sent = await bot("sendMessage", chat_id=awa.id, text="lent")
    assert sent.status == 200
    first, last = sim.ledger.calls[0], sim.ledger.calls[-1]
    assert first is last


async def test_an_update_is_delivered_again_after_its_acknowledgement(
    sim: Simulator, bot: BotClient, awa: Phone
) -> None:
    sim.faults.add("duplicate", copies=3, times=1)
    await awa.say("trois fois")
    await awa.say("une fois")
    seen: list[str] = []
    offset = 0
    while batch := await updates(bot, offset=offset, timeout=0 if len(seen) > 4 else 1):
        seen += [update["message"]["text"] for update in batch]
        offset = max(offset, max(update["update_id"] for update in batch) + 1)
    assert sorted(seen) == ["/start", "trois fois", "trois fois", "trois fois", "une fois"]
    assert sim.pending == 0


async def test_the_updates_of_one_answer_can_be_shuffled(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    for number in range(20):
        await awa.say(str(number))
    sim.faults.add("reorder", times=1)
    shuffled = [update["update_id"] for update in await updates(bot)]
    assert shuffled != sorted(shuffled)
    assert len(set(shuffled)) == 21


async def test_bad_updates_are_spliced_in_as_they_are(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    await bot("getUpdates", offset=-1)
    sim.inject(b'{"update_id":UPDATE_ID,"message":\xff}')
    body = await bot.raw("getUpdates", timeout=5, offset=-1)
    assert b'"message":\xff}' in body
    with pytest.raises(ValueError):
        json.loads(body)


async def test_an_injected_object_gets_an_id_unless_it_has_one(sim: Simulator, bot: BotClient) -> None:
    given = sim.inject({"surprise": {"é": 1}})
    sim.inject({"update_id": "seven"})
    sim.inject({})
    assert await updates(bot) == [
        {"update_id": given, "surprise": {"é": 1}},
        {"update_id": "seven"},
        {"update_id": given + 2},
    ]


async def test_update_ids_can_begin_anew_at_a_lower_number(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    before = (await updates(bot))[0]["update_id"]
    await updates(bot, offset=before + 1)
    sim.reset_update_ids(17)
    await awa.say("après une semaine")
    assert [update["update_id"] for update in await updates(bot, offset=before + 1, timeout=5)] == [17]
    assert await updates(bot, offset=18) == []


async def test_the_hook_hears_of_acknowledged_updates_before_the_bot_is_answered(
    sim: Simulator, bot: BotClient, awa: Phone
) -> None:
    heard: list[list[int]] = []

    async def hear(update_ids: list[int]) -> None:
        heard.append(update_ids)
        await awa.say("said inside the hook")

    sim.on_acknowledge(hear)
    first = [update["update_id"] for update in await updates(bot)]
    answer = await updates(bot, offset=first[-1] + 1)
    assert heard == [first]
    assert [update["message"]["text"] for update in answer] == ["said inside the hook"]
    assert awa.messages[0].acknowledged is True


async def test_the_hook_sees_each_request_with_its_parameters(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    seen: list[tuple[str, dict[str, Any]]] = []

    async def see(method: str, parameters: dict[str, Any]) -> None:
        seen.append((method, parameters))

    sim.on_request(see)
    await bot("sendMessage", chat_id=awa.id, text="Bonjour")
    assert seen == [("sendmessage", {"chat_id": awa.id, "text": "Bonjour"})]


async def test_the_ledger_counts_every_call_and_keeps_no_words(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    await bot("sendMessage", chat_id=awa.id, text="un secret")
    await bot("sendMessage", chat_id=5, text="un secret")
    calls = [(call.method, call.chat, call.result) for call in sim.ledger.of("sendMessage")]
    assert calls == [("sendmessage", awa.id, "ok"), ("sendmessage", 5, "400")]
    assert sim.statistics()["calls"] == {"sendmessage": {"400": 1, "ok": 1}}
    assert "secret" not in repr(sim.ledger.calls)


def test_an_unknown_fault_is_named_at_once() -> None:
    sim = Simulator()
    with pytest.raises(ValueError, match="unknown fault 'hiccup'"):
        sim.faults.add("hiccup")
