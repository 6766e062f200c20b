"""Steps: one step from its shape to the engine's, with what it may be called afterwards.

Stages and repeats hold other steps: compiler.py goes through them. It must never look at a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from bot.engine.flow import Calculate, Repeat, Say, Step
from bot.engine.questions import Question
from bot.flows import choice_questions, composite_schema, composites, questions, schema
from bot.flows.asking import Asking, Listed, constrained
from bot.flows.conditions import parse_value
from bot.flows.scope import Named
from bot.flows.step_shapes import Asking as AskingShape

Plain = schema.Say | schema.End | composite_schema.SameAs | schema.Calculate | AskingShape


@dataclass(frozen=True, slots=True)
class Compiled:
    """`names` are what conditions and texts may say from here on; None for a step that is faulty."""

    steps: tuple[Step | Repeat, ...] = ()
    names: Mapping[str, Named | None] = field(default_factory=dict)


def compile_step(shape: Plain, asking: Asking) -> Compiled:
    match shape:
        case schema.Say(id=name, say=words) | schema.End(id=name, end=words):
            ends = isinstance(shape, schema.End)
            scope = replace(asking.scope, shows_figures=True)
            text = asking.author.said(words, (*asking.path, "end" if ends else "say"), scope)
            return Compiled((Say(id=asking.key(name), text=text, when=asking.when, ends=ends, stage=asking.stage),))
        case schema.Calculate():
            return calculation(shape, asking)
        case composite_schema.SameAs():
            named = asking.named(shape.same_as, "same_as")
            original = asking.lists.originals.get(shape.same_as.replace("-", "_"))
            return known(shape.id, composites.same_again(shape, asking, original, named))
        case composite_schema.Matrix():
            return matrix(shape, asking)
        case schema.SelectOne() | schema.SelectMultiple() | schema.Rank():
            return choice(shape, asking)
        case _:
            return known(shape.id, asked(shape, asking))


Simple = (
    schema.Scale
    | schema.Number
    | schema.Day
    | schema.Hour
    | schema.FreeText
    | schema.Listing
    | schema.Consent
    | composite_schema.Quote
    | composite_schema.Review
)


def asked(shape: Simple, asking: Asking) -> Question | None:
    match shape:
        case schema.Scale():
            found = choice_questions.scale(shape, asking)
            return None if found is None else constrained(found, shape, asking)
        case schema.Number():
            return constrained(questions.number(shape, asking), shape, asking)
        case schema.Day():
            return constrained(questions.day(shape, asking), shape, asking)
        case schema.Hour():
            return constrained(questions.hour(shape, asking), shape, asking)
        case schema.FreeText():
            return constrained(questions.free_text(shape, asking), shape, asking)
        case schema.Listing():
            return constrained(questions.listing(shape, asking), shape, asking)
        case schema.Consent():
            return questions.consent(shape, asking)
        case composite_schema.Quote():
            return questions.quote(shape, asking)
        case composite_schema.Review():
            return questions.review(shape, asking)
        case _:
            assert_never(shape)


def known(name: str, question: Question | None) -> Compiled:
    return Compiled(() if question is None else (question,), {name: question})


def choice(shape: schema.SelectOne | schema.SelectMultiple | schema.Rank, asking: Asking) -> Compiled:
    """The question, and the few words after an “other”."""
    question, listed = made_choice(shape, asking)
    question = constrained(question, shape, asking)
    extra = choice_questions.specifying(question, shape.id, listed, asking)
    names: dict[str, Named | None] = {shape.id: question if question_has_options(question) else None}
    names |= {
        choice_questions.specified_name(shape.id, option.id): each
        for (option, _), each in zip(listed.specified, extra, strict=True)
    }
    return Compiled((question, *extra), names)


def question_has_options(question: Question) -> bool:
    """Without any, what is wrong has been told, and no code of it can be checked."""
    source = getattr(question, "source", None)
    return bool(getattr(question, "options", ())) or isinstance(source, choice_questions.MADE)


def made_choice(
    shape: schema.SelectOne | schema.SelectMultiple | schema.Rank, asking: Asking
) -> tuple[Question, Listed]:
    match shape:
        case schema.SelectOne():
            return choice_questions.select_one(shape, asking)
        case schema.SelectMultiple():
            return choice_questions.select_multiple(shape, asking)
        case schema.Rank():
            return choice_questions.rank(shape, asking)
        case _:
            assert_never(shape)


def matrix(shape: composite_schema.Matrix, asking: Asking) -> Compiled:
    repeat = composites.matrix(shape, asking)
    if repeat is None:
        return Compiled((), {shape.id: None, **{item_name(shape, item.id): None for item in shape.items}})
    turns, items = composites.turns_of_matrix(repeat)
    return Compiled((repeat,), {shape.id: turns, **{item_name(shape, code): each for code, each in items.items()}})


def item_name(shape: composite_schema.Matrix, code: str) -> str:
    """`factors.well_being` for the item `well-being`: in a condition a hyphen is a minus."""
    return f"{shape.id}.{code.replace('-', '_')}"


def calculation(shape: schema.Calculate, asking: Asking) -> Compiled:
    value, mistakes = parse_value(shape.value, asking.scope)
    asking.author.report_inside(mistakes, (*asking.path, "value"))
    step = Calculate(id=asking.key(shape.id), value=value, when=asking.when, stage=asking.stage)
    return Compiled((step,), {shape.id: None if mistakes else step})
