"""The commands of those who write workshops: drawing a flow, recording a talk as a test, a check for programs."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from bot.flows import read_conversation
from tests.cli.conftest import Installation, Run
from tests.flows.mermaid_grammar import parse

KITCHEN = Path(__file__).parents[1] / "flows" / "fixtures" / "kitchen"
WORKSHOP = """\
workshop: days
format: 1
languages: [en, fr]
title: {en: Days, fr: Jours}
flows:
  - {flow: before}
  - {flow: day}
"""
BEFORE = """\
flow: before
title: {en: Before, fr: Avant}
steps:
  - id: food
    type: select_multiple
    ask: {en: "What do you bring?", fr: "Qu’apportez-vous?"}
    options:
      - {id: soup, label: {en: Soup, fr: De la soupe}}
      - {id: bread, label: {en: Bread, fr: Du pain}}
"""
DAY = """\
flow: day
title: {en: The day, fr: La journée}
steps:
  - id: arrival
    type: date
    ask: {en: "When did you come?", fr: "Quand êtes-vous arrivés?"}
    max: today
  - stage: meal
    title: {en: The meal, fr: Le repas}
    opens: facilitator
    steps:
      - id: eat
        when: before.food is answered
        say: {en: "Eat your {{ before.food }}.", fr: "Mangez : {{ before.food }}."}
      - id: again
        type: select_one
        ask: {en: "Once more?", fr: "Encore?"}
        options:
          - {id: little, label: {en: A bit, fr: Un peu}}
          - {id: lot, label: {en: A bit, fr: Un peu}}
  - id: fruit
    type: select_one
    shuffle: true
    ask: {en: "Which fruit?", fr: "Quel fruit?"}
    options:
      - {id: apple, label: {en: Apple, fr: Pomme}}
      - {id: pear, label: {en: Pear, fr: Poire}}
      - {id: plum, label: {en: Plum, fr: Prune}}
      - {id: fig, label: {en: Fig, fr: Figue}}
      - {id: grape, label: {en: Grape, fr: Raisin}}
  - {id: bye, say: {en: "Goodbye.", fr: "Au revoir."}}
