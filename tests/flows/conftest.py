"""What the tests of flows share: the bot's phrases, the kitchen workshop, and `--update`."""

from pathlib import Path

import pytest

from bot import places
from bot.engine.world import World
from bot.flows import Loaded, load_workshop
from bot.locales import Phrases, load

KITCHEN = Path(__file__).parent / "fixtures" / "kitchen"


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update", default=False))


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return load(places.shipped("locales"))


@pytest.fixture(scope="session")
def kitchen() -> Loaded:
    return load_workshop(KITCHEN)


@pytest.fixture(scope="session")
def world(phrases: Phrases, kitchen: Loaded) -> World:
    assert kitchen.workshop is not None
    return kitchen.workshop.example_world(phrases)
