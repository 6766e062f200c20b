"""Mentions: which questions an expression reads. What a text quotes, what a condition hangs on, is known from here.

It must never evaluate.
"""

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
from bot.engine.items import AT, LEVELS, WITHIN


def names(node: Expression | None) -> frozenset[str]:
    """The questions that an expression reads, by key; with `@` at the end it is that question at every item."""
    match node:
        case None | Literal() | Item():  # other words are another item, so an item's words never change
            return frozenset()
        case AnswerTo(name) | PositionOf(name) | IsAnswered(name):
            return frozenset({name})
        case Count(operand) | Not(operand):
            return names(operand)
        case AllOf(operands) | AnyOf(operands):
            return frozenset().union(*(names(each) for each in operands))
        case Compare(left, _, right) | IsIn(left, right) | Sum(left, _, right):
            return names(left) | names(right)
        case CountWhere(repeat, level, condition) | AnyWhere(repeat, level, condition):
            return frozenset({repeat}) | at_every_item(names(condition), level)
        case _:
            assert_never(node)


def at_every_item(keys: frozenset[str], level: int) -> frozenset[str]:
    """`worry@` for `worry` at the item of this level."""
    sign = LEVELS[level]
    return frozenset(key[: key.index(sign)] if sign in key else key for key in keys)


def is_at_every_item(key: str) -> bool:
    return key.endswith((AT, WITHIN))


def reads_an_item(node: Expression) -> bool:
    """Whether the worth of a condition hangs on which item of a repeat it is about, besides the answers."""
    match node:
        case Item():
            return True
        case Count(operand) | Not(operand):
            return reads_an_item(operand)
        case AllOf(operands) | AnyOf(operands):
            return any(reads_an_item(each) for each in operands)
        case Compare(left, _, right) | IsIn(left, right) | Sum(left, _, right):
            return reads_an_item(left) or reads_an_item(right)
        case _:
            return False
