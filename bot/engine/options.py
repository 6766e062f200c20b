"""Options: the choices of a question, and where they come from when another question makes them.

Labels are for people, codes for everything else. It must never know which options somebody is offered now: offers.py
says so.
"""

from dataclasses import dataclass
from typing import NewType

from bot.engine.expressions import Expression
from bot.engine.mentions import at_every_item, names
from bot.engine.texts import Text, Words
from bot.engine.values import Kind

Code = NewType("Code", str)

YES, NO, MORE, NONE = Code("yes"), Code("no"), Code("more"), Code("none")


@dataclass(frozen=True, slots=True)
class Option:
    """`missing` names what kind of non-answer the option is (don't know, prefer not to say); None for an answer.

    `short` stands for the label where the answer is quoted. An option with an `explanation` only explains, and the
    question is asked again. A `pinned` one keeps its place when the others are shuffled.
    """

    code: Code
    label: Text
    missing: Kind | None = None
    exclusive: bool = False
    short: Text | None = None
    explanation: Text | None = None
    pinned: bool = False

    @property
    def kind(self) -> Kind:
        return self.missing or Kind.ANSWERED

    def words(self, language: str) -> str:
        return fixed_words(self.label, language)

    def in_short(self, language: str) -> str:
        return fixed_words(self.short or self.label, language)


def fixed_words(text: Text, language: str) -> str:
    """The words of a label or a title, which have no slots; a label made of somebody's words has no language."""
    parts = text.parts.get(language) or text.parts.get("", ())
    return "".join(part.run.text for part in parts if isinstance(part, Words))


@dataclass(frozen=True, slots=True)
class FromAnswer:
    """Of the question's options, those with `codes` are offered only if picked in the answer to `of`."""

    of: str
    codes: frozenset[str]
    or_all: bool


@dataclass(frozen=True, slots=True)
class FromWords:
    """One option per text of the list `of`."""

    of: str


@dataclass(frozen=True, slots=True)
class FromItems:
    """Of the question's options, those with `codes` are offered only for items where the condition holds."""

    of: str
    codes: frozenset[str]
    or_all: bool
    level: int
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class FromSetting:
    """One option per line of a setting of the cohort."""

    name: str


Source = FromAnswer | FromWords | FromItems | FromSetting


def sources_of(source: Source | None) -> frozenset[str]:
    """The questions whose answers decide what is offered."""
    match source:
        case FromAnswer(of) | FromWords(of):
            return frozenset({of})
        case FromItems(of, level=level, where=where):
            return frozenset({of}) | at_every_item(names(where), level)
        case _:
            return frozenset()
