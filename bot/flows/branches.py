"""Branches: the ways that a flow can go at a step, and which of them a talk has gone.

A step with a condition is met or passed by; a text with `if` or variants says one thing or another. It must never
play a talk.
"""

from collections.abc import Iterator

from bot.engine.expressions import Answers, holds
from bot.engine.flow import Calculate, Flow, Repeat, Say, Step, every_step
from bot.engine.items import LEVELS, name_of, put_in
from bot.engine.surveying import Met, Survey
from bot.engine.texts import Either, ForEach, Part, Text

MET, PASSED = "met", "passed by"


def branches_of(step: Step | Repeat, language: str) -> Iterator[str]:
    """Everything that can come of a step besides its answers."""
    if step.when is not None and not isinstance(step, Calculate):
        yield from (MET, PASSED)
    for number, _ in enumerate(choices_in(text_of(step), language), 1):
        yield from (said(number, True), said(number, False))


def said(number: int, holding: bool) -> str:
    return f"if {number}: {'yes' if holding else 'no'}"


def text_of(step: Step | Repeat) -> Text | None:
    if isinstance(step, Say):
        return step.text
    return None if isinstance(step, Calculate | Repeat) else step.ask


def choices_in(text: Text | None, language: str) -> Iterator[Either]:
    yield from () if text is None else eithers(text.parts.get(language, ()))


def eithers(parts: tuple[Part, ...]) -> Iterator[Either]:
    """Every choice that an author wrote, in the order of the text."""
    for part in parts:
        match part:
            case Either(_, then, otherwise, is_fallback):
                if not is_fallback:
                    yield part
                yield from eithers(then)
                yield from eithers(otherwise)
            case ForEach():
                yield from eithers(part.parts)
            case _:
                pass


def said_by(step: Met, answers: Answers, language: str) -> Iterator[str]:
    """Which choices the words of a step have just made."""
    text = text_of(step)
    numbers = {id(each): number for number, each in enumerate(choices_in(text, language), 1)}
    if text is not None:
        yield from made(text.parts.get(language, ()), answers, numbers, None)


def made(
    parts: tuple[Part, ...], answers: Answers, numbers: dict[int, int], turn: tuple[str, str] | None
) -> Iterator[str]:
    for part in parts:
        match part:
            case Either(condition, then, otherwise, is_fallback):
                holding = holds(condition if turn is None else put_in(condition, *turn), answers)
                if not is_fallback:
                    yield said(numbers[id(part)], holding)
                yield from made(then if holding else otherwise, answers, numbers, turn)
            case ForEach(repeat, level, _, inner):
                items = answers.get(repeat)
                for item in items if isinstance(items, tuple) else ():
                    yield from made(inner, answers, numbers, (LEVELS[level], item))
            case _:
                pass


def gone(flow: Flow, seen: Survey, end: int) -> Iterator[tuple[str, str]]:
    """Which steps with a condition were met, and which were passed by, up to the place that was reached."""
    conditional = {step.id for step in every_step(flow.steps) if step.when is not None}
    names = {name_of(each) for each in conditional}
    for step in seen.steps[: end + 1]:
        if name_of(step.id) in names:
            yield name_of(step.id), MET
    for key, place in seen.passed:
        if place <= end and name_of(key) in names:
            yield name_of(key), PASSED
    for repeat in flow.repeats.values():
        if repeat.when is not None and name_of(repeat.id) in names and repeat.id in seen.answers:
            yield name_of(repeat.id), MET
