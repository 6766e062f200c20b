"""A document: a YAML file as plain values that remember where they stand.

It must never know what the keys mean; reading.py makes it, schema.py says what it must look like.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.flows.positions import line_and_column, line_at, offset_in_source
from bot.flows.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Scalar:
    """`style` is the character that opens it in the source (quote, `|`, `>`), or empty."""

    value: str | int | float | bool | None
    text: str
    style: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    start: int
    end: int
    pairs: tuple[tuple[Scalar, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    start: int
    end: int
    items: tuple["Node", ...]


Node = Scalar | Table | Listing
Path = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: `root` for places, `value` for what it says."""

    file: str
    text: str
    root: Node = field(repr=False)
    value: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", plain(self.root))

    def problem(self, code: str, path: Path, /, **values: object) -> Problem:
        """A problem with what stands at `path`; with its nearest ancestor when nothing does."""
        return Problem(code, self.place_of(self.node(path)), values)

    def problem_with_key(self, code: str, path: Path, /, **values: object) -> Problem:
        """A problem with the key at the end of `path`, rather than with its value."""
        table, key = self.node(path[:-1]), str(path[-1])
        keys = [each for each, _ in table.pairs if each.text == key] if isinstance(table, Table) else []
        return Problem(code, self.place_of(keys[-1] if keys else table), values)

    def problem_inside(self, code: str, path: Path, at: int, width: int, /, **values: object) -> Problem:
        """A problem with the `width` characters from `at` on, inside the words at `path`."""
        node = self.node(path)
        if not isinstance(node, Scalar):
            return Problem(code, self.place_of(node), values)
        first = offset_in_source(self.text, node.start, node.style, node.text, at)
        last = offset_in_source(self.text, node.start, node.style, node.text, at + max(width, 1) - 1)
        return Problem(code, place(self.file, self.text, first, last + 1), values)

    def node(self, path: Path) -> Node:
        """The node at `path`, or its nearest ancestor that exists."""
        node = self.root
        for step in path:
            found = child(node, step)
            if found is None:
                break
            node = found
        return node

    def line_of(self, path: Path) -> int:
        return line_and_column(self.text, self.node(path).start)[0]

    def place_of(self, node: Node) -> Place:
        end = node.end if isinstance(node, Scalar) and node.style not in ("|", ">") else node.start + 1
        return place(self.file, self.text, node.start, end)


def place(file: str, text: str, start: int, end: int) -> Place:
    line, column = line_and_column(text, start)
    excerpt = line_at(text, start)
    return Place(file, line, column, excerpt, max(1, min(end - start, len(excerpt) - column + 1)))


def child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Table):
        return next((value for key, value in node.pairs if key.text == str(step)), None)
    if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.pairs}
