"""Kill −9, again and again, under 200 people who answer: nothing answered is lost, doubled or filed elsewhere (R1–R3).

`CAUSERIE_LONG=1` gives the long form: 1,000 kills.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bot_under_test import IN_SEND, IN_TRANSACTION, POINTS
from crowd import Participant, gather_side_by_side
from installation import Installation
from lives import ANYWHERE, Lives
from witness import Witness, judge

from bot.simulator import Simulator
from bot.store import checking

if TYPE_CHECKING:
    from conftest import Places

LONG = os.environ.get("CAUSERIE_LONG") == "1"
PEOPLE, KILLS, AT_ONCE = (2000, 1000, 16) if LONG else (200, 50, 16)
QUESTIONS = 9
PASSAGES = {
    "statement": (3, 40),
    "commit": (2, 10),
    "received": (1, 4),
    "asked": (2, 30),
    "answered": (2, 30),
    ANYWHERE: (12, 60),
}
"""From the first to the last passage at which a life may end; from outside it ends at a request to Telegram, the
introduction's eleven included."""


class Alarm:
    """Rings at the n-th request from now."""

    def __init__(self) -> None:
        self._left, self.rings = 0, asyncio.Event()

    def set(self, requests: int) -> None:
        self._left = requests
        self.rings.clear()

    async def on_request(self, method: str, parameters: object) -> None:
        self._left -= 1
        if self._left == 0:
            self.rings.set()


def schedule(kills: int) -> list[str]:
    """Where each life shall end: four in five at a point of its own, the others from outside."""
    exact = [point for point in POINTS for _ in range(kills * 4 // 5 // len(POINTS))]
    wanted = exact + [ANYWHERE] * (kills - len(exact))
    random.Random(1).shuffle(wanted)
    return wanted


@dataclass
class Stage:
    """Everything that a run needs."""

    simulator: Simulator
    installation: Installation
    lives: Lives
    code: str
    witness: Witness
    alarm: Alarm

    def people(self, number: int) -> list[Participant]:
        """Half of them in French."""
        languages = [("fr", "en")[each % 2] for each in range(number)]
        phones = [self.simulator.person(f"Sam {at}", language) for at, language in enumerate(languages)]
        return [Participant(phone, own, random.Random(phone.id)) for phone, own in zip(phones, languages, strict=True)]


@asynccontextmanager
async def staged(installation: Installation, *options: str) -> AsyncIterator[Stage]:
    folder = installation.folder
    code = (await installation.prepare()).participant_code
    async with Simulator("1:TEST", clock_file=str(installation.clock)) as simulator:
        witness, alarm = Witness(installation.addresses[0]), Alarm()
        simulator.on_acknowledge(witness.on_acknowledge)
        simulator.on_request(witness.on_request)
        simulator.on_request(alarm.on_request)
        settings = installation.settings(simulator.api_url)
        async with Lives(settings, folder / "errors.log", *options) as lives:
            yield Stage(simulator, installation, lives, code, witness, alarm)


async def killed(stage: Stage, wanted: list[str]) -> Counter[str]:
    """A life for each; how many ended where."""
    chance = random.Random(1)
    return Counter([await live_and_die(stage, chance.randint(*PASSAGES[point]), point) for point in wanted])


async def live_and_die(stage: Stage, passages: int, point: str = ANYWHERE) -> str:
    """Until so many passages of the point, or requests to Telegram. Where it ended."""
    stage.witness.life += 1
    if point != ANYWHERE:
        await stage.lives.begin(point, passages)
        return await stage.lives.death()
    await stage.lives.begin()
    stage.alarm.set(passages)
    await stage.alarm.rings.wait()
    stage.lives.kill()
    return await stage.lives.death()


@pytest.mark.timeout(3600 if LONG else 250)
async def test_nothing_that_200_people_answered_is_lost_to_50_kills(tmp_path: Path) -> None:
    await nothing_is_lost(Installation(tmp_path), PEOPLE, KILLS)


@pytest.mark.parametrize("places", ["postgresql"], indirect=True)
async def test_nothing_is_lost_to_kills_on_a_database_server_either(tmp_path: Path, places: "Places") -> None:
    (tmp_path / "bot").mkdir()
    await nothing_is_lost(Installation(tmp_path / "bot", places.url, places.keyring), 60, 15)


async def nothing_is_lost(installation: Installation, people: int, kills: int) -> None:
    began = datetime.now(UTC)
    async with staged(installation) as stage:
        crowd = stage.people(people)
        taking_part = asyncio.create_task(gather_side_by_side(crowd, stage.code, AT_ONCE))
        deaths = await killed(stage, schedule(kills))
        done_by_then = sum(each.is_done for each in crowd)
        stage.witness.life += 1
        await stage.lives.begin()
        await taking_part
        stage.lives.kill()
    database = await installation.open()
    verdict, findings = await judge(database, crowd), await checking.check(database)
    await database.close()
    witness, repeats = stage.witness, stage.witness.repeated(crowd)
    inside = sum(deaths[point] for point in (*IN_TRANSACTION, *IN_SEND))
    print(f"\n{dict(deaths)}: {inside} of {kills} inside a transaction or a send; {done_by_then} people done by then")
    print(f"{verdict}; {witness.acknowledged} updates acknowledged, {witness.not_on_disk} of them not on disk")
    print(f"{repeats.total()} repeated prompts, {max(repeats.values())} at most for one person after one kill")
    print(f"{sum(len(each.dropped) for each in crowd)} early words dropped; {datetime.now(UTC) - began}")
    assert deaths.total() == kills
    assert inside * 2 >= kills
    assert done_by_then < people
    assert (verdict.lost, verdict.doubled, verdict.misfiled) == (0, 0, 0)
    assert verdict.answered == verdict.recorded == people * QUESTIONS
    assert witness.not_on_disk == 0
    assert max(repeats.values()) == 1
    assert all(finding.is_good for finding in findings)


async def test_the_same_people_lose_answers_on_a_build_that_acknowledges_early(tmp_path: Path) -> None:
    async with staged(Installation(tmp_path), "--broken=ack-early") as stage:
        crowd = stage.people(100)
        taking_part = asyncio.create_task(gather_side_by_side(crowd, stage.code, 100))
        await live_and_die(stage, 600)
        await live_and_die(stage, 40)
        await stage.lives.begin()
        while stage.simulator.pending:
            stage.alarm.set(1)
            await stage.alarm.rings.wait()
        stage.lives.kill()
        await stage.lives.death()
        taking_part.cancel()
        await asyncio.wait([taking_part])
    database = await stage.installation.open()
    verdict = await judge(database, crowd)
    await database.close()
    print(f"\n{verdict}; {stage.witness.acknowledged} acknowledged, {stage.witness.not_on_disk} of them not on disk")
    assert stage.witness.not_on_disk > 0
    assert verdict.lost > 0
