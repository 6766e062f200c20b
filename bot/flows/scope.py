"""What may be named at one place of a flow, and what can be proved about the answers there.

A condition or a text may name the questions before it, those of earlier flows, and the settings of the workshop. It
must never allow a later one, so that every flow comes to its end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from bot.engine.expressions import (
    AllOf,
    Answers,
    AnswerTo,
    AnyOf,
    AnyWhere,
    Compare,
    CountWhere,
    Expression,
    IsAnswered,
    IsIn,
    Item,
    Literal,
    Not,
    any_of,
    evaluate,
)
from bot.engine.flow import Calculate, Repeat
from bot.engine.items import LEVELS, put_in
from bot.engine.mentions import names, reads_an_item
from bot.engine.options import FromAnswer, FromItems
from bot.engine.questions import Choice, Consent, Question, SelectMultiple, SelectOne
from bot.engine.values import UNKNOWN, Answer, Result

FIGURES = ("n", "same", "same_or_more", "same_or_less")
"""What may be said of the group's answers to a question."""
EVERYTHING: frozenset[Result] = frozenset({True, False, UNKNOWN})


@dataclass(frozen=True, slots=True)
class Turns:
    """A repeat that can be looked back on; `inner` are the names in it, at the item that a sign stands for."""

    repeat: Repeat
    inner: "Mapping[str, Named | None]"


@dataclass(frozen=True, slots=True)
class Current:
    """What `item` is in a repeat over an answer: a choice among `question`'s options, or (None) a number or words."""

    node: Item
    question: SelectOne | None = None


Named = Question | Calculate | Turns | Current


def at_level(turns: Turns, level: int) -> "dict[str, Named | None]":
    """The names in a repeat, the sign for its item being that of `level`: a repeat may be looked back on from deeper
    than it stands. There, what repeats inside it cannot be named: no sign is left."""
    own = sum(sign in turns.repeat.id for sign in LEVELS)
    if own == level:
        return dict(turns.inner)
    put = {name: put_in(each, LEVELS[own], LEVELS[level]) for name, each in turns.inner.items()}
    return {name: each for name, each in put.items() if not isinstance(each, Turns)}


@dataclass(frozen=True, slots=True)
class Scope:
    """`earlier` holds None for what is faulty where it is defined: naming it is no further mistake. Questions of
    earlier flows are there by their full names. `here` is the step itself, `repeated` are the names in repeats that are
    over, with the repeat.

    `fixed` marks a text that is not drawn again when an answer changes, so may quote none. `given` are the
    conditions that hold here, `ruled_out` those that do not. `level` is how many repeats deep this is. `resources`
    are the workshop's links, as label and address by language.
    """

    earlier: Mapping[str, Named | None] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    here: str = ""
    later: frozenset[str] = frozenset()
    repeated: Mapping[str, str] = field(default_factory=dict)
    messages: frozenset[str] = frozenset()
    settings: Mapping[str, bool] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    resources: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    fixed: bool = False
    shows_figures: bool = False
    level: int = 0
    given: tuple[Expression, ...] = ()
    ruled_out: tuple[Expression, ...] = ()

    def assuming(self, condition: Expression | None) -> "Scope":
        return self if condition is None else replace(self, given=(*self.given, condition))

    def excluding(self, condition: Expression) -> "Scope":
        return replace(self, ruled_out=(*self.ruled_out, condition))

    def without_answers(self) -> "Scope":
        return replace(self, fixed=True)

    def inside(self, turns: Turns) -> "Scope":
        """In a look back on a repeat: its names are those of one item, with or without `item.` before them."""
        inner = at_level(turns, self.level)
        named = {f"item.{name}": each for name, each in inner.items() if name != "item"}
        return replace(self, earlier={**self.earlier, **inner, **named}, level=self.level + 1)

    def may_lack(self, question: Question) -> bool:
        """Whether the question may be without a true answer here: skipped, not relevant, or “don't know”."""
        return any(self.allows(question.id, value) for value in lacking(question, self))

    def may_be_silent(self, named: Named) -> bool:
        """Whether there may be nothing at all here: no response, nothing calculated, a repeat that is not relevant."""
        match named:
            case Turns(repeat):
                return not set(parts_of(repeat.when)) <= self.certain
            case Current():
                return False
            case Calculate():
                return self.allows(named.id, None)
            case _:
                return None in lacking(named, self) and self.allows(named.id, None)

    def may_lack_figure(self, key: str) -> bool:
        """A figure of the group is there once one of them is known to be; how many said the same or more, only for an
        answer on the scale."""
        about, _, field = key.rpartition(".")
        if not self.allows(key, None):
            return False
        if all(self.allows(f"{about}.{each}", None) for each in FIGURES):
            return True
        of = about.partition(".")[2]
        question = next((each for each in self.earlier.values() if isinstance(each, Choice) and each.id == of), None)
        missing = () if question is None else missing_values(question)
        return field.startswith("same_") and any(self.allows(of, each) for each in missing)

    @property
    def certain(self) -> set[Expression]:
        return {part for each in self.given for part in parts_of(each)}

    def allows(self, name: str, value: Answer | None) -> bool:
        answers: dict[str, Answer] = {} if value is None else {name: value}
        return all(True in possible(each, name, answers) for each in self.given) and all(
            possible(each, name, answers) != {True} for each in self.ruled_out
        )


