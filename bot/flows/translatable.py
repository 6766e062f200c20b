"""Translatable texts: whatever in a workshop's folder has words by language, each under a key that stays.

A text is a table whose keys are all languages, wherever it stands, so a new key of the flow language needs nothing
here. It must never know what a text is for, nor whether its flow compiles.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.flows import schema
from bot.flows.document import Document, Listing, Node, Scalar, Table
from bot.flows.positions import line_and_column
from bot.flows.problems import Term
from bot.flows.reading import Refused, read_bytes

LANGUAGE = re.compile(r"[a-z]{2,3}")
NAMED_BY = ("id", "stage", "repeat", "flow")
"""What names an item of a list, so that it keeps its key when it is moved."""
WORKSHOP = "workshop"


@dataclass(frozen=True, slots=True)
class AuthoredText:
    """`key` is the file's stem and the way to the text; `comments` are the author's remarks above it."""

    key: str
    path: tuple[str | int, ...]
    table: Table = field(repr=False)
    document: Document = field(repr=False)
    source_language: str
    comments: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return self.words(self.source_language)

    @property
    def line(self) -> int:
        return self.document.line_of((*self.path, self.source_language))

    def words(self, language: str) -> str:
        """Empty when there are none."""
        found = value_in(self.table, language)
        return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A workshop's files as they were written: workshop.yaml and the listed flows, by stem, and all their texts."""

    folder: Path
    languages: tuple[str, ...]
    documents: Mapping[str, Document]
    texts: tuple[AuthoredText, ...]

    @property
    def source_language(self) -> str:
        return self.languages[0]


def read_manuscript(folder: Path) -> Manuscript:
    """Raises Refused for a file that cannot be read, OSError without workshop.yaml; a missing flow is passed over."""
    workshop = read_path(folder / f"{WORKSHOP}.yaml")
    languages = languages_of(workshop)
    paths = {name: folder / f"{name}.yaml" for name in flows_of(workshop)}
    flows = {name: read_path(path) for name, path in paths.items() if path.is_file()}
    documents = {WORKSHOP: workshop} | flows
    texts = [text for stem, document in documents.items() for text in texts_of(stem, document, languages[0])]
    return Manuscript(folder, languages, documents, tuple(texts))


def read_path(path: Path) -> Document:
    return read_bytes(str(path), path.read_bytes())


def languages_of(workshop: Document) -> tuple[str, ...]:
    listed = workshop.value.get("languages")
    if not isinstance(listed, list) or not listed:
        raise Refused(workshop.problem("S202", (), name="languages"))
    for number, each in enumerate(listed):
        if not isinstance(each, str) or not LANGUAGE.fullmatch(each):
            raise Refused(workshop.problem("S205", ("languages", number), found=each, rule=Term("language")))
    return tuple(listed)


def flows_of(workshop: Document) -> list[str]:
    """The names in workshop.yaml that can be those of files beside it."""
    listed = workshop.value.get("flows")
    names = [each.get("flow") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [name for name in names if isinstance(name, str) and re.fullmatch(schema.STEM, name) and name != WORKSHOP]


def texts_of(stem: str, document: Document, source_language: str) -> Iterator[AuthoredText]:
    """In the order of the file; of two texts with the same key (an id that stands twice) the second gets a number."""
    remarks = Remarks(document)
    seen: dict[str, int] = {}
    for found in Search(source_language).inside(document.root, f"{stem}:"):
        seen[found.name] = seen.get(found.name, 0) + 1
        key = found.name if seen[found.name] == 1 else f"{found.name}~{seen[found.name]}"
        comments = remarks.above(found.start, found.table.start)
        yield AuthoredText(key, found.path, found.table, document, source_language, comments)


@dataclass(frozen=True, slots=True)
class Found:
    """A text in its file; `start` is where its key, or its item of a list, begins."""

    name: str
    path: tuple[str | int, ...]
    start: int
    table: Table


@dataclass(frozen=True, slots=True)
class Search:
    """For the tables that have something by language, of one kind: words, or numbers (how long an answer may be)."""

    source_language: str
    kind: type[str] | type[int] = str

    def inside(self, node: Node, name: str, path: tuple[str | int, ...] = (), start: int = 0) -> Iterator[Found]:
        if isinstance(node, Table) and self.is_one(node):
            yield Found(name, path, start, node)
        elif isinstance(node, Table):
            for key, value in node.pairs:
                dot = "" if name.endswith(":") else "."
                yield from self.inside(value, f"{name}{dot}{key.text}", (*path, key.text), key.start)
        elif isinstance(node, Listing):
            for number, item in enumerate(node.items):
                yield from self.inside(item, name + item_name(item, number), (*path, number), item.start)

    def is_one(self, table: Table) -> bool:
        by_language = all(LANGUAGE.fullmatch(key.text) and isinstance(value, Scalar) for key, value in table.pairs)
        given = value_in(table, self.source_language)
        return by_language and type(given) is self.kind and str(given).strip() != ""


def item_name(item: Node, number: int) -> str:
    """`.agree`, or `[2]` for what has no name."""
    pairs = item.pairs if isinstance(item, Table) else ()
    names = {key.text: value.text for key, value in pairs if isinstance(value, Scalar)}
    name = next((names[each] for each in NAMED_BY if each in names), None)
    return f"[{number}]" if name is None else f".{name}"


def value_in(table: Table, language: str) -> str | int | float | bool | None:
    value = next((value for key, value in table.pairs if key.text == language), None)
    return value.value if isinstance(value, Scalar) else None


class Remarks:
    """The comments of a document, told from lines of words that begin with the same sign."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.lines = document.text.split("\n")
        self.words = {number for scalar in scalars(document.root) for number in self.lines_inside(scalar)}

    def lines_inside(self, scalar: Scalar) -> range:
        """The numbers of the lines of a scalar after its first."""
        if "\n" not in self.text[scalar.start : scalar.end]:
            return range(0)
        first, last = (line_and_column(self.text, at)[0] for at in (scalar.start, scalar.end - 1))
        return range(first + 1, last + 1)

    def above(self, *starts: int) -> tuple[str, ...]:
        """The comments in the lines just above these places."""
        numbers = sorted({line_and_column(self.text, start)[0] for start in starts})
        return tuple(comment for number in numbers for comment in self.block_above(number))

    def block_above(self, number: int) -> list[str]:
        found: list[str] = []
        while number > 1 and number - 1 not in self.words and self.lines[number - 2].lstrip().startswith("#"):
            number -= 1
            found.insert(0, self.lines[number - 1].strip().lstrip("#").strip())
        return [comment for comment in found if re.search(r"\w", comment)]


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, value in node.pairs:
            yield from (key, *scalars(value))
