"""What may be named at one place of a flow, and what can be proved about the answers there.

A condition or a text may name the questions before it and the settings of the workshop. It must never allow a later
one, so that every flow comes to its end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from bot.engine.expressions import (
    AllOf,
    Answers,
    AnswerTo,
    AnyOf,
    Expression,
    IsAnswered,
    IsIn,
    Literal,
    Not,
    any_of,
    evaluate,
    names,
    opposite,
)
from bot.engine.flow import FreeText, Question, SelectMultiple
from bot.engine.values import UNKNOWN, Answer, Result

EVERYTHING: frozenset[Result] = frozenset({True, False, UNKNOWN})


@dataclass(frozen=True, slots=True)
class Scope:
    """`earlier` holds None for a question whose own definition is faulty: naming it is no further mistake.

    `fixed` marks a text that is not drawn again when an answer changes, so may quote none. `given` are the
    conditions that hold here, `ruled_out` those that do not.
    """

    earlier: Mapping[str, Question | None] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()
    settings: Mapping[str, bool] = field(default_factory=dict)
    fixed: bool = False
    given: tuple[Expression, ...] = ()
    ruled_out: tuple[Expression, ...] = ()

    def assuming(self, condition: Expression | None) -> "Scope":
        return self if condition is None else replace(self, given=(*self.given, condition))

    def excluding(self, condition: Expression) -> "Scope":
        return replace(self, ruled_out=(*self.ruled_out, condition))

    def without_answers(self) -> "Scope":
        return replace(self, fixed=True)

    def may_lack(self, question: Question) -> bool:
        """Whether the question may be without a true answer here: skipped, not relevant, or “don't know”."""
        return any(self.allows(question.id, value) for value in lacking(question, self))

    def may_be_silent(self, question: Question) -> bool:
        """Whether the question may have no response at all here."""
        return None in lacking(question, self) and self.allows(question.id, None)

    def allows(self, name: str, value: Answer | None) -> bool:
        answers: dict[str, Answer] = {} if value is None else {name: value}
        return all(True in possible(each, name, answers) for each in self.given) and all(
            possible(each, name, answers) != {True} for each in self.ruled_out
        )


def lacking(question: Question, scope: Scope) -> list[Answer | None]:
    """The ways in which a question can lack a true answer: each as its value, None for no response."""
    values: list[Answer | None] = list(missing_values(question))
    asked_here = set(parts_of(question.when)) <= {part for each in scope.given for part in parts_of(each)}
    return values if question.required and asked_here else [None, *values]


def missing_values(question: Question) -> tuple[Answer, ...]:
    if isinstance(question, FreeText):
        return ()
    codes = (option.code for option in question.options if option.missing is not None)
    return tuple((code,) if isinstance(question, SelectMultiple) else code for code in codes)


def told_nothing(question: Question) -> Expression | None:
    """Holds when the answer is “don't know” or the like; None for a question that has no such option."""
    missing = missing_values(question)
    if not missing:
        return None
    if isinstance(question, SelectMultiple):
        return AnyOf(tuple(IsIn(Literal(value[0]), AnswerTo(question.id)) for value in missing))
    return IsIn(AnswerTo(question.id), Literal(tuple(str(value) for value in missing)))


def parts_of(condition: Expression | None) -> tuple[Expression, ...]:
    """The conditions that all must hold for this one to hold."""
    if condition is None:
        return ()
    return condition.operands if isinstance(condition, AllOf) else (condition,)


def possible(node: Expression, name: str, answers: Answers) -> frozenset[Result]:
    """What a condition may be worth when the answer to `name` is known and every other may be anything."""
    match node:
        case Not(operand):
            return frozenset(opposite(each) for each in possible(operand, name, answers))
        case AllOf(operands):
            opposites = [Not(each) for each in operands]
            return frozenset(opposite(each) for each in possible_any(opposites, name, answers))
        case AnyOf(operands):
            return possible_any(operands, name, answers)
        case _ if names(node) <= {name}:
            return frozenset({evaluate(node, answers)})
        case _ if name in names(node) and name not in answers and not isinstance(node, IsAnswered):
            return frozenset({UNKNOWN})
        case _:
            return EVERYTHING


def possible_any(operands: Iterable[Expression], name: str, answers: Answers) -> frozenset[Result]:
    found: frozenset[Result] = frozenset({False})
    for each in operands:
        pairs = product(found, possible(each, name, answers))
        found = frozenset(any_of(iter(pair)) for pair in pairs)
    return found
