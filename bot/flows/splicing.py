"""Splicing: new words put into a YAML file, in the manner in which its author writes, and nothing else touched.

What cannot be said in that manner (a line break in plain words) is put between double quotation marks. Each way of
writing is read back before it is used, so no rule of YAML is relied on. It must never read or write a file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from textwrap import TextWrapper

from bot.flows.document import Listing, Scalar, Table
from bot.flows.positions import line_and_column, line_at
from bot.flows.reading import Refused, read_text

BLOCKS = ("|", ">")
SIGNS = "|>+-123456789"
"""What the header of a block is made of."""
NARROWEST = 60
"""A folded text is not set narrower than this, however short its lines were."""

ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
PLAIN = re.compile(r"[\w«“¡¿(](?:.*[^\s:])?")
"""Words that may do without quotation marks; how others are read depends on what is around them."""
NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Edit:
    """`words` instead of what stands from `start` to `end`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How an author writes a scalar. `column` is its key's, `end` how the file ends; `margin`, `indicator` and `width`
    are a block's, `tail` is a comment that must stay on its first line.
    """

    style: str
    column: int
    in_braces: bool
    newline: str
    end: str
    margin: int = 0
    indicator: str = ""
    width: int = 0
    tail: str = ""


def applied(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text


def words_put(text: str, table: Table, language: str, source: str, words: str) -> Edit:
    """The words of `language` in a table of words by language; new ones are written as those of `source` are."""
    pairs = {key.text: (key, value) for key, value in table.pairs if isinstance(value, Scalar)}
    if language in pairs:
        return replaced(text, table, *pairs[language], words)
    manner = replace(manner_of(text, table, *pairs[source]), tail="")
    return pair_added(text, table, f"{language}: {written(words, manner)}")


def pair_added(text: str, table: Table, pair: str) -> Edit:
    """A key and its value after the last of a table of scalars."""
    key, last = [(key, value) for key, value in table.pairs if isinstance(value, Scalar)][-1]
    manner = manner_of(text, table, key, last)
    end = content_end(text, key, last, manner.margin)
    if manner.in_braces:
        return Edit(end, end, separator(text, table) + pair)
    return new_line(text, end, " " * manner.column + pair)


def replaced(text: str, table: Table, key: Scalar, value: Scalar, words: str) -> Edit:
    manner = manner_of(text, table, key, value)
    end = content_end(text, key, value, manner.margin)
    if value.start < value.end:
        return Edit(value.start, end, written(words, manner))
    return Edit(end, end, (" " if end > key.end else ": ") + written(words, manner))


def item_added(text: str, listing: Listing, word: str) -> Edit:
    """A word at the end of a list of words."""
    last = listing.items[-1]
    if text[listing.start] == "[":
        return Edit(last.end, last.end, f", {word}")
    before = line_at(text, last.start)[: line_and_column(text, last.start)[1] - 1]
    return new_line(text, last.end, before + word)


def new_line(text: str, after: int, line: str) -> Edit:
    """A line after the one that holds the place `after`, with whatever else that one says."""
    end = text.find("\n", after)
    at = len(text) if end < 0 else end - (text[end - 1] == "\r")
    return Edit(at, at, newline_of(text) + line)


def newline_of(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def separator(text: str, table: Table) -> str:
    """What stands between the last two pairs in braces, when that is a comma and blanks."""
    if len(table.pairs) > 1:
        between = text[table.pairs[-2][1].end : table.pairs[-1][0].start]
        if re.fullmatch(r"\s*,\s+", between):
            return between
    return ", "


def manner_of(text: str, table: Table, key: Scalar, value: Scalar) -> Manner:
    column, in_braces = line_and_column(text, key.start)[1] - 1, text[table.start] == "{"
    manner = Manner(value.style, column, in_braces, newline_of(text), "\n" if text.endswith("\n") else "")
    return of_block(manner, text[value.start : value.end]) if value.style in BLOCKS else manner


def of_block(manner: Manner, source: str) -> Manner:
    first, *lines = source.replace("\r\n", "\n").split("\n")
    tail = first.lstrip(SIGNS)
    digit = first.removesuffix(tail).strip("|>+-")
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")]
    seen = max(indents[0] if indents else manner.column + 2, manner.column + 1)
    margin = manner.column + int(digit) if digit else seen
    width = max([NARROWEST, *(len(line) - margin for line in lines)])
    return replace(manner, margin=margin, indicator=digit, width=width, tail=tail)


def content_end(text: str, key: Scalar, scalar: Scalar, margin: int) -> int:
    """Past the last letter of a scalar, or past the colon when there is none.

    The blank lines after a block are not its own, unless its header keeps them.
    """
    if scalar.start == scalar.end:
        colon = re.compile(r"\s*:").match(text, key.end)
        return colon.end() if colon else key.end
    if scalar.style not in BLOCKS:
        return scalar.end
    source = text[scalar.start : scalar.end]
    kept = "+" in source.partition("\n")[0].partition("#")[0]
    blanks = re.search(r"\r?\n\Z" if kept else rf"(?:\r?\n {{0,{margin}}}(?=\r?\n|\Z))+\Z", source)
    return scalar.start + blanks.start() if blanks else scalar.end


def written(words: str, manner: Manner) -> str:
    """The first way to write them that is read back as just them."""
    return next(candidate for candidate in candidates(words, manner) if is_read_as(words, candidate, manner))


def is_readable(words: str) -> bool:
    """Whether a reader accepts them at all: it refuses signs that no font shows, however they are written."""
    return is_read_as(words, hardened(words), Manner('"', 0, False, "\n", "\n"))


def candidates(words: str, manner: Manner) -> Iterator[str]:
    match manner.style:
        case "" if PLAIN.fullmatch(words):
            yield words
        case "'":
            yield "'" + words.replace("'", "''") + "'"
        case "|":
            yield block(words, body(words).split("\n"), manner)
        case ">":
            yield block(words, folded(body(words), manner.width), manner)
            yield block(words, folded(body(words), len(words) + 1), manner)
    yield quoted(words) + manner.tail
    yield hardened(words) + manner.tail


def is_read_as(words: str, candidate: str, manner: Manner) -> bool:
    """Whether a reader understands just the words, with another key after such a scalar and with none."""
    indent = " " * manner.column
    lines = f"{indent}a: {candidate}\n{indent}b: {candidate}{manner.end}"
    try:
        read = read_text("", f"x:\n- y: {{a: {candidate}, b: {candidate}}}" if manner.in_braces else lines).value
    except Refused:
        return False
    return bool((read["x"][0]["y"] if "x" in read else read) == {"a": words, "b": words})


def body(words: str) -> str:
    """The words as lines of a block, whose header tells whether the last of them ends.

    With more than one end the header would have to keep the blank lines that follow in the file as well: such words
    are not read back from a block.
    """
    return words.removesuffix("\n")


def block(words: str, lines: Iterable[str], manner: Manner) -> str:
    header = manner.style + manner.indicator + ("" if words.endswith("\n") else "-") + manner.tail
    indent = " " * manner.margin
    return manner.newline.join([header, *(indent + line if line else "" for line in lines)])


def folded(words: str, width: int) -> Iterator[str]:
    """A line break of the words is an empty line."""
    wrapper = TextWrapper(
        width, expand_tabs=False, replace_whitespace=False, break_long_words=False, break_on_hyphens=False
    )
    for number, paragraph in enumerate(words.split("\n")):
        if number:
            yield ""
        yield from wrapper.wrap(paragraph)


def quoted(words: str) -> str:
    return '"' + ESCAPED.sub(lambda found: NAMED.get(found[0]) or escape(found[0]), words) + '"'


def hardened(words: str) -> str:
    """Many brackets in a row are refused wherever they stand (reading.py), unless nobody sees them."""
    return quoted(words).replace("[", "\\x5b").replace("{", "\\x7b")


def escape(letter: str) -> str:
    return f"\\x{ord(letter):02x}" if ord(letter) < 256 else f"\\u{ord(letter):04x}"
