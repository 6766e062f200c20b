"""Every code has a broken file beside its expected report, and its sentences in both languages."""

from pathlib import Path

import pytest
from broken_files import BROKEN, names, problems_of, report_of

from bot.flows import Place, Problem, explain, printed, to_json
from bot.flows.problems import CODES
from bot.locales import Phrases

WITHOUT_FILE = {"T704": "a fault of ours, which no file can show: test_flow_checks.py has it"}


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
