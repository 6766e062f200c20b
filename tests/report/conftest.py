"""Fixtures of the report's tests: the shipped phrases, and golden files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.locales import Phrases, load
from bot.places import shipped

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return load(shipped("locales"))


@pytest.fixture
def matches_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares with a file of tests/report/golden; `pytest --update` rewrites it, and its diff is reviewed."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update", default=False):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
