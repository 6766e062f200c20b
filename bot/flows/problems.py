"""Problems: what is wrong with a file that somebody wrote, said so that the next one is avoided.

A problem has a place, a code and values; its sentences (what, why, try) are phrases in
locales/<language>/problems.po, so it speaks every language of the bot, in the terminal, the preview and JSON alike.
It must never hold a sentence itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from bot.locales import Phrases
from bot.locales.typography import NO_BREAK


class Severity(StrEnum):
    """Only an error keeps a flow from being published; a hint may well be right as it is."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


ERRORS = (
    # P: the file as YAML
    *("P101", "P102", "P103", "P104", "P105", "P106", "P107", "P108", "P109", "P110", "P111", "P112"),
    # S: its shape, key by key
    *("S201", "S202", "S203", "S204", "S205", "S206", "S207", "S208", "S209", "S210", "S211", "S212", "S213"),
    *("S214", "S215", "S216", "S217", "S218", "S219", "S221"),
    # F: what it refers to
    *("F301", "F302", "F303", "F304", "F305", "F306", "F307", "F308", "F310", "F311", "F312", "F313", "F315"),
    *("F316", "F317", "F318", "F319", "F320", "F321", "F322", "F323", "F324", "F325", "F326", "F327", "F328"),
    # L: its languages
    *("L401", "L402", "L404", "L405", "L406"),
    # W: its words
    *("W501", "W502", "W503", "W504", "W505", "W509", "W510", "W512", "W513", "W516", "W517", "W518"),
    # C: its conditions
    *("C601", "C602", "C603", "C604", "C605", "C607", "C608", "C609"),
    # T: its conversations
    *("T701", "T702", "T703", "T704", "T706"),
)
WARNINGS = ("F309", "F314", "L403", "L407", "W506", "W507", "W508", "W511", "W515", "T705")
HINTS = ("W514", "H801", "H802", "H803", "H804")
CODES: Mapping[str, Severity] = {
    **dict.fromkeys(ERRORS, Severity.ERROR),
    **dict.fromkeys(WARNINGS, Severity.WARNING),
    **dict.fromkeys(HINTS, Severity.HINT),
}

TO_TYPE = re.compile(r"`([^`]*)`")
LONGEST_EXCERPT = 110
"""How many characters of a source line are shown; a longer one is shown around the fault."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where: line and column count from 1; `excerpt` is the whole source line and `width` how much of it is meant."""

    file: str
    line: int = 1
    column: int = 1
    excerpt: str = ""
    width: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """A word of ours inside a problem's sentence (“a list”), by its key, so that it is translated with the sentence."""

    key: str


@dataclass(frozen=True, slots=True)
class Problem:
    """`values` fill the sentences; `close` among them is what was probably meant, `line` where that stands."""

    code: str
    place: Place
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return CODES[self.code]

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Explanation:
    what: str
    why: str
    try_: str


def explain(problem: Problem, phrases: Phrases, language: str) -> Explanation:
    values = {name: in_words(name, value, phrases, language) for name, value in problem.values.items()}
    return Explanation(
        what=phrases.say(language, f"problem.{problem.code}.what", **values),
        why=as_typed(phrases.say(language, f"problem.{problem.code}.why", **values)),
        try_=as_typed(phrases.say(language, way_out(problem), **values)),
    )


def as_typed(words: str) -> str:
    """What stands between ` in a sentence is to be typed: French typography has no place before its colons."""
    return TO_TYPE.sub(lambda match: match[1].replace(f"{NO_BREAK}:", ":"), words)


def in_words(name: str, value: object, phrases: Phrases, language: str) -> str:
    """A list of what is known may have nothing in it."""
    term = Term("nothing") if name == "known" and not value else value
    return phrases.say(language, f"problem.term.{term.key}") if isinstance(term, Term) else str(term)


def way_out(problem: Problem) -> str:
    """The key of “try”: the close name when there is one, else the advice for this case or for this code."""
    if not problem.values.get("close"):
        case = problem.values.get("advice")
        return f"problem.{problem.code}.try.{case}" if case else f"problem.{problem.code}.try"
    return "problem.did_you_mean.line" if problem.values.get("line") else "problem.did_you_mean"


def printed(problem: Problem, phrases: Phrases, language: str) -> str:
    """Place, code and what; the source line with a caret; why; try (design, 9)."""
    told, place = explain(problem, phrases, language), problem.place
    mild = "" if problem.is_error else phrases.say(language, f"problem.{problem.severity}") + " "
    labels = [phrases.say(language, f"problem.label.{part}") for part in ("why", "try")]
    wide = max(map(len, labels))
    return "\n".join(
        (
            f"{place.file}:{place.line}:{place.column}  {problem.code}  {mild}{told.what}",
            *excerpt(place),
            f"   {labels[0]:<{wide}}  {indented(told.why, wide + 5)}",
            f"   {labels[1]:<{wide}}  {indented(told.try_, wide + 5)}",
        )
    )


def excerpt(place: Place) -> tuple[str, ...]:
    """The source line under its number, and a caret under the fault."""
    if not place.excerpt.strip():
        return ()
    cut = max(0, place.column - 1 - LONGEST_EXCERPT // 2) if len(place.excerpt) > LONGEST_EXCERPT else 0
    line = place.excerpt[cut : cut + LONGEST_EXCERPT].replace("\t", " ")
    at = place.column - 1 - cut
    caret = "^" * max(1, min(place.width, len(line) - at))
    return (f"{place.line:>5} | {line}".rstrip(), " " * (8 + at) + caret)


def indented(words: str, by: int) -> str:
    return words.replace("\n", "\n" + " " * by)


def to_json(problem: Problem, phrases: Phrases, language: str) -> dict[str, Any]:
    """Plain JSON values, with the same sentences as the printed form."""
    told, place = explain(problem, phrases, language), problem.place
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "width": place.width,
        "excerpt": place.excerpt,
        "what": told.what,
        "why": told.why,
        "try": told.try_,
    }


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By place, each said once."""
    unique = {(each.place, each.code, str(each.values)): each for each in problems}
    return sorted(unique.values(), key=lambda each: (each.place.file, each.place.line, each.place.column, each.code))


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; empty when none is near."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")
