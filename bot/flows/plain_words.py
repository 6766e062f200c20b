"""Plain words: what reads badly in an authored text though nothing in it is broken.

Typography and terms are worth a warning; long sentences, double questions and heavy texts a hint. Places count the
characters of the words as the author wrote them, tags and all. It must never change a text, never keep a flow from
being published, and never look inside a tag or a link's address.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from bot.flows.expression_source import Mistake
from bot.flows.sentences import Reading, count, hidden, readings, restored, sentences, syllables, tokens
from bot.flows.wanted_terms import WANTED_TERMS, Terms
from bot.locales import typeset
from bot.locales.typography import NO_BREAK

LONGEST_SENTENCE = 25
"""Words. The style guides say 15 to 20 (content, b.0); a hint leaves some room."""
SHORTEST_MEASURED = 30
"""Words: a formula says nothing about a shorter text."""
LONGEST_STAGE = 8
"""Minutes: stages take 4 to 8 (content, b.0, length targets)."""

WORDS_A_MINUTE = 200
SECONDS_A_QUESTION = 20

SPACES = f" {NO_BREAK}\u202f"
SHOWN_NO_BREAK = "␣"
LONGEST_FOUND = 60


# Warnings


def typography(language: str, words: str) -> list[Mistake]:
    """The first place that typesetting repairs on its way out (W514).

    `found` and `wanted` are the words around it; a no-break space, which nobody can see, is shown as ␣. Straight
    apostrophes are told in French alone.
    """
    plain = hidden(words)
    if language != "fr":
        plain = plain.replace("'", "’")
    repaired = typeset(language, plain)
    if repaired == plain:
        return []
    start, end = around(language, plain, first_difference(plain, repaired))
    wanted = restored(typeset(language, plain[start:end]), plain[start:end], words[start:end])
    return [Mistake("W514", start, end - start, {"found": seen(words[start:end]), "wanted": seen(wanted)})]


def first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def around(language: str, plain: str, at: int) -> tuple[int, int]:
    """From the word before `at` to the first end of a word from which on the repair shows."""
    head = plain[:at].rstrip(SPACES)
    word = head.split()[-1] if head and not head[-1].isspace() else ""
    start = len(head) - len(word)
    ends = (match.end() for match in re.finditer(f"[{SPACES}]*\\S*", plain[at:]))
    changed = (at + end for end in ends if typeset(language, plain[start : at + end]) != plain[start : at + end])
    return start, next(changed, len(plain))


def seen(words: str) -> str:
    return words.replace(NO_BREAK, SHOWN_NO_BREAK)


def glossary(language: str, words: str) -> list[Mistake]:
    """Every term that has a better one (W515), with `found` and `wanted`."""
    if language not in AVOIDED:
        return []
    return [
        Mistake(
            "W515",
            match.start(),
            len(match[0]),
            {"found": " ".join(match[0].split()), "wanted": WANTED_TERMS[language][(match.lastindex or 1) - 1][1]},
        )
        for match in AVOIDED[language].finditer(hidden(words))
    ]


def one_pattern(terms: Terms) -> re.Pattern[str]:
    """Whole words; the number of the group is the number of the term. Not in an address, a file's name or a command."""
    each = "|".join(f"({avoided})" for avoided, _ in terms).replace(" ?", r"\s?").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w@/.])(?:{each})(?!\w|[@.]\w)", re.IGNORECASE)


AVOIDED: Mapping[str, re.Pattern[str]] = {language: one_pattern(terms) for language, terms in WANTED_TERMS.items()}


# Hints


def hints(language: str, words: str, is_question: bool) -> list[Mistake]:
    """What could be easier: long sentences (H801), two questions in one (H802), a text that is heavy (H803).

    Never more than a hint: reading ease is judged with people. A formula only points at long sentences and long
    words, and the federal guide advises against it as a measure (content, b.0). Each branch of an `{% if %}` is read
    on its own, so what is told is true of every way through the text, and some is missed.
    """
    read = readings(words)
    found = [*long_sentences(read), *heavy(language, read)]
    if is_question:
        found += [mistake for each in read for mistake in double_question(language, each)]
    return sorted(found, key=lambda mistake: (mistake.at, mistake.code))


def long_sentences(read: list[Reading]) -> Iterator[Mistake]:
    for reading in read:
        for sentence in sentences(reading.text):
            n = count(sentence[0])
            if n > LONGEST_SENTENCE:
                yield Mistake("H801", *reading.place(sentence.span()), {"n": n, "most": LONGEST_SENTENCE})


