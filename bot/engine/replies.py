"""Replies: what somebody typed, read as an answer to a question. Typing is as good as tapping.

What could be two answers is asked back, never guessed. It must never store anything or decide what comes next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from bot.engine.likeness import folded, labels, matches
from bot.engine.options import Option
from bot.engine.quantities import read_date, read_number, read_time
from bot.engine.questions import (
    Choice,
    Day,
    FreeText,
    Hour,
    Listing,
    Number,
    Question,
    Rank,
    Review,
    SelectMultiple,
    together,
)
from bot.engine.values import Answer, Kind

SEPARATORS = re.compile(r"[,;/+&>\n]|\s+(?:et|and|ou|or|puis|then)\s+|(?<=\d)\s+(?=\d)")

MOST_PIECES = 6
"""How many pieces one label may have between its commas."""

YES_WORDS = frozenset({"oui", "yes", "ok", "okay", "d accord", "daccord", "c est bien cela", "that s right", "exact"})
"""What goes on from a review when it is typed."""


@dataclass(frozen=True, slots=True)
class Understood:
    kind: Kind
    value: Answer


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words fit several options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Misread:
    """`problem` is the key of the phrase that explains; `n` its number, `day` its date (ISO)."""

    problem: str
    n: float = 0
    day: str = ""


Reading = Understood | Ambiguous | Misread


@dataclass(frozen=True, slots=True)
class Setting:
    """In which language, and when: “3,5” and “May 3” hang on it."""

    language: str
    at: datetime


def read(question: Question, text: str, setting: Setting) -> Reading:
    """What `text` means as an answer to `question`."""
    words = text.strip()
    if not words:
        return Misread("reply.empty")
    match question:
        case FreeText():
            return read_words(question, words, setting.language)
        case Listing():
            return read_list(question, words)
        case Number():
            return read_quantity(question, words, setting.language)
        case Day():
            return read_day(question, words, setting)
        case Hour():
            found = read_time(words, setting.language)
            return Misread("reply.no_hour") if found is None else Understood(Kind.ANSWERED, f"{found:%H:%M}")
        case SelectMultiple() | Rank():
            return read_several(question, words)
        case Review():
            return Understood(Kind.ANSWERED, "") if folded(words) in YES_WORDS else Misread("reply.review")
        case Choice():
            return read_one(question, words)
        case _:
            assert_never(question)


DONE_WORDS = frozenset({"done", "termine", "fini", "finished", "that s all", "thats all", "c est tout", "cest tout"})
"""What ends a list when it is typed: the bot has just said so itself."""


def ends_a_list(words: str) -> bool:
    return folded(words) in DONE_WORDS


def read_words(question: FreeText, words: str, language: str) -> Reading:
    longest = question.longest[language]
    if question.one_line:
        words = " ".join(words.split())
    if len(words) > longest:
        return Misread("reply.too_long", longest)
    if question.pattern is not None and not question.pattern.fits(words):
        return Misread("reply.other_form")
    return Understood(Kind.ANSWERED, words)


def read_list(question: Listing, words: str) -> Reading:
    """One text per line."""
    each = tuple(dict.fromkeys(" ".join(line.split()) for line in words.splitlines() if line.strip()))
    if any(len(line) > question.longest for line in each):
        return Misread("reply.too_long", question.longest)
    return Understood(Kind.ANSWERED, each)


def read_quantity(question: Number, words: str, language: str) -> Reading:
    number = read_number(words, language, question.decimals)
    if number is None:
        return Misread("reply.no_number" if question.decimals else "reply.no_whole_number")
    if question.least is not None and number < question.least:
        return Misread("reply.too_low", question.least)
    if question.most is not None and number > question.most:
        return Misread("reply.too_high", question.most)
    return Understood(Kind.ANSWERED, number)


def read_day(question: Day, words: str, setting: Setting) -> Reading:
    day = read_date(words, setting.language, setting.at.date())
    if day is None:
        return Misread("reply.no_day")
    earliest, latest = bound(question.earliest, setting.at), bound(question.latest, setting.at)
    if earliest is not None and day < earliest:
        return Misread("reply.too_early", day=earliest.isoformat())
    if latest is not None and day > latest:
        return Misread("reply.too_late", day=latest.isoformat())
    return Understood(Kind.ANSWERED, day.isoformat())


def bound(written: str | None, at: datetime) -> date | None:
    if written is None:
        return None
    return at.date() if written == "today" else date.fromisoformat(written)


def read_one(question: Choice, words: str) -> Reading:
    found = matches(question.options, words)
    if not found:
        return Misread("reply.no_match")
    if len(found) > 1:
        return Ambiguous(found)
    return Understood(found[0].kind, found[0].code)


def read_several(question: SelectMultiple | Rank, words: str) -> Reading:
    picked: list[Option] = []
    for part in parts_of(question, words):
        found = matches(question.options, part)
        if len(found) != 1:
            return Ambiguous(found) if found else Misread("reply.no_match_several")
        picked.append(found[0])
    codes = [option.code for option in picked]
    if any(option.explanation is not None for option in picked):
        return Understood(Kind.ANSWERED, tuple(codes))
    return in_order(question, codes) if isinstance(question, Rank) else picks(question, codes)


def parts_of(question: Choice, words: str) -> list[str]:
    """The whole when it is one label, else its pieces; labels have commas and “et” too, so neighbours that make one
    label together stay together."""
    if len(matches(question.options, words)) == 1:
        return [words]
    cuts = [cut.span() for cut in SEPARATORS.finditer(words)]
    pieces = list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(words)], strict=True))
    known = {label for option in question.options for label in labels(option)}
    parts = []
    while pieces:
        start, taken = pieces[0][0], 1
        for number, (_, end) in enumerate(pieces[:MOST_PIECES], 1):
            taken = number if folded(words[start:end]) in known else taken
        parts.append(words[start : pieces[taken - 1][1]].strip())
        pieces = pieces[taken:]
    return [part for part in parts if part] or [words]


def picks(question: SelectMultiple, codes: Sequence[str]) -> Reading:
    """The picks as an answer in the options' order, or what is wrong with their number."""
    chosen = [option for option in question.options if option.code in codes]
    if any(option.exclusive for option in chosen):
        return one_alone(chosen)
    least = min(question.least, max(1, together(question)))  # borrowed options may be few
    if len(chosen) < least:
        return Misread("reply.too_few", least)
    if question.most is not None and len(chosen) > question.most:
        return Misread("reply.too_many", question.most)
    return Understood(Kind.ANSWERED, tuple(option.code for option in chosen))


def one_alone(chosen: Sequence[Option]) -> Reading:
    if len(chosen) > 1:
        return Misread("reply.stands_alone")
    return Understood(chosen[0].kind, (chosen[0].code,))


def in_order(question: Rank, codes: Sequence[str]) -> Reading:
    """A ranking is as long as asked for, or as there are options; an option for no answer stands alone."""
    options: dict[str, Option] = {option.code: option for option in question.options}
    chosen = [code for code in dict.fromkeys(codes) if code in options]
    if any(options[code].exclusive for code in chosen):
        return one_alone([options[code] for code in chosen])
    places = places_of(question)
    if len(chosen) < places:
        return Misread("reply.rank_more", places)
    if len(chosen) > places:
        return Misread("reply.too_many", places)
    return Understood(Kind.ANSWERED, tuple(chosen))


def places_of(question: Rank) -> int:
    return min(question.most, max(1, together(question)))
