"""A simulator on a free port, and a bot that calls it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from bot_client import BotClient

from bot.simulator import Phone, Simulator


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[BotClient]:
    async with aiohttp.ClientSession() as session:
        yield BotClient(sim.api_url, session)


@pytest.fixture
async def awa(sim: Simulator) -> Phone:
    """Awa, who answers in French and has pressed Start."""
    phone = sim.person("Awa", "fr")
    await phone.start()
    return phone


@pytest.fixture
async def sam(sim: Simulator) -> Phone:
    """Sam, who answers in English and has pressed Start."""
    phone = sim.person("Sam", "en")
    await phone.start()
    return phone
