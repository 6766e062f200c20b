"""Twelve questions over loopback: Causerie, every answer durable, beside a ConversationHandler that keeps them in
memory.

    .venv/bin/python -m benchmarks.conversation [--people 200] [--rounds 3]

Each bot is a process of its own under the same simulator and the same people, one after the other, so the ratio is
of one machine
in one run. The number of calls that each bot made is printed too: a faster bot must not be one that does less.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import SecretStr

from benchmarks.people import Run, everybody
from bot.service import facilitation
from bot.settings import Settings
from bot.simulator import Simulator
from bot.store import InstallationKey, responses
from bot.wiring import load_library, opened

TOKEN = "1000:bench"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


@dataclass(frozen=True, slots=True)
class Measured:
    """`cpu` is the bot's own, in milliseconds for an update."""

    run: Run
    calls: int
    cpu: float

    def __str__(self) -> str:
        return f"{self.run.per_second:6.0f} updates/s, {self.calls} calls, {self.cpu:.2f} ms CPU an update"


@asynccontextmanager
async def process(*arguments: str, environment: dict[str, str] | None = None) -> AsyncIterator[int]:
    """A child; yields its process id."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield child.pid
    finally:
        child.terminate()
        await child.wait()


async def with_the_library(people: int) -> Measured:
    async with Simulator(TOKEN) as simulator, process(str(HERE / "library_bot.py"), TOKEN, simulator.api_url) as pid:
        return await measured(simulator, pid, people, "hello")


async def with_causerie(people: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator(TOKEN) as simulator:
            settings = settings_in(Path(folder), simulator.api_url)
            code = await cohort_code(settings)
            async with process("-m", "bot", "run", environment=environment_of(settings)) as pid:
                found = await measured(simulator, pid, people, code)
            await show_durable(settings, people)
            return found


async def measured(simulator: Simulator, pid: int, people: int, code: str) -> Measured:
    """From the bot's first poll on, so that its start does not count."""
    polled = asyncio.Event()

    async def on_request(method: str, _: dict[str, object]) -> None:
        if method == "getupdates":
            polled.set()

    simulator.on_request(on_request)
    await asyncio.wait_for(polled.wait(), 60)
    simulator.ledger.clear()
    before = cpu_seconds(pid)
    run = await everybody(simulator, people, code)
    return Measured(run, calls_of(simulator), 1000 * (cpu_seconds(pid) - before) / run.updates)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, threads included (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def calls_of(simulator: Simulator) -> int:
    counts = simulator.ledger.counts
    return sum(n for (method, result), n in counts.items() if method.lower() != "getupdates" and result == "ok")


def settings_in(folder: Path, address: str) -> Settings:
    return Settings(
        token=SecretStr(TOKEN),
        api_url=address,
        data=folder / "data",
        key=folder / "key",
        workshops=HERE / "flows",
        log_level="ERROR",
    )


def environment_of(settings: Settings) -> dict[str, str]:
    return {
        "CAUSERIE_TOKEN": TOKEN,
        "CAUSERIE_API_URL": settings.api_url,
        "CAUSERIE_DATA": str(settings.data),
        "CAUSERIE_KEY": str(settings.key),
        "CAUSERIE_WORKSHOPS": str(settings.workshops),
        "CAUSERIE_LOG_LEVEL": "ERROR",
    }


async def cohort_code(settings: Settings) -> str:
    InstallationKey.create(settings.key)
    workshop, now = load_library(settings).shelves["twelve"].workshop, datetime.now(UTC)
    cohort = facilitation.planned(workshop, "Bench", date(2026, 12, 5), "America/Toronto", "en", {}, 5, now)
    async with opened(settings, create=True) as database:
        return (await facilitation.create(database, cohort, now)).participant_code


async def show_durable(settings: Settings, people: int) -> None:
    async with opened(settings) as database, database.reading() as tx:
        cohort = (await facilitation.every_cohort(database))[0].cohort
        kept = await responses.of_cohort(tx, cohort.id)
    assert len(kept) == people * 12, f"{len(kept)} responses of {people * 12}"


async def main(people: int, rounds: int) -> None:
    ratios = []
    for number in range(1, rounds + 1):
        library = await with_the_library(people)
        causerie = await with_causerie(people)
        ratios.append(causerie.run.per_second / library.run.per_second)
        print(f"round {number}")
        print(f"  ConversationHandler, in memory  {library}")
        print(f"  Causerie, every answer durable  {causerie}")
        print(f"  {ratios[-1]:.2f} times the updates, {library.cpu / causerie.cpu:.2f} times less CPU", flush=True)
    print(f"median ratio {statistics.median(ratios):.2f} ({people} people, {rounds} rounds)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.people, chosen.rounds))
