"""The commands, run as Sam and Noor run them."""

import json
import re
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import FILLED, Installation


def test_a_key_is_made_once_and_only_its_owner_can_read_it(installation: Installation) -> None:
    key = installation.folder / "key"
    before = key.read_bytes()
    again = installation.run("key", "create")
    assert (again.returncode, key.read_bytes()) == (2, before)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_cohort_is_made_with_two_codes_and_found_by_the_beginning_of_its_name(
    installation: Installation, a_cohort: Callable[..., Any]
) -> None:
    made = a_cohort()
    assert len(made["code"]) >= 22
    assert made["code"] != made["facilitator_code"]
    assert installation.json("cohort", "show", "maple", "--json")["id"] == made["id"]
    assert [each["id"] for each in installation.json("cohort", "list", "--json")] == [made["id"]]


def test_a_code_is_nowhere_in_the_data(installation: Installation, a_cohort: Callable[..., Any]) -> None:
    made = a_cohort()
    data = b"".join(path.read_bytes() for path in (installation.folder / "data").iterdir() if path.is_file())
    assert made["code"].encode() not in data
    assert made["facilitator_code"].encode() not in data


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("no-such-workshop", "--name", "A", "--date", "2026-12-05"), "community-check-in"),
        (("community-check-in", "--name", " ", "--date", "2026-12-05", *FILLED), "--name"),
        (("community-check-in", "--name", "A", "--date", "5 December", *FILLED), "2026-12-05"),
        (("community-check-in", "--name", "A", "--date", "2026-12-05"), "--set host_org"),
        (("community-check-in", "--name", "A", "--date", "2026-12-05", *FILLED, "--set=colour=red"), "colour"),
        (("community-check-in", "--name", "A", "--date", "2026-12-05", *FILLED, "--set=host_org"), "ID=WORDS"),
        (("community-check-in", "--name", "A", "--date", "2026-12-05", *FILLED, "--timezone", "Mars"), "Moncton"),
        (("community-check-in", "--name", "A", "--date", "2026-12-05", *FILLED, "--minimum", "3"), "5"),
        (("community-check-in", "--name", "A", "--date", "2026-12-05", *FILLED, "--language", "tlh"), "en, fr"),
        (("community-check-in", "--name", "A", "--date", "2026-12-05", *FILLED, "--set=delete_date=soon"), "2027"),
    ],
)
def test_a_cohort_that_cannot_be_is_refused_with_what_to_do(
    installation: Installation, arguments: tuple[str, ...], word: str
) -> None:
    refused = installation.run("cohort", "create", *arguments)
    assert refused.returncode == 2
    assert word in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_setting_may_have_words_of_its_own_in_each_language(installation: Installation) -> None:
    both = [each for each in FILLED if "host_org" not in each]
    words = ("--set=host_org.en=Food Bank", "--set=host_org.fr=Banque alimentaire")
    done = installation.run(
        "cohort", "create", "community-check-in", "--name", "A", "--date", "2026-12-05", *both, *words
    )
    assert done.returncode == 0, done.stderr


def test_a_name_that_begins_two_cohorts_is_asked_back(installation: Installation, a_cohort: Callable[..., Any]) -> None:
    a_cohort("Maple Street")
    a_cohort("Maple Lane")
    refused = installation.run("cohort", "show", "maple")
    assert refused.returncode == 2
    assert "Maple Lane" in refused.stderr
    assert installation.run("cohort", "show", "oak").returncode == 2


def test_a_summary_of_nobody_shows_nobody(installation: Installation, a_cohort: Callable[..., Any]) -> None:
    a_cohort()
    done = installation.run("summary", "maple", "--lang", "fr", "-o", "out")
    assert done.returncode == 0, done.stderr
    page = (installation.folder / done.stdout.strip()).read_text(encoding="utf-8")
    assert 'lang="fr"' in page


