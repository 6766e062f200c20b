"""The author's guide in both languages: every example works, everything that it shows is what happens.

`--update` writes what happens into the guides; the difference is then read by a person.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from guide_examples import Part, parts_of, write_example
from guide_outputs import UNREACHED, Reader
from guide_text import DOCS, GUIDES, Guide, read_guide
from pydantic import BaseModel
from ruamel.yaml import YAML
from typer.testing import CliRunner

from bot.cli.app import application
from bot.engine.rendering import FILTERS
from bot.flows import check_workshop, lines, load_workshop, plain_words, schema, step_shapes, workshop_schema
from bot.flows.problems import CODES
from bot.locales import Phrases

BOTH = {language: read_guide(language) for language in GUIDES}
LANGUAGES = pytest.mark.parametrize("language", list(BOTH))
SHOWING = ("made", "conversation", "run", "picture", "talk", "says")
"""The roles of blocks that hold what a program says."""
SAME = ("file", "steps", "broken", "conversation")
"""The roles of blocks that are the same in both guides, but for their comments."""
CODE_SPAN = re.compile(r"`+[^`]+`+")
COMMAND = re.compile(r"\./causerie [^`\n]+")
LINK = re.compile(r"\]\((?P<file>[\w./-]*)(?:#(?P<heading>[^)]+))?\)")


def shown() -> Iterator[object]:
    """Language and number of every block that shows what a program says."""
    for language, guide in BOTH.items():
        for number, block in enumerate(guide.blocks):
            if block.role in SHOWING:
                yield pytest.param(language, number, id=f"{language} {block.name}")


@pytest.mark.parametrize(("language", "number"), [*shown()])
def test_a_block_shows_what_really_happens(language: str, number: int, readers: dict[str, Reader]) -> None:
    block = read_guide(language).blocks[number]
    assert block.text == list(truths(readers[language]))[number], block.name


def truths(reader: Reader) -> Iterator[str]:
    return (reader.texts.get(block.start, block.text) for block in reader.guide.blocks)


@pytest.mark.parametrize("name", dict.fromkeys(block.id for block in BOTH["en"].of("steps")))
def test_an_example_is_a_workshop_without_any_problem(name: str, tmp_path: Path, phrases: Phrases) -> None:
    report = check_workshop(write_example(parts_of(BOTH["en"], name), tmp_path), phrases)
    assert [problem for problem in report.problems if problem.code != UNREACHED] == []
    assert report.walks > 0


@LANGUAGES
def test_every_mistake_is_shown_with_what_the_checker_says(language: str) -> None:
    guide = BOTH[language]
    assert [block.id for block in guide.of("broken")] == [block.id for block in guide.of("says")]
    assert len(guide.of("broken")) >= 10


@LANGUAGES
def test_every_condition_of_the_table_can_be_written(language: str, tmp_path: Path) -> None:
    guide = BOTH[language]
    table, after = re.search(r"((?:^\|.*\n)+)\n<!-- conditions after=(\S+) -->", guide.text, re.MULTILINE).groups()
    written = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    steps = [f'- {{id: holds_{n}, when: "{each}", say: {{en: Yes., fr: Oui.}}}}\n' for n, each in enumerate(written)]
    before = [part for name in after.split(",") for part in parts_of(guide, name)]
    loaded = load_workshop(write_example([*before, Part("example", "".join(steps))], tmp_path))
    assert len(written) > 10
    assert loaded.problems == []


def test_both_guides_have_the_same_headings_and_examples_in_the_same_order() -> None:
    assert BOTH["en"].outline == BOTH["fr"].outline


def test_both_guides_have_the_same_code() -> None:
    in_both = ([each for each in guide.blocks if each.role in SAME] for guide in BOTH.values())
    for english, french in zip(*in_both, strict=True):
        assert english.without_comments == french.without_comments, english.name


@LANGUAGES
def test_every_block_says_what_it_is(language: str) -> None:
    known = {*SHOWING, *SAME, "shown", "plain"}
    assert {block.role for block in BOTH[language].blocks} == known


# Commands


def commands() -> list[tuple[str, ...]]:
    found = [tuple(shlex.split(command)) for guide in BOTH.values() for command in COMMAND.findall(guide.text)]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_that_is_shown_exists_with_its_options(command: tuple[str, ...]) -> None:
    words, options = words_of(command), {each for each in command if each.startswith("--")}
    if words == ("test",):
        assert (DOCS.parent / command[2]).is_file()
        assert options <= {"--update"}
    else:
        assert [each for each in options if each not in help_of(words)] == []


def words_of(command: tuple[str, ...]) -> tuple[str, ...]:
    """Without the program, its arguments and options."""
    return command[1:3] if command[1] == "translations" else command[1:2]


def help_of(words: tuple[str, ...]) -> str:
    helped = CliRunner().invoke(application(list(words)), [*words, "--help"], env={"COLUMNS": "200"})
    assert helped.exit_code == 0, helped.output
    return helped.output


@LANGUAGES
def test_every_option_that_is_named_belongs_to_a_command_that_is_shown(language: str) -> None:
    named = {option for span in CODE_SPAN.findall(BOTH[language].prose) for option in re.findall(r"--[a-z]+", span)}
    helped = "".join(help_of(words) for words in dict.fromkeys(map(words_of, commands())) if words != ("test",))
    assert [each for each in named - {"--update"} if each not in helped] == []


# Completeness


@LANGUAGES
def test_the_table_lists_every_code_with_its_severity(language: str) -> None:
    rows = re.findall(r"^\| ([A-Z]\d{3}) \| ([^|]+) \| [^|]+ \|$", BOTH[language].text, re.MULTILINE)
    words = {"en": ("error", "warning", "hint"), "fr": ("erreur", "avertissement", "suggestion")}[language]
    severities = dict(zip(("error", "warning", "hint"), words, strict=True))
    assert len(dict(rows)) == len(rows)
    assert dict(rows) == {code: severities[severity] for code, severity in CODES.items()}


@LANGUAGES
def test_every_key_of_the_language_is_shown_or_explained(language: str) -> None:
    guide = BOTH[language]
    used = {key for block in guide.blocks if block.kind == "yaml" for key in keys_in(read_yaml(block.text, block.role))}
    told = {word for span in CODE_SPAN.findall(guide.prose) for word in re.findall(r"\w+", span)}
    models = [each for module in (schema, workshop_schema, step_shapes, lines) for each in vars(module).values()]
    shapes = [each for each in models if isinstance(each, type) and issubclass(each, BaseModel)]
    keys = {field.alias or name for shape in shapes for name, field in shape.model_fields.items()}
    assert keys - used - told == set()


def read_yaml(text: str, role: str) -> object:
    return None if role == "broken" else YAML(typ="safe").load(text)


def keys_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from map(str, value)
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys_in(each)


@LANGUAGES
def test_every_type_and_every_filter_is_shown(language: str) -> None:
    code = "".join(block.text for block in BOTH[language].of("steps"))
    assert set(step_shapes.TYPES) - set(re.findall(r"type: (\w+)", code)) == set()
    assert {*FILTERS, "default", "plural"} - set(re.findall(r"\|(\w+)", code)) == set()


# Words


@LANGUAGES
def test_every_link_leads_somewhere(language: str) -> None:
    for link in LINK.finditer(BOTH[language].prose):
        target = DOCS / link["file"] if link["file"] else GUIDES[language]
        assert target.is_file()
        if link["heading"]:
            assert link["heading"] in anchors(BOTH[language])


def anchors(guide: Guide) -> set[str]:
    """What GitHub makes of headings."""
    return {re.sub(r"[^\w -]", "", each["words"].lower()).replace(" ", "-") for each in guide.headings}


@LANGUAGES
def test_the_prose_keeps_to_our_typography_and_terms(language: str) -> None:
    plain = CODE_SPAN.sub("x", re.sub(r"<!--.*?-->|\]\([^)]*\)", "x", BOTH[language].prose))
    for paragraph in re.split(r"\n\s*\n|\n(?=[*|#\d])", plain):
        words = " ".join(paragraph.split("\n")).strip("* |")
        assert plain_words.typography(language, words) == [], words
        assert plain_words.glossary(language, words) == [], words
