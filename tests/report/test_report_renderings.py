"""What people read: golden files for small cohorts, both languages, and hostile labels."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import get_args

import pytest
from cohorts import ROLE_QUESTION, cohort, facts
from mixtures import COHORTS

from bot.locales import Phrases
from bot.report import (
    Option,
    Report,
    Snapshot,
    build,
    file_stem,
    from_json,
    render_html,
    render_json,
    summary_words,
    to_json,
)
from bot.report.json_file import KEYS
from bot.report.protected import Extent

Golden = Callable[[str, str], None]
HOSTILE = (
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    '" onload="x',
    "</style><style>*{}",
    "</title>",
    "<!--",
    "]]>",
    "&amp;",
    "&lt;b&gt;",
    "{{ 7*7 }}",
    "{{7*7}}[[3]]",
    "{{-x-}}",
    "{{()}}",
    "{{config}}",
    "{{self}}",
    "{{request}}",
    "{{cycler}}",
    "{{ lipsum }}",
    "{{ [].__class__ }}",
    "{% raw %}",
    "{%include x%}",
    "{%- set x=1 -%}",
    "{% for x in y %}{% endfor %}",
    "{# comment #}",
    "{0.__class__}",
    "{n}",
    "{label}",
    "{",
    "%(x)s",
    "%s",
    "${7*7}",
    "#{7*7}",
    "*{7*7}",
    "@(7*7)",
    "<%= x %>",
    "`x`",
    "$x",
    "\\x3cscript\\x3e",
)


def released(name: str) -> Report:
    """As every rendering gets it: read back from the document that the store keeps."""
    return from_json(to_json(build(COHORTS[name])))


@pytest.mark.parametrize("name", COHORTS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_for_the_chat(name: str, language: str, phrases: Phrases, matches_golden: Golden) -> None:
    matches_golden(f"{name}.{language}.txt", "\n\n".join(summary_words(released(name), language, phrases)) + "\n")


@pytest.mark.parametrize("name", COHORTS)
def test_the_html_file(name: str, phrases: Phrases, matches_golden: Golden) -> None:
    whole = render_html(released(name), "both", phrases)
    matches_golden(f"{name}.html", re.sub(r"<style>.*?</style>", "<style>…</style>", whole, flags=re.DOTALL))


@pytest.mark.parametrize("name", COHORTS)
def test_the_json_file(name: str, matches_golden: Golden) -> None:
    matches_golden(f"{name}.json", render_json(released(name)))


@pytest.mark.parametrize("name", COHORTS)
def test_a_report_reads_back_equal_and_is_rebuilt_byte_for_byte(name: str, phrases: Phrases) -> None:
    report = build(COHORTS[name])
    assert from_json(to_json(report)) == report
    assert to_json(from_json(to_json(report))) == to_json(build(COHORTS[name]))
    assert render_html(report, "both", phrases) == render_html(released(name), "both", phrases)


@pytest.mark.parametrize("document", ["{}", "[]", '{"format": "causerie-report-0"}', "not json"])
def test_a_document_of_another_format_is_refused(document: str) -> None:
    with pytest.raises(ValueError):
        from_json(document)


def test_the_order_of_people_and_revisions_changes_no_byte() -> None:
    snapshot = COHORTS["35-mixed"]
    other = replace(
        snapshot,
        people=tuple(reversed(snapshot.people)),
        cohort=replace(snapshot.cohort, revisions=tuple(reversed(snapshot.cohort.revisions))),
    )
    assert to_json(build(other)) == to_json(build(snapshot))


@pytest.mark.parametrize("name", COHORTS)
def test_french_has_the_spacing_of_canada(name: str, phrases: Phrases) -> None:
    said = "\n".join(summary_words(released(name), "fr", phrases))
    assert not re.search(r"(?<!\u00a0):(?=\s|$)|«(?!\u00a0)|(?<!\u00a0)»|[ \u00a0\u202f][?!;]|'| %", said, re.MULTILINE)


def test_both_languages_have_the_same_phrases_with_the_same_values(phrases: Phrases) -> None:
    assert set(phrases.languages) >= {"en", "fr"}
    ours = {language: {key for key in phrases.keys(language) if key.startswith("report.")} for language in ("en", "fr")}
    assert ours["en"] == ours["fr"]


def test_every_extent_has_its_phrases(phrases: Phrases) -> None:
    told = {*get_args(Extent), "most_or_all"}
    people = {f"{name}.{extent}" for name in ("begun", "finished") for extent in told}
    answers = {f"answer.{extent}" for extent in {*told, "count_percent"}}
    words = {f"words.{extent}" for extent in {*told, "count_percent"} - {"few"}}
    short = {f"short.{extent}" for extent in told - {"count"}}
    assert {f"report.{key}" for key in people | answers | words | short} <= phrases.keys("en")


def test_one_and_none_are_singular_in_french(phrases: Phrases) -> None:
    assert phrases.say("fr", "report.joined", n=0) == "0 personne s’est jointe au groupe."
    assert phrases.say("fr", "report.joined", n=1) == "1 personne s’est jointe au groupe."
    assert phrases.say("fr", "report.joined", n=2) == "2 personnes se sont jointes au groupe."
    assert phrases.say("en", "report.joined", n=0) == "0 people joined."


def hostile(payload: str) -> Snapshot:
    texts = {"en": payload, "fr": payload}
    options = (Option("lead", texts), *ROLE_QUESTION.options[1:])
    question = replace(ROLE_QUESTION, title=texts, options=options)
    counts = {"role": {"lead": 12, "front": 8}}
    return cohort(counts, [question], name=payload, host=texts, title=texts)


class Reader(HTMLParser):
    """The text and the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_labels_titles_and_names_print_literally(payload: str, phrases: Phrases) -> None:
    report = build(hostile(payload))
    reader = Reader()
    reader.feed(render_html(report, "both", phrases))
    assert reader.said.count(payload) == 4
    assert not [attrs for _, attrs in reader.elements if any(name.startswith("on") for name, _ in attrs)]
    assert "script" not in [tag for tag, _ in reader.elements]
    assert payload in "\n".join(summary_words(report, "en", phrases))
    assert from_json(to_json(report)).cohort.name == payload


def test_the_page_loads_nothing_and_names_its_languages(phrases: Phrases) -> None:
    page = render_html(released("35-mixed"), "both", phrases)
    assert not re.search(r"https?:|url\(|@import|<script|<link|<img", page)
    assert (page.count('<main lang="en">'), page.count('<main lang="fr">')) == (1, 1)


def test_a_page_in_one_language_has_no_switch(phrases: Phrases) -> None:
    page = render_html(released("35-mixed"), "fr", phrases)
    assert page.startswith('<!doctype html>\n<html lang="fr">')
    assert "<fieldset" not in page
    assert "English" not in page


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys_of(each) for each in value.values()))
    return set().union(*(keys_of(each) for each in value)) if isinstance(value, list) else set()


def test_every_key_of_the_json_file_is_explained() -> None:
    document = json.loads(render_json(released("35-mixed")))
    assert set(document) <= set(KEYS)
    assert keys_of(document["items"][0]["figure"]) <= set(KEYS) | {"options"}
    assert set(KEYS) <= keys_of(document)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Été à Moncton / 2", "ete-a-moncton-2-2026-12-06"),
        ("../../etc", "etc-2026-12-06"),
        ("日本", "cohort-2026-12-06"),
    ],
)
def test_the_name_of_the_file_is_plain(name: str, stem: str) -> None:
    snapshot = replace(COHORTS["35-mixed"], cohort=facts(name=name))
    assert file_stem(build(snapshot)) == stem
