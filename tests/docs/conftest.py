"""What the tests of the guides share: both guides, each followed once from its beginning to its end."""

import os
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from guide_outputs import Reader
from guide_text import GUIDES, read_guide

from bot import places
from bot.locales import Phrases, load


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return load(places.shipped("locales"))


@pytest.fixture(scope="session")
def readers(
    request: pytest.FixtureRequest, phrases: Phrases, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Reader]:
    """By language, somebody who has followed the guide. With `--update` it shows from now on what really happens."""
    found = {}
    for language, path in GUIDES.items():
        reader = Reader(read_guide(language), phrases, tmp_path_factory.mktemp(language))
        with as_at_home(reader.folder):
            reader.follow()
        if request.config.getoption("--update"):
            path.write_text(reader.guide.with_texts(reader.texts), encoding="utf-8", newline="\n")
        found[language] = reader
    return found


@contextmanager
def as_at_home(folder: Path) -> Iterator[None]:
    """In a folder with workshops of its own."""
    before = dict(os.environ)
    os.environ |= {"CAUSERIE_WORKSHOPS": "flows", "COLUMNS": "100"}
    try:
        with chdir(folder):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
