"""Likeness: which options typed words could mean.

A number, a label, a label without accents, its beginning or a close spelling, in any language of the flow. What could
be two options is given as two, never guessed. It must never read a whole reply: replies.py does.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from bot.engine.options import Option, fixed_words

CLOSE = 0.8
"""The least likeness (difflib's ratio) of a misspelt word: one slip in five letters."""

JOINED = str.maketrans({"'": "", "’": "", "œ": "oe", "æ": "ae"})
"""What fingers leave out or spell out."""

ELIDED = re.compile(r"^[ldLD]['’](?=\w)")
"""An article without its vowel: “L’après-midi” is also “après-midi”."""

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
    """In every language, long and short."""
    texts = (option.label,) if option.short is None else (option.label, option.short)
    said = [fixed_words(text, language) for text in texts for language in text.parts]
    return tuple(folded_label(words) for each in said for words in dict.fromkeys((each, ELIDED.sub("", each))))


@lru_cache(maxsize=4096)
def folded_label(words: str) -> str:
    """Labels are read again with every reply."""
    return folded(words)


def begins(label: str, typed: str) -> bool:
    """“oui” begins “oui j accepte”; one letter begins too much."""
    return label.startswith(typed) and (len(typed) >= 3 or label[len(typed) :].startswith(" "))


def holds_words(label: str, typed: str) -> bool:
    """“les notes” is in “des notes et des récits”: every word that says something is there, and no denial left out."""
    words, held = set(typed.split()) - SMALL_WORDS, set(label.split())
    return bool(words) and len(typed) >= 3 and words <= held and held & DENIALS <= words


def alike(label: str, typed: str) -> bool:
    """The same words with slips of the finger. One word more or less may say the opposite (“oui j’accepte pas”)."""
    words, written = label.split(), typed.split()
    return len(words) == len(written) and all(map(same_word, words, written))


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
