"""Rendering: a text becomes runs, for one person at one moment.

What a participant typed enters as a plain run and is never read as markup. It must never parse, and never see a
channel.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, assert_never

from bot.engine.expressions import Answers, Item, evaluate, holds
from bot.engine.items import LEVELS, put_in
from bot.engine.mentions import names
from bot.engine.texts import (
    Either,
    ForEach,
    Part,
    Phrase,
    Progress,
    Run,
    Runs,
    SettingSlot,
    Slot,
    Text,
    Words,
)
from bot.engine.values import UNKNOWN, Result
from bot.engine.world import Phrases


class Labels(Protocol):
    """How a value of a question is shown; None for a question that shows it as it is."""

    def __call__(self, name: str, value: str, language: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """All that a text needs to become words for one person."""

    language: str
    answers: Answers
    settings: Mapping[str, str]
    labels: Labels
    phrases: Phrases


def render(text: Text, reader: Reader) -> Runs:
    """The text in the reader's language; neighbouring runs of one style are joined."""
    return joined(runs_of_all(text.parts[reader.language], reader))


def plain(text: Text, reader: Reader) -> str:
    return "".join(run.text for run in render(text, reader))


def runs_of_all(parts: Iterable[Part], reader: Reader) -> Iterator[Run]:
    return (run for part in parts for run in runs_of(part, reader))


def runs_of(part: Part, reader: Reader) -> Iterable[Run]:
    match part:
        case Words(run):
            return (run,)
        case Phrase(key, style):
            return (Run(reader.phrases.say(reader.language, key), style),)
        case Slot():
            return (Run(slot_words(part, reader), part.style),)
        case SettingSlot(name, style):
            return (Run(reader.settings.get(name, ""), style),)
        case Either(condition, then, otherwise, _):
            return runs_of_all(then if holds(condition, reader.answers) else otherwise, reader)
        case ForEach():
            return listed(part, reader) if part.as_list else runs_of_all(turns(part, reader), reader)
        case Progress(repeat, item):
            return (Run(progress(reader.answers.get(repeat), item)),)
        case _:
            assert_never(part)


def turns(loop: ForEach, reader: Reader) -> Iterator[Part]:
    """The parts of every turn, one after the other."""
    return (part for parts in each_turn(loop, reader) for part in parts)


def each_turn(loop: ForEach, reader: Reader) -> Iterator[tuple[Part, ...]]:
    items = reader.answers.get(loop.repeat)
    for item in items if isinstance(items, tuple) else ():
        condition = None if loop.where is None else put_in(loop.where, LEVELS[loop.level], item)
        if holds(condition, reader.answers):
            yield put_in(loop.parts, LEVELS[loop.level], item)


def listed(loop: ForEach, reader: Reader) -> Runs:
    words = ["".join(run.text for run in runs_of_all(parts, reader)) for parts in each_turn(loop, reader)]
    given = [each for each in words if each]
    return (Run(reader.phrases.list(reader.language, given) if given else loop.fallback or "", loop.style),)


def progress(items: object, item: str) -> str:
    known = items if isinstance(items, tuple) else ()
    return f" ({known.index(item) + 1}/{len(known)})" if item in known and len(known) > 1 else ""


def slot_words(slot: Slot, reader: Reader) -> str:
    result = evaluate(slot.expression, reader.answers)
    if result is UNKNOWN:
        return filtered(slot, slot.fallback or "")
    return shown(slot, int(result) if isinstance(result, bool) else result, reader)


def shown(slot: Slot, result: Result, reader: Reader) -> str:
    """An answer by its labels, several joined as a list; a number as the language writes it."""
    match result:
        case tuple():
            labels = [filtered(slot, label(slot, value, reader)) for value in result]
            return reader.phrases.list(reader.language, labels)
        case str() if "month" in slot.filters:
            return filtered(slot, reader.phrases.month(reader.language, result))
        case str():
            return filtered(slot, label(slot, result, reader))
        case int() | float() if slot.plural is not None:
            return reader.phrases.counted(reader.language, result, *slot.plural)
        case int() | float():
            return reader.phrases.number(reader.language, result)
        case _:
            raise AssertionError("unknown has been dealt with")


def label(slot: Slot, value: str, reader: Reader) -> str:
    expression = slot.expression
    question = expression.source if isinstance(expression, Item) else next(iter(names(expression)), "")
    return reader.labels(question, value, reader.language) or value


def filtered(slot: Slot, words: str) -> str:
    """Each label on its own: in a list, too, every item begins as the filter says."""
    for name in slot.filters:
        words = FILTERS[name](words)
    return words


def as_it_is(words: str) -> str:
    return words


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


FILTERS = {"lower": str.lower, "lower_first": lower_first, "upper_first": upper_first, "month": as_it_is}


def joined(runs: Iterable[Run]) -> Runs:
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if last is not None and (last.style, last.href) == (run.style, run.href):
            result[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            result.append(run)
    return tuple(result)
