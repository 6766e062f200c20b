"""Composites: what becomes several questions when it is met: a matrix, the turns of a repeat, a question asked again.

It must never compile the steps inside a repeat: compiler.py does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.engine import questions as engine
from bot.engine.expressions import Item
from bot.engine.flow import Another, Elements, Fixed, ItemsOf, Repeat, Step
from bot.engine.items import AT, LEVELS, WITHIN, name_of, template_key
from bot.engine.options import NO, YES, Code, Option
from bot.engine.questions import Choice, Listing, Question, Scale, SelectMultiple, SelectOne, StepId
from bot.engine.texts import Part, Progress, Run, Slot, Style, Text, Words
from bot.flows import composite_schema
from bot.flows.asking import Asking
from bot.flows.choice_questions import check_hidden, scale_named
from bot.flows.problems import Term
from bot.flows.scope import Current, Named, Turns, at_level

MOST_KEY = 64 - len("aB3dE6gH:p:999::")
"""Bot API, InlineKeyboardButton: 64 bytes for the session's token, act, asking, key and choice
(telegram/buttons.py)."""

MADE_CODE = 5
"""How long the code of an option made of somebody's words is (engine/items.py: mark)."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """How a repeat goes round: over what, what `item` is in it, and the widest item's number of characters."""

    over: Fixed | Elements | ItemsOf | Another
    names: Mapping[str, Named | None]
    width: int


def matrix(shape: composite_schema.Matrix, asking: Asking) -> Repeat | None:
    """One question per item on the same scale, each in a message of its own."""
    points = scale_named(shape.scale, asking)
    fields = asking.needed(shape)
    options = tuple(matrix_item(item, asking, number) for number, item in enumerate(shape.items))
    check_twice([option.code for option in options], asking)
    level = asking.scope.level
    if level >= len(LEVELS):
        asking.report("F325", "id", name=shape.id)
    if points is None or level >= len(LEVELS):
        return None
    repeat_key, item = asking.key(shape.id), LEVELS[level]
    looked_at = looks_back(shape, asking)
    check_hidden(fields["ask"], looked_at.values(), asking)
    fields |= {"id": StepId(template_key(shape.id, level + 1)), "when": None}
    fields["ask"] = Text(
        {language: (*parts, *item_parts(repeat_key, item)) for language, parts in fields["ask"].parts.items()}
    )
    return Repeat(
        id=repeat_key,
        over=Fixed(tuple(option.code for option in options)),
        steps=(Scale(**fields, options=points),),
        when=asking.when,
        options=options,
        looks_back_on=looked_at,
        stage=asking.stage,
    )


def item_parts(repeat_key: str, item: str) -> tuple[Part, ...]:
    return (
        Words(Run("\n\n")),
        Slot(Item(f"#{repeat_key}", item), style=Style.BOLD),
        Progress(repeat_key, item),
    )


def matrix_item(shape: composite_schema.MatrixItem, asking: Asking, number: int) -> Option:
    """Its label has a message of its own; its short name is for buttons."""
    path = ("items", number)
    short = None if shape.short is None else asking.author.label(shape.short, (*asking.path, *path, "short"))
    return Option(Code(shape.id), asking.author.label(shape.label, (*asking.path, *path, "label"), None), short=short)


def check_twice(codes: Sequence[str], asking: Asking) -> None:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            first = asking.line_of("items", codes.index(code), "id")
            asking.report("F304", "items", number, "id", name=code, first=first)


def looks_back(shape: composite_schema.Matrix, asking: Asking) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, item in enumerate(shape.items):
        if item.retrospective_of is not None:
            question = asking.question_named(item.retrospective_of, "items", number, "retrospective_of")
            if question is not None:
                found[item.id] = question.id
    return found


def turns_of_matrix(repeat: Repeat) -> tuple[Turns, dict[str, Named | None]]:
    """A matrix as it can be named afterwards: whole (`factors`), and by item (`factors.mindset`)."""
    question = repeat.steps[0]
    items = {
        option.code: replace(question, id=StepId(str(question.id).replace(LEVELS[depth_of(repeat)], option.code)))
        for option in repeat.options
    }
    return Turns(repeat, {"item": question}), dict(items)  # type: ignore[dict-item, arg-type]  # scales


def depth_of(repeat: Repeat) -> int:
    """How many repeats the repeat stands in."""
    return sum(sign in repeat.id for sign in LEVELS)


def rounds(shape: composite_schema.Repeat, asking: Asking) -> Rounds | None:
    given = [key for key in ("count", "over", "another") if getattr(shape, key) is not None]
    if len(given) != 1:
        asking.report("S216", "repeat", found=", ".join(given) or Term("nothing"))
        return None
    level = asking.scope.level
    number: dict[str, Named | None] = {"item": Current(Item("", LEVELS[level]))}
    if shape.count is not None:
        return Rounds(Fixed(tuple(str(each) for each in range(1, shape.count + 1))), number, 2)
    if shape.another is not None:
        return Rounds(Another(another_question(shape, shape.another, asking), shape.another.most), number, 2)
    return over_answer(shape, asking)


def another_question(shape: composite_schema.Repeat, another: composite_schema.Another, asking: Asking) -> SelectOne:
    path = (*asking.path, "another")
    labels = {code: asking.author.label(getattr(another, code), (*path, code)) for code in ("yes", "no")}
    return SelectOne(
        id=StepId(template_key(f"{shape.repeat[:19]}_more", asking.scope.level + 1)),
        ask=asking.author.said(another.ask, (*path, "ask"), asking.scope),
        options=(Option(YES, labels["yes"]), Option(NO, labels["no"])),
        stage=asking.stage,
    )


def over_answer(shape: composite_schema.Repeat, asking: Asking) -> Rounds | None:
    found = asking.named(shape.over or "", "over")
    sign = LEVELS[asking.scope.level]
    match found:
        case SelectMultiple(id=of, options=options) if options:
            picked = tuple(option for option in options if option.missing is None and not option.exclusive)
            codes = tuple(option.code for option in picked)
            item = Current(Item(of, sign), SelectOne(id=StepId(""), ask=Text({}), options=picked))
            return Rounds(Elements(of, codes), {"item": item}, max(map(len, codes), default=1))
        case Listing(id=of):
            return Rounds(Elements(of), {"item": Current(Item(of, sign, in_words=True))}, 5)
        case Turns():
            return over_items(shape, found, asking)
        case None:
            return None
        case _:
            asking.report("F323", "over", name=shape.over)
            return None


def over_items(shape: composite_schema.Repeat, turns: Turns, asking: Asking) -> Rounds:
    """The items of a repeat that was gone through: `item.now` is what was answered there."""
    level = asking.scope.level
    where = asking.author.condition(shape.where, (*asking.path, "where"), asking.scope.inside(turns))
    names: dict[str, Named | None] = {f"item.{name}": each for name, each in at_level(turns, level).items()}
    names["item"] = Current(Item(f"#{turns.repeat.id}" if turns.repeat.options else "", LEVELS[level]))
    return Rounds(ItemsOf(turns.repeat.id, level, where), names, 2)


def check_buttons(step: Step | Repeat, width: int, asking: Asking) -> None:
    """In a repeat or a matrix, the ids of question, item and option share the 64 bytes of a button."""
    if isinstance(step, Repeat):
        widest = max(len(option.code) for option in step.options)
        step, width = step.steps[0], width + len(WITHIN) + widest if width else widest
    options = step.options if isinstance(step, Choice) else ()
    longest = max((len(option.code) for option in options), default=MADE_CODE)
    n = len(name_of(step.id)) + len(AT) + width + longest
    if width and n > MOST_KEY:
        asking.report("S215", "id", n=n, most=MOST_KEY)


def same_again(
    shape: composite_schema.SameAs, asking: Asking, original: Question | None, named: Named | None
) -> Question | None:
    """The earlier question with a name of its own. Not one whose words hang on answers of its own flow."""
    if original is None or not isinstance(original, Choice | engine.FreeText) or original.quotes:
        if named is not None:
            asking.report("F315", "same_as", name=shape.same_as)
        return None
    need = shape.required
    return replace(
        original,
        id=asking.key(shape.id),
        when=asking.when,
        required=original.required if need is None else need is True,
        soft=original.soft if need is None else need == "soft",
        card=None,
        constraint=None,
        stage=asking.stage,
        pairs_with=getattr(named, "id", None),
    )
