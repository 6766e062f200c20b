"""A second opinion: conditions, calculations and aggregates, written again in the plainest way.

It reads the engine's dataclasses and must never call a function of the engine: two programs with one mistake agree.
A value is known by a question's name and the items it stands at; `env` says which item a level's sign stands for now,
so nothing is ever put into a template. Truth is a number: 1 is true, 0 is false, one half is unknown; “and” is the
least, “or” the greatest, “not” 1 - x.
"""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

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

Key = tuple[str, tuple[str, ...]]
Values = Mapping[Key, Any]
Env = Mapping[str, str]
SIGNS = ("\ue000", "\ue001")
MAYBE = 0.5
ABSENT = object()
TRUTHS = AllOf | AnyOf | Not | IsAnswered | IsIn | Compare | AnyWhere


def place_of(name: str, env: Env) -> Key:
    """`worry@<sign>` where the sign is item 2: ("worry", ("2",))."""
    base, _, path = name.partition("@")
    return base, tuple(env.get(part, part) for part in path.split(".") if part)


def written(key: Key) -> str:
    name, path = key
    return name + "@" + ".".join(path) if path else name


def name_for(words: str) -> str:
    """The item that stands for somebody's words."""
    return format(crc32(words.encode(errors="replace")) % 2**20, "05x")


def truth(node: Expression | None, values: Values, env: Env) -> float:
    """1, 0 or one half."""
    match node:
        case None:
            return 1
        case AllOf(operands):
            return min((truth(each, values, env) for each in operands), default=1)
        case AnyOf(operands):
            return max((truth(each, values, env) for each in operands), default=0)
        case Not(operand):
            return 1 - truth(operand, values, env)
        case IsAnswered(name, negated):
            return float((place_of(name, env) in values) != negated)
        case AnyWhere(repeat, level, condition):
            turns = values.get(place_of(repeat, env), ())
            return max((truth(condition, values, {**env, SIGNS[level]: item}) for item in turns), default=0)
        case Literal(value):
            return float(bool(value))
        case _:
            return relation(node, values, env)


def relation(node: Expression, values: Values, env: Env) -> float:
    if isinstance(node, IsIn):
        item, container = thing(node.item, values, env), thing(node.container, values, env)
        return MAYBE if ABSENT in (item, container) else float((item in container) != node.negated)
    assert isinstance(node, Compare)
    left, right = thing(node.left, values, env), thing(node.right, values, env)
    if left is ABSENT or right is ABSENT:
        return MAYBE
    table = {"==": left == right, "!=": left != right}
    if isinstance(left, int | float):
        table |= {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    return float(table[node.operator])


def thing(node: Expression, values: Values, env: Env) -> Any:
    """A value that can be compared, or ABSENT."""
    match node:
        case Literal(value):
            return value
        case AnswerTo(name):
            return values.get(place_of(name, env), ABSENT)
        case PositionOf(name, order):
            return {code: at for at, code in enumerate(order)}.get(values.get(place_of(name, env)), ABSENT)
        case Item(source, sign, in_words):
            return words_for(source, env[sign], values, env) if in_words else env[sign]
        case Count(operand):
            counted = thing(operand, values, env)
            return len(counted) if isinstance(counted, tuple) else counted if counted is ABSENT else 1
        case CountWhere(repeat, level, condition):
            turns = values.get(place_of(repeat, env))
            held = [truth(condition, values, {**env, SIGNS[level]: item}) == 1 for item in turns or ()]
            return ABSENT if turns is None else held.count(True)
        case Sum(left, sign, right):
            first, second = thing(left, values, env), thing(right, values, env)
            return ABSENT if ABSENT in (first, second) else first + sign * second
        case _:
            return {1: True, 0: False}.get(truth(node, values, env), ABSENT)


def words_for(source: str, item: str, values: Values, env: Env) -> Any:
    said = [words for words in values.get(place_of(source, env), ()) if name_for(words) == item]
    return said[0] if said else ABSENT
