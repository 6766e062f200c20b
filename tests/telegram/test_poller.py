"""The poller: nothing is acknowledged before it is taken in, nothing bad stops it, and it never dies silently."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.service.incoming import Incoming, Said, Unreadable
from bot.simulator import Phone, Simulator
from bot.store import Refused, Unavailable
from bot.telegram import poller as polling
from bot.telegram import wire
from bot.telegram.api import Api, connected
from bot.telegram.poller import Poller, WrongToken

TOKEN, BOT, PATIENCE = "1:TEST", 1, 20.0
Received = Incoming | Unreadable


class Keeper:
    """Where updates are kept; `troubles` are raised first, one for each batch."""

    def __init__(self) -> None:
        self.kept: list[Received] = []
        self.troubles: list[BaseException] = []
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()
        self._more = asyncio.Condition()
        self.attempts = 0

    async def receive(self, batch: Sequence[Received]) -> None:
        self.attempts += 1
        self.asked.set()
        await self.open.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        self.kept += batch
        async with self._more:
            self._more.notify_all()

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._more:
            await self._more.wait_for(enough)

    @property
    def words(self) -> list[str]:
        return [each.what.text for each in self.kept if isinstance(each, Incoming) and isinstance(each.what, Said)]

    @property
    def unreadable(self) -> list[int]:
        return [each.update_id for each in self.kept if isinstance(each, Unreadable)]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "WAITS", (0.0,))


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator(TOKEN) as simulator:
        yield simulator


@pytest.fixture
def awa(sim: Simulator) -> Phone:
    return sim.person("Awa", "fr")


@asynccontextmanager
async def polled(sim: Simulator, keeper: Keeper) -> AsyncIterator[Poller]:
    """A poller that runs."""
    async with connected(sim.api_url, TOKEN) as api:
        poller = poller_of(api, keeper)
        task = asyncio.create_task(poller.run())
        try:
            yield poller
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def poller_of(api: Api, keeper: Keeper) -> Poller:
    return Poller(api, BOT, keeper.receive, lambda: datetime.now(UTC))


async def heard(sim: Simulator, *words: str) -> Keeper:
    """What a poller keeps when Awa says these words; it ends when it has them all."""
    keeper = Keeper()
    await say(sim.phone(min(sim.exchange.chats)), *words)
    async with polled(sim, keeper):
        await keeper.until(lambda: set(words) <= set(keeper.words))
    return keeper


async def say(phone: Phone, *words: str) -> None:
    for each in words:
        await phone.say(each)


async def test_an_update_is_acknowledged_only_when_it_is_kept(sim: Simulator, awa: Phone) -> None:
    keeper, acknowledged = Keeper(), asyncio.Event()

    async def note(update_ids: list[int]) -> None:
        assert len(keeper.kept) == len(update_ids)
        acknowledged.set()

    sim.on_acknowledge(note)
    keeper.open.clear()
    await awa.say("bonjour")
    async with polled(sim, keeper):
        await asyncio.wait_for(keeper.asked.wait(), PATIENCE)
        assert sim.pending == 1
        keeper.open.set()
        await asyncio.wait_for(acknowledged.wait(), PATIENCE)
    assert sim.pending == 0


TROUBLES = (Unavailable("busy"), Refused("no"), OSError("disk"), KeyError("bug"), RecursionError(), TimeoutError())


@pytest.mark.parametrize("trouble", TROUBLES, ids=[type(each).__name__ for each in TROUBLES])
async def test_whatever_keeping_raises_the_update_comes_again(sim: Simulator, awa: Phone, trouble: Exception) -> None:
    keeper = Keeper()
    keeper.troubles = [trouble, trouble]
    await awa.say("bonjour")
    async with polled(sim, keeper):
        await keeper.until(lambda: keeper.words == ["bonjour"])
    assert keeper.attempts == 3


@pytest.mark.parametrize("kind", ["500", "400", "drop_before", "drop_after", "429"])
async def test_the_poller_outlives_what_telegram_does_to_it(sim: Simulator, awa: Phone, kind: str) -> None:
    fault = sim.faults.add(kind, method="getUpdates", times=3)
    assert (await heard(sim, "one", "two")).words == ["one", "two"]
    assert fault.hits == 3


async def test_a_second_poller_quarrels_and_neither_loses_or_doubles(sim: Simulator, awa: Phone) -> None:
    """Telegram gives 409 to the older of two: both go on, and what is kept is kept by one or the other."""
    first, second, done = Keeper(), Keeper(), asyncio.Event()

    async def note(update_ids: list[int]) -> None:
        if not sim.pending:
            done.set()

    for number in range(10):
        await awa.say(str(number))
    sim.on_acknowledge(note)
    async with polled(sim, first), polled(sim, second):
        await asyncio.wait_for(done.wait(), PATIENCE)
    assert {*first.words, *second.words} == {str(number) for number in range(10)}
    assert sim.ledger.counts["getupdates", "409"] > 0


async def test_a_server_that_was_away_is_found_again(awa: Phone, sim: Simulator) -> None:
    keeper = Keeper()
    port = int(sim.url.rpartition(":")[2])
    async with polled(sim, keeper) as poller:
        await awa.say("before")
        await keeper.until(lambda: keeper.words == ["before"])
        good_at = poller.last_good_at
        await sim.__aexit__(None, None, None)
        async with Simulator(TOKEN, port=port, seed=2) as again:
            await again.person("Awa", "fr").say("after")
            await keeper.until(lambda: keeper.words == ["before", "after"])
        assert good_at is not None
        assert poller.last_good_at is not None
        assert poller.last_good_at > good_at


async def test_a_wrong_token_ends_it_since_nothing_can_be_done(sim: Simulator) -> None:
    sim.exchange.token = "1:ANOTHER"
    async with connected(sim.api_url, TOKEN) as api:
        with pytest.raises(WrongToken):
            await poller_of(api, Keeper()).run()


NESTED = b'{"update_id":UPDATE_ID,"message":' + b"[" * 1200 + b"]" * 1200 + b"}"
POISON = {
    "bytes that are no text": b'{"update_id":UPDATE_ID,"message":{"text":"\xff\xfe"}}',
    "1,200 nested brackets": NESTED,
    "100,000 nested brackets": b'{"update_id":UPDATE_ID,"message":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a number of 5,000 digits": b'{"update_id":UPDATE_ID,"message":' + b"9" * 5000 + b"}",
    "half an object": b'{"update_id":UPDATE_ID,"message":{"text":',
    "no fields": b'{"update_id":UPDATE_ID}',
    "another kind": b'{"update_id":UPDATE_ID,"poll":{}}',
    "a list for a message": b'{"update_id":UPDATE_ID,"message":[]}',
}


@pytest.mark.parametrize("name", POISON)
async def test_an_update_that_cannot_be_read_is_set_apart_and_passed(sim: Simulator, awa: Phone, name: str) -> None:
    """It stands in the middle of good ones; twice, so that the way back to whole batches is gone as well."""
    keeper, bad = Keeper(), []
    for at in range(6):
        await awa.say(f"good {at}")
        if at in (1, 4):
            bad.append(sim.inject(POISON[name]))
    async with polled(sim, keeper):
        await keeper.until(lambda: "good 5" in keeper.words)
    assert keeper.words == [f"good {at}" for at in range(6)]
    assert keeper.unreadable == bad


@pytest.mark.parametrize("odd", [b"{}", b"7", b'{"update_id":"x"}', b'{"update_id":true}', b"null", b"[]"])
async def test_an_update_without_a_number_costs_nobody_elses(sim: Simulator, awa: Phone, odd: bytes) -> None:
    await awa.say("before")
    sim.inject(odd)
    assert (await heard(sim, "after")).words == ["before", "after"]


async def test_an_update_whose_number_no_database_holds_costs_nobody_elses(sim: Simulator, awa: Phone) -> None:
    sim.inject(b'{"update_id":%d,"message":{}}' % 10**30)
    keeper = await heard(sim, "bonjour")
    assert [type(each) for each in keeper.kept] == [Incoming]


async def test_an_own_fault_of_the_fetch_is_outlived(
    sim: Simulator, awa: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug in reading an update is outlived too: the poller goes on, and loses nothing."""
    real, faults = wire.read_update, [RuntimeError("bug")] * 2

    def read_update(*arguments: Any) -> object:
        if faults:
            raise faults.pop()
        return real(*arguments)

    monkeypatch.setattr(polling, "read_update", read_update)
    assert (await heard(sim, "bonjour")).words == ["bonjour"]


async def test_updates_that_telegram_reorders_or_repeats_all_arrive(sim: Simulator, awa: Phone) -> None:
    sim.faults.add("duplicate", copies=3)
    sim.faults.add("reorder")
    words = [str(number) for number in range(30)]
    keeper = await heard(sim, *words)
    assert set(keeper.words) == set(words)
