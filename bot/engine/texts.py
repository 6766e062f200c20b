"""Texts: words in every language of the workshop, with slots for answers, turned into runs.

A run is a piece of finished text with one style; each channel escapes runs in its own way. What a participant typed
enters as a
plain run and is never read as markup. It must never parse templates: bot/flows/templates.py does that at load.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, assert_never

from bot.engine.expressions import Answers, Expression, evaluate, holds, names
from bot.engine.values import UNKNOWN, Answer, Basis, Result


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of finished text; with `href`, a link."""

    text: str
    style: Style = Style.PLAIN
    href: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Authored words, already typeset."""

    run: Run


@dataclass(frozen=True, slots=True)
class Slot:
    """An answer (shown by its label), a count, or a setting of the cohort; `filters` apply from left to right."""

    expression: Expression
    filters: tuple[str, ...] = ()
    fallback: str | None = None
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class SettingSlot:
    """What the cohort filled in under this id."""

    name: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Either:
    condition: Expression
    then: tuple["Part", ...]
    otherwise: tuple["Part", ...] = ()


Part = Words | Slot | SettingSlot | Either


@dataclass(frozen=True, slots=True)
class Text:
    """Parts by language; `quotes` are the questions whose answers the words depend on, in any language."""

    parts: Mapping[str, tuple[Part, ...]]
    quotes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        every = (part for parts in self.parts.values() for part in parts)
        object.__setattr__(self, "quotes", quoted(every))


class Lists(Protocol):
    """Joins `a, b and c` as the language does."""

    def list(self, language: str, items: Iterable[str]) -> str: ...


class Labels(Protocol):
    """The label of an option, for a question that has options; None for a question that has none."""

    def __call__(self, name: str, code: str, language: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """All that a text needs to become words for one person."""

    language: str
    answers: Answers
    settings: Mapping[str, str]
    labels: Labels
    phrases: Lists


def quoted(parts: Iterable[Part]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for part in parts:
        match part:
            case Slot(expression):
                found |= names(expression)
            case Either(condition, then, otherwise):
                found |= names(condition) | quoted(then) | quoted(otherwise)
            case Words() | SettingSlot():
                pass
            case _:
                assert_never(part)
    return found


def render(text: Text, reader: Reader) -> Runs:
    """The text in the reader's language; neighbouring runs of one style are joined."""
    return joined(run for part in text.parts[reader.language] for run in runs_of(part, reader))


def plain(text: Text, reader: Reader) -> str:
    return "".join(run.text for run in render(text, reader))


def runs_of(part: Part, reader: Reader) -> Runs:
    match part:
        case Words(run):
            return (run,)
        case Slot():
            return (Run(slot_words(part, reader), part.style),)
        case SettingSlot(name, style):
            return (Run(reader.settings.get(name, ""), style),)
        case Either(condition, then, otherwise):
            chosen = then if holds(condition, reader.answers) else otherwise
            return tuple(run for each in chosen for run in runs_of(each, reader))
        case _:
            assert_never(part)


def slot_words(slot: Slot, reader: Reader) -> str:
    result = evaluate(slot.expression, reader.answers)
    if result is UNKNOWN:
        return filtered(slot, slot.fallback or "")
    return shown(slot, result, reader)


def shown(slot: Slot, result: Result, reader: Reader) -> str:
    """An answer by its labels, several joined as a list; a number as it is."""
    question = next(iter(names(slot.expression)), "")
    match result:
        case tuple():
            labels = [filtered(slot, label(question, code, reader)) for code in result]
            return reader.phrases.list(reader.language, labels)
        case str():
            return filtered(slot, label(question, result, reader))
        case _:
            return str(result)


def filtered(slot: Slot, words: str) -> str:
    """Each label on its own: in a list, too, every item begins as the filter says."""
    for name in slot.filters:
        words = FILTERS[name](words)
    return words


def label(question: str, code: str, reader: Reader) -> str:
    return reader.labels(question, code, reader.language) or code


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


FILTERS = {"lower": str.lower, "lower_first": lower_first, "upper_first": upper_first}


def joined(runs: Iterable[Run]) -> Runs:
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if last is not None and (last.style, last.href) == (run.style, run.href):
            result[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            result.append(run)
    return tuple(result)


def basis(quotes: Collection[str], answers: Mapping[str, Answer]) -> Basis:
    """The values that a text would quote now, in a fixed order."""
    return tuple((name, answers.get(name)) for name in sorted(quotes)) if quotes else ()
