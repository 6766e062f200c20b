"""Graph: a flow as a picture of nodes and arrows, before anybody has drawn it.

Stages and repeats are groups, a condition is a node with a way for yes and a way for no, and what reads an answer
hangs on its question. Words are the author's: ids, keys and conditions as in the file, texts in one language. It must
never know how a picture is written down: mermaid.py does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby

from bot.engine.expressions import Expression
from bot.engine.flow import Another, Calculate, Elements, Fixed, Flow, ItemsOf, Repeat, Say, Stage, Step
from bot.engine.items import WITHIN, name_of
from bot.engine.mentions import names
from bot.engine.options import NO, YES, fixed_words
from bot.engine.questions import Choice, Consent, option_of
from bot.engine.texts import Text
from bot.engine.world import Phrases
from bot.flows.dependencies import NOWHERE, is_matrix, origin, reads, reads_of_repeat
from bot.flows.excerpts import Excerpts
from bot.flows.written import Writer

HOLDS, FAILS, AGAIN = "✓", "✗", "↻"


class Shape(Enum):
    QUESTION = "question"
    MESSAGE = "message"
    END = "end"
    CONDITION = "condition"
    GATE = "gate"
    CALCULATION = "calculation"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    shape: Shape
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    lines: tuple[str, ...]
    inside: "tuple[Node | Group, ...]"


@dataclass(frozen=True, slots=True)
class Edge:
    """The way on, perhaps with what makes somebody go it; with `depends`, that `end` reads the answer to `start`."""

    start: str
    end: str
    label: str = ""
    depends: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    inside: tuple[Node | Group, ...]
    edges: tuple[Edge, ...]


def graph_of(flow: Flow, language: str, phrases: Phrases) -> Graph:
    """Every question, message, ending and calculation of the flow once; questions of earlier flows that it reads."""
    return Drawing(flow, Excerpts(language, phrases, Writer(flow))).graph()


@dataclass(slots=True)
class Drawing:
    """One pass in order. `loose` are the ends from which the way goes on, each with its label; `entered` the nodes in
    the order in which the way came to them; `wanted` says which node reads which question."""

    flow: Flow
    excerpts: Excerpts
    loose: list[tuple[str, str]] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    wanted: dict[tuple[str, str], None] = field(default_factory=dict)
    conditions: int = 0

    def graph(self) -> Graph:
        stages = {stage.id: stage for stage in self.flow.stages}
        inside: list[Node | Group] = []
        for stage, run in groupby(self.flow.steps, key=lambda step: step.stage):
            steps = tuple(run)
            inside += self.steps(steps) if stage is None else self.stage(stages[stage], steps)
        return Graph((*self.earlier(), *inside), (*self.edges, *self.depending()))

    # The way through the flow

    def stage(self, stage: Stage, steps: Iterable[Step | Repeat]) -> Iterator[Node | Group]:
        if stage.has_gate:
            yield self.enter(Node(f"gate_{stage.id}", Shape.GATE, (f"{stage.id} · opens: {stage.opens}",)))
        head = stage.id if stage.minutes is None else f"{stage.id} · {stage.minutes} min"
        title = fixed_words(stage.title, self.excerpts.language)
        yield Group(f"stage_{stage.id}", (f"{head} · {title}",), tuple(self.steps(steps)))

    def steps(self, steps: Iterable[Step | Repeat]) -> Iterator[Node | Group]:
        """Neighbours with the same condition stand behind it together. Nobody comes by a calculation."""
        asked = []
        for step in steps:
            if isinstance(step, Calculate):
                yield self.node(step)
            else:
                asked.append(step)
        for when, run in groupby(asked, key=lambda step: step.when):
            together = tuple(run)
            yield from self.run(together) if when is None else self.conditional(when, together)

    def conditional(self, when: Expression, steps: Iterable[Step | Repeat]) -> Iterator[Node | Group]:
        self.conditions += 1
        node = Node(f"if_{self.conditions}", Shape.CONDITION, (self.excerpts.writer.written(when),))
        self.want(node.id, names(when))
        yield self.enter(node)
        self.loose = [(node.id, HOLDS)]
        yield from self.run(steps)
        self.loose.append((node.id, FAILS))

    def run(self, steps: Iterable[Step | Repeat]) -> Iterator[Node | Group]:
        for step in steps:
            match step:
                case Repeat() if not is_matrix(step):
                    yield self.repeat(step)
                case Consent(refusal=refusal) if refusal is not None:
                    yield from self.consent(step, refusal)
                case _:
                    yield self.met(step)
                    self.loose = [] if isinstance(step, Say) and step.ends else self.loose

    def met(self, step: Step | Repeat) -> Node:
        return self.enter(self.node(step))

    def consent(self, step: Consent, refusal: Text) -> Iterator[Node]:
        """The no to taking part ends the flow."""
        node = self.met(step)
        yield node
        self.loose = [(node.id, self.label(step, NO, FAILS))]
        yield self.enter(Node(f"end_{step.id}", Shape.END, (self.excerpts.beginning(refusal),)))
        self.loose = [(node.id, self.label(step, YES, HOLDS))]

    def repeat(self, repeat: Repeat) -> Group:
        place = len(self.entered)
        inside = [*self.steps(repeat.steps), *self.another(repeat.over)]
        again = self.loose
        if isinstance(repeat.over, Another):
            more, question = self.entered[-1], repeat.over.question
            again, self.loose = [(more, self.label(question, YES, HOLDS))], [(more, self.label(question, NO, FAILS))]
        for first in self.entered[place : place + 1]:
            self.want(first, reads_of_repeat(repeat))
            self.edges += (Edge(start, first, f"{label} {AGAIN}".strip()) for start, label in again)
        return Group(f"repeat_{name_of(repeat.id)}", self.excerpts.of_repeat(repeat), tuple(inside))

    def another(self, over: Fixed | Elements | ItemsOf | Another) -> Iterator[Node]:
        if isinstance(over, Another):
            yield self.met(over.question)

    def label(self, question: Choice, code: str, sign: str) -> str:
        option = option_of(question, code)
        return sign if option is None else f"{sign} {option.words(self.excerpts.language)}"

    def node(self, step: Step | Repeat) -> Node:
        node = Node(node_id(name_of(step.id)), shape_of(step), self.excerpts.of_step(step))
        self.want(node.id, reads(step))
        return node

    def enter(self, node: Node) -> Node:
        self.edges += (Edge(start, node.id, label) for start, label in self.loose)
        self.loose = [(node.id, "")]
        self.entered.append(node.id)
        return node

    # What hangs on what

    def want(self, node: str, keys: Iterable[str]) -> None:
        self.wanted |= {(each, node): None for each in sorted(keys)}

    def depending(self) -> tuple[Edge, ...]:
        origins = ((origin(key, self.flow), node) for key, node in self.wanted)
        found = dict.fromkeys((node_id(name), node) for name, node in origins if name != NOWHERE)
        return tuple(Edge(start, end, depends=True) for start, end in found if start != end)

    def earlier(self) -> Iterator[Group]:
        """The questions of earlier flows that are read here, by flow."""
        origins = {origin(key, self.flow): None for key, _ in self.wanted}
        borrowed = sorted(name for name in origins if WITHIN in name)
        for flow, named in groupby(borrowed, key=lambda name: name.rpartition(WITHIN)[0]):
            nodes = tuple(Node(node_id(name), Shape.EARLIER, (name,)) for name in named)
            yield Group(f"earlier_{flow}", (flow,), nodes)


def node_id(name: str) -> str:
    """Of a step, here or in an earlier flow; no other kind of node has such an id."""
    return f"s_{name.replace(WITHIN, '-')}"


def shape_of(step: Step | Repeat) -> Shape:
    match step:
        case Say(ends=ends):
            return Shape.END if ends else Shape.MESSAGE
        case Calculate():
            return Shape.CALCULATION
        case _:
            return Shape.QUESTION
