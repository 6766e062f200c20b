"""What is installed by pip finds its own flows and locales, far from any checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from bot import places

ROOT = Path(__file__).resolve().parents[2]
ASK = "from bot.places import shipped; print(shipped('flows')); print(shipped('locales'))"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        name = build_wheel(str(folder))
    finally:
        os.chdir(before)
    with zipfile.ZipFile(folder / name) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "CAUSERIE_WORKSHOPS": ""}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, cwd=installed.parent, env=environment, capture_output=True, text=True, check=True)


def test_a_checkout_uses_its_own_flows_and_locales() -> None:
    assert places.shipped("flows") == ROOT / "flows"
    assert places.shipped("locales") == ROOT / "locales"


def test_an_installed_causerie_finds_the_copies_in_the_wheel(installed: Path) -> None:
    flows, locales = run(installed, "-c", ASK).stdout.splitlines()
    assert Path(flows) == installed / "bot" / "shipped" / "flows"
    assert Path(locales) == installed / "bot" / "shipped" / "locales"


def test_an_installed_causerie_checks_the_workshop_that_it_ships(installed: Path) -> None:
    assert "0 errors" in run(installed, "-m", "bot", "check").stdout


def test_the_wheel_holds_no_tests_and_no_secrets(installed: Path) -> None:
    names = {path.relative_to(installed).parts[0] for path in installed.rglob("*") if path.is_file()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"bot"}
