"""The part of Mermaid's flowchart grammar that Causerie writes, read strictly: anything else is no flowchart."""

import re
from dataclasses import dataclass, field

NAME = r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*"
LETTER = r"(?:[^\x00-\x1f\x7f\"<>\[\]{}|`\\#;&:%*~@$^]|#(?:quot|lt|gt|amp|[0-9]+);)"
LABEL = rf'"{LETTER}*(?:<br/>{LETTER}*)*"'
SHAPES = (("[", "]"), ("(", ")"), ("([", "])"), ("{", "}"), ("{{", "}}"), ("[[", "]]"), ("[/", "/]"))
NODES = [re.compile(rf" *({NAME}){re.escape(left)}({LABEL}){re.escape(right)}") for left, right in SHAPES]
OPENING = re.compile(rf" *subgraph ({NAME})\[({LABEL})\]")
EDGE = re.compile(rf" *({NAME}) (?:-->(?:\|({LABEL})\|)?|-\.->) ({NAME})")
STATEMENT = re.compile(r"direction\s+(?:TB|BT|RL|LR)|accTitle|accDescr|^\s*%%|style.*:\S*#.*;")
"""What Mermaid takes for a statement wherever it stands in a line."""


@dataclass(slots=True)
class Flowchart:
    """`nodes` and `groups` are in the order of the text, with their labels; edges as (from, to, dashed)."""

    nodes: list[tuple[str, str]] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    edges: list[tuple[str, str, bool]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [name for name, _ in self.nodes]


def parse(text: str) -> Flowchart:
    """Raises ValueError, with the line that is not of the grammar."""
    head, *rest = text.removesuffix("\n").split("\n")
    if head != "flowchart TD":
        raise ValueError(head)
    chart, depth = Flowchart(), 0
    for line in rest:
        depth += take(line, chart)
        if depth < 0 or STATEMENT.search(line):
            raise ValueError(line)
    if depth:
        raise ValueError("a subgraph has no end")
    return chart


def take(line: str, chart: Flowchart) -> int:
    """One line; how much deeper in subgraphs the next one is."""
    opening, edge = OPENING.fullmatch(line), EDGE.fullmatch(line)
    node = next(filter(None, (shape.fullmatch(line) for shape in NODES)), None)
    if line.strip() == "end":
        return -1
    if opening is not None:
        chart.groups.append((opening[1], opening[2]))
        return 1
    if edge is not None:
        chart.edges.append((edge[1], edge[3], "-.->" in line))
        chart.labels.append(edge[2] or "")
    elif node is not None:
        chart.nodes.append((node[1], node[2]))
    else:
        raise ValueError(line)
    return 0
