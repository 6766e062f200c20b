"""Texts: words in every language of the workshop, with slots for answers; and runs, which is what they become.

A run is a piece of finished text with one style; each channel escapes runs in its own way. It must never parse
templates (bot/flows/templates.py does that at load), nor render (rendering.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from bot.engine.expressions import Expression
from bot.engine.mentions import at_every_item, names

OF_THE_COHORT = "cohort."
"""How the figures of the group are named among a person's answers."""


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
class Phrase:
    """One of the bot's own sentences, by its key (bot/locales)."""

    key: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Slot:
    """An answer (shown by its label), a number or a date; `filters` apply from left to right, `plural` are the words
    that follow a number for one and for several."""

    expression: Expression
    filters: tuple[str, ...] = ()
    fallback: str | None = None
    style: Style = Style.PLAIN
    plural: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SettingSlot:
    """What the cohort filled in under this id."""

    name: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Either:
    """One of two; `is_fallback` when no author wrote it as a choice, but as words for a missing answer."""

    condition: Expression
    then: tuple["Part", ...]
    otherwise: tuple["Part", ...] = ()
    is_fallback: bool = False


@dataclass(frozen=True, slots=True)
class ForEach:
    """The parts once for each item of a repeat for which the condition holds; in them the sign of `level` stands for
    the item. `as_list` joins them as a sentence does (a, b and c), and says `fallback` for none."""

    repeat: str
    level: int
    where: Expression | None
    parts: tuple["Part", ...]
    as_list: bool = False
    fallback: str | None = None
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Progress:
    """Which of its repeat's items this one is: (2/5)."""

    repeat: str
    item: str


Part = Words | Phrase | Slot | SettingSlot | Either | ForEach | Progress


@dataclass(frozen=True, slots=True)
class Text:
    """Parts by language; `quotes` are the questions whose answers the words depend on, in any language. The group's
    figures are not among them: they change with every answer of somebody else."""

    parts: Mapping[str, tuple[Part, ...]]
    quotes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        every = quoted(part for parts in self.parts.values() for part in parts)
        own = frozenset(name for name in every if not name.startswith(OF_THE_COHORT))
        object.__setattr__(self, "quotes", own)


def quoted(parts: Iterable[Part]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for part in parts:
        match part:
            case Slot(expression):
                found |= names(expression)
            case Either(condition, then, otherwise, _):
                found |= names(condition) | quoted(then) | quoted(otherwise)
            case ForEach(repeat, level, where, inner):
                found |= {repeat} | at_every_item(names(where) | quoted(inner), level)
            case Words() | Phrase() | SettingSlot() | Progress():
                pass
            case _:
                assert_never(part)
    return found
