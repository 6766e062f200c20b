"""The bot's own words: the same keys, places and plural forms in every language, and what CLDR makes of values."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.locales import Phrases, UnknownPhrase, load, typeset
from bot.places import PACKAGE, shipped

NB = "\u00a0"
LANGUAGES = ("en", "fr")
FILES = sorted(path.name for path in (shipped("locales") / "en").glob("*.po"))
DYNAMIC = {
    "menu.": "a menu's descriptions stand in a table beside their commands (telegram/introduction.py)",
    "report.": "report/sentences.py puts `report.` before the key that it is given",
    "problem.": "flows/problems.py builds the key from the code of a problem",
}
"""Keys that no source file spells out whole, each family with its reason; their own tests say them."""
NOT_SAID: dict[str, str] = {}
KEY = re.compile(r'"([a-z_]+(?:\.[a-z_]+)+|apology)"')


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load(shipped("locales"))


def messages(language: str, name: str) -> dict[str, Message]:
    with (shipped("locales") / language / name).open("rb") as file:
        return {each.context: each for each in read_po(file, locale=language) if each.context}


def forms(message: Message) -> tuple[str, ...]:
    """What is said: the translation, or in English the source itself."""
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    source = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return tuple(said) if all(said) else tuple(source)


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def every_form() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        for name in FILES:
            for key, message in messages(language, name).items():
                yield from ((language, key, form) for form in forms(message))


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_in_both_languages_with_the_same_source(name: str) -> None:
    english, french = messages("en", name), messages("fr", name)
    assert english.keys() == french.keys()
    assert {key: each.id for key, each in english.items()} == {key: each.id for key, each in french.items()}


@pytest.mark.parametrize("name", FILES)
def test_every_phrase_is_translated_with_the_same_places_and_plural_forms(name: str) -> None:
    for key, french in messages("fr", name).items():
        english = messages("en", name)[key]
        assert all(forms(french)), key
        assert all([french.string] if isinstance(french.string, str) else french.string), key
        assert len(forms(english)) == len(forms(french)), key
        every = {frozenset(fields(form)) for form in (*forms(english), *forms(french))}
        assert len(every) == 1, key
        assert len(forms(english)) == 1 or "n" in fields(forms(english)[0]), key


def test_no_key_stands_in_two_files() -> None:
    keys = [key for name in FILES for key in messages("en", name)]
    assert len(keys) == len(set(keys))


def test_french_phrases_are_well_set_once_loaded() -> None:
    """A translator may type plain spaces; what is said has the right ones."""
    odd = re.compile(r"(?<=\S)(?<!:) :(?=\s|$)|« | »|\d [%$]| [;!?]")
    assert [key for language, key, form in every_form() if language == "fr" and odd.search(typeset("fr", form))] == []


def test_no_phrase_has_a_straight_mark_or_a_doubled_space() -> None:
    odd = re.compile(r"(?<=\w)'(?=\w)|  |\s$|^\s")
    assert [key for _, key, form in every_form() if odd.search(form) and not key.startswith("problem.")] == []


def test_what_passes_is_short_enough(phrases: Phrases) -> None:
    limits = {"toast.": 200, "menu.": 256, "bot.description": 512, "bot.short_description": 120, "button.": 42}
    limits |= {"reply.too_few": 200, "reply.too_many": 200, "reply.stands_alone": 200}
    for _, key, form in every_form():
        for start, most in limits.items():
            assert not key.startswith(start) or 0 < len(form) <= most, key


# The source and the files agree


def sources() -> str:
    read = (path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")) if "shipped" not in path.parts)
    return "\n".join(read)


def is_phrase_key(key: str, known: set[str]) -> bool:
    return key.partition(".")[0] in {each.partition(".")[0] for each in known}


def test_every_key_in_the_source_is_a_phrase(phrases: Phrases) -> None:
    known = set(phrases.keys("en"))
    used = {key for key in KEY.findall(sources()) if is_phrase_key(key, known)}
    not_keys = {key for key in used if Path(key).suffix in (".py", ".po", ".yaml", ".html", ".json", ".db")}
    assert used - not_keys <= known


def test_every_phrase_is_said_somewhere(phrases: Phrases) -> None:
    used = set(KEY.findall(sources()))
    assert {key for key in phrases.keys("en") - used if not key.startswith(tuple(DYNAMIC))} == set()


def test_every_menu_phrase_stands_beside_a_command(phrases: Phrases) -> None:
    menus = {key for key in phrases.keys("en") if key.startswith("menu.")}
    assert menus - NOT_SAID.keys() == {key for key in KEY.findall(sources()) if key.startswith("menu.")}


# Saying


def test_an_unknown_key_is_a_fault_of_ours(phrases: Phrases) -> None:
    with pytest.raises(UnknownPhrase, match=r"fr: no\.such\.key"):
        phrases.say("fr", "no.such.key")
    with pytest.raises(KeyError):
        phrases.say("fr", "reply.held")


def test_zero_is_singular_in_french_and_plural_in_english(phrases: Phrases) -> None:
    assert phrases.say("fr", "reply.too_few", n=0).endswith("0 réponse.")
    assert phrases.say("en", "reply.too_few", n=0).endswith("0 answers.")
    assert phrases.say("fr", "reply.too_few", n=2).endswith("2 réponses.")
    assert phrases.say("en", "reply.too_few", n=1).endswith("1 answer.")


def test_words_put_in_are_never_read_as_places(phrases: Phrases) -> None:
    words = "{n} {0.__class__} 100% « x » :"
    assert words in phrases.say("fr", "question.earlier", answer=words)


def test_numbers_are_those_of_french_canada(phrases: Phrases) -> None:
    assert phrases.number("fr", 12345.6) == f"12{NB}345,6"
    assert phrases.number("en", 12345.6) == "12,345.6"
    assert phrases.percent("fr", 0.25) == f"25{NB}%"
    assert phrases.percent("en", 0.25) == "25%"
    assert phrases.say("fr", "reply.too_long", n=1000).count(f"1{NB}000") == 1


def test_dates_and_times_are_those_of_french_canada_and_never_break(phrases: Phrases) -> None:
    assert phrases.date("fr", date(2016, 4, 27)) == f"27{NB}avril{NB}2016"
    assert phrases.date("fr", date(2027, 1, 1)) == f"1er{NB}janvier{NB}2027"
    assert phrases.date("fr", date(2027, 1, 11)) == f"11{NB}janvier{NB}2027"
    assert phrases.date("en", date(2027, 1, 1)) == f"January{NB}1,{NB}2027"
    assert phrases.time("fr", datetime(2027, 1, 4, 14, 30, tzinfo=UTC)) == f"14{NB}h{NB}30"
    assert " " not in phrases.time("en", datetime(2027, 1, 4, 14, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("language", "items", "listed"),
    [
        ("fr", ["a", "b", "c"], "a, b et c"),
        ("en", ["a", "b"], "a and b"),
        ("fr", ["a"], "a"),
        ("fr", [], ""),
    ],
)
def test_lists_are_joined_as_the_language_does(phrases: Phrases, language: str, items: list[str], listed: str) -> None:
    assert phrases.list(language, items) == listed


def test_there_are_two_languages(phrases: Phrases) -> None:
    assert phrases.languages == LANGUAGES
