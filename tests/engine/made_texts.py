"""What the texts of made-up flows quote: answers, numbers, months, loops over repeats, two ways to say it, figures."""

from made_dice import Dice
from made_names import Element, Named, Names, Turns, can_be_looked_at, condition, judged
from made_words import said

from bot.engine.expressions import AnswerTo, Count, CountWhere, Expression, IsAnswered
from bot.engine.flow import Calculate
from bot.engine.items import AT, LEVELS
from bot.engine.questions import Choice, Day, Listing, Number
from bot.engine.texts import Either, ForEach, Part, Phrase, SettingSlot, Slot, Style

FILTERS: tuple[tuple[str, ...], ...] = ((), ("lower",), ("lower_first",), ("upper_first",))
WORDS = ("thing", "things")
FIXED = (SettingSlot("host_org"), Phrase("question.specify", Style.ITALIC))


def quote(dice: Dice, names: Names, level: int) -> Part:
    """One part that quotes something that can be named here."""
    quotable = [each for each in names if can_be_looked_at(each, level)]
    way = dice.number(5)
    if not quotable or way == 5:
        return dice.any(*FIXED)  # type: ignore[no-any-return]
    found = quote_of(dice, dice.any(*quotable), level)
    if way == 4 and judged(names, level):
        return Either(condition(dice, names, level), (found,), said("the other "))
    return found


def quote_of(dice: Dice, named: Named, level: int) -> Part:
    match named:
        case Turns():
            return dice.any(loop, how_many_turns, how_many_where)(dice, named, level)  # type: ignore[no-any-return]
        case Element(node):
            return shown(dice, node)
        case Number(id=name) | Calculate(id=name):
            return how_many(AnswerTo(name))
        case Listing(id=name):
            return shown(dice, AnswerTo(name)) if dice.flip() else how_many(Count(AnswerTo(name)))
        case Day(id=name):
            return Slot(AnswerTo(name), ("month",) if dice.flip() else (), "…")
        case Choice(id=name) if AT not in name and dice.flip():
            return figure(name)
        case _:
            return shown(dice, AnswerTo(named.id))


def shown(dice: Dice, expression: Expression) -> Part:
    return Slot(expression, dice.any(*FILTERS), "…")


def how_many(expression: Expression) -> Part:
    return Slot(expression, fallback="…", plural=WORDS)


def how_many_turns(dice: Dice, turns: Turns, level: int) -> Part:
    return how_many(Count(AnswerTo(turns.repeat.id)))


def how_many_where(dice: Dice, turns: Turns, level: int) -> Part:
    inner = condition(dice, turns.seen_from(level), level + 1)
    return how_many(CountWhere(turns.repeat.id, level, inner))


def loop(dice: Dice, turns: Turns, level: int) -> Part:
    inner = turns.seen_from(level)
    where = condition(dice, inner, level + 1) if dice.flip() else None
    deeper = level + 1 < len(LEVELS)
    here = inner if deeper else tuple(each for each in inner if not isinstance(each, Turns))
    parts = (quote(dice, here, level + 1), *said("; "))
    return ForEach(turns.repeat.id, level, where, parts, dice.flip(), "nothing")


def figure(name: str) -> Part:
    """What the group answered, once the person has, and where it may be shown."""
    counted = Slot(AnswerTo(f"cohort.{name}.same"), plural=WORDS)
    return Either(IsAnswered(f"cohort.{name}.n"), (*said("like "), counted))
