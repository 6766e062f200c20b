"""The JSON Schema for editors: made from the models, true to the files that ship, and red where the check is red."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot import places
from bot.flows.json_schema import as_text, json_schema
from bot.flows.workshops import read_file

COMMITTED = places.shipped("flows") / "causerie.schema.json"
FILES = sorted([*places.shipped("flows").rglob("*.yaml"), *(Path(__file__).parent / "fixtures").rglob("*.yaml")])
BROKEN = Path(__file__).parent / "broken"
ABOUT_SHAPE = ("S201", "S202", "S203", "S204", "S205", "S206", "S208", "S209", "S211", "S212")
"""The codes of mistakes in what stands where, which need no other file to be seen."""

FLOW = """\
flow: evening
title: {en: An evening, fr: Une soirée}
scales:
  often:
    - {id: 1, label: {en: Never, fr: Jamais}}
    - {id: 2, label: {en: Often, fr: Souvent}}
    - {id: dk, missing: true, label: {en: I don’t know, fr: Je ne sais pas}}
steps:
  - {id: welcome, say: {en: Hello, fr: Bonjour}}
  - stage: today
    title: {en: Today, fr: Aujourd’hui}
    opens: "-7d 09:00"
    steps:
      - repeat: guests
        count: 3
        steps:
          - {id: often, type: scale, scale: often, ask: {en: How often?, fr: Combien de fois?}}
          - {id: who, type: select_one, choices: people, ask: {en: Who?, fr: Qui?}}
          - id: dish
            type: select_one
            ask: {en: Which?, fr: Lequel?}
            options:
              - {id: -1, label: {en: Soup, fr: Soupe}}
              - {id: cake, label: {en: Cake, fr: Gâteau}, specify: true}
"""
WORKSHOP = """\
workshop: kitchen
format: 1
languages: [en, fr]
title: {en: Kitchen, fr: Cuisine}
flows:
  - {flow: evening, opens: "-14d"}
report:
  sections:
    - {id: all, title: {en: All, fr: Tout}, analysis: factors, with: {helps: evening.often}}
"""
TALK = """\
flow: evening
language: fr
conversation:
  - {bot: Bonjour, buttons: [Oui, Non]}
  - {tap: {en: Yes, fr: Oui}}
  - {me: 42}
  - {records: {often: "2", who: null}}
  - {later: 25h}
  - {open: today}
  - {close: true}
"""
MISTAKES = [
    (FLOW, "id: welcome,", "id: Welcome,"),
    (FLOW, "say: {en: Hello, fr: Bonjour}", "say: {en: Hello}"),
    (FLOW, "say: {en: Hello, fr: Bonjour}", "says: {en: Hello, fr: Bonjour}"),
    (FLOW, "say: {en: Hello, fr: Bonjour}", "say: Hello"),
    (FLOW, "type: scale,", "type: scales,"),
    (FLOW, "scale: often,", ""),
    (FLOW, "count: 3", "count: three"),
    (FLOW, "count: 3", "count: 3\n        over: often"),
    (FLOW, "choices: people,", "choices: people, options_from: {setting: people},"),
    (FLOW, "choices: people,", "choices: people, shufle: true,"),
    (FLOW, '"-7d 09:00"', '"next week"'),
    (FLOW, "id: cake,", "id: Gâteau,"),
    (FLOW, "specify: true", "specify: 3"),
    (FLOW, "  often:\n", "  Often:\n"),
    (WORKSHOP, "format: 1", "format: 2"),
    (WORKSHOP, "languages: [en, fr]", "languages: [english]"),
    (WORKSHOP, "analysis: factors", "analysis: magic"),
    (WORKSHOP, "{helps: evening.often}", "{Helps: evening.often}"),
    (WORKSHOP, "flow: evening,", ""),
    (TALK, "tap:", "taps:"),
    (TALK, "later: 25h", "later: soon"),
    (TALK, "close: true", "close: false"),
    (TALK, "open: today", "open: today, close: true"),
]


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return Draft7Validator(json_schema())


def faults(validator: Draft7Validator, value: Any) -> list[str]:
    return [error.json_path for error in validator.iter_errors(value)]


def read(text: str, folder: Path) -> Any:
    """As a file is read: YAML 1.2, where `yes` is a word."""
    path = folder / "written.yaml"
    path.write_text(text, encoding="utf-8")
    return read_file(path).value


def test_the_committed_schema_is_made_from_the_models_as_they_are(update: bool) -> None:
    if update:
        COMMITTED.write_text(as_text(), encoding="utf-8")
    made = "python -m bot.flows.json_schema > flows/causerie.schema.json"
    assert COMMITTED.read_text(encoding="utf-8") == as_text(), made


def test_it_is_a_schema(validator: Draft7Validator) -> None:
    Draft7Validator.check_schema(validator.schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_that_ships_is_valid(path: Path, validator: Draft7Validator) -> None:
    assert faults(validator, read_file(path).value) == []


@pytest.mark.parametrize("text", [FLOW, WORKSHOP, TALK], ids=["flow", "workshop", "conversation"])
def test_what_is_right_is_valid(text: str, tmp_path: Path, validator: Draft7Validator) -> None:
    assert faults(validator, read(text, tmp_path)) == []


@pytest.mark.parametrize(("text", "right", "wrong"), MISTAKES, ids=[wrong for _, _, wrong in MISTAKES])
def test_a_mistake_is_not(text: str, right: str, wrong: str, tmp_path: Path, validator: Draft7Validator) -> None:
    assert right in text
    assert faults(validator, read(text.replace(right, wrong, 1), tmp_path)) != []


def about_shape() -> list[Path]:
    return [path for code in ABOUT_SHAPE for path in sorted(BROKEN.glob(f"{code}-*.yaml"))]


@pytest.mark.parametrize("path", about_shape(), ids=lambda path: path.stem)
def test_what_the_check_calls_a_mistake_of_shape_the_editor_does_too(path: Path, validator: Draft7Validator) -> None:
    assert faults(validator, read_file(path).value) != []


def references(value: Any) -> Iterator[str]:
    match value:
        case {"$ref": str(name)}:
            yield name
        case dict():
            yield from (name for each in value.values() for name in references(each))
        case list():
            yield from (name for each in value for name in references(each))


def test_every_definition_is_used_and_every_reference_defined() -> None:
    made = json.loads(as_text())
    assert set(references(made)) == {f"#/definitions/{name}" for name in made["definitions"]}


def modeline(path: Path) -> Path | None:
    """The schema that a file names for its editor."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    return None if named == first else (path.parent / named).resolve()


def test_a_workshop_to_copy_tells_its_editor_where_the_schema_is() -> None:
    files = sorted((places.shipped("flows") / "community-check-in").rglob("*.yaml"))
    assert {modeline(path) for path in files} == {COMMITTED.resolve()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_file_names_another_schema(path: Path) -> None:
    assert modeline(path) in (None, COMMITTED.resolve())
