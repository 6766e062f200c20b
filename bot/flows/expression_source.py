"""An expression as somebody wrote it: its Python tree, and the place of every part of it in characters.

It must never decide what an expression may contain, beyond its length and depth; conditions.py and templates.py do.
"""

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST, DEEPEST = 500, 40

BLANKS = {ord(blank): " " for blank in "\n\u00a0\u202f"}
"""French keyboards put no-break spaces before a sign; in a condition they are spaces."""
CURLY = re.compile(r"(?P<straight>'[^']*'|\"[^\"]*\")|[‘’](?P<single>[\w-]*)’|[“”](?P<double>[\w-]*)”")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
WHERE = re.compile(r"\bwhere\b")
HYPHENS = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+(?=\.[a-z])")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A problem inside an expression: `at` counts its characters from 0."""

    code: str
    at: int
    width: int
    values: Mapping[str, object]


class Refusal(Exception):
    """A part of an expression that the language does not have, or that does not fit; caught where the part is read."""

    def __init__(self, code: str, node: ast.AST, **values: object) -> None:
        super().__init__(code)
        self.code, self.node, self.values = code, node, values


class Moot(Exception):
    """The question named is itself faulty, which is told where it stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """An expression as written. Its lines are read as one, so every place is an offset."""

    text: str

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def line(self) -> str:
        """The text as Python can read it, character for character: `where` parts what is counted from its condition
        as a comma does, and a flow may be named as its file is."""
        kept = CURLY.sub(straight, self.text.translate(BLANKS))
        parts, at = [], 0
        for quoted in QUOTED.finditer(kept):
            parts += [readable(kept[at : quoted.start()]), quoted[0]]
            at = quoted.end()
        return "".join((*parts, readable(kept[at:])))

    def tree(self) -> ast.expr:
        """Raises SyntaxError, also for a comment: it would hide the lines after it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python comments on odd escapes; they are refused below
            tree = ast.parse(self.line.lstrip(), mode="eval").body
        at, width = self.span(tree)
        rest = self.line[at + width :].lstrip(" \t)")
        if rest:
            raise SyntaxError("comment", ("", 1, len(self.line) - len(rest) - self.indent + 1, ""))
        return tree

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Offset and width of a node; ast counts in bytes of UTF-8."""
        start, end = self.letters(node.col_offset), self.letters(node.end_col_offset)  # type: ignore[attr-defined]
        return start, max(1, end - start)

    def letters(self, count: int) -> int:
        return self.indent + len(self.line.lstrip().encode()[:count].decode(errors="ignore"))

    def words(self, node: ast.AST) -> str:
        at, width = self.span(node)
        return self.text[at : at + width]


def straight(match: re.Match[str]) -> str:
    """Curly marks around a code are meant as straight ones; inside straight ones they are part of the words."""
    return match[0] if match["straight"] else f"'{match[0][1:-1]}'"


def readable(words: str) -> str:
    named = HYPHENS.sub(lambda name: name[0].replace("-", "_"), words)
    return WHERE.sub(",    ", named)


def parsed(source: Source) -> ast.expr | Mistake:
    """The tree of an expression that is short and shallow enough, or the mistake that forbids to read it."""
    limits = {"most": LONGEST, "deepest": DEEPEST}
    if len(source.text) > LONGEST:
        return Mistake("C603", LONGEST, 1, limits)
    try:
        tree = source.tree()
    except SyntaxError as error:
        at = source.indent + max(0, (error.offset or 1) - 1)
        return Mistake("C601", min(at, max(0, len(source.text) - 1)), 1, {})
    except (ValueError, RecursionError, MemoryError):
        return Mistake("C603", 0, 1, limits)
    deep = too_deep(tree)
    return tree if deep is None else Mistake("C603", *source.span(deep), limits)


def too_deep(tree: ast.expr) -> ast.expr | None:
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return next((node for node in level if isinstance(node, ast.expr)), None)
