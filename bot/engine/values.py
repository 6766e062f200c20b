"""What an answer can be. Codes, never labels, are data; words are kept exactly as they were typed.

It must never know how an answer was asked for or shown.
"""

from enum import Enum, StrEnum
from typing import Final, Literal


class Unknown(Enum):
    """The third truth value: what a question that has no answer is worth in a condition."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN

Answer = str | int | float | tuple[str, ...]
"""One code, somebody's words, a date or a time in ISO's form; a number; or several codes or words, in their order."""

Value = Answer | bool
Result = Value | Literal[Unknown.UNKNOWN]

Basis = tuple[tuple[str, Answer | None], ...]
"""The answers that a text quotes, by question: what was on the screen when somebody replied or read."""


class Kind(StrEnum):
    """What became of a question. “Not applicable” and “never reached” have no response: the report derives them."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    DECLINED = "declined"
    DONT_KNOW = "dont_know"
