"""`causerie translations`, run as a facilitator and a translator run it."""

from pathlib import Path
from shutil import copytree

import pytest

from bot.flows.translatable import read_manuscript
from bot.places import shipped
from tests.cli.conftest import Installation, Run

NAME = "community-check-in"
TEXTS = len(read_manuscript(shipped("flows") / NAME).texts)


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """With a workshop of its own, and no key: none is needed."""
    copytree(shipped("flows") / NAME, tmp_path / "workshops" / NAME, ignore=lambda *_: ["translations"])
    return Installation(tmp_path)


def run(here: Installation, *arguments: str) -> Run:
    return here.run("translations", *arguments, WORKSHOPS=str(here.folder / "workshops"))


def translate(here: Installation, file: str, before: str, after: str) -> None:
    path = here.folder / file
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after), encoding="utf-8")


def flow_of(here: Installation) -> str:
    return (here.folder / "workshops" / NAME / "check-in.yaml").read_text(encoding="utf-8")


def test_the_texts_go_out_and_come_back(here: Installation) -> None:
    out = run(here, "export", NAME, "--lang", "fr", "out/fr.po")
    assert (out.returncode, out.stderr) == (0, "")
    assert out.stdout == f"out/fr.po – {TEXTS} texts, 0 without a translation, 0 to look at again\n"
    translate(here, "out/fr.po", 'msgstr "Des bailleurs de fonds"', 'msgstr "Nos bailleurs de fonds"')
    back = run(here, "import", NAME, "--lang", "fr", "out/fr.po")
    assert (back.returncode, back.stderr) == (0, "")
    assert back.stdout.startswith(f"{NAME} (fr) – 1 text changed, {TEXTS - 1} as before, 0 still marked fuzzy")
    assert 'fr: "Nos bailleurs de fonds"' in flow_of(here)


def test_a_workshop_is_named_by_its_folder_too(here: Installation) -> None:
    assert run(here, "export", f"workshops/{NAME}", "--lang", "es", "es.po").returncode == 0


def test_what_is_refused_is_told_with_its_line_and_ends_with_one(here: Installation) -> None:
    run(here, "export", NAME, "--lang", "fr", "fr.po")
    translate(
        here, "fr.po", 'msgstr "Acceptez-vous que l’équipe ({{ host_org }})', 'msgstr "Acceptez-vous que l’équipe'
    )
    before = flow_of(here)
    back = run(here, "import", NAME, "--lang", "fr", "fr.po")
    assert back.returncode == 1
    place, key, reason = back.stderr.strip().split("  ")
    assert (
        (here.folder / "fr.po")
        .read_text(encoding="utf-8")
        .split("\n")[int(place.split(":")[1]) - 1]
        .startswith("msgid")
    )
    assert key == "check-in:steps.agree.ask"
    assert reason == "what stands in braces is not the same as in the source: {{ host_org }}"
    assert flow_of(here) == before


def test_it_explains_itself_in_french_too(here: Installation) -> None:
    out = run(here, "export", NAME, "--lang", "fr", "fr.po", "--explain", "fr")
    assert f"{TEXTS} textes, 0 sans traduction" in out.stdout


def test_a_new_language_waits_for_its_last_text(here: Installation) -> None:
    run(here, "export", NAME, "--lang", "es", "es.po")
    translate(here, "es.po", 'msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "Sí"')
    back = run(here, "import", NAME, "--lang", "es", "es.po")
    assert back.returncode == 0
    assert f"{TEXTS - 1} texts are still missing in “es”" in back.stdout
    assert f"{NAME}/translations/es.po" in back.stdout
    assert "Sí" not in flow_of(here)


def test_a_file_that_is_there_is_not_written_over_unless_it_is_meant(here: Installation) -> None:
    (here.folder / "fr.po").write_text("somebody’s work", encoding="utf-8")
    refused = run(here, "export", NAME, "--lang", "fr", "fr.po")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert (here.folder / "fr.po").read_text(encoding="utf-8") == "somebody’s work"
    assert run(here, "export", NAME, "--lang", "fr", "fr.po", "--force").returncode == 0
    assert run(here, "export", NAME, "--lang", "fr", "fr.po").returncode == 0, "it would be the same"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("export", "no-such", "--lang", "fr", "fr.po"), NAME),
        (("export", "..", "--lang", "fr", "fr.po"), NAME),
        (("export", NAME, "--lang", "en", "en.po"), "“en”"),
        (("export", NAME, "--lang", "French", "fr.po"), "“French”"),
        (("export", NAME, "--lang", "fr", "fr.po", "--explain", "tlh"), "en, fr"),
        (("export", NAME, "fr.po"), "--lang"),
        (("import", NAME, "--lang", "fr", "no-such.po"), "no-such.po"),
        (("import", NAME, "--lang", "fr", f"workshops/{NAME}/workshop.yaml"), "workshop.yaml, line "),
    ],
)
def test_a_wrong_use_is_told_and_ends_with_two(here: Installation, arguments: tuple[str, ...], word: str) -> None:
    refused = run(here, *arguments)
    assert refused.returncode == 2
    assert word in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_flow_that_cannot_be_read_is_shown_as_the_check_shows_it(here: Installation) -> None:
    (here.folder / "workshops" / NAME / "check-in.yaml").write_text("steps: [", encoding="utf-8")
    refused = run(here, "export", NAME, "--lang", "fr", "fr.po")
    assert refused.returncode == 1
    assert "P103" in refused.stderr
    assert not (here.folder / "fr.po").exists()
