"""Files are read by YAML 1.2's rules, keep their places, and are refused early when no flow needs what they hold."""

import json
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows.document import Scalar
from bot.flows.positions import offset_in_source
from bot.flows.reading import MOST_BYTES, Refused, read_bytes, read_text


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_bytes("a.yaml", content)
    return refused.value.problem.code


@pytest.mark.parametrize("word", ["yes", "No", "on", "12:30", "010", "2026-11-22", "0x1F", "1e3", "Oui", "007", ".5"])
def test_words_that_other_yaml_readers_change_stay_words(word: str) -> None:
    assert read_text("a.yaml", f"key: {word}\n").value == {"key": word}


@pytest.mark.parametrize(
    ("written", "value"), [("3", 3), ("-2", -2), ("1.5", 1.5), ("true", True), ("null", None), ("~", None), ("", None)]
)
def test_numbers_and_truth_values_are_what_they_say(written: str, value: object) -> None:
    assert read_text("a.yaml", f"key: {written}\n").value == {"key": value}


def test_quoted_numbers_are_words() -> None:
    assert read_text("a.yaml", "a: '3'\nb: \"true\"\n").value == {"a": "3", "b": "true"}


def test_a_byte_order_mark_is_tolerated_and_counts_for_no_column() -> None:
    document = read_bytes("a.yaml", b"\xef\xbb\xbfflow: x\n")
    assert document.value == {"flow": "x"}
    assert document.problem("S202", ("flow",)).place.column == 7


BOMBS = {
    "brackets": (b"a: " + b"[" * 3000, "P109"),
    "braces": (b"a: " + b"{" * 3000, "P109"),
    "brackets on lines of their own": (b"a: " + b"[\n" * 3000, "P109"),
    "dashes": (b"- " * 3000, "P109"),
    "aliases": (b"a: &a [x]\nb: &b [*a, *a]\n" + b"c: [*b, *b]\n" * 5000, "P108"),
    "ten megabytes": (b"x" * 10_000_000, "P101"),
    "binary": (bytes(range(256)) * 500, "P102"),
    "control signs": (b"a: \x07\n", "P102"),
    "a control sign as an escape": (b'a: "\\0"\n', "P112"),
    "half of a sign": (b'a: "\\uD800"\n', "P112"),
    "a sign of the engine": ("a: x\ue000\n".encode(), "P112"),
    "a sign of the engine as an escape": (b'a: "\\uE001"\n', "P112"),
    "a sign of the engine in a key": (b'"\\uE000": x\n', "P112"),
    "a bullet of another program": ("a: \uf0b7 x\n".encode(), "P112"),
    "exclamation marks": (b"!" * 200_000, "P108"),
    "backslashes": (b'a: "' + b"\\" * 200_000, "P106"),
    "keys of keys": (b"? " * 3000, "P109"),
    "brackets and words": (b"a: " + b"[a," * 3000, "P109"),
    "merged tables": (b"a: &x {b: c}\nd:\n  <<: *x\n", "P108"),
    "tag": (b"a: !!python/object/apply:os.system [ls]\n", "P108"),
    "two documents": (b"a: 1\n---\nb: 2\n", "P110"),
    "nothing": (b"", "P110"),
    "comments alone": (b"# nothing\n", "P110"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_file_is_refused_quickly_with_one_problem(name: str) -> None:
    content, code = BOMBS[name]
    begun = process_time()
    assert code_of(content) == code
    assert process_time() - begun < 1  # generous for a busy machine; 0.2 s is the aim


def test_the_largest_file_allowed_is_read() -> None:
    text = "words: " + "é" * ((MOST_BYTES - 8) // 2) + "\n"
    assert len(read_bytes("a.yaml", text.encode()).value["words"]) == (MOST_BYTES - 8) // 2


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise_anything_but_its_refusal(content: bytes) -> None:
    with suppress(Refused):
        read_bytes("a.yaml", content)


@settings(deadline=None)
@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@` \n\t?,é", max_size=60))
def test_no_text_makes_the_reader_raise_anything_but_its_refusal(text: str) -> None:
    with suppress(Refused):
        read_text("a.yaml", text)


WORDS = st.text(alphabet="abcé’ “'\"\\\n", min_size=1, max_size=40)


def in_style(style: str, words: str) -> str:
    match style:
        case '"':
            return f"key: {json.dumps(words, ensure_ascii=False)}\n"
        case "'":
            return "key: '" + words.replace("'", "''").replace("\n", "\n\n    ") + "'\n"
        case _:
            return "key: |-  # said so\n" + "".join(f"    {line}\n" for line in words.split("\n"))


@settings(deadline=None)
@given(WORDS, st.sampled_from(['"', "'", "|"]))
def test_a_character_of_the_words_is_found_again_in_the_file(words: str, style: str) -> None:
    text = "first: line\n" + in_style(style, words)
    try:
        node = read_text("a.yaml", text).node(("key",))
    except Refused:  # a block whose first line is blank or indented cannot be written this way
        return
    assert isinstance(node, Scalar)
    for at, letter in enumerate(node.text):
        if letter not in " \n":
            found = text[offset_in_source(text, node.start, node.style, node.text, at)]
            assert found == letter or found == "\\"


def test_folded_and_plain_words_over_several_lines_keep_their_places() -> None:
    for text in ("key: >-\n  when one\n  and two\n", "key: when one\n  and two\n", 'key: "when one\n  and two"\n'):
        document = read_text("a.yaml", text)
        at = document.value["key"].index("two")
        place = document.problem_inside("C602", ("key",), at, 3).place
        assert place.line == text[: text.index("two")].count("\n") + 1
        assert place.excerpt[place.column - 1 :].startswith("two")
