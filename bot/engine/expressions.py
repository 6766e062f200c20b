"""Conditions and calculations: a closed set of nodes and what each is worth, in three-valued logic.

An unanswered question is worth UNKNOWN, a comparison with UNKNOWN is UNKNOWN, and a condition that ends UNKNOWN does
not hold; so `not x == 1` and `x != 1` agree. Nodes are made by bot/flows/conditions.py, which has checked names, codes
and types: `worth` never raises and takes time linear in the expression and in the items of its repeats. It must
never parse.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.engine.items import LEVELS, mark, put_in
from bot.engine.values import UNKNOWN, Answer, Result, Value


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value

    def worth(self, answers: "Answers") -> Result:
        return self.value


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """The answer to an earlier question of the flow."""

    name: str

    def worth(self, answers: "Answers") -> Result:
        return answers.get(self.name, UNKNOWN)


@dataclass(frozen=True, slots=True)
class PositionOf:
    """Where the answer to an ordered question stands in its scale, from 0; UNKNOWN when it is off the scale."""

    name: str
    order: tuple[str, ...]

    def worth(self, answers: "Answers") -> Result:
        answer = answers.get(self.name)
        return self.order.index(answer) if isinstance(answer, str) and answer in self.order else UNKNOWN


@dataclass(frozen=True, slots=True)
class IsAnswered:
    name: str
    negated: bool = False

    def worth(self, answers: "Answers") -> Result:
        return (self.name in answers) is not self.negated


@dataclass(frozen=True, slots=True)
class Item:
    """The current element of a repeat over an answer: a code of the question `source`, or words of a list."""

    source: str
    code: str
    in_words: bool = False

    def worth(self, answers: "Answers") -> Result:
        return words_of(answers.get(self.source), self.code) if self.in_words else self.code


@dataclass(frozen=True, slots=True)
class Count:
    """How many codes were picked, words listed or items gone through; 1 for a single answer."""

    operand: "Expression"

    def worth(self, answers: "Answers") -> Result:
        result = self.operand.worth(answers)
        if result is UNKNOWN:
            return UNKNOWN
        return len(result) if isinstance(result, tuple) else 1


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Expression"

    def worth(self, answers: "Answers") -> Result:
        result = self.operand.worth(answers)
        return UNKNOWN if result is UNKNOWN else not result


@dataclass(frozen=True, slots=True)
class AllOf:
    operands: tuple["Expression", ...]

    def worth(self, answers: "Answers") -> Result:
        """Kleene's “and”: false when one is false, else UNKNOWN when one is unknown."""
        worth: Result = True
        for each in self.operands:
            result = each.worth(answers)
            if result is False:
                return False
            worth = UNKNOWN if result is UNKNOWN else worth
        return worth


@dataclass(frozen=True, slots=True)
class AnyOf:
    operands: tuple["Expression", ...]

    def worth(self, answers: "Answers") -> Result:
        return any_of(each.worth(answers) for each in self.operands)


@dataclass(frozen=True, slots=True)
class Compare:
    """`operator` is one of `== != < <= > >=`."""

    left: "Expression"
    operator: str
    right: "Expression"

    def worth(self, answers: "Answers") -> Result:
        return compare(self.left.worth(answers), self.operator, self.right.worth(answers))


@dataclass(frozen=True, slots=True)
class IsIn:
    item: "Expression"
    container: "Expression"
    negated: bool = False

    def worth(self, answers: "Answers") -> Result:
        return is_in(self.item.worth(answers), self.container.worth(answers), self.negated)


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right`, or `left - right` when `sign` is -1."""

    left: "Expression"
    sign: int
    right: "Expression"

    def worth(self, answers: "Answers") -> Result:
        left, right = self.left.worth(answers), self.right.worth(answers)
        both = isinstance(left, int | float) and isinstance(right, int | float)
        return left + self.sign * right if both else UNKNOWN  # type: ignore[operator]  # numbers then


@dataclass(frozen=True, slots=True)
class CountWhere:
    """For how many items of a repeat the condition holds; in it the sign of `level` stands for the item."""

    repeat: str
    level: int
    condition: "Expression"

    def worth(self, answers: "Answers") -> Result:
        items = answers.get(self.repeat)
        if items is None:
            return UNKNOWN
        return sum(holds(each, answers) for each in at_items(items, self.level, self.condition))


@dataclass(frozen=True, slots=True)
class AnyWhere:
    repeat: str
    level: int
    condition: "Expression"

    def worth(self, answers: "Answers") -> Result:
        each_item = at_items(answers.get(self.repeat), self.level, self.condition)
        return any_of(each.worth(answers) for each in each_item)


Expression = (
    Literal
    | AnswerTo
    | PositionOf
    | IsAnswered
    | Item
    | Count
    | Not
    | AllOf
    | AnyOf
    | Compare
    | IsIn
    | Sum
    | CountWhere
    | AnyWhere
)
Answers = Mapping[str, Answer]

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def holds(condition: Expression | None, answers: Answers) -> bool:
    """Whether a condition is certainly true; no condition always holds."""
    return condition is None or condition.worth(answers) is True


def evaluate(node: Expression, answers: Answers) -> Result:
    return node.worth(answers)


def at_items(items: Answer | None, level: int, condition: Expression) -> Iterator[Expression]:
    """The condition for each item of a repeat; for none when the repeat is not relevant."""
    return (at_item(condition, level, item) for item in (items if isinstance(items, tuple) else ()))


@lru_cache(maxsize=4096)
def at_item(condition: Expression, level: int, item: str) -> Expression:
    return put_in(condition, LEVELS[level], item)


def words_of(several: Answer | None, code: str) -> Result:
    """The words of a list that bear this mark."""
    listed = several if isinstance(several, tuple) else ()
    return next((words for words in listed if mark(words) == code), UNKNOWN)


def any_of(results: Iterator[Result]) -> Result:
    """True when one is true, else UNKNOWN when one is unknown: Kleene's “or”."""
    worth: Result = False
    for result in results:
        if result is True:
            return True
        worth = UNKNOWN if result is UNKNOWN else worth
    return worth


def compare(left: Result, operator: str, right: Result) -> Result:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if operator in ("==", "!="):
        return (left == right) is (operator == "==")
    if isinstance(left, int | float) and isinstance(right, int | float):
        return COMPARISONS[operator](left, right)
    return UNKNOWN


def is_in(item: Result, container: Result, negated: bool) -> Result:
    if item is UNKNOWN or container is UNKNOWN or not isinstance(container, tuple):
        return UNKNOWN
    return (item in container) is not negated
