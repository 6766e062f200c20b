"""Troubles told in one sentence with an exit code, and a library's log line as JSON."""

import json
import subprocess
import sys

import pytest

from bot.cli.troubles import explained
from bot.rehearsal.phone import Stuck
from bot.service.reporting import BeingUpdated
from bot.settings import BadSetting
from bot.store import Unavailable
from bot.telegram.introduction import Unintroduced
from bot.telegram.poller import WrongToken


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (BadSetting("Correct it."), 2),
        (WrongToken(), 2),
        (PermissionError(13, "Permission denied", "data"), 2),
        (Unavailable("the disk is full"), 1),
        (BeingUpdated(), 1),
        (Unintroduced("It was not reached."), 1),
        (Stuck("The bot is silent."), 1),
    ],
)
def test_a_trouble_is_told_also_from_within_groups(trouble: Exception, code: int) -> None:
    nested = ExceptionGroup("outer", [ValueError(), ExceptionGroup("inner", [trouble])])
    for each in (trouble, nested):
        said = explained(each)
        assert said is not None
        assert said.code == code
        assert said.sentence.endswith((".", "?"))


def test_a_fault_of_ours_is_not_explained_away() -> None:
    assert explained(ExceptionGroup("outer", [KeyError("x"), OSError("no file is named")])) is None


def test_a_librarys_line_is_json_without_the_token() -> None:
    program = (
        "import logging; from bot.cli import logs; logs.configure('INFO', '1:SECRET');"
        "logging.getLogger('library').warning('a \"quoted\" 1:SECRET\\nline\\\\')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    line = json.loads(done.stderr)
    assert line["event"] == 'a "quoted" ‹token›\nline\\'
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        ("health", {"bot.wiring", "telegram", "sqlalchemy", "jinja2", "bot.simulator"}),
        ("config", {"bot.wiring", "telegram", "sqlalchemy", "jinja2", "bot.simulator"}),
        ("key", {"bot.wiring", "telegram", "jinja2", "bot.simulator"}),
        ("run", {"bot.simulator", "bot.rehearsal", "bot.terminal"}),
        ("cohort", {"bot.simulator", "bot.rehearsal", "bot.terminal"}),
    ],
)
def test_a_command_imports_only_what_it_needs(command: str, unwanted: set[str]) -> None:
    program = f"import sys; from bot.cli.app import application; application(['{command}']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & unwanted == set()
