"""Replies: what somebody typed, read as an answer to a question. Typing is as good as tapping.

A number, a label, a label without accents, its beginning or a close spelling are all accepted, in any language of
the flow; what could be two options is asked back, never guessed. It must never store anything or decide what comes
next.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.engine.flow import Choice, FreeText, Option, Question, SelectMultiple
from bot.engine.values import Answer, Kind

CLOSE = 0.8
"""The least likeness (difflib's ratio) of a misspelt word: one slip in five letters."""

JOINED = str.maketrans({"'": "", "’": "", "œ": "oe", "æ": "ae"})
"""What fingers leave out or spell out."""

NUMBER = re.compile(r"[0-9]{1,4}")
"""The place of a choice; Python refuses to read thousands of digits as one number."""

SMALL_WORDS = frozenset(
    {"a", "an", "the", "of", "in", "on", "to", "and", "or", "l", "le", "la", "les", "un", "une", "d", "de"}
) | {
    *("du", "des", "au", "aux", "et", "ou", "en", "dans", "sur"),
}
"""They tell no label from another."""
DENIALS = frozenset(
    (
        "no",
        "not",
        "none",
        "nobody",
        "never",
        "dont",
        "without",
        "non",
        "ne",
        "pas",
        "rien",
        "personne",
        "jamais",
        "sans",
    )
)
"""They turn a label around: “merci” is not “non, merci”."""

SEPARATORS = re.compile(r"[,;/+&\n]|\s+(?:et|and|ou|or)\s+|(?<=\d)\s+(?=\d)")

MOST_PIECES = 6
"""How many pieces one label may have between its commas."""


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
    """The options that the words could mean: by label, by number, by beginning, by words in it, by likeness; the
    first that finds."""
    typed = folded(words)
    if not typed:
        return ()
    exact = tuple(option for option in options if squeezed(typed) in map(squeezed, labels(option)))
    if exact:
        return exact
    led = tuple(option for option in options if any(label.split()[:1] == [typed] for label in labels(option)))
    if led and typed.isdigit():  # “0 – not at all” … “10 – fully”: the number that people see is the one they mean
        return led
    if NUMBER.fullmatch(typed):
        return tuple(options[int(typed) - 1 : int(typed)]) if 0 < int(typed) <= len(options) else ()
    for means in (begins, holds_words, alike):
        found = tuple(option for option in options if any(means(label, typed) for label in labels(option)))
        if found:
            return found
    return ()


def labels(option: Option) -> tuple[str, ...]:
    return tuple(folded(option.words(language)) for language in option.label.parts)


def begins(label: str, typed: str) -> bool:
    """“oui” begins “oui j accepte”; one letter begins too much."""
    return label.startswith(typed) and (len(typed) >= 3 or label[len(typed) :].startswith(" "))


def holds_words(label: str, typed: str) -> bool:
    """“les notes” is in “des notes et des récits”: every word that says something is there, and no denial left out."""
    words, held = set(typed.split()) - SMALL_WORDS, set(label.split())
    return bool(words) and len(typed) >= 3 and words <= held and held & DENIALS <= words


def alike(label: str, typed: str) -> bool:
    """The same words with slips of the finger. One word more or less may say the opposite (“oui j’accepte pas”)."""
    pairs = zip(label.split(), typed.split(), strict=False)
    return label.count(" ") == typed.count(" ") and all(same_word(word, written) for word, written in pairs)


def same_word(word: str, typed: str) -> bool:
    """So may another first letter: “uncomfortable” is no misspelt “comfortable”."""
    if word == typed:
        return True
    close = len(typed) >= 4 and word[0] == typed[0]
    return close and SequenceMatcher(None, word, typed).ratio() >= CLOSE


def squeezed(words: str) -> str:
    return words.replace(" ", "")


def folded(words: str) -> str:
    """Without case, accents, signs, apostrophes or doubled spaces: `L’été !` and `lete` are the same."""
    letters = unicodedata.normalize("NFKD", words.casefold().translate(JOINED))
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())
