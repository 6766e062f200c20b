"""Sentences: an authored text as it is read, without its tags and addresses, in words and syllables.

Everything keeps its place in the words as written. It must never judge; plain_words.py does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HIDDEN = "\ue000"
"""A character of the private use area: no letter, no digit, no space, and nobody writes it."""

UNREAD = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}"  # tags
    r"|(?<=\]\()(?P<address>[^\s(){}]+)(?=\))"
    r"|https?://[^\s(){}«»]*[\w/]",  # an address on its own, without the mark after it
    re.DOTALL,
)
BLOCK = re.compile(r"\{%\s*(?P<word>\w*).*?%\}", re.DOTALL)
BEGINS, ENDS = ("if", "elif", "else"), ("elif", "else", "endif")
SENTENCE = re.compile(r"\S.*?(?:(?<![.!?…])[.!?…]++(?:\u00a0?[”»)\]*\"])*+(?=\s|$)|$)", re.MULTILINE)
READ = re.compile(rf"[\w{HIDDEN}]")
LETTER = re.compile(r"[^\W\d_]")
VOWELS = {"en": re.compile(r"[aeiouy]+"), "fr": re.compile(r"é|[aàâäeèêëiîïoôöuùûüyœæ]+")}
SILENT = {
    "en": re.compile(r"(?:[^\Waeiouyl]e|[^\Waeiouytd]ed|[^\Waeiouysxzcgh]es)\W*$"),
    "fr": re.compile(r"(?:é|[^\Waàâäeéèêëiîïoôöuùûüyœæ])es?\W*$"),
}


def hidden(words: str) -> str:
    """As long as `words`, without what is not read. What touches a tag touches its brace, as in the words."""
    return UNREAD.sub(unread, words)


def unread(match: re.Match[str]) -> str:
    if match["address"]:
        return HIDDEN * len(match[0])
    return match[0][0] + HIDDEN * (len(match[0]) - 2) + match[0][-1]


def restored(changed: str, plain: str, words: str) -> str:
    """`changed`, which was made from `plain`, with what had been hidden of `words`."""
    unseen = (word for word, sign in zip(words, plain, strict=True) if sign == HIDDEN)
    return "".join(next(unseen, "") if sign == HIDDEN else sign for sign in changed)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read in one go; `places` says where each of its characters stands in the words as written."""

    text: str
    places: Sequence[int]

    def place(self, span: tuple[int, int]) -> tuple[int, int]:
        """The offset and the width of a part of the text that is not empty."""
        first, last = self.places[span[0]], self.places[span[1] - 1]
        return first, last - first + 1


def readings(words: str) -> list[Reading]:
    """What stands outside of every `{% if %}`, then each branch on its own; the tags of blocks are in none."""
    plain, at = hidden(words), 0
    places: list[list[int]] = [[]]
    within = [0]
    for block in BLOCK.finditer(words):
        places[within[-1]].extend(range(at, block.start()))
        at = block.end()
        if block["word"] in ENDS and len(within) > 1:
            within.pop()
        if block["word"] in BEGINS:
            within.append(len(places))
            places.append([])
    places[within[-1]].extend(range(at, len(words)))
    return [Reading("".join(plain[place] for place in each), each) for each in places]


def sentences(text: str) -> Iterator[re.Match[str]]:
    """To the mark that ends them, with the quotation mark after it, or to the end of the line."""
    return SENTENCE.finditer(text)


def count(text: str) -> int:
    """The words between spaces, as a word processor counts them: “l’atelier” is one, “:” is none, a slot is one."""
    return sum(1 for token in text.split() if READ.search(token))


def tokens(text: str) -> list[str]:
    """The words that are made of letters, without slots."""
    return [token for token in text.split() if LETTER.search(token) and HIDDEN not in token]


def syllables(language: str, word: str) -> int:
    """About: each group of vowels is one, a silent ending is none. French verbs in “-ent” get one too many."""
    word = word.lower()
    n = len(VOWELS[language].findall(word))
    return n - 1 if n > 1 and SILENT[language].search(word) else max(n, 1)


def words_to_read(words: str) -> int:
    """The most words that somebody reads of a text: of each `{% if %}` its longest branch. A slot counts as one."""
    plain, at = hidden(words), 0
    said: list[int] = [0]
    longest: list[int] = []
    for block in BLOCK.finditer(words):
        said[-1] += count(plain[at : block.start()])
        at = block.end()
        if block["word"] in ENDS and longest:
            longest[-1] = max(longest[-1], said.pop())
        if block["word"] == "endif" and longest:
            said[-1] += longest.pop()
        elif block["word"] in BEGINS:
            said.append(0)
            longest += [0] if block["word"] == "if" else []
    return sum(said) + sum(longest) + count(plain[at:])
