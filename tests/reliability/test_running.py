"""A bot as an operator runs it: it outlives outages, stops when asked, and keeps what people say out of its log."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from crowd import Participant, gather_side_by_side
from installation import Installation
from real_bot import PATIENCE, RealBot
from witness import judge

from bot.simulator import Simulator
from bot.store import cohorts, invitations
from bot.store.invitations import Invitation
from bot.store.schema import new_id

TOKEN = "8812:canary-of-the-token"
NAME, USER, WORDS = "Canarine", 7_391_846_205, "Le canari chante derrière la pompe à eau."
CANARIES = (TOKEN, TOKEN.partition(":")[2], NAME, str(USER), WORDS, "canari chante")


def crowd_at(simulator: Simulator, number: int) -> list[Participant]:
    languages = [("fr", "en")[each % 2] for each in range(number)]
    return [
        Participant(simulator.person("Sam", language), language, random.Random(at))
        for at, language in enumerate(languages)
    ]


async def all_recorded(installation: Installation, crowd: list[Participant]) -> bool:
    database = await installation.open()
    try:
        verdict = await judge(database, crowd)
    finally:
        await database.close()
    return (verdict.lost, verdict.doubled, verdict.misfiled) == (0, 0, 0) and verdict.recorded == len(crowd) * 9


async def test_a_bot_that_is_asked_to_stop_ends_cleanly_and_the_next_goes_on(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    code = (await installation.prepare()).participant_code
    async with Simulator("1:TEST", clock_file=str(installation.clock)) as simulator:
        settings, crowd = installation.settings(simulator.api_url, "INFO"), crowd_at(simulator, 30)
        under_way = asyncio.Event()
        taking_part = asyncio.create_task(gather_side_by_side(crowd, code, 30))

        async def note(method: str, parameters: object) -> None:
            if len(simulator.ledger.of("sendMessage")) > 150:
                under_way.set()

        simulator.on_request(note)
        async with RealBot(settings, tmp_path / "log") as bot:
            await asyncio.wait_for(under_way.wait(), PATIENCE)
            bot.ask_to_stop()
            assert await bot.ended() == 0
            assert "Traceback" not in bot.log
        async with RealBot(settings, tmp_path / "log"):
            await asyncio.wait_for(taking_part, PATIENCE)
    assert await all_recorded(installation, crowd)


async def test_a_bot_outlives_telegram_being_away_refusing_and_breaking_off(tmp_path: Path) -> None:
    """Every connection breaks for a while, and many calls fail in one way or another; nothing that was said is lost."""
    installation = Installation(tmp_path)
    code = (await installation.prepare()).participant_code
    async with Simulator("1:TEST", clock_file=str(installation.clock)) as simulator:
        faults = simulator.faults
        faults.add("drop_before", method="getUpdates", skip=10, times=4)
        faults.add("429", method="sendMessage", probability=0.05)
        faults.add("500", method="getUpdates", probability=0.1)
        faults.add("drop_before", method="getUpdates", probability=0.05)
        faults.add("drop_after", method="getUpdates", probability=0.05)
        faults.add("drop_after", method="sendMessage", probability=0.05)
        faults.add("500", method="answerCallbackQuery", probability=0.1)
        faults.add("400", method="editMessageText", probability=0.1)
        faults.add("duplicate", copies=2, probability=0.2)
        crowd = crowd_at(simulator, 20)
        taking_part = asyncio.create_task(gather_side_by_side(crowd, code, 20))
        async with RealBot(installation.settings(simulator.api_url), tmp_path / "log") as bot:
            await asyncio.wait_for(taking_part, 2 * PATIENCE)
            bot.ask_to_stop()
            assert await bot.ended() == 0
            assert "Traceback" not in bot.log
    assert await all_recorded(installation, crowd)


async def test_no_log_at_any_level_holds_a_token_a_name_an_id_or_an_answer(tmp_path: Path) -> None:
    """Through a start, a conversation, 429, 403, 500, an unreadable update, a fault of ours and a token withdrawn."""
    installation = Installation(tmp_path)
    new = await installation.prepare()
    await with_a_cohort_that_cannot_be_read(installation)
    async with Simulator(TOKEN, clock_file=str(installation.clock)) as simulator:
        settings = installation.settings(simulator.api_url, "DEBUG") | {"CAUSERIE_TOKEN": TOKEN}
        awa = simulator.person(NAME, "fr", USER)
        async with RealBot(settings, tmp_path / "log") as bot:
            await awa.start(new.participant_code)
            await awa.until(lambda all_: all_[-1].text.startswith("Acceptez"), PATIENCE)
            for kind in ("429", "500", "drop_after"):
                simulator.faults.add(kind, method="sendMessage", times=1)
            for words in ("oui", "1", "1, 2", "1", "non", "2", "3", WORDS):
                await awa.say(words)
                await awa.until(lambda all_: all_[-1].from_bot, PATIENCE)
            await awa.start("a-fault")
            await awa.until(lambda all_: "de mon côté" in all_[-1].text, PATIENCE)
            simulator.inject(b'{"update_id":UPDATE_ID,"message":{"text":"' + WORDS.encode() + b'\xff"}}')
            simulator.inject({"message": {"text": WORDS, "from": {"id": USER, "first_name": NAME}}})
            refused = simulator.faults.add("403", method="sendMessage", times=1)
            simulator.faults.add("500", method="getUpdates", times=1)
            await awa.say("/aide")
            await until(simulator, lambda: refused.hits == 1)
            await awa.start()
            await awa.until(lambda all_: all_[-1].from_bot, PATIENCE)
            await until(simulator, lambda: not simulator.pending)
            simulator.exchange.token = "8812:another"
            simulator.exchange.poller.close()
            assert await bot.ended() == 2
        log = bot.log
        assert log.strip().splitlines()[-1].startswith("Telegram does not know this token")
    for passed in (
        "introduced",
        "not_delivered",
        "update_quarantined",
        "poll_failed",
        "JSONDecodeError",
        "Unreachable",
    ):
        assert passed in log
    assert "Traceback" not in log
    for canary in CANARIES:
        assert canary not in log
    assert found_in(tmp_path / "data", "Maison du quartier"), "the search finds what is stored in the open"
    for canary in (NAME, str(USER), WORDS, "canari chante"):
        assert not found_in(tmp_path / "data", canary)
    for number in (USER.to_bytes(8, "little"), USER.to_bytes(8, "big")):
        assert not found_in(tmp_path / "data", number)


async def with_a_cohort_that_cannot_be_read(installation: Installation) -> None:
    """Its invitation leads to a fault of ours."""
    database = await installation.open()
    async with database.transaction() as tx:
        (known,) = await cohorts.list_(tx)
        lost = replace(known, id=new_id(), name="Lost", settings="{")
        await cohorts.add(tx, lost)
        await invitations.add(tx, Invitation(lost.id, "participant", known.created_at), "a-fault")
    await database.close()


async def until(simulator: Simulator, is_so: Callable[[], bool]) -> None:
    """Looks again at each call of the bot."""
    again = asyncio.Event()

    async def note(method: str, parameters: object) -> None:
        again.set()

    simulator.on_request(note)
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            again.clear()
            await again.wait()


def found_in(folder: Path, words: str | bytes) -> bool:
    """Whether any file of the data, as a thief would have it, holds these words in any coding."""
    wanted = (
        [words] if isinstance(words, bytes) else [words.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    )
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert contents
    return any(each in content for each in wanted for content in contents)
