"""Settings that cannot be used: the real command says in one sentence what to do, and ends with code 2; or with
1 when the settings are good and somebody does not answer.

Nothing here may look inside the program: what a person sees is all there is.
"""

import asyncio
import os
import resource
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.simulator import Simulator
from bot.store import Database, InstallationKey

CHECKOUT = Path(__file__).resolve().parents[1]
CPU_SECONDS, PATIENCE = 5.0, 60.0
"""Work of its own, since the machine is shared; the patience only ends a command that hangs."""


@dataclass(frozen=True)
class Ended:
    code: int
    said: str
    cpu_seconds: float

    def says_what_to_do(self, *words: str, code: int = 2) -> None:
        """One line on standard error, ending as a sentence, with these words; and quickly."""
        assert self.code == code, self.said
        lines = self.said.strip().splitlines()
        assert len(lines) == 1, self.said
        assert lines[0].endswith((".", "?", "…")), self.said
        for word in words:
            assert word in lines[0]
        assert self.cpu_seconds < CPU_SECONDS


@dataclass
class Place:
    """A fresh installation: a folder with a key, and settings that would do if Telegram were there."""

    folder: Path

    def __post_init__(self) -> None:
        self.key = self.folder / "keys" / "installation.key"
        InstallationKey.create(self.key)
        self.settings = {
            "CAUSERIE_TOKEN": "1:TEST",
            "CAUSERIE_API_URL": f"http://127.0.0.1:{free_port()}",
            "CAUSERIE_DATA": str(self.folder / "data"),
            "CAUSERIE_KEY": str(self.key),
        }

    @property
    def addresses(self) -> tuple[str, str]:
        data = self.folder / "data"
        return f"sqlite:///{data}/causerie.db", f"sqlite:///{data}/keyring.db"

    async def run(self, *arguments: str) -> Ended:
        """`causerie …` in an empty environment and folder, so that no setting of this machine is read."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **self.settings},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Ended(process.returncode or 0, said.decode(), used)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def without_a_token(place: Place) -> None:
    del place.settings["CAUSERIE_TOKEN"]


def with_a_token_file_that_is_missing(place: Place) -> None:
    del place.settings["CAUSERIE_TOKEN"]
    place.settings["CAUSERIE_TOKEN_FILE"] = str(place.folder / "nowhere")


def with_a_token_file_that_is_a_folder(place: Place) -> None:
    del place.settings["CAUSERIE_TOKEN"]
    place.settings["CAUSERIE_TOKEN_FILE"] = str(place.folder)


def without_a_key(place: Place) -> None:
    place.key.unlink()


def with_a_key_that_others_can_read(place: Place) -> None:
    place.key.chmod(0o644)


def with_a_key_that_is_none(place: Place) -> None:
    place.key.write_bytes(b"not a key")


def without_a_workshops_folder(place: Place) -> None:
    place.settings["CAUSERIE_WORKSHOPS"] = str(place.folder / "nowhere")


def with_an_empty_workshops_folder(place: Place) -> None:
    (place.folder / "empty").mkdir()
    place.settings["CAUSERIE_WORKSHOPS"] = str(place.folder / "empty")


def with_a_workshop_that_has_errors(place: Place) -> None:
    workshops = place.folder / "flows"
    shutil.copytree(CHECKOUT / "flows" / "community-check-in", workshops / "community-check-in")
    flow = workshops / "community-check-in" / "check-in.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("when: shared == 'yes'", "when: shraed == 'yes'"), "utf-8")
    place.settings["CAUSERIE_WORKSHOPS"] = str(workshops)


def with_a_file_where_the_data_should_be(place: Place) -> None:
    (place.folder / "data").write_text("", encoding="utf-8")


def with_an_unknown_database(place: Place) -> None:
    place.settings["CAUSERIE_DATABASE_URL"] = "mysql://somewhere"


def with_an_owner_who_is_no_number(place: Place) -> None:
    place.settings["CAUSERIE_OWNERS"] = "@noor"


def with_a_token_file_that_is_no_text(place: Place) -> None:
    with_a_token_file_that_is_a_folder(place)
    (place.folder / "token").write_bytes(b"\xff\xfe1:TEST")
    place.settings["CAUSERIE_TOKEN_FILE"] = str(place.folder / "token")


def with_a_dotenv_that_is_no_text(place: Place) -> None:
    (place.folder / ".env").write_bytes(b"CAUSERIE_LOG_LEVEL=\xff\xfe")


WRONG: tuple[tuple[Callable[[Place], None], str], ...] = (
    (without_a_token, "CAUSERIE_TOKEN"),
    (with_a_token_file_that_is_missing, "CAUSERIE_TOKEN_FILE"),
    (with_a_token_file_that_is_a_folder, "cannot be read"),
    (without_a_key, "causerie key create"),
    (with_a_key_that_others_can_read, "chmod 600"),
    (with_a_key_that_is_none, "restore it"),
    (without_a_workshops_folder, "CAUSERIE_WORKSHOPS"),
    (with_an_empty_workshops_folder, "CAUSERIE_WORKSHOPS"),
    (with_a_workshop_that_has_errors, "causerie check"),
    (with_a_file_where_the_data_should_be, "data"),
    (with_an_unknown_database, "postgresql://"),
    (with_an_owner_who_is_no_number, "CAUSERIE_OWNERS"),
    (with_a_token_file_that_is_no_text, "UTF-8"),
    (with_a_dotenv_that_is_no_text, "UTF-8"),
)


@pytest.mark.parametrize(("spoil", "word"), WRONG, ids=[spoil.__name__ for spoil, _ in WRONG])
async def test_a_bot_that_cannot_run_says_in_one_sentence_what_to_do(
    place: Place, spoil: Callable[[Place], None], word: str
) -> None:
    spoil(place)
    (await place.run("run")).says_what_to_do(word)


async def test_a_bot_api_that_is_not_reached_is_a_problem_and_no_wrong_use(place: Place) -> None:
    """The address of a fresh place leads nowhere."""
    (await place.run("run")).says_what_to_do("CAUSERIE_API_URL", code=1)


async def test_a_database_that_does_not_answer_is_a_problem_and_no_wrong_use(place: Place) -> None:
    place.settings["CAUSERIE_DATABASE_URL"] = f"postgresql://causerie@127.0.0.1:{free_port()}/causerie"
    (await place.run("run")).says_what_to_do("does not answer", code=1)


async def test_a_token_that_telegram_does_not_know_is_said_to_be_wrong(place: Place) -> None:
    async with Simulator("1:RIGHT") as simulator:
        place.settings |= {"CAUSERIE_API_URL": simulator.api_url, "CAUSERIE_TOKEN": "1:WRONG"}
        ended = await place.run("run")
    ended.says_what_to_do("@BotFather", "CAUSERIE_TOKEN")
    assert "1:WRONG" not in ended.said


async def test_another_key_than_the_databases_own_is_refused(place: Place) -> None:
    await (await opened(place)).close()
    InstallationKey.create(place.folder / "keys" / "another")
    place.settings["CAUSERIE_KEY"] = str(place.folder / "keys" / "another")
    (await place.run("run")).says_what_to_do("CAUSERIE_KEY")


async def test_a_database_of_a_newer_version_is_refused(place: Place) -> None:
    await (await opened(place)).close()
    with sqlite3.connect(place.folder / "data" / "causerie.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    (await place.run("run")).says_what_to_do("9999", "upgrade Causerie")


async def test_a_second_bot_on_one_database_is_refused(place: Place) -> None:
    first = await opened(place)
    ended = await place.run("run")
    await first.close()
    ended.says_what_to_do("already running", "stop it first")


async def test_a_command_without_a_database_says_how_to_make_one(place: Place) -> None:
    (await place.run("cohort", "list")).says_what_to_do("start the bot once")


@pytest.mark.parametrize("command", ["simulator", "demo"])
async def test_a_port_that_is_taken_is_said_to_be_taken(place: Place, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = await place.run(command, "--listen", address)
    ended.says_what_to_do(address, "--listen")


async def opened(place: Place) -> Database:
    """The database as the bot opens it, made when there is none."""
    return await Database.open(*place.addresses, InstallationKey.load(place.key), exclusive=True, create=True)
