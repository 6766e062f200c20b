"""Mermaid: a graph as the text of a Mermaid flowchart.

Labels stand in quotation marks, and whatever Mermaid could read as its own is written as an entity (Mermaid's manual,
Flowcharts, Entity codes), so that no words of an author can break the picture. It must never know a flow.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.flows.graph import Edge, Graph, Group, Node, Shape

ROOM = "    "
SHAPES: Mapping[Shape, tuple[str, str]] = {
    Shape.QUESTION: ("[", "]"),
    Shape.MESSAGE: ("(", ")"),
    Shape.END: ("([", "])"),
    Shape.CONDITION: ("{", "}"),
    Shape.GATE: ("{{", "}}"),
    Shape.CALCULATION: ("[[", "]]"),
    Shape.EARLIER: ("[/", "/]"),
}
NAMED = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}
SAFE = frozenset(" .,!?'()=+/-_\u00a0\u202f")
MARKS = "\ufb02¶"
"""With these Mermaid marks the entities that it has read."""
GAP = re.compile(r"[^\S\u00a0\u202f]+")
TURNED = re.compile(r"(?<=direction)\s(?=\s*(?:TB|BT|RL|LR))")
"""Mermaid takes a line with these words for a statement, also inside a label."""


def as_mermaid(graph: Graph) -> str:
    """The flowchart, top down; edges come last, since one inside a subgraph would pull its nodes in there."""
    lines = ("flowchart TD", *drawn(graph.inside, 1), *(ROOM + arrow(edge) for edge in graph.edges))
    return "\n".join(lines) + "\n"


def drawn(inside: Iterable[Node | Group], depth: int) -> Iterator[str]:
    for each in inside:
        match each:
            case Node(name, shape, words):
                left, right = SHAPES[shape]
                yield f"{ROOM * depth}{name}{left}{label(words)}{right}"
            case Group(name, words, members):
                yield f"{ROOM * depth}subgraph {name}[{label(words)}]"
                yield from drawn(members, depth + 1)
                yield f"{ROOM * depth}end"


def arrow(edge: Edge) -> str:
    if edge.depends:
        return f"{edge.start} -.-> {edge.end}"
    between = f"|{label((edge.label,))}|" if edge.label else ""
    return f"{edge.start} -->{between} {edge.end}"


def label(lines: Iterable[str]) -> str:
    return '"' + "<br/>".join(escaped(line) for line in lines if line.strip()) + '"'


def escaped(words: str) -> str:
    return TURNED.sub("#32;", "".join(map(written, GAP.sub(" ", words).strip())))


def written(letter: str) -> str:
    if letter in SAFE or (letter.isprintable() and letter not in MARKS and (letter.isalnum() or not letter.isascii())):
        return letter
    return NAMED.get(letter, f"#{ord(letter)};")
