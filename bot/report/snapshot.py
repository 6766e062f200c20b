"""Snapshot: one cohort's responses frozen at an instant, as the caller read them in one transaction.

It holds codes and kinds of answers. It must never hold a participant's words, name or Telegram id, nor leave
this package other than through disclosure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.report.kinds import Kind, Texts

MissingKind = Literal["dont_know", "declined", "skipped"]
AnswerKind = Literal["answered", "skipped", "declined", "dont_know", "not_applicable"]
LOWEST_MINIMUM = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question; `missing` marks a choice that means “don't know”: it is counted there."""

    code: str
    label: Texts
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stood in its revision; a scale's options are in order, low to high.

    `allows` names the kinds of missing that its flow makes possible. A reader may know the flow, so a kind
    that cannot occur protects nobody: it must not be listed.
    """

    id: str
    flow: str
    kind: Kind
    title: Texts
    options: tuple[Option, ...] = ()
    optional: bool = False
    sensitive: bool = False
    allows: tuple[MissingKind, ...] = ("dont_know", "declined", "skipped")

    @property
    def key(self) -> str:
        """Unique in a workshop, where two flows may ask a question of the same id."""
        return f"{self.flow}.{self.id}"


@dataclass(frozen=True, slots=True)
class Answer:
    kind: AnswerKind
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person who joined; `answers` by question key, and a key that is absent was never reached."""

    contributor: str
    organisation: str | None
    language: str
    finished: bool
    answers: Mapping[str, Answer]

    @property
    def has_begun(self) -> bool:
        return self.finished or bool(self.answers)


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """What the page says of the cohort; `minimum` is the smallest number of people in a told cell.

    Raises ValueError for a minimum under 5 (reliability.md, R68) and for a `taken_at` without its zone.
    """

    id: str
    name: str
    workshop: str
    title: Texts
    host: Texts
    date: date | None
    taken_at: datetime
    minimum: int
    languages: tuple[str, ...]
    revisions: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.minimum < LOWEST_MINIMUM:
            raise ValueError(f"a minimum of {self.minimum} people is under {LOWEST_MINIMUM}")
        if self.taken_at.tzinfo is None:
            raise ValueError("taken_at has no time zone")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A sensitive question is released once, when its flow closes (R69): until then the caller leaves it out."""

    cohort: CohortFacts
    questions: tuple[Question, ...]
    people: tuple[PersonRow, ...]
