"""Reading: from a file's bytes to a document, refusing early what no flow needs.

Hostile files are refused at the first event of the parser that shows them: at most 256 KB and 20 levels, UTF-8, no
aliases, anchors, tags or duplicate keys. YAML 1.2: `yes`, `on`, `12:30`, `010` and `2026-11-22` are words. It must
never build an object from a file.
"""

import re
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from bot.flows.document import Document, Listing, Node, Scalar, Table, place
from bot.flows.positions import line_and_column, line_at, offset_in_source
from bot.flows.problems import Place, Problem, Term
from bot.flows.slips import Slip, misplaced, slip_before

MOST_BYTES = 256 * 1024
DEEPEST = 20

# The scanner looks far ahead in nested brackets (0.3 s for 3,000): refused before it starts, at DEEPEST + 1.
NESTED = re.compile(r"(?:[\[{]\s*){21}")
FRENCH_COLON = re.compile(r"\S\s+:(?:\s|$)")
QUOTED_CONDITION = re.compile(r"\b(?:when|where|constraint|value|for|to):(?:\s*[\"']|[^\"'{}]*\[)")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\uf8ff\U000f0000-\U0010ffff]")
"""Signs that no font shows: what programs keep for themselves, the engine too (engine/items.py). In quotation marks
YAML can also write them as escapes."""

CORE = (
    (re.compile(r"(?:~|null|Null|NULL)?"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})"), int),
    (re.compile(r"[-+]?[0-9]+\.[0-9]+"), float),
)
"""YAML 1.2's core schema, less what nobody writes here on purpose: octal, hexadecimal, exponents, leading zeros."""


class Refused(Exception):
    """A file that cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_bytes(file: str, content: bytes) -> Document:
    """The document of a file's content. Raises Refused; a byte order mark at the beginning is tolerated."""
    if len(content) > MOST_BYTES:
        raise Refused(Problem("P101", Place(file), {"size": len(content) // 1024, "most": MOST_BYTES // 1024}))
    try:
        return read_text(file, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(Problem("P102", Place(file, line))) from None


def read_text(file: str, text: str) -> Document:
    """The same for text. Raises Refused."""
    unprintable = UNPRINTABLE.search(text)
    if unprintable:
        raise Refused(Problem("P102", Place(file, text.count("\n", 0, unprintable.start()) + 1)))
    return Document(file, text, Reading(file, text).document())


class Reading:
    """One pass over a file's events. Raises Refused at the first that is not allowed."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.events: Iterator[Event] = iter(())

    def document(self) -> Node:
        nested = NESTED.search(self.text)
        if nested:
            raise self.refused("P109", nested.start() + DEEPEST, most=DEEPEST)
        try:
            self.events = YAML(typ="safe", pure=True).parse(self.text)
            return self.root()
        except MarkedYAMLError as error:
            raise self.explained(error) from None
        except YAMLError as error:
            raise self.refused("P102", getattr(error, "position", 0)) from None

    def root(self) -> Node:
        for event in self.events:
            if isinstance(event, StreamEndEvent):
                break
            if isinstance(event, NodeEvent):
                node = self.node(event, 1)
                self.expect_the_end()
                if isinstance(node, Table):
                    return node
                raise self.refused("P110", node.start)
        raise self.refused("P110", 0)

    def expect_the_end(self) -> None:
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                raise self.refused("P110", event.start_mark.index)

    def node(self, event: NodeEvent, depth: int) -> Node:
        start = event.start_mark.index
        if depth > DEEPEST:
            raise self.refused("P109", start, most=DEEPEST)
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self.refused("P108", start, what=Term("anchor"))
        if getattr(event, "ctag", None) is not None:
            raise self.refused("P108", start, what=Term("tag"))
        if isinstance(event, ScalarEvent):
            return self.shown(scalar(event))
        if isinstance(event, SequenceStartEvent):
            items = tuple(self.node(each, depth + 1) for each in self.until_end())
            return Listing(start, start + 1, items)
        return Table(start, start + 1, self.pairs(depth))

    def shown(self, words: Scalar) -> Scalar:
        unshown = UNSHOWN.search(words.text)
        if unshown is None:
            return words
        at = offset_in_source(self.text, words.start, words.style, words.text, unshown.start())
        raise self.refused("P112", at, found=f"U+{ord(unshown[0]):04X}")

    def until_end(self) -> Iterator[NodeEvent]:
        for event in self.events:
            if not isinstance(event, NodeEvent):
                return
            yield event

    def pairs(self, depth: int) -> tuple[tuple[Scalar, Node], ...]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for event in self.until_end():
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refused("P111", key.start)
            if key.text in pairs:
                line, _ = line_and_column(self.text, pairs[key.text][0].start)
                raise self.refused("P107", key.start, len(key.text), name=key.text, first=line)
            pairs[key.text] = (key, self.node(next(self.until_end()), depth + 1))
        return tuple(pairs.values())

    def refused(self, code: str, start: int, width: int = 1, /, **values: object) -> Refused:
        return Refused(Problem(code, place(self.file, self.text, start, start + width), values))

    def explained(self, error: MarkedYAMLError) -> Refused:
        """The parser's complaint as one of ours: the mistakes that people make have a code of their own."""
        complaint = error.problem or ""
        mark = error.problem_mark or error.context_mark
        at = min(mark.index if mark else 0, len(self.text))
        if "\\t" in complaint or "\t" in line_at(self.text, at)[: line_and_column(self.text, at)[1]]:
            return self.refused("P105", at)
        if "quoted scalar" in (error.context or ""):
            return self.refused("P106", error.context_mark.index if error.context_mark else at)
        slip = misplaced(self.text, at) if "mapping values" in complaint else None
        if slip is not None:
            return self.refused(slip.code, slip.at, advice=slip.advice)
        if "mapping values" in complaint or FRENCH_COLON.search(line_at(self.text, at)):
            return self.refused("P104", at)
        if QUOTED_CONDITION.search(line_at(self.text, at)):
            return self.refused("P103", at, advice="condition")
        slip = slip_before(self.text, at, f"{complaint} {error.context or ''}") or Slip("P103", at)
        return self.refused(slip.code, slip.at, advice=slip.advice)


def scalar(event: ScalarEvent) -> Scalar:
    style = event.style or ""
    value = event.value if style else resolved(event.value)
    return Scalar(value, event.value, style, event.start_mark.index, event.end_mark.index)


def resolved(text: str) -> str | int | float | bool | None:
    """What a plain scalar says: words, unless the whole of it is a number, a truth value or nothing."""
    return next((make(text) for pattern, make in CORE if pattern.fullmatch(text)), text)
