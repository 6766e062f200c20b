"""If the documents say it, a test reads it: settings, commands, the launcher, the deployment files."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from bot.cli.app import application
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]


def example() -> dict[str, tuple[str, str]]:
    """Setting → (its sentence, its value) of deploy/settings.example."""
    text = (ROOT / "deploy" / "settings.example").read_text(encoding="utf-8")
    return {name: (sentence, value) for sentence, name, value in re.findall(r"# (.+)\n(CAUSERIE_\w+)=(.*)", text)}


def test_the_settings_example_lists_every_setting_with_its_sentence() -> None:
    fields = {f"{PREFIX}{name.upper()}": field.description for name, field in Settings.model_fields.items()}
    assert {name: sentence for name, (sentence, _) in example().items()} == fields


def test_the_settings_example_shows_every_default() -> None:
    for name, (_, value) in example().items():
        default = Settings.model_fields[name.removeprefix(PREFIX).lower()].default
        assert value == ("" if default in (None, ()) else str(default)), name


def test_every_command_of_the_readme_exists() -> None:
    table = re.findall(r"^\| `(.+?)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    commands = [command for cell in table for command in in_cell(cell)]
    assert ["cohort", "create"] in commands
    assert ["demo"] in commands
    for command in commands:
        assert CliRunner().invoke(application([]), [*command, "--help"]).exit_code == 0, command


def in_cell(cell: str) -> list[list[str]]:
    """`cohort create\\|list` and `db upgrade`, `key create` as lists of words, without arguments and options."""
    found = []
    for part in cell.replace("\\|", "|").split("`, `"):
        words = [word for word in re.sub(r"\[.*?\]", "", part).split() if not word.isupper()]
        found += [[words[0], each] for each in words[1].split("|")] if len(words) > 1 else [words]
    return found


def test_the_pins_hold_no_address() -> None:
    pins = (ROOT / "deploy" / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in pins
    assert all(re.match(r"[a-z0-9-]+==\S+", line) for line in pins.splitlines())


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[\[<>=; ]", each)[0].replace(".", "-").replace("_", "-").lower() for each in wanted}
    pinned = {line.split("==")[0] for line in (ROOT / "deploy" / "constraints.txt").read_text().splitlines()}
    assert names <= pinned


def test_the_compose_file_is_read_only_and_without_capabilities() -> None:
    service = YAML(typ="safe").load((ROOT / "deploy" / "compose.yaml").read_text())["services"]["causerie"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_the_container_does_not_run_as_root() -> None:
    assert re.search(r"^USER 10001", (ROOT / "deploy" / "Dockerfile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_that_a_document_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:bot|flows|locales|tests|deploy|docs|benchmarks)/[\w./-]+)`", text)
    links = [link for link in re.findall(r"\]\(([\w./-]+)\)", text) if "://" not in link]
    assert [path for path in [*paths, *links] if not (ROOT / path.rstrip("/")).exists()] == []


def test_the_launcher_needs_the_standard_library_alone() -> None:
    imported = re.findall(r"^(?:import|from) (\w+)", (ROOT / "causerie").read_text(), re.MULTILINE)
    assert imported
    assert set(imported) <= set(sys.stdlib_module_names)
