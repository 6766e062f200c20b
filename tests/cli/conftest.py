"""An installation of its own for each test, and its commands run as anybody runs them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Run = subprocess.CompletedProcess[str]
FILLED = (
    "--set=host_org=Maple Street",
    "--set=server_location=Montréal",
    "--set=delete_date=2027-06-30",
    "--set=privacy_name=Claude",
    "--set=privacy_email=claude@example.org",
)


@dataclass(frozen=True, slots=True)
class Installation:
    folder: Path

    def run(self, *arguments: str, typed: str = "", credentials: Path | None = None, **settings: str) -> Run:
        """A command; `settings` are added without their prefix, `credentials` is what systemd would hand over."""
        own = {"DATA": str(self.folder / "data"), "KEY": str(self.folder / "key"), **settings}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CAUSERIE_")}
        handed = {} if credentials is None else {"CREDENTIALS_DIRECTORY": str(credentials)}
        environment = clean | handed | {f"CAUSERIE_{name}": value for name, value in own.items()}
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment, input=typed, capture_output=True, text=True, timeout=120
        )

    def json(self, *arguments: str, **settings: str) -> Any:
        done = self.run(*arguments, **settings)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """With its key."""
    here = Installation(tmp_path)
    assert here.run("key", "create").returncode == 0
    return here


@pytest.fixture
def a_cohort(installation: Installation) -> Callable[..., Any]:
    def make(name: str = "Maple Street, December", *more: str) -> Any:
        return installation.json(
            "cohort", "create", "community-check-in", "--name", name, "--date", "2026-12-05", "--json", *FILLED, *more
        )

    return make
