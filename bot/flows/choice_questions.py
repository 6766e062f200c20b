"""Questions with options: where the options come from, and the few words that are asked for after “other”.

It must never look at another question, beyond those it names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.engine import questions as engine
from bot.engine.expressions import AnswerTo, Compare, Expression, IsIn, Literal
from bot.engine.items import LEVELS, name_of
from bot.engine.options import Code, FromAnswer, FromItems, FromSetting, FromWords, Option, Source
from bot.engine.questions import Choice, FreeText, Listing, Question, Rank, SelectMultiple
from bot.engine.texts import Phrase, Text
from bot.engine.values import Kind
from bot.flows import schema
from bot.flows.asking import Asking, Listed, Options
from bot.flows.authored import Author
from bot.flows.document import Path
from bot.flows.problems import Term, closest
from bot.flows.scope import Turns

LONGEST_SPECIFIED = 140
MADE = (FromWords, FromSetting)
"""Sources that make options, so that a question may be without any of its own."""

Offered = tuple[Listed, Source | None]


def select_one(shape: schema.SelectOne, asking: Asking) -> tuple[engine.SelectOne, Listed]:
    listed, source = options_for(shape, asking)
    question = engine.SelectOne(**asking.needed(shape), options=listed.options, source=source, shuffled=shape.shuffle)
    return question, listed


def select_multiple(shape: schema.SelectMultiple, asking: Asking) -> tuple[engine.SelectMultiple, Listed]:
    listed, source = options_for(shape, asking)
    count = len(listed.options)
    if source is None and count and (shape.min > (shape.max or count) or (shape.max or 0) > count):
        asking.report("S210", "max" if shape.max else "min", n=count)
    question = engine.SelectMultiple(
        **asking.needed(shape),
        options=listed.options,
        source=source,
        shuffled=shape.shuffle,
        least=shape.min,
        most=shape.max,
    )
    return question, listed


def rank(shape: schema.Rank, asking: Asking) -> tuple[engine.Rank, Listed]:
    listed, source = options_for(shape, asking)
    most = shape.most or len(listed.options) or 1
    question = engine.Rank(
        **asking.needed(shape), options=listed.options, source=source, shuffled=shape.shuffle, most=most
    )
    return question, listed


def scale(shape: schema.Scale, asking: Asking) -> engine.Scale | None:
    """None when the scale is unknown or faulty: no code of it can be checked."""
    points = scale_named(shape.scale, asking)
    fields = asking.needed(shape)
    of = shape.retrospective_of
    earlier = None if of is None else asking.question_named(of, "retrospective_of")
    before = None if earlier is None else str(earlier.id)
    check_hidden(fields["ask"], () if before is None else (before,), asking)
    return None if points is None else engine.Scale(**fields, options=points, looks_back_on=before)


def check_hidden(ask: Text, earlier: Iterable[str], asking: Asking) -> None:
    """Who looks back must not see what was answered then."""
    for name in sorted(ask.quotes & frozenset(earlier)):
        asking.report("W518", "ask", name=name_of(name))


def scale_named(name: str, asking: Asking) -> Options | None:
    scales = asking.lists.scales
    if name not in scales:
        asking.report("F306", "scale", name=name, close=closest(name, scales), known=", ".join(scales))
    return scales.get(name)


def options_for(shape: schema.Choice, asking: Asking) -> Offered:
    """From the one place that the question names."""
    keys = ("options", "choices", "options_from")
    given = [key for key in keys if getattr(shape, key) is not None]
    if len(given) != 1:
        asking.report("S213", "id", found=", ".join(given) or Term("nothing"), known=", ".join(keys))
        return Listed(()), None
    if shape.options is not None:
        return compile_options(asking.author, shape.options, (*asking.path, "options")), None
    if shape.choices is not None:
        return listed_choices(shape.choices, asking), None
    return borrowed(shape.options_from, asking) if shape.options_from is not None else (Listed(()), None)


def listed_choices(name: str, asking: Asking) -> Listed:
    known = asking.lists.choices
    if name not in known:
        asking.report("F320", "choices", name=name, close=closest(name, known), known=", ".join(known))
    return known.get(name) or Listed(())


def borrowed(shape: schema.OptionsFrom, asking: Asking) -> Offered:
    """Another question's options, with this one's own after them."""
    given = [key for key in BORROW if getattr(shape, key) is not None]
    if len(given) != 1:
        found = ", ".join(given) or Term("nothing")
        asking.report("S213", "options_from", found=found, known=", ".join(BORROW), advice="from")
        return Listed(()), None
    options, source = BORROW[given[0]](shape, asking)
    own = compile_options(asking.author, shape.also, (*asking.path, "options_from", "also"))
    for number, option in enumerate(own.options):
        if option.code in {each.code for each in options}:
            first = asking.line_of("options_from", given[0])
            asking.report("F304", "options_from", "also", number, "id", name=option.code, first=first)
    return Listed((*options, *own.options), own.specified), source


def options_of(shape: schema.OptionsFrom, asking: Asking) -> tuple[Options, Source | None]:
    found = asking.named(shape.options_of or "", "options_from", "options_of")
    match found:
        case Turns(repeat) if repeat.options:
            return tuple(map(for_a_button, repeat.options)), None
        case Choice(options=options, source=None) if options:
            return options, None
        case None:
            return (), None
        case _:
            asking.report("F322", "options_from", "options_of", name=shape.options_of)
            return (), None


def answer_to(shape: schema.OptionsFrom, asking: Asking) -> tuple[Options, Source | None]:
    """What was picked; an option for no answer is nothing to choose from."""
    found = asking.named(shape.answer_to or "", "options_from", "answer_to")
    match found:
        case Choice(id=of, options=options) if options:
            kept = tuple(each for each in options if each.missing is None and not each.exclusive)
            return kept, FromAnswer(of, frozenset(each.code for each in kept), shape.otherwise == "all")
        case Listing(id=of):
            return (), FromWords(of)
        case None:
            return (), None
        case _:
            asking.report("F322", "options_from", "answer_to", name=shape.answer_to)
            return (), None


def items_of(shape: schema.OptionsFrom, asking: Asking) -> tuple[Options, Source | None]:
    found = asking.named(shape.items_of or "", "options_from", "items_of")
    if not isinstance(found, Turns) or not found.repeat.options:
        if found is not None:
            asking.report("F322", "options_from", "items_of", name=shape.items_of)
        return (), None
    if asking.scope.level >= len(LEVELS):
        asking.report("F325", "options_from", "items_of", name=shape.items_of)
        return (), None
    where = asking.author.condition(shape.where, (*asking.path, "options_from", "where"), asking.scope.inside(found))
    options = tuple(map(for_a_button, found.repeat.options))
    codes, or_all = frozenset(each.code for each in options), shape.otherwise == "all"
    return options, FromItems(found.repeat.id, codes, or_all, asking.scope.level, where)


def from_setting(shape: schema.OptionsFrom, asking: Asking) -> tuple[Options, Source | None]:
    name = shape.setting or ""
    if name not in asking.author.list_settings:
        known = asking.author.list_settings
        asking.report("F326", "options_from", "setting", name=name, close=closest(name, known), known=", ".join(known))
        return (), None
    return (), FromSetting(name)


BORROW = {"options_of": options_of, "answer_to": answer_to, "items_of": items_of, "setting": from_setting}


def for_a_button(option: Option) -> Option:
    """An item of a matrix has a long label for its own message; a button shows the short one."""
    return replace(option, label=option.short or option.label)


def compile_options(author: Author, shapes: Sequence[schema.Option], path: Path) -> Listed:
    first: dict[str, int] = {}
    for number, shape in enumerate(shapes):
        where = (*path, number, "id")
        if shape.id in first:
            author.problems.append(author.document.problem("F304", where, name=shape.id, first=first[shape.id]))
        first.setdefault(shape.id, author.document.line_of(where))
    options = tuple(compile_option(author, shape, (*path, number)) for number, shape in enumerate(shapes))
    specified = tuple((shape, (*path, n, "specify")) for n, shape in enumerate(shapes) if shape.specify is not False)
    return Listed(options, specified)


def compile_option(author: Author, shape: schema.Option, path: Path) -> Option:
    """An option that stands for no answer stands alone."""
    missing = None if shape.missing is None else Kind(shape.missing)
    return Option(
        Code(shape.id),
        author.label(shape.label, (*path, "label")),
        missing,
        exclusive=missing is not None or shape.exclusive,
        short=None if shape.short is None else author.label(shape.short, (*path, "short")),
        explanation=None if shape.explain is None else author.label(shape.explain, (*path, "explain"), most=None),
        pinned=shape.pinned,
    )


def check_points(author: Author, options: Options | None, path: Path) -> None:
    """A scale has at least two points besides its options for no answer."""
    if options is not None and sum(option.missing is None for option in options) < 2:
        author.problems.append(author.document.problem("S212", path, limit=Term("at_least"), n=2, unit=Term("points")))


def specifying(question: Question, name: str, listed: Listed, asking: Asking) -> list[FreeText]:
    """After “other”: a few words more, which belong to the choice and sleep when it changes."""
    return [
        FreeText(
            id=asking.key(specified_name(name, shape.id)),
            ask=specify_text(shape, path, asking),
            when=is_picked(question, shape.id),
            required=False,
            longest=dict.fromkeys(asking.author.languages, LONGEST_SPECIFIED),
            share="facilitators",
            stage=asking.stage,
        )
        for shape, path in listed.specified
    ]


def specified_name(name: str, code: str) -> str:
    """`role_other`: how the few words after an option are called, in 24 characters at most."""
    return f"{name[: 23 - len(code)]}_{code.replace('-', '_')}"


def specify_text(shape: schema.Option, path: Path, asking: Asking) -> Text:
    if isinstance(shape.specify, dict):
        return asking.author.text(shape.specify, path, asking.scope.without_answers())
    return Text({language: (Phrase("question.specify"),) for language in asking.author.languages})


def is_picked(question: Question, code: str) -> Expression:
    if isinstance(question, SelectMultiple | Rank):
        return IsIn(Literal(code), AnswerTo(question.id))
    return Compare(AnswerTo(question.id), "==", Literal(code))
