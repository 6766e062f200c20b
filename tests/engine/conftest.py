"""Fixtures of the engine's tests: the shipped flow, and the world with the bot's real words."""

import pytest
from budget import IS_LONG
from chat import Chat
from made_words import AGENDA

from bot.engine.flow import Flow
from bot.engine.world import Figure, World
from bot.flows import Loaded, load_workshop
from bot.locales import load
from bot.places import shipped


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A long run may take its time."""
    for item in items:
        if IS_LONG and item.path.parent.name == "engine":
            item.add_marker(pytest.mark.timeout(3600))


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    return load_workshop(shipped("flows") / "community-check-in")


@pytest.fixture(scope="session")
def flow(loaded: Loaded) -> Flow:
    return loaded.flows["check-in"]


@pytest.fixture(scope="session")
def world(loaded: Loaded) -> World:
    assert loaded.workshop is not None
    figures = {f"q{number}": Figure(9, {"a": 4, "b": 3, "c": 2}) for number in range(0, 40, 2)}
    settings = loaded.workshop.examples()
    return World(load(shipped("locales")), settings, {k: {"agenda": v} for k, v in AGENDA.items()}, figures=figures)


@pytest.fixture
def sam(flow: Flow, world: World) -> Chat:
    """Sam, in English, who has just opened the invitation."""
    return Chat(flow, world, "en").start()


@pytest.fixture
def awa(flow: Flow, world: World) -> Chat:
    """Awa, in French, who has just opened the invitation."""
    return Chat(flow, world, "fr").start()
