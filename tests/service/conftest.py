"""The room of the service tests, on either database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from service_room import TOKEN, ServiceRoom, new_cohort

from bot.service.library import Library
from bot.settings import Settings
from bot.simulator import Simulator
from bot.store import Database
from bot.telegram import poller
from bot.wiring import assembled, clock_of, load_library


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(Settings())


@pytest.fixture
async def sim(tmp_path: Path) -> AsyncIterator[Simulator]:
    async with Simulator(TOKEN, clock_file=str(tmp_path / "clock")) as simulator:
        yield simulator


@pytest.fixture
async def room(
    sim: Simulator, database: Database, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ServiceRoom]:
    """The bot put together but not running: `settle` does its work."""
    monkeypatch.setattr(poller, "POLL_SECONDS", 0)
    settings = Settings(
        token=SecretStr(TOKEN), api_url=sim.api_url, data=tmp_path, clock=tmp_path / "clock", database_url=None
    )
    new = await new_cohort(library, database, "Maison du quartier", clock_of(settings)())
    async with assembled(settings, database, library) as bot:
        yield ServiceRoom(sim, database, library, bot, settings, new)
