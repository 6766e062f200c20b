"""Written: an expression of the engine, written back as an author writes it.

For pictures and explanations. What is written here means the same when it is read again (conditions.py), though
brackets and quotation marks may stand otherwise. It must never evaluate, and never raise for an expression of a flow.
"""

from dataclasses import dataclass
from typing import assert_never

from bot.engine.expressions import (
    AllOf,
    AnswerTo,
    AnyOf,
    AnyWhere,
    Compare,
    Count,
    CountWhere,
    Expression,
    IsAnswered,
    IsIn,
    Item,
    Literal,
    Not,
    PositionOf,
    Sum,
)
from bot.engine.flow import Flow
from bot.engine.items import AT, LEVELS, WITHIN, name_of
from bot.engine.questions import Choice, Question


@dataclass(frozen=True, slots=True)
class Writer:
    """Knows the flow, so that a name is written as its author names it."""

    flow: Flow

    def written(self, node: Expression) -> str:
        match node:
            case Literal(value):
                return listed(value) if isinstance(value, tuple) else str(value)
            case AnswerTo(key) | PositionOf(key):
                return self.name(key)
            case IsAnswered(key, negated):
                return f"{self.name(key)} is {'not ' if negated else ''}answered"
            case Item():
                return "item"
            case Count(operand):
                return f"count({self.counted(operand)})"
            case CountWhere(repeat, _, condition):
                return f"count({name_of(repeat)} where {self.written(condition)})"
            case AnyWhere(repeat, _, condition):
                return f"any({name_of(repeat)} where {self.written(condition)})"
            case Compare(left, operator, right):
                return f"{self.written(left)} {operator} {self.other_side(left, right)}"
            case IsIn(item, container, negated):
                code_or_name = repr(item.value) if isinstance(item, Literal) else self.written(item)
                return f"{code_or_name} {'not ' if negated else ''}in {self.written(container)}"
            case Sum(left, sign, right):
                return f"{self.written(left)} {'-' if sign < 0 else '+'} {self.within(right, Sum)}"
            case Not() | AllOf() | AnyOf():
                return self.joined(node)
            case _:
                assert_never(node)

    def joined(self, node: Not | AllOf | AnyOf) -> str:
        told = self.answered(node.operand) if isinstance(node, Not) else self.answered(node)
        if told is not None:
            return f"{told} is {'not ' if isinstance(node, Not) else ''}answered"
        match node:
            case Not(operand):
                return f"not {self.within(operand, AllOf, AnyOf)}"
            case AllOf(operands):
                return " and ".join(self.within(each, AllOf, AnyOf) for each in operands)
            case AnyOf(operands):
                return " or ".join(self.within(each, AnyOf) for each in operands)

    def within(self, node: Expression, *kinds: type) -> str:
        """In brackets where it would be read otherwise without."""
        words = self.written(node)
        binds_looser = isinstance(node, kinds) and self.answered(node) is None
        return f"({words})" if binds_looser else words

    def answered(self, node: Expression) -> str | None:
        """The name in `x is answered` of a question with options for no answer, which says two things; else None."""
        match node:
            case AllOf((IsAnswered(key, False), Not(told))) if codes_in(told, key):
                return self.name(key) if codes_in(told, key) == missing(self.flow.question(key)) else None
            case _:
                return None

    def other_side(self, left: Expression, right: Expression) -> str:
        """A scale compares by position, which is written as the point that stands there."""
        match left, right:
            case PositionOf(_, order), Literal(int(place)):
                return code(order[place])
            case _, Literal(str(value)):
                return code(value)
            case _:
                return self.written(right)

    def counted(self, node: Expression) -> str:
        """A repeat is counted by its own name, also where that of a matrix would stand for an item."""
        match node:
            case AnswerTo(key) if name_of(key) in self.flow.repeats:
                return name_of(key)
            case _:
                return self.written(node)

    def name(self, key: str) -> str:
        """`factors.mindset` for an item of a matrix, `item` and `item.now` for what a look back is about."""
        about, _, item = key.partition(AT)
        fixed = [part for part in item.split(WITHIN) if part and part not in LEVELS]
        if fixed:
            return WITHIN.join((about, *fixed))
        if item and about in self.flow.repeats:
            return "item"
        flow, dot, question = about.rpartition(".")
        return f"item.{question}" if item and dot and flow else about


def code(value: str) -> str:
    """A small number as it is, any other code in quotation marks."""
    return value if value.removeprefix("-").isdecimal() and str(int(value)) == value else f"'{value}'"


def listed(codes: tuple[str, ...]) -> str:
    return f"[{', '.join(map(code, codes))}]"


def missing(question: Question | None) -> frozenset[str]:
    options = question.options if isinstance(question, Choice) else ()
    return frozenset(option.code for option in options if option.missing is not None)


def codes_in(told: Expression, key: str) -> frozenset[str] | None:
    """The codes of which one must be the answer to `key` for this to hold; None for anything else."""
    match told:
        case IsIn(AnswerTo(name), Literal(tuple(codes)), False) if name == key:
            return frozenset(codes)
        case AnyOf(operands):
            each = [codes_in(operand, key) for operand in operands]
            return frozenset().union(*(codes for codes in each if codes)) if None not in each else None
        case IsIn(Literal(str(one)), AnswerTo(name), False) if name == key:
            return frozenset({one})
        case _:
            return None
