"""Audiences: to whom an outreach message goes, as the workshop says it.

    everyone        begun(reflection)        not finished(needs-assessment) and consent.followup == 'yes'

Beside conditions on answers there are three words: `everyone`, `begun(flow)` and `finished(flow)`. It must never know
a person.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.expressions import Expression
from bot.flows.conditions import parse_condition
from bot.flows.exports import Exports, prefix_of
from bot.flows.expression_source import Mistake, Refusal, Source, parsed
from bot.flows.problems import closest
from bot.flows.scope import Scope

WAYS = ("begun", "finished")
IN_BRACKETS = re.compile(r"\(([a-z0-9_ -]+)\)")


@dataclass(frozen=True, slots=True)
class Progress:
    """Who has begun or finished a flow."""

    way: str
    flow: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Whose answers make a condition hold."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Everyone:
    pass


@dataclass(frozen=True, slots=True)
class Others:
    of: "Audience"


@dataclass(frozen=True, slots=True)
class Among:
    """All of these, or (`is_any`) any of them."""

    several: "tuple[Audience, ...]"
    is_any: bool


Audience = Everyone | Progress | Answered | Others | Among


def audience_mistakes(written: str, flows: Sequence[str], known: Exports) -> list[Mistake]:
    return read_audience(written, flows, known)[1]


def read_audience(written: str, flows: Sequence[str], known: Exports) -> tuple[Audience, list[Mistake]]:
    """The audience and its mistakes; where there are some it is nobody's to send to."""
    hyphens = IN_BRACKETS.sub(lambda match: match[0].replace("-", "_"), written)
    source = Source(hyphens)
    tree = parsed(source)
    if isinstance(tree, Mistake):
        words = Mistake("C609", 0, len(written), {"found": written})
        return Everyone(), [words if tree.code == "C601" else tree]
    reader = AudienceReader(source, {prefix_of(flow): flow for flow in flows}, known, [])
    try:
        return reader.read(tree), reader.mistakes
    except Refusal as refusal:
        return Everyone(), [*reader.mistakes, Mistake(refusal.code, *source.span(refusal.node), refusal.values)]


@dataclass(slots=True)
class AudienceReader:
    source: Source
    flows: dict[str, str]
    known: Exports
    mistakes: list[Mistake]

    def read(self, node: ast.expr) -> Audience:
        match node:
            case ast.Name(id="everyone"):
                return Everyone()
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Others(self.read(operand))
            case ast.BoolOp(op=operator, values=values):
                return Among(tuple(self.read(each) for each in values), isinstance(operator, ast.Or))
            case ast.Call(func=ast.Name(id=way), args=[ast.Name(id=flow) as name], keywords=[]) if way in WAYS:
                return self.progress(way, flow, name)
            case ast.Compare():
                return self.answered(node)
            case _:
                raise Refusal("C609", node, found=self.source.words(node))

    def progress(self, way: str, flow: str, node: ast.expr) -> Progress:
        if flow not in self.flows:
            known, close = ", ".join(self.flows.values()), self.flows.get(closest(flow, self.flows), "")
            raise Refusal("T703", node, name=flow, close=close, known=known)
        return Progress(way, self.flows[flow])

    def answered(self, node: ast.Compare) -> Answered:
        at, width = self.source.span(node)
        condition, mistakes = parse_condition(self.source.text[at : at + width], Scope(earlier=self.known.names))
        self.mistakes += [Mistake(each.code, each.at + at, each.width, each.values) for each in mistakes]
        return Answered(condition)
