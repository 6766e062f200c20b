"""Conditions and calculations: a closed set of nodes and what each is worth, in three-valued logic.

An unanswered question is worth UNKNOWN, a comparison with UNKNOWN is UNKNOWN, and a condition that ends UNKNOWN does
not
hold; so `not x == 1` and `x != 1` agree. Nodes are made by bot/flows/conditions.py, which has checked names, codes and
types: evaluation never raises and takes time linear in the expression. It must never parse.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.engine.values import UNKNOWN, Answer, Result, Value


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """The answer to an earlier question of the flow."""

    name: str


@dataclass(frozen=True, slots=True)
class PositionOf:
    """Where the answer to an ordered question stands in its scale, from 0; UNKNOWN when it is off the scale."""

    name: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsAnswered:
    name: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many codes were picked, or 1 for a single answer."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class AllOf:
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`operator` is one of `== != < <= > >=`."""

    left: "Expression"
    operator: str
    right: "Expression"


@dataclass(frozen=True, slots=True)
class IsIn:
    item: "Expression"
    container: "Expression"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right`, or `left - right` when `sign` is -1."""

    left: "Expression"
    sign: int
    right: "Expression"


Expression = Literal | AnswerTo | PositionOf | IsAnswered | Count | Not | AllOf | AnyOf | Compare | IsIn | Sum
Answers = Mapping[str, Answer]

COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def holds(condition: Expression | None, answers: Answers) -> bool:
    """Whether a condition is certainly true; no condition always holds."""
    return condition is None or evaluate(condition, answers) is True


def evaluate(node: Expression, answers: Answers) -> Result:
    match node:
        case Literal(value):
            return value
        case AnswerTo(name):
            return answers.get(name, UNKNOWN)
        case PositionOf(name, order):
            return position(answers.get(name), order)
        case IsAnswered(name, negated):
            return (name in answers) is not negated
        case Count(operand):
            return count(evaluate(operand, answers))
        case Not(operand):
            return opposite(evaluate(operand, answers))
        case AllOf(operands):
            return opposite(any_of(opposite(evaluate(each, answers)) for each in operands))
        case AnyOf(operands):
            return any_of(evaluate(each, answers) for each in operands)
        case Compare(left, operator, right):
            return compare(evaluate(left, answers), operator, evaluate(right, answers))
        case IsIn(item, container, negated):
            return is_in(evaluate(item, answers), evaluate(container, answers), negated)
        case Sum(left, sign, right):
            return add(evaluate(left, answers), sign, evaluate(right, answers))
        case _:
            assert_never(node)


def position(answer: Answer | None, order: tuple[str, ...]) -> Result:
    return order.index(answer) if isinstance(answer, str) and answer in order else UNKNOWN


def count(result: Result) -> Result:
    if result is UNKNOWN:
        return UNKNOWN
    return len(result) if isinstance(result, tuple) else 1


def opposite(result: Result) -> Result:
    return UNKNOWN if result is UNKNOWN else not result


def any_of(results: Iterator[Result]) -> Result:
    """True when one is true, else UNKNOWN when one is unknown: Kleene's “or”."""
    seen = tuple(results)
    if True in seen:
        return True
    return UNKNOWN if UNKNOWN in seen else False


def compare(left: Result, operator: str, right: Result) -> Result:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if operator in ("==", "!="):
        return (left == right) is (operator == "==")
    if isinstance(left, int) and isinstance(right, int):
        return COMPARISONS[operator](left, right)
    return UNKNOWN


def is_in(item: Result, container: Result, negated: bool) -> Result:
    if item is UNKNOWN or container is UNKNOWN or not isinstance(container, tuple):
        return UNKNOWN
    return (item in container) is not negated


def add(left: Result, sign: int, right: Result) -> Result:
    return left + sign * right if isinstance(left, int) and isinstance(right, int) else UNKNOWN


def names(node: Expression | None) -> frozenset[str]:
    """The questions that an expression reads."""
    match node:
        case None | Literal():
            return frozenset()
        case AnswerTo(name) | PositionOf(name) | IsAnswered(name):
            return frozenset({name})
        case Count(operand) | Not(operand):
            return names(operand)
        case AllOf(operands) | AnyOf(operands):
            return frozenset().union(*(names(each) for each in operands))
        case Compare(left, _, right) | IsIn(left, right) | Sum(left, _, right):
            return names(left) | names(right)
        case _:
            assert_never(node)