def never_holds(condition: Expression, scope: Scope) -> bool:
    """Whether, with what is given here, a condition holds for no answer to one of its questions."""
    if not names(condition) and not reads_an_item(condition):
        return evaluate(condition, {}) is not True
    here = scope.assuming(condition)
    known = (each for each in scope.earlier.values() if isinstance(each, SelectOne | Consent) and each.source is None)
    read = (each for each in known if each.id in names(condition))
    return any(not any(here.allows(each.id, value) for value in values_of(each)) for each in read)


def values_of(question: Choice) -> list[Answer | None]:
    return [None, *(option.code for option in question.options)]


def lacking(question: Question, scope: Scope) -> list[Answer | None]:
    """The ways in which a question can lack a true answer: each as its value, None for no response."""
    values: list[Answer | None] = list(missing_values(question))
    asked_here = set(parts_of(question.when)) <= scope.certain and not may_be_left_out(question)
    return values if question.required and asked_here else [None, *values]


def may_be_left_out(question: Question) -> bool:
    """A question that takes its options from elsewhere is not asked when there are none to take."""
    source = question.source if isinstance(question, Choice) else None
    return source is not None and not (isinstance(source, FromAnswer | FromItems) and source.or_all)


def missing_values(question: Question) -> tuple[Answer, ...]:
    if not isinstance(question, Choice):
        return ()
    codes = (option.code for option in question.options if option.missing is not None)
    return tuple((code,) if isinstance(question, SelectMultiple) else code for code in codes)


def told_nothing(question: Question) -> Expression | None:
    """Holds when the answer is “don't know” or the like; None for a question that has no such option."""
    missing = missing_values(question)
    if not missing:
        return None
    if isinstance(question, SelectMultiple):
        return AnyOf(
            tuple(IsIn(Literal(str(value[0])), AnswerTo(question.id)) for value in missing if isinstance(value, tuple))
        )
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
        case _ if names(node) <= {name} and not reads_an_item(node):
            return frozenset({evaluate(node, answers)})
        case IsAnswered() | AnyWhere():
            return EVERYTHING
        case Compare(left, _, right) if isinstance(left, CountWhere) or isinstance(right, CountWhere):
            return EVERYTHING
        case _ if name in names(node) and name not in answers:
            return frozenset({UNKNOWN})
        case Compare(left, _, right) if is_unknown(left, name, answers) or is_unknown(right, name, answers):
            return frozenset({UNKNOWN})
        case _:
            return EVERYTHING


def is_unknown(side: Expression, name: str, answers: Answers) -> bool:
    """Whether one side of a comparison is unknown whatever the other answers are: off the scale, say."""
    return names(side) <= {name} and not reads_an_item(side) and evaluate(side, answers) is UNKNOWN


def possible_any(operands: Iterable[Expression], name: str, answers: Answers) -> frozenset[Result]:
    found: frozenset[Result] = frozenset({False})
    for each in operands:
        pairs = product(found, possible(each, name, answers))
        found = frozenset(any_of(iter(pair)) for pair in pairs)
    return found


def opposite(result: Result) -> Result:
    return UNKNOWN if result is UNKNOWN else not result
