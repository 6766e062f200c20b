"""Phrases: the bot's own sentences by key and language, with plurals, numbers, dates and lists from CLDR.

Keys are the msgctxt of the PO files, so a reworded English sentence never throws its French away. A phrase is found
or the
call fails: there is no fallback to another language, and a test reads every file. It must never see a flow's text.
"""

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from bot.locales.typography import NO_BREAK, typeset

Words = str | tuple[str, ...] | list[str]
HOLDS_A_LIST = re.compile(r",|\b(?:and|or|et|ou)\b")
CLDR = {"en": "en_CA", "fr": "fr_CA"}


class UnknownPhrase(KeyError):
    """No phrase has this key in this language: a fault of ours, caught by the tests."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of a PO file: its forms (one, or one per plural category) and how to choose among them."""

    forms: tuple[str, ...]
    choose: Callable[[int], int]

    def form(self, n: object) -> str:
        count = n if isinstance(n, int) and len(self.forms) > 1 else 0
        return self.forms[self.choose(count)] if len(self.forms) > 1 else self.forms[0]


class Phrases:
    """Every phrase of every language; cheap to share, never changed after loading."""

    def __init__(self, catalogues: Mapping[str, Mapping[str, Phrase]]) -> None:
        self._catalogues = catalogues

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._catalogues)

    def keys(self, language: str) -> frozenset[str]:
        return frozenset(self._catalogues[language])

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The phrase with its `{names}` filled in; a plural phrase is chosen by the value named `n`.

        Raises UnknownPhrase for a key that the language lacks, KeyError for a value that was not given.
        """
        try:
            phrase = self._catalogues[language][key]
        except KeyError:
            raise UnknownPhrase(f"{language}: {key}") from None
        shown = {name: self._shown(language, value) for name, value in values.items()}
        return phrase.form(values.get("n")).format_map(shown)

    def _shown(self, language: str, value: object) -> str:
        return self.number(language, value) if isinstance(value, int | float) else str(value)

    def number(self, language: str, value: float) -> str:
        return str(format_decimal(value, locale=self.cldr(language)))

    def percent(self, language: str, share: float) -> str:
        """`share` from 0 to 1, as a whole percentage."""
        return str(format_percent(share, locale=self.cldr(language)))

    def list(self, language: str, items: Iterable[str]) -> str:
        """`a, b and c`; items that hold an “and” or a comma of their own are parted by semicolons. Empty for none."""
        each = list(items)
        if len(each) > 1 and any(HOLDS_A_LIST.search(item) for item in each):
            return "; ".join(each)
        return str(format_list(each, locale=self.cldr(language)))

    def date(self, language: str, day: date) -> str:
        words = str(format_date(day, format="long", locale=self.cldr(language)))
        first = language == "fr" and day.day == 1  # CLDR says “1 mai”; French says “1er mai”
        return unbroken(words.replace("1 ", "1er ", 1) if first else words)

    def day(self, language: str, iso: str) -> str:
        """A date in ISO's form (2027-05-03) as the language says it."""
        return self.date(language, date.fromisoformat(iso))

    def month(self, language: str, iso: str) -> str:
        """Its month and year: `May 2027`."""
        return unbroken(str(format_skeleton("yMMMM", date.fromisoformat(iso), locale=self.cldr(language))))

    def hour(self, language: str, iso: str) -> str:
        return self.time(language, datetime.combine(date.min, time.fromisoformat(iso)))

    def counted(self, language: str, n: float, one: str, several: str) -> str:
        """The number with the word that fits it by CLDR's rule: `0 réponse`, `0 answers`."""
        is_one = Locale.parse(self.cldr(language)).plural_form(n) == "one"
        gap = NO_BREAK if language == "fr" else " "
        return f"{self.number(language, n)}{gap}{one if is_one else several}"

    def time(self, language: str, moment: datetime) -> str:
        if language == "fr":  # CLDR says “09 h 00”; French says “9 h”
            minutes = f" {moment:%M}" if moment.minute else ""
            return unbroken(f"{moment.hour} h{minutes}")
        return unbroken(format_time(moment, format="short", locale=self.cldr(language)))

    @staticmethod
    def cldr(language: str) -> str:
        return CLDR.get(language, language)


def unbroken(text: str) -> str:
    """CLDR's dates and times have ordinary spaces; a line must not end inside them."""
    return text.replace(" ", NO_BREAK)


def load(folder: Path) -> Phrases:
    """Phrases from `folder/<language>/*.po`; an entry without a translation says its msgid (the English file)."""
    languages = sorted(path.name for path in folder.iterdir() if path.is_dir())
    return Phrases({language: read_language(folder / language, language) for language in languages})


def read_language(folder: Path, language: str) -> dict[str, Phrase]:
    phrases: dict[str, Phrase] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        choose = gettext.c2py(catalogue.plural_expr)
        for message in catalogue:
            if message.context:
                phrases[message.context] = Phrase(forms_of(message.id, message.string, language), choose)
    return phrases


def forms_of(sources: Words, words: Words | None, language: str) -> tuple[str, ...]:
    given = (words,) if isinstance(words, str) else tuple(words or ())
    source = (sources,) if isinstance(sources, str) else tuple(sources)
    return tuple(typeset(language, form) for form in (given if given and all(given) else source))
