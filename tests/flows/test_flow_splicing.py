"""New words in a YAML file: written as its author writes, read back as they are, and nothing else touched."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.flows.document import Document, Listing, Table
from bot.flows.reading import UNSHOWN, read_text
from bot.flows.splicing import applied, item_added, words_put
from bot.flows.translatable import texts_of

LONG = "Une phrase assez longue pour tenir sur deux lignes"
LAYOUTS = {
    "plain": "a: {en: One, fr: %s}\n",
    "plain in a block": "a:\n  en: One\n  fr: %s   # still good\nb: 1\n",
    "plain over two lines": "a:\n  en: One\n  fr: %s\n    et demi\nb: 1\n",
    "single": "a: {en: 'One', fr: '%s', es: 'Uno'}\n",
    "double": 'a:\n  fr: "%s"\n  en: "One"\nb: 1\n',
    "double over two lines": 'a:\n  en: "One"\n  fr: "%s\n    et demi"\nb: 1\n',
    "literal": "a:\n  en: |-\n    One\n  fr: |-\n    %s\n\nb: 1\n",
    "literal with its end": "a:\n  en: |\n    One\n  fr: |\n    %s\n    encore\n# a remark\nb: 1\n",
    "literal with all its ends": "a:\n  fr: |+ # kept\n    %s\n\n\n  en: One\n",
    "literal with its margin": "a:\n  en: One\n  fr: |2-\n      %s\n     \n    \nb: 1\n",
    "literal at the end": "x:\n- a:\n    - en: |-\n        One\n      fr: |-\n        %s",
    "folded": "a:\n  en: >-\n    One\n    and a half\n  fr: >-  # to fold\n    %s\n    et demi\n\n    encore\n\nb: 1\n",
    "folded with its end": "a:\n  fr: >\n    %s\n  en: >\n    One\n",
    "nothing yet": "a:\n  en: One\n  fr:\nb: %s\n",
    "nothing yet in braces": "a: {en: One, fr: , es: Uno} # %s\n",
    "not even a colon": "a: {en: One, fr, es: Uno} # %s\n",
    "not there after nothing": "a:\n  en: One\n  es: # to do\n\nb: %s\n",
    "not there in braces": "a: {\n  en: One,\n  es: 'Uno'\n} # %s\n",
    "not there after a remark in braces": "a: {en: One, # the source\n  es: Uno} # %s\n",
    "not there after a block": "x:\n- a:\n    en: |-\n      A\n    es: |-\n      Uno # 1\n\n# remark %s\n- b\n",
    "not there in a list": "a:\n  - en: >\n      One\n      Two\n  - {en: 'x', fr: 'y'}\nb: %s\n",
    "not there at the end": "b: %s\na:\n  en: One # the source",
}
"""Each a way to write a text whose French is, or has no, words; `%s` is where some words are."""


def layouts() -> list[str]:
    return [layout % "Un" for layout in LAYOUTS.values()]


def put(document: Document, words: str) -> str:
    """The first text's French replaced or added."""
    text = next(texts_of("a", document, "en"))
    return applied(document.text, [words_put(document.text, text.table, "fr", "en", words)])


def french_of(source: str) -> str:
    return next(texts_of("a", read_text("a.yaml", source), "en")).words("fr")


def without_french(source: str) -> object:
    """All that a file says but the French of its first text."""
    document = read_text("a.yaml", source)
    text = next(texts_of("a", document, "en"))
    value = document.value
    at = value
    for step in text.path:
        at = at[step]
    at.pop("fr", None)
    return value


# As the author writes


