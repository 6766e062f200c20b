"""getUpdates: offsets, brakes, expiry, the quarrel of two pollers."""

import asyncio
import time

from bot_client import BotClient

from bot.simulator import Phone, Simulator
from bot.simulator.update_queue import MAX_ANSWER_BYTES, MAX_UPDATES


async def ids(bot: BotClient, **parameters: object) -> list[int]:
    return [update["update_id"] for update in (await bot("getUpdates", **parameters)).result]


async def test_ids_rise_by_one_from_a_random_start_and_an_offset_deletes_below_it(
    sim: Simulator, bot: BotClient, awa: Phone
) -> None:
    for word in ("un", "deux", "trois"):
        await awa.say(word)
    first = await ids(bot)
    assert first == list(range(first[0], first[0] + 4))
    assert 0 < first[0] < 1_000_000_000
    assert await ids(bot, offset=first[2]) == first[2:]
    assert await ids(bot, offset=first[3], limit=1) == first[3:]
    assert sim.pending == 1


async def test_two_seeds_begin_at_different_ids() -> None:
    starts = []
    for seed in (1, 2, 1):
        async with Simulator(seed=seed) as sim:
            starts.append(sim.inject({}))
    assert starts[0] == starts[2] != starts[1]


async def test_an_offset_in_the_future_or_far_behind_is_ignored(bot: BotClient, awa: Phone) -> None:
    first = await ids(bot)
    assert await ids(bot, offset=first[0] + 1000) == first
    assert await ids(bot, offset=first[0] - MAX_UPDATES - 1) == first
    assert await ids(bot, offset=first[0] + 5) == []


async def test_a_negative_offset_keeps_the_last_ones(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    for word in ("un", "deux", "trois"):
        await awa.say(word)
    newest = await bot("getUpdates", offset=-2)
    assert [update["message"]["text"] for update in newest.result] == ["deux", "trois"]
    assert sim.pending == 2


async def test_a_long_poll_is_woken_at_once(bot: BotClient, awa: Phone) -> None:
    offset = (await ids(bot))[-1] + 1
    began = time.monotonic()
    poll = asyncio.create_task(ids(bot, offset=offset, timeout=30))
    await bot("getMe")
    await awa.say("Bonjour")
    assert await poll == [offset]
    assert time.monotonic() - began < 2


async def test_the_same_offset_again_at_once_gives_one_update(bot: BotClient, awa: Phone) -> None:
    await awa.say("un")
    assert len(await ids(bot, offset=0, timeout=5)) == 2
    assert len(await ids(bot, offset=0, timeout=5)) == 1


async def test_the_same_offset_again_within_three_seconds_waits_although_no_timeout_was_given(
    bot: BotClient, awa: Phone
) -> None:
    offset = (await ids(bot))[-1] + 1
    began = time.monotonic()
    assert await ids(bot, offset=offset) == []
    assert time.monotonic() - began < 1
    assert await ids(bot, offset=offset) == []
    assert time.monotonic() - began >= 3


async def test_the_older_of_two_pollers_is_told_of_the_conflict(bot: BotClient, awa: Phone) -> None:
    offset = (await ids(bot))[-1] + 1
    older = asyncio.create_task(bot("getUpdates", offset=offset, timeout=30))
    await bot("getMe")
    newer = asyncio.create_task(bot("getUpdates", offset=offset, timeout=30))
    refused = await older
    await awa.say("Bonjour")
    assert (refused.status, refused.refusal) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    assert len((await newer).result) == 1


async def test_presses_expire_after_150_seconds_and_messages_after_a_day(
    sim: Simulator, bot: BotClient, awa: Phone
) -> None:
    await awa.forge("x", message_id=1)
    sim.clock.advance(149)
    assert len(await ids(bot)) == 2
    sim.clock.advance(1)
    assert [list(update)[1] for update in (await bot("getUpdates", timeout=5)).result] == ["message"]
    sim.clock.advance(24 * 3600)
    await awa.say("encore")
    assert [update["message"]["text"] for update in (await bot("getUpdates", offset=-5)).result] == ["encore"]


async def test_expiry_leaves_gaps_that_offsets_respect(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    start = (await ids(bot))[0]
    await awa.forge("x", message_id=1)
    await awa.say("un")
    sim.clock.advance(200)
    assert await ids(bot, offset=start + 1) == [start + 2]


async def test_an_answer_stops_at_four_mebibytes(sim: Simulator, bot: BotClient) -> None:
    large = {"blob": "x" * (MAX_ANSWER_BYTES // 3)}
    for _ in range(4):
        sim.inject(large)
    assert len(await ids(bot)) == 2


async def test_a_full_queue_drops_what_comes(sim: Simulator, awa: Phone) -> None:
    for _ in range(MAX_UPDATES):
        sim.exchange.queue.inject(b"{}")
    assert (sim.pending, sim.statistics()["queue"]["dropped"]) == (MAX_UPDATES, 1)


async def test_allowed_updates_are_remembered_between_calls(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    await bot("getUpdates", offset=-1, allowed_updates=["callback_query"])
    await awa.say("un")
    await awa.forge("x", message_id=1)
    kinds = [list(update)[1] for update in (await bot("getUpdates", timeout=5)).result]
    assert kinds == ["message", "callback_query"]
    assert (await bot("getWebhookInfo")).result["allowed_updates"] == ["callback_query"]
    await bot("getUpdates", offset=0, allowed_updates=[], timeout=5)
    await awa.say("deux")
    assert sim.pending == 3


async def test_pending_updates_can_be_dropped_with_the_webhook(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    assert (await bot("getWebhookInfo")).result["pending_update_count"] == 1
    assert (await bot("deleteWebhook")).result is True
    assert sim.pending == 1
    await bot("deleteWebhook", drop_pending_updates=True)
    assert sim.pending == 0


async def test_blocking_and_unblocking_are_told(bot: BotClient, awa: Phone) -> None:
    await awa.block()
    await awa.block()
    await awa.start("CODE")
    updates = (await bot("getUpdates")).result[1:]
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in updates[:2]]
    assert changes == ["kicked", "member"]
    assert updates[2]["message"]["text"] == "/start CODE"


async def test_an_edited_message_comes_as_such(bot: BotClient, awa: Phone) -> None:
    sent = await awa.say("une réponse")
    await awa.edit(sent.id, "une autre réponse")
    edited = (await bot("getUpdates", offset=-1)).result[0]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (sent.id, "une autre réponse")
    assert edited["edit_date"] >= edited["date"]


async def test_a_text_too_long_for_one_message_goes_in_parts(awa: Phone) -> None:
    await awa.say("é" * 5000)
    assert [len(text) for text in awa.texts[1:]] == [4096, 904]
