"""What a step of a made-up flow may name, and the conditions that bot/flows would let it put on that.

A repeat that is over is looked back on by the sign of the place's own level, as bot/flows/scope.py does.
"""

from dataclasses import dataclass, field

from made_dice import Dice

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
from bot.engine.flow import Calculate, Repeat
from bot.engine.items import LEVELS, put_in
from bot.engine.questions import Choice, Listing, Number, Question, Rank, Scale, SelectMultiple

ORDERS = ("<", "<=", ">", ">=", "==", "!=")
EQUALS = ("==", "!=")


@dataclass(frozen=True)
class Turns:
    """A repeat that is over; `depth` is how many repeats it stands in, `inner` are the names in it."""

    repeat: Repeat
    depth: int
    inner: "tuple[Named, ...]"
    views: "dict[int, Names]" = field(default_factory=dict, compare=False, repr=False)

    def seen_from(self, level: int) -> "Names":
        """The names in it when looked at from so deep; what repeats inside it has a sign only from beside it."""
        if self.depth == level:
            return self.inner
        if level not in self.views:
            plain = (each for each in self.inner if not isinstance(each, Turns))
            self.views[level] = tuple(put_in(each, LEVELS[self.depth], LEVELS[level]) for each in plain)
        return self.views[level]


@dataclass(frozen=True)
class Element:
    """What `item` is: one of `codes`, or (without any) a number or words."""

    node: Item
    codes: tuple[str, ...] = ()


Named = Question | Calculate | Turns | Element
Names = tuple[Named, ...]


def can_be_looked_at(named: Named, level: int) -> bool:
    if not isinstance(named, Turns):
        return True
    return level < len(LEVELS) and bool(judged(named.seen_from(level), level + 1))


def judged(names: Names, level: int) -> Names:
    """Those that a condition can be put on."""
    return tuple(
        each for each in names if can_be_looked_at(each, level) and (not isinstance(each, Element) or each.codes)
    )


def condition(dice: Dice, names: Names, level: int) -> Expression:
    return combined(dice, judged(names, level), level)


def combined(dice: Dice, names: Names, level: int) -> Expression:
    way = dice.number(4)
    several = tuple(single(dice, names, level) for _ in dice.several(2, 3)) if way > 1 else ()
    match way:
        case 0:
            return single(dice, names, level)
        case 1:
            return Not(single(dice, names, level))
        case 2:
            return AllOf(several)
        case 3:
            return AnyOf(several)
        case _:
            return Not(AllOf(several))


def single(dice: Dice, names: Names, level: int) -> Expression:
    """A comparison that the checker would accept."""
    named = dice.any(*names)
    match named:
        case Turns():
            return on_turns(dice, named, level)
        case Element(node, codes):
            return on_code(dice, node, codes)
        case Calculate(id=name) | Number(id=name):
            return dice.any(given, compared)(dice, AnswerTo(name))
        case Listing(id=name):
            return given(dice, AnswerTo(name)) if dice.flip() else compared(dice, Count(AnswerTo(name)))
        case SelectMultiple() | Rank():
            return on_several(dice, named)
        case Choice():
            return on_one(dice, named)
        case _:
            return given(dice, AnswerTo(named.id))


def given(dice: Dice, answer: AnswerTo) -> Expression:
    return IsAnswered(answer.name, dice.flip())


def compared(dice: Dice, number: Expression) -> Expression:
    left = Sum(number, dice.any(1, -1), Literal(1)) if dice.flip() else number
    return Compare(left, dice.any(*ORDERS), Literal(dice.number(3)))


def on_turns(dice: Dice, turns: Turns, level: int) -> Expression:
    name, way = turns.repeat.id, dice.number(2)
    if way == 0:
        return compared(dice, Count(AnswerTo(name)))
    inner = condition(dice, turns.seen_from(level), level + 1)
    return AnyWhere(name, level, inner) if way == 1 else compared(dice, CountWhere(name, level, inner))


def on_code(dice: Dice, node: Expression, codes: tuple[str, ...]) -> Expression:
    if dice.flip():
        return IsIn(node, Literal(dice.some(*codes)), dice.flip())
    return Compare(node, dice.any(*EQUALS), Literal(dice.any(*codes)))


def on_several(dice: Dice, question: Choice) -> Expression:
    answer, codes = AnswerTo(question.id), [option.code for option in question.options]
    match dice.number(2 if codes else 1):
        case 0:
            return given(dice, answer)
        case 1:
            return compared(dice, Count(answer))
        case _:
            return IsIn(Literal(dice.any(*codes)), answer, dice.flip())


def on_one(dice: Dice, question: Choice) -> Expression:
    answer, codes = AnswerTo(question.id), tuple(option.code for option in question.options)
    match dice.number(2):
        case 0:
            return given(dice, answer)
        case 1 if isinstance(question, Scale):
            return compared(dice, PositionOf(question.id, question.order))
        case _:
            return on_code(dice, answer, codes) if codes else given(dice, answer)


def value(dice: Dice, names: Names, level: int) -> Expression:
    """What a calculation may be: a number, or whether something holds."""
    numbers = [each for named in names for each in numbers_in(named, level)]
    if not numbers or dice.number(2) == 0:
        return condition(dice, names, level)
    number = dice.any(*numbers)
    return Sum(number, dice.any(1, -1), dice.any(*numbers)) if dice.flip() else number


def numbers_in(named: Named, level: int) -> list[Expression]:
    match named:
        case Number(id=name):
            return [AnswerTo(name)]
        case Listing(id=name) | SelectMultiple(id=name):
            return [Count(AnswerTo(name))]
        case Turns(repeat) if level < len(LEVELS):
            return [Count(AnswerTo(repeat.id))]
        case Scale(id=name):
            return [PositionOf(name, named.order)]
        case _:
            return []
