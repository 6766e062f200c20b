"""Replies: what somebody typed, read as an answer to a question. Typing is as good as tapping.

A number, a label, a label without accents, its beginning or a close spelling are all accepted, in any language of
the flow;
what could be two options is asked back, never guessed. It must never store anything or decide what comes next.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.engine.flow import Choice, FreeText, Option, Question, SelectMultiple
from bot.engine.values import Answer, Kind

CLOSE = 0.8
"""The least likeness (difflib's ratio) of a misspelt label: one slip in five letters."""

NUMBER = re.compile(r"[0-9]{1,4}")
"""The place of a choice; Python refuses to read thousands of digits as one number."""

SEPARATORS = re.compile(r"[,;/+&\n]|\s+(?:et|and|ou|or)\s+|(?<=\d)\s+(?=\d)")


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
    """`problem` is the key of the phrase that explains; `n` its number."""

    problem: str
    n: int = 0


Reading = Understood | Ambiguous | Misread


def read(question: Question, text: str) -> Reading:
    """What `text` means as an answer to `question`."""
    words = text.strip()
    if not words:
        return Misread("reply.empty")
    if isinstance(question, FreeText):
        return read_words(question, words)
    if isinstance(question, SelectMultiple):
        return read_several(question, words)
    return read_one(question, words)


def read_words(question: FreeText, words: str) -> Reading:
    excess = len(words) - question.longest
    return Misread("reply.too_long", question.longest) if excess > 0 else Understood(Kind.ANSWERED, words)


def read_one(question: Choice, words: str) -> Reading:
    found = matches(question.options, words)
    if not found:
        return Misread("reply.no_match")
    if len(found) > 1:
        return Ambiguous(found)
    return Understood(found[0].kind, found[0].code)


def read_several(question: SelectMultiple, words: str) -> Reading:
    picked: list[Option] = []
    for part in parts_of(question, words):
        found = matches(question.options, part)
        if len(found) != 1:
            return Ambiguous(found) if found else Misread("reply.no_match_several")
        picked.append(found[0])
    return picks(question, [option.code for option in picked])


def parts_of(question: SelectMultiple, words: str) -> list[str]:
    """The whole when it is one label (labels have commas too), else its pieces."""
    if len(matches(question.options, words)) == 1:
        return [words]
    return [part.strip() for part in SEPARATORS.split(words) if part.strip()] or [words]


def picks(question: SelectMultiple, codes: Sequence[str]) -> Reading:
    """The picks as an answer in the options' order, or what is wrong with their number."""
    chosen = [option for option in question.options if option.code in codes]
    if any(option.exclusive for option in chosen):
        return one_alone(chosen)
    if len(chosen) < question.least:
        return Misread("reply.too_few", question.least)
    if question.most is not None and len(chosen) > question.most:
        return Misread("reply.too_many", question.most)
    return Understood(Kind.ANSWERED, tuple(option.code for option in chosen))


def one_alone(chosen: Sequence[Option]) -> Reading:
    if len(chosen) > 1:
        return Misread("reply.stands_alone")
    return Understood(chosen[0].kind, (chosen[0].code,))


def matches(options: Sequence[Option], words: str) -> tuple[Option, ...]:
    """The options that the words could mean: by label, else by number, else by beginning, else by likeness."""
    typed = folded(words)
    if not typed:
        return ()
    exact = tuple(option for option in options if typed in labels(option))
    if exact:
        return exact
    if NUMBER.fullmatch(typed):
        return tuple(options[int(typed) - 1 : int(typed)]) if 0 < int(typed) <= len(options) else ()
    beginning = tuple(option for option in options if any(begins(label, typed) for label in labels(option)))
    return beginning or tuple(option for option in options if any(alike(label, typed) for label in labels(option)))


def labels(option: Option) -> tuple[str, ...]:
    return tuple(folded(option.words(language)) for language in option.label.parts)


def begins(label: str, typed: str) -> bool:
    """“oui” begins “oui j accepte”; one letter begins too much."""
    return label.startswith(typed) and (len(typed) >= 3 or label[len(typed) :].startswith(" "))


def alike(label: str, typed: str) -> bool:
    return len(typed) >= 4 and SequenceMatcher(None, label, typed).ratio() >= CLOSE


def folded(words: str) -> str:
    """Without case, accents, signs or doubled spaces: `Déjà-vu !` and `deja vu` are the same."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())