QUOTED = re.compile(r"“[^”\n]*”|«[^»\n]*»")
ASKS = re.compile(r"\?\W*$")
VERB = r"(?:do|does|did|are|is|was|were|can|could|will|would|should|have|has|had|may|might)"
SUBJECT = r"(?:you|your|they|their|we|our|it|its|he|she|the|there|people|this|that|these|those)"
ENGLISH = (
    # “… and why?”
    r"(?:\band|,\s+or),?\s+(?:(?:with|for|to|from|by|in|at)\s+)?(?:why|how|what|where|when|whom?|which)\s*\?",
    # “… and what would you …?”
    rf"(?:\band|,\s+or),?\s+(?:why|what|where|when|whom?|which)\s+{VERB}\s+{SUBJECT}\b",
    # “… and how often do you …?”
    rf"(?:\band|,\s+or),?\s+how\s+(?:\w+\s+){{0,2}}?{VERB}\s+{SUBJECT}\b",
    # “Are you …, and do you …?”
    rf"\band\s+{VERB}\s+{SUBJECT}\b",
)
WITH = r"(?:(?:avec|à|de|pour|par|chez|sur|dans|en)\s+)?"
INVERSION = r"(?!rendez-)\w+-(?:t-)?(?:vous|nous|ils?|elles?|on|ce)\b"
FRENCH = (
    # « … et pourquoi? »
    rf"(?:\bet|,\s+ou),?\s+{WITH}(?:pourquoi|comment|quand|où|combien|qui|quoi|lesquel(?:le)?s)\s*\?",
    # « … et comment le protégez-vous? »
    rf"(?:\bet|,\s+ou),?\s+{WITH}(?:pourquoi|comment|quand|où|combien|qui)\s[^?,;]{{0,60}}?{INVERSION}",
    # « …, et à quelle fréquence le faites-vous? »
    rf"(?<=,\s)et\s+{WITH}quel(?:le)?s?\s[^?,;]{{0,60}}?{INVERSION}",
    # « Gardez-vous …, et y a-t-il …? »
    rf"\bet\s+(?:qu[’'])?(?:(?:les?|la|en|y|vous)\s+|l[’'])?{INVERSION}",
)
JOINED: Mapping[str, re.Pattern[str]] = {
    language: re.compile("|".join(signs), re.IGNORECASE) for language, signs in (("en", ENGLISH), ("fr", FRENCH))
}
"""Two questions in one sentence, by signs that are sure: an indirect question has neither inversion nor ellipsis."""


def double_question(language: str, reading: Reading) -> Iterator[Mistake]:
    """The second question: a second question mark outside quotation marks, or “and” before another interrogative.

    “Is it open, or is it closed?” is one question with two answers, so “or” counts before “how” and “why” alone.
    """
    text = QUOTED.sub(lambda quoted: "“" + "x" * (len(quoted[0]) - 2) + "”", reading.text)
    asked = [sentence for sentence in sentences(text) if ASKS.search(sentence[0])]
    spans = [sentence.span() for sentence in asked[1:2]]
    if len(asked) == 1 and language in JOINED:
        joined = JOINED[language].search(text, asked[0].start() + 1, asked[0].end())
        spans = [(joined.start(), asked[0].end())] if joined else []
    for start, end in spans:
        found = reading.text[start:end]
        shown = found if len(found) <= LONGEST_FOUND else found[: LONGEST_FOUND - 1] + "…"
        yield Mistake("H802", *reading.place((start, end)), {"found": shown})


HEAVY: Mapping[str, Callable[[float, float], bool]] = {
    # Flesch and Kincaid's grade, above the last year of school
    "en": lambda length, weight: 0.39 * length + 11.8 * weight - 15.59 > 12,
    # Flesch's reading ease as Kandel and Moles adapted it to French (1958), on the same scale from 0, hard, to 100.
    # Below 45: what grade 12 comes to on that scale in English, for sentences of 20 words
    "fr": lambda length, weight: 207 - 1.015 * length - 73.6 * weight < 45,
}
"""From the words of a sentence and the syllables of a word, on average, to: is it heavy?"""


def heavy(language: str, read: list[Reading]) -> Iterator[Mistake]:
    """At the longest sentence of a text of more than 30 words; `n` words a sentence, and the longest words."""
    said = [(reading, sentence) for reading in read for sentence in sentences(reading.text) if count(sentence[0])]
    written = [word for reading in read for word in tokens(reading.text)]
    if language not in HEAVY or len(written) <= SHORTEST_MEASURED:
        return
    length = len(written) / len(said)
    if HEAVY[language](length, sum(syllables(language, word) for word in written) / len(written)):
        reading, longest = max(said, key=lambda each: count(each[1][0]))
        yield Mistake("H803", *reading.place(longest.span()), {"n": round(length), "found": longest_words(written)})


def longest_words(written: list[str]) -> str:
    bare = dict.fromkeys(match[0] for word in written if (match := re.search(r"[^\W\d_]{2,}(?=\W*$)", word)))
    return ", ".join(sorted(bare, key=len, reverse=True)[:3])


# Time


def minutes_needed(questions: int, words: int) -> float:
    """About how long a stage takes somebody who reads its `words` (see words_to_read) and answers its `questions`.

    200 words a minute: most adults read 175 to 300 silently (Brysbaert, 2019), here on a phone and some in their second
    language. 20 seconds to think and tap; free text takes longer, a skipped question less. So the 16 items of the
    needs assessment come to 8 minutes, in the middle of what was planned for them (content, b.0).
    """
    return words / WORDS_A_MINUTE + questions * SECONDS_A_QUESTION / 60