"""


@pytest.fixture
def workshops(installation: Installation) -> Path:
    """The kitchen, and a workshop with a gate and an earlier flow."""
    folder = installation.folder / "workshops"
    copytree(KITCHEN, folder / "kitchen")
    (folder / "days" / "tests").mkdir(parents=True)
    for name, text in {"workshop": WORKSHOP, "before": BEFORE, "day": DAY}.items():
        (folder / "days" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def chat(installation: Installation, *arguments: str, typed: list[str]) -> Run:
    return installation.run("chat", *arguments, typed="\n".join(typed) + "\n", WORKSHOPS="workshops")


def checked(installation: Installation, folder: Path) -> list[str]:
    lines = installation.run("check", str(folder), "--format", "json").stdout.splitlines()
    return [line["code"] for line in map(json.loads, lines) if line.get("severity") == "error"]


def lines_of(path: Path, kind: str) -> list[Any]:
    conversation, problems = read_conversation(path)
    assert conversation is not None, problems
    return [getattr(line.says, kind) for line in conversation.lines if hasattr(line.says, kind)]


def test_a_flow_is_drawn_in_either_language(installation: Installation) -> None:
    drawn = {lang: installation.run("graph", "check-in", "--lang", lang) for lang in ("en", "fr")}
    assert all(done.returncode == 0 for done in drawn.values())
    assert parse(drawn["en"].stdout).ids == parse(drawn["fr"].stdout).ids
    assert "What best describes your role?" in drawn["en"].stdout
    assert "Qu’est-ce qui décrit le mieux votre rôle?" in drawn["fr"].stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(("dinner",), "check-in"), (("check-in", "--format=svg"), "mermaid"), (("check-in", "--lang=tlh"), "en, fr")],
)
def test_what_cannot_be_drawn_is_refused_with_what_can(
    installation: Installation, arguments: tuple[str, ...], word: str
) -> None:
    refused = installation.run("graph", *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert word in refused.stderr


def test_a_talk_becomes_a_conversation_that_the_check_plays(installation: Installation, workshops: Path) -> None:
    file = workshops / "kitchen" / "tests" / "recorded.yaml"
    typed = [
        "#9",
        "oui",
        "#1",
        "#2",
        "#5",
        "souvent",
        "1",
        "/retour",
        "#2",
        "Ma « grand-mère »: \x1b[A#1",
        "/language",
        "/skip",
    ]
    done = chat(installation, "evening", "--lang", "fr", "--record", str(file), typed=typed)
    assert done.returncode == 0, done.stderr
    assert str(file) in done.stderr
    assert lines_of(file, "tap") == [{"": "De la soupe"}, {"": "Du pain"}, {"": "Terminé ▶"}, {"": "Les amis"}]
    assert lines_of(file, "me")[-3:] == [{"": "Ma « grand-mère »: [A#1"}, {"": "/language en"}, {"": "/skip"}]
    assert {"kinds": ["soup", "bread"]} in lines_of(file, "records")
    assert checked(installation, workshops / "kitchen") == []
    assert read_conversation(file)[0].language == "fr"  # type: ignore[union-attr]


def test_a_recording_that_was_changed_no_longer_passes(installation: Installation, workshops: Path) -> None:
    file = workshops / "kitchen" / "tests" / "recorded.yaml"
    chat(installation, "evening", "--record", str(file), typed=["oui", "4"])
    file.write_text(file.read_text(encoding="utf-8").replace('me: "4"', 'me: "3"'), encoding="utf-8")
    assert checked(installation, workshops / "kitchen") == ["T701"]


def test_a_file_that_is_there_is_kept_unless_forced(installation: Installation, workshops: Path) -> None:
    file = installation.folder / "mine.yaml"
    file.write_text("mine", encoding="utf-8")
    refused = chat(installation, "evening", "--record", "mine.yaml", typed=["oui"])
    assert (refused.returncode, refused.stdout, file.read_text(encoding="utf-8")) == (2, "", "mine")
    assert "--force" in refused.stderr
    assert chat(installation, "evening", "--record", "mine.yaml", "--force", typed=["oui"]).returncode == 0
    assert file.read_text(encoding="utf-8").startswith("flow: evening\n")


def test_nothing_is_written_but_the_file(installation: Installation, workshops: Path) -> None:
    before = {path for path in installation.folder.rglob("*") if "workshops" not in path.parts}
    chat(installation, "evening", typed=["oui", "1"])
    assert {path for path in installation.folder.rglob("*") if "workshops" not in path.parts} == before
    chat(installation, "evening", "--record", "talk.yaml", typed=["oui", "1"])
    after = {path for path in installation.folder.rglob("*") if "workshops" not in path.parts}
    assert after - before == {installation.folder / "talk.yaml"}
    assert not list(workshops.rglob("talk.yaml"))


def test_who_says_nothing_leaves_no_file(installation: Installation, workshops: Path) -> None:
    done = installation.run("chat", "evening", "--record", "talk.yaml", WORKSHOPS="workshops")
    assert done.returncode == 0
    assert not (installation.folder / "talk.yaml").exists()
    lost = chat(installation, "evening", "--record", "nowhere/talk.yaml", typed=["oui"])
    assert (lost.returncode, lost.stdout) == (2, "")


def test_a_closed_stage_is_shown_and_opened_by_hand(installation: Installation, workshops: Path) -> None:
    file = workshops / "days" / "tests" / "opened.yaml"
    typed = ["2027-01-01", "/open", "/open meal", "#2", "1"]
    done = chat(installation, "day", "--lang", "en", "--record", str(file), typed=typed)
    assert "(meal is closed: /open meal)" in done.stdout
    assert "(/open meal)" in done.stdout
    assert "Goodbye." in done.stdout
    assert "otherwise" not in done.stderr
    assert lines_of(file, "open") == ["meal"]
    assert checked(installation, workshops / "days") == []


def test_a_talk_may_begin_with_stages_open_and_answers_of_earlier_flows(
    installation: Installation, workshops: Path
) -> None:
    file = workshops / "days" / "tests" / "begun.yaml"
    given = ("--open", "meal", "--earlier", "before.food=[soup, bread]", "--record", str(file))
    done = chat(installation, "day", "--lang", "en", *given, typed=["today", "1", "2"])
    assert "Eat your Soup and Bread." in done.stdout
    assert file.read_text(encoding="utf-8").startswith("flow: day\nlanguage: en\nopen: [meal]\nearlier: {")
    assert checked(installation, workshops / "days") == []


@pytest.mark.parametrize(
    ("option", "word"),
    [("--open=dinner", "meal"), ("--earlier=before.drink=tea", "before.food"), ("--earlier=[", "NAME=ANSWER")],
)
def test_a_beginning_that_cannot_be_is_refused(
    installation: Installation, workshops: Path, option: str, word: str
) -> None:
    refused = chat(installation, "day", option, typed=["hello"])
    assert (refused.returncode, refused.stdout) == (2, "")
    assert word in refused.stderr


def test_a_recording_that_plays_otherwise_is_told(installation: Installation, workshops: Path) -> None:
    """Two buttons have one label, and a conversation taps by label."""
    given = ("--open", "meal", "--record", "talk.yaml")
    assert "otherwise" in chat(installation, "day", *given, typed=["2027-01-01", "#1"]).stderr
    assert "otherwise" not in chat(installation, "day", *given, "--force", typed=["2027-01-01", "#2"]).stderr


def test_a_recorded_talk_lives_in_the_time_of_conversations(installation: Installation, workshops: Path) -> None:
    chat(installation, "day", "--record", "talk.yaml", typed=["hier"])
    assert lines_of(installation.folder / "talk.yaml", "records") == [{"arrival": "2027-01-03"}]


def test_a_check_for_programs_is_json_line_by_line_and_nothing_else(
    installation: Installation, workshops: Path
) -> None:
    (workshops / "days" / "day.yaml").write_text(DAY.replace("max: today", "max: soon"), encoding="utf-8")
    done = installation.run("check", "workshops", "--format", "json", "--lang", "fr")
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    tallies = [line for line in lines if "workshop" in line]
    problems = [line for line in lines if "workshop" not in line]
    assert [each["workshop"] for each in tallies] == ["days", "kitchen"]
    assert lines[-1] == tallies[-1]
    assert all({"code", "severity", "file", "line", "what", "try"} <= each.keys() for each in problems)
    for severity in ("error", "warning", "hint"):
        counted = sum(each[f"{severity}s"] for each in tallies)
        assert counted == sum(each["severity"] == severity for each in problems)
    assert tallies[0]["errors"] == 1
    assert tallies[1]["conversations"] == 6
    for part in tallies[1]["coverage"]:
        assert part["reached"] + len(part["missing"]) == part["answers"] > 0
        assert all(each.keys() == {"question", "answer"} for each in part["missing"])