@pytest.mark.parametrize(
    ("layout", "words", "written"),
    [
        ("plain", "Deux mots", "fr: Deux mots}"),
        ("plain", "Un, deux", 'fr: "Un, deux"}'),
        ("plain", ":", 'fr: ":"}'),
        ("plain", "- Un", 'fr: "- Un"}'),
        ("plain", "true", 'fr: "true"}'),
        ("plain", "12", 'fr: "12"}'),
        ("plain in a block", "Un, deux", "fr: Un, deux   # still good\n"),
        ("plain in a block", "Un : deux", 'fr: "Un : deux"   # still good\n'),
        ("plain in a block", "L’un #2", 'fr: "L’un #2"   # still good\n'),
        ("plain in a block", "Un\nDeux", 'fr: "Un\\nDeux"   # still good\n'),
        ("plain over two lines", "Deux", "fr: Deux\nb: 1"),
        ("single", "L'un", "fr: 'L''un', es"),
        ("single", "Un\nDeux", 'fr: "Un\\nDeux", es'),
        ("double", 'Un "deux" \\ trois\u2028', 'fr: "Un \\"deux\\" \\\\ trois\\u2028"\n'),
        ("double over two lines", "Deux", 'fr: "Deux"\nb: 1'),
        ("literal", "Deux : « x »\n\n  # trois", "fr: |-\n    Deux : « x »\n\n      # trois\n\nb: 1"),
        ("literal", "Deux\n", "fr: |\n    Deux\n\nb: 1"),
        ("literal", "  Deux\ntrois", 'fr: "  Deux\\ntrois"\n\nb: 1'),
        ("literal", "Deux\n\n", 'fr: "Deux\\n\\n"\n\nb: 1'),
        ("literal with its end", "Deux", "fr: |-\n    Deux\n# a remark"),
        ("literal with all its ends", "Deux\n", "fr: | # kept\n    Deux\n  en: One"),
        ("literal with its margin", "  Deux", "fr: |2-\n      Deux\n    \nb: 1"),
        ("literal at the end", "Deux\ntrois", "fr: |-\n        Deux\n        trois"),
        ("folded", f"{LONG} {LONG}\nDeux", f"fr: >-  # to fold\n    {LONG} Une\n    {LONG[4:]}\n\n    Deux\n\nb: 1"),
        ("folded", "Deux  blancs", "fr: >-  # to fold\n    Deux  blancs\n\nb: 1"),
        ("folded", " Deux", 'fr: " Deux"  # to fold\n\nb: 1'),
        ("folded with its end", "Deux\n", "fr: >\n    Deux\n  en"),
        ("nothing yet", "Deux", "  fr: Deux\nb: Un"),
        ("nothing yet in braces", "Deux, trois", 'fr: "Deux, trois" , es'),
        ("not even a colon", "Deux", "{en: One, fr: Deux, es"),
        ("not there after nothing", "Deux", "  es: # to do\n  fr: Deux\n\nb"),
        ("not there in braces", "Deux:", "es: 'Uno',\n  fr: \"Deux:\"\n} # Un"),
        ("not there in braces", "Deux", "es: 'Uno',\n  fr: Deux\n} # Un"),
        ("not there after a remark in braces", "Deux", "# the source\n  es: Uno, fr: Deux}"),
        ("not there after a block", "A\nB", "Uno # 1\n    fr: |-\n      A\n      B\n\n# remark"),
        ("not there in a list", "A B\n", "      Two\n    fr: >\n      A B\n  - {en"),
        ("not there at the end", "Deux", "en: One # the source\n  fr: Deux"),
    ],
)
def test_words_are_written_as_the_author_writes(layout: str, words: str, written: str) -> None:
    document = read_text("a.yaml", LAYOUTS[layout] % "Un")
    after = put(document, words)
    assert written in after
    assert french_of(after) == words


@pytest.mark.parametrize("languages", ["[en, fr]", "[ en,fr ]", "\n  - en\n  - fr  # done", "\n- en\n- fr"])
def test_a_language_joins_the_others_as_they_are_written(languages: str) -> None:
    source = f"languages: {languages}\nb: 1\n"
    document = read_text("a.yaml", source)
    assert isinstance(document.root, Table)
    listing = document.node(("languages",))
    assert isinstance(listing, Listing)
    after = applied(source, [item_added(source, listing, "es")])
    assert read_text("a.yaml", after).value == {"languages": ["en", "fr", "es"], "b": 1}
    assert len(after.split("\n")) == len(source.split("\n")) + ("[" not in languages)


# Whatever a translator writes

WORDS = st.one_of(
    st.text(min_size=1, max_size=60).map(lambda words: UNSHOWN.sub("", words)).filter(bool),
    st.text(st.sampled_from("ab é«»“”’'\"\\:#-?&*!%@`|>{}[],~ \t\n\r\u00a0\u2028\x85\ufeff"), min_size=1, max_size=40),
    st.lists(st.sampled_from(["- ", "  ", "\n", "x", ": ", " #", "{{ a }}", "---", "...", "null", "1", LONG, " "]))
    .map("".join)
    .filter(bool),
)


@settings(deadline=None, max_examples=400)
@given(source=st.sampled_from([*layouts(), *(each.replace("\n", "\r\n") for each in layouts())]), words=WORDS)
@example(source=LAYOUTS["double"] % "Un", words="[" * 30)
@example(source=LAYOUTS["literal"] % "Un", words="{" * 30)
@example(source=LAYOUTS["folded"] % "Un", words="x" * 3000)
@example(source=LAYOUTS["plain"] % "Un", words="x, y: " * 500)
def test_any_words_are_read_back_as_they_are_and_nothing_else_changes(source: str, words: str) -> None:
    document = read_text("a.yaml", source)
    after = put(document, words)
    assert french_of(after) == words
    assert without_french(after) == without_french(document.text)
    assert "\r\n" not in source or not set("\r\n") & set(after.replace("\r\n", ""))
