"""Every code has a broken file beside its expected report, and its sentences in both languages."""

import re
from pathlib import Path

import pytest
from broken_files import BROKEN, names, problems_of, report_of

from bot.flows import Place, Problem, explain, printed, to_json
from bot.flows.lines import DURATION
from bot.flows.problems import CODES, Term
from bot.flows.schema import AFTER, CODE, NAME, OPENS, REFERENCE, STEM
from bot.flows.shapes import EXPECTED, READ_OTHERWISE, rule
from bot.flows.workshop_schema import WHEN
from bot.locales import Phrases
from bot.places import PACKAGE

WITHOUT_FILE = {
    "T704": "a fault of ours, which no file can show: test_flow_checks.py has it",
}


@pytest.mark.parametrize("name", names())
def test_a_broken_file_gets_its_expected_report(name: str, tmp_path: Path, phrases: Phrases, update: bool) -> None:
    report = report_of(name, tmp_path, phrases)
    expected = BROKEN / f"{name}.txt"
    if update:
        expected.write_text(report, encoding="utf-8")
    assert report == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names())
def test_a_broken_file_shows_the_problem_that_it_is_named_after(name: str, tmp_path: Path, phrases: Phrases) -> None:
    assert name[:4] in {problem.code for problem in problems_of(name, tmp_path, phrases)}


def test_no_code_lacks_its_broken_file() -> None:
    assert {name[:4] for name in names()} == CODES.keys() - WITHOUT_FILE.keys()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_code_has_its_sentences_in_both_languages(language: str, phrases: Phrases) -> None:
    keys = phrases.keys(language)
    lacking = [
        f"{code}.{part}"
        for code in CODES
        for part in ("what", "why", "try")
        if not any(key == f"problem.{code}.{part}" or key.startswith(f"problem.{code}.{part}.") for key in keys)
    ]
    assert lacking == []


def test_no_sentence_is_about_a_code_that_does_not_exist(phrases: Phrases) -> None:
    told = {key.split(".")[1] for key in phrases.keys("en") if key.startswith("problem.") and key[8:9].isupper()}
    assert told == CODES.keys()


def test_the_same_sentences_are_in_the_printed_form_and_in_json(phrases: Phrases) -> None:
    place = Place("flows/a.yaml", 34, 11, "    when: confidense >= 3", 10)
    problem = Problem("F301", place, {"name": "confidense", "close": "confidence", "line": 21})
    assert printed(problem, phrases, "en").startswith(
        "flows/a.yaml:34:11  F301  unknown question 'confidense'\n"
        "   34 |     when: confidense >= 3\n"
        "                  ^^^^^^^^^^\n"
        "   why  "
    )
    told, document = explain(problem, phrases, "en"), to_json(problem, phrases, "en")
    assert told.try_ == "did you mean 'confidence' (line 21)?"
    assert (document["what"], document["why"], document["try"]) == (told.what, told.why, told.try_)
    assert (document["line"], document["column"], document["severity"]) == (34, 11, "error")


def test_a_long_line_is_shown_around_the_fault(phrases: Phrases) -> None:
    line = "x" * 400 + "FAULT" + "y" * 400
    shown = printed(Problem("P103", Place("a.yaml", 1, 401, line, 5)), phrases, "en").split("\n")
    assert shown[2].index("^") == shown[1].index("FAULT")
    assert "^^^^^" in shown[2]
    assert len(shown[1]) < 130


def test_braces_in_a_file_are_shown_as_they_are(phrases: Phrases) -> None:
    problem = Problem("C602", Place("a.yaml"), {"found": "{0.__class__} {name}"})
    assert "{0.__class__} {name}" in explain(problem, phrases, "fr").what


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_to_be_typed_can_be_typed_as_it_stands(language: str, phrases: Phrases) -> None:
    """French typography would put a no-break space before the colons of YAML."""
    told = explain(Problem("S213", Place("a.yaml"), {"found": Term("nothing"), "known": "options"}), phrases, language)
    assert "- {id: yes, label: {en: Yes, fr: Oui}}" in told.try_
    keys = [key for key in phrases.keys(language) if key.startswith("problem.")]
    assert [key for key in keys if phrases_as_written(phrases, language, key).count("`") % 2] == []


def phrases_as_written(phrases: Phrases, language: str, key: str) -> str:
    return phrases.say(language, key, **dict.fromkeys(VALUES, "x"))


VALUES = (
    *("name", "found", "known", "close", "line", "first", "language", "other", "before", "n", "most", "least", "unit"),
    *("limit", "expected", "rule", "what", "happened", "seed", "repeat", "own", "filter", "question", "deepest"),
    *("reason", "wanted"),
)
"""Everything that a sentence may have a place for."""


def test_a_list_of_what_is_known_may_be_empty(phrases: Phrases) -> None:
    problem = Problem("F320", Place("a.yaml"), {"name": "worries", "close": "", "known": ""})
    assert explain(problem, phrases, "en").why.endswith("here are: nothing")
    assert explain(problem, phrases, "fr").why.endswith("il y a\u00a0: rien")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_term_that_the_checks_use_is_a_phrase(language: str, phrases: Phrases) -> None:
    sources = [path.read_text(encoding="utf-8") for path in (PACKAGE / "flows").glob("*.py")]
    used = {key for source in sources for key in re.findall(r'Term\("([a-z_]+)"\)', source)}
    used |= {rule(pattern) for pattern in (NAME, STEM, CODE, REFERENCE, OPENS, AFTER, WHEN, DURATION, "")}
    used |= {"need", "truth_or_text", *EXPECTED.values()}
    assert {f"problem.term.{key}" for key in used} <= set(phrases.keys(language))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_piece_of_advice_has_its_sentence(language: str, phrases: Phrases) -> None:
    """Also where no broken file shows it."""
    keys = set(phrases.keys(language))
    wanted = {
        "C604": ("number", "several", "words", "scale", "one", "list", "made", "turns"),
        "C605": ("answer", "number"),
        "F301": ("code", "item"),
        "F302": ("itself",),
        "F303": ("made",),
        "F314": ("ended",),
        "F318": ("list",),
        "P103": ("condition", "space", "brace", "indent"),
        "S202": ("type",),
        "S203": ("words", "colon", "text", "list", "one_list", "remind", "another", "options_from"),
        "S205": READ_OTHERWISE,
        "S213": ("from",),
        "S214": ("last",),
        "S219": ("look", "again"),
        "W502": ("elif",),
        "W503": ("item",),
        "W504": ("value",),
    }
    assert {f"problem.{code}.try.{case}" for code, cases in wanted.items() for case in cases} <= keys
