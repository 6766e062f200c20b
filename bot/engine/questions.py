"""Questions: the steps that wait for a reply, one dataclass per kind.

Nothing here validates: bot/flows has. It must never hold anything about a person, nor how an answer is read
(replies.py) or shown (wording.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType, Protocol

from bot.engine.expressions import Expression
from bot.engine.options import Code, Option, Source, sources_of
from bot.engine.texts import Text

StepId = NewType("StepId", str)
"""Also the key of a step at an item of a repeat (items.py)."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What an answer must also satisfy; in the condition the question's own name is the new value."""

    condition: Expression
    message: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every question has. A `soft` one is asked for twice before it may be skipped; `sensitive` is for the
    report."""

    id: StepId
    ask: Text
    when: Expression | None = None
    required: bool = True
    soft: bool = False
    hint: Text | None = None
    title: Text | None = None
    card: str | None = None
    constraint: Constraint | None = None
    sensitive: bool = False
    stage: "str | None" = None

    @property
    def quotes(self) -> frozenset[str]:
        return self.ask.quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Asked):
    """`options` are all there can be besides those that a source makes; offers.py says which are offered now.

    `pairs_with` and `looks_back_on` name the earlier question that this one is compared with (report)."""

    options: tuple[Option, ...] = ()
    source: Source | None = None
    shuffled: bool = False
    pairs_with: str | None = None
    looks_back_on: str | None = None

    @property
    def quotes(self) -> frozenset[str]:
        return self.ask.quotes if self.source is None else self.ask.quotes | sources_of(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectOne(Choice):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(SelectOne):
    """One point of an ordered scale, listed low to high; its `missing` options stand outside the order."""

    @property
    def order(self) -> tuple[Code, ...]:
        return tuple(option.code for option in self.options if option.missing is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectMultiple(Choice):
    """`least` and `most` bound the number of picks; an exclusive option stands alone and counts as enough."""

    least: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank(Choice):
    """The first `most` options in order, tapped one after the other."""

    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Asked):
    least: float | None = None
    most: float | None = None
    decimals: int = 0
    unit: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Asked):
    """A date; the bounds are ISO dates, or `today` at the time of the answer."""

    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour(Asked):
    """A time of day."""


class Pattern(Protocol):
    """What words must look like. Made by bot/flows with an engine that takes linear time."""

    def fits(self, words: str) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText(Asked):
    """Somebody's own words, at most `longest` characters in each language. `share` says who reads them
    (flow-language: Sharing); `suggests` are earlier questions whose words are offered to tap."""

    longest: Mapping[str, int]
    pattern: Pattern | None = None
    one_line: bool = False
    suggests: tuple[str, ...] = ()
    share: str = "none"
    pairs_with: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(FreeText):
    """A prompt that may quote earlier answers; its words never enter a report without a permission for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Asked):
    """Several short texts, sent one at a time."""

    longest: int = 60
    least: int = 1
    most: int = 5
    share: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Choice):
    """One purpose, yes or no, after its notice. With a `refusal` it is the base of taking part: nothing is kept
    before its yes, and its no ends the flow with these words. `version` is the hash of everything shown, in each
    language."""

    purpose: str
    version: Mapping[str, str]
    notice: tuple[Text, ...] = ()
    more: tuple[Text, ...] = ()
    refusal: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(SelectOne):
    """The permission to print exactly the words that were the answer to `of`, and how to sign them."""

    of: str

    @property
    def quotes(self) -> frozenset[str]:
        return self.ask.quotes | {self.of}


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Asked):
    """A list of earlier answers, any of which can be changed before going on. Nothing of it is stored."""

    of: tuple[str, ...]

    @property
    def quotes(self) -> frozenset[str]:
        return self.ask.quotes | frozenset(self.of)


Question = (
    SelectOne
    | Scale
    | SelectMultiple
    | Rank
    | Number
    | Day
    | Hour
    | FreeText
    | Reflection
    | Listing
    | Consent
    | Quote
    | Review
)
InWords = FreeText | Listing
"""What is answered in somebody's own words."""


def together(question: Choice) -> int:
    """How many of the options can be chosen at once: not those that stand alone, nor those that only explain."""
    return sum(not option.exclusive and option.explanation is None for option in question.options)


def option_of(question: Asked, code: str) -> Option | None:
    options = question.options if isinstance(question, Choice) else ()
    return next((option for option in options if option.code == code), None)