def test_an_export_is_json_lines(installation: Installation, a_cohort: Callable[..., Any]) -> None:
    a_cohort()
    done = installation.run("export", "maple")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_settings_are_shown_without_secrets(installation: Installation) -> None:
    shown = installation.run("config", "show", TOKEN="1:very-secret", DATABASE_URL="postgresql://u:hidden@h/d").stdout
    assert "CAUSERIE_TOKEN=(set)" in shown
    assert "very-secret" not in shown
    assert "hidden" not in shown


def test_the_database_is_looked_over(installation: Installation, a_cohort: Callable[..., Any]) -> None:
    a_cohort()
    checked = installation.run("db", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert installation.run("db", "upgrade").returncode == 0


def test_health_says_what_to_do_when_no_bot_has_run(installation: Installation) -> None:
    said = installation.run("health")
    assert said.returncode == 1
    assert "causerie run" in said.stdout


def test_a_flow_is_talked_through_in_the_terminal(installation: Installation) -> None:
    typed = "\n".join(["oui", "1", "1, 3", "/retour", "#9", "papier", "non", "personne", "4", "Rien.", "/revoir", ""])
    said = installation.run("chat", "check-in", "--lang", "fr", typed=typed).stdout
    assert "Acceptez-vous" in said
    assert "Voici ce que vous avez répondu" in said


def test_check_says_what_is_wrong_and_ends_with_one(installation: Installation) -> None:
    folder = installation.folder / "flows" / "broken"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text("workshop: broken\nformat: 1\nlanguages: [en, fr]\ntitle: Bonjour : oui\n")
    done = installation.run("check", "flows")
    assert done.returncode == 1
    assert re.search(r"workshop\.yaml:4:\d+", done.stdout)
    lines = installation.run("check", "flows", "--format", "json").stdout.splitlines()
    assert {"code", "line", "column", "try"} <= json.loads(lines[0]).keys()


def test_the_demo_ends_with_reports_in_both_languages_whatever_is_set(
    installation: Installation, unused_port: int
) -> None:
    (installation.folder / ".env").write_text("CAUSERIE_WORKSHOPS=nowhere\nCAUSERIE_DATABASE_URL=mysql://nowhere\n")
    of_this_machine = {"OWNERS": "abc", "TOKEN_FILE": "nowhere", "LOG_LEVEL": "LOUD"}
    arguments = ("--once", "--people", "14", "--listen", f"127.0.0.1:{unused_port}")
    done = installation.run("demo", *arguments, **of_this_machine)
    assert done.returncode == 0, done.stderr
    reports = sorted(path.name for path in (installation.folder / "demo-reports").iterdir())
    assert [name.partition(".")[2] for name in reports] == ["both.html", "en.html", "fr.html", "json"]
    document = json.loads((installation.folder / "demo-reports" / reports[-1]).read_text(encoding="utf-8"))
    assert document["participation"]["joined"] == 14


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_demo_leaves_nothing_outside_its_reports(installation: Installation, unused_port: int) -> None:
    before = {path.name for path in Path(installation.folder).iterdir()}
    installation.run("demo", "--once", "--people", "1", "--listen", f"127.0.0.1:{unused_port}")
    assert {path.name for path in Path(installation.folder).iterdir()} - before == {"demo-reports"}


def test_a_key_that_systemd_hands_over_may_show_a_group_right(
    installation: Installation, a_cohort: Callable[..., Any]
) -> None:
    a_cohort()
    folder = installation.folder / "credentials"
    folder.mkdir()
    key = (installation.folder / "key").rename(folder / "installation.key")
    key.chmod(0o440)
    refused = installation.run("cohort", "list", KEY=str(key))
    assert (refused.returncode, "chmod" in refused.stderr) == (2, True)
    assert installation.run("cohort", "list", KEY=str(key), credentials=folder).returncode == 0


def test_a_token_may_be_a_file_that_systemd_hands_over(installation: Installation) -> None:
    (installation.folder / "CAUSERIE_TOKEN").write_text("1:handed-over\n")
    shown = installation.run("config", "show", credentials=installation.folder).stdout
    assert "CAUSERIE_TOKEN=(set)" in shown
