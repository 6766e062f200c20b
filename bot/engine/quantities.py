"""Quantities: what somebody typed, read as a number, a date or a time of day, in the ways of French and English Canada.

Words of either language are read whatever the language of the chat; it only settles what the same signs mean in both.
What could be two quantities (“10 à 20”, 03/05/2027, “2:30” in English) or no more than a bound (“au moins 20”) is
None, to be asked again. It must never guess, never raise for any text, and never ask a clock what today is.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time

LONGEST = 200
"""Whoever writes more is telling something, and nobody has to wait for its reading."""
MOST_DIGITS = 15
"""What a float holds exactly."""
MOST_WORDS = 8
"""Around a number; more is a story with a number in it."""
HALF_A_YEAR = 183
"""Days. Every date but 29 February comes at least that near, once."""

SPACE = "[ \u00a0\u2009\u202f]"
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"’": "'"})


def numbered(names: str, first: int = 0) -> dict[str, int]:
    """Each name with its number. The groups count from `first`; the names of one group mean the same."""
    return {name: number for number, group in enumerate(names.split(), first) for name in group.split("/")}


COUNTS = numbered(
    "zero one/un/une two/deux three/trois four/quatre five/cinq six seven/sept eight/huit nine/neuf ten/dix eleven/onze"
    " twelve/douze thirteen/treize fourteen/quatorze fifteen/quinze sixteen/seize seventeen/dixsept eighteen/dixhuit"
    " nineteen/dixneuf twenty/vingt"
)
MONTHS = numbered(
    "janvier/january fevrier/february mars/march avril/april mai/may juin/june juillet/july aout/august"
    " septembre/september octobre/october novembre/november decembre/december",
    first=1,
)
WEEKDAYS = numbered(
    "lundi/monday mardi/tuesday mercredi/wednesday jeudi/thursday vendredi/friday samedi/saturday dimanche/sunday",
    first=1,
)
DAYS_AWAY = numbered("hier/yesterday aujourd'hui/aujourdhui/today demain/tomorrow", first=-1)

HOLLOW = re.compile(
    r"\b(?:plus ou moins|more or less|un peu|no one|pour cent|per cent)\b|(?<=\bdix)[- ](?=(?:sept|huit|neuf)\b)"
)
"""Words that say together what they do not say apart, and the gap in “dix-sept”."""
ONE = frozenset({"one", "un", "une"})
"""A number in “une” and “une personne”; in a sentence an article or a pronoun."""
OTHERWISE = re.compile(
    r"moins|minus|plus|less|more|least|most|than|over|under|up|jusqu|max|maximum|minimum|pas|not|never|jamais|rien"
    r"|nothing|k|mds?|bn|cents?|hundreds?|milles?|milliers?|thousands?|milli(?:on|ard)s?|[bt]r?illions?"
    r"|vingts|trente|quarante|cinquante|soixante|septante|huitante|nonante|(?:thir|for|four|fif|six|seven|eigh|nine)ty"
    r"|[a-z]*(?:z|gt|[ae]nt)aines?|dozens?|couples?|hal(?:f|ves)|demie?s?|quart(?:er)?s?|tiers|thirds?"
)
"""Words that make another number of the one beside them (“20 millions”, “une vingtaine”), or a bound of it."""

FROM_DIGIT_TO_DIGIT = re.compile(r"\d(?:.*\d)?", re.DOTALL)
BY_SPACE = re.compile(rf"(?:\d{{1,3}}(?:{SPACE}\d{{3}})+|\d+)(?:[.,]\d+)?")
BY_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
"""A point never parts thousands in Canada."""
BEFORE = re.compile(r"(?:^|[\s(\[«“\"':=~≈±#])([-−+]?)(?:(?:CA|US)?\$|[€£])?([.,]?)\Z")
"""Glued to anything else it is part of a name: B12, COVID-19."""
APART = re.compile(r"[-−‐‑–—+<>≤≥*×/]\s+(?:(?:CA|US)?\$|[€£])?\s*\Z")
"""A dash that stands apart may be a minus or a bullet."""
AFTER = re.compile(r"\s*[+²³^<>≤≥]|[-−‐‑–—*×]|\s?M(?!\w)")
"""“20+”, “10²”, “20 M”."""

NAME = r"(?P<{}>(?!the )[a-z]{{3,9}})\.?"
DAY = r"(?P<day>\d{1,2})(?: ?(?:er|st|nd|rd|th|e)(?![a-z]))?"
YEAR = r"(?:(?:,? |, ?|-)(?P<year>\d{4}))?"
DATE_FORMS = tuple(
    re.compile(rf"(?:(?:le|the|on) )*(?:{NAME.format('weekday')},? (?:(?:le|the) )?)?{form}")
    for form in (
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?:(?P=sign)(?P<year>\d{4}))?",
        rf"{DAY}[ -]?(?:of )?{NAME.format('month')}{YEAR}",
        rf"{NAME.format('month')}[ -]?(?:the )?{DAY}{YEAR}",
    )
)

TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)| ?(?P<h>heures?|h)(?: ?(?P<past>\d{1,2})(?: ?min(?:utes?)?)?)?)?"
    r"(?P<rest>.*)"
)
LEAD = re.compile(r"(?:a|at|vers|around|about|environ) ")
TWELVES = {"midi": time(12), "noon": time(12), "minuit": time(0), "midnight": time(0)}
PARTS_OF_DAY = (
    (re.compile(r"a ?m|(?:du|ce) matin|(?:in the|this) morning"), range(12)),
    (re.compile(r"p ?m"), range(12, 24)),
    (re.compile(r"(?:de l |cet )apres midi|(?:in the|this) afternoon"), range(12, 19)),
    (re.compile(r"(?:du|ce) soir|(?:in the|this) evening"), range(16, 24)),
)
"""The hours that each may mean: “3 h du soir” means none."""


def read_number(text: str, language: str, decimals: int = 0) -> int | float | None:
    """The one number in `text`, with a unit or some words around it; an int when `decimals` is 0, else a float.

    “1,200” is 1200 in English and 1.2 in French, where it needs `decimals` of 3: who could have meant thousands is
    asked again.
    """
    typed = tidied(text)
    words = words_of(typed)
    if len(words) > MOST_WORDS or any(OTHERWISE.fullmatch(word) for word in words) or has_odd_numerals(typed):
        return None
    counted = [word for word in words if word in COUNTS]
    digits = FROM_DIGIT_TO_DIGIT.search(typed)
    if digits is None:
        return spelt(counted, words, decimals)
    before, after = typed[: digits.start()], typed[digits.end() :]
    if counted or APART.search(before) or AFTER.match(after):
        return None
    return in_place(before, digits.group(), language, decimals)


def has_odd_numerals(typed: str) -> bool:
    """½, ③ or 三; the ² of a unit is none."""
    return any(sign.isnumeric() and not sign.isdecimal() and sign not in "²³" for sign in typed)


def spelt(counted: list[str], words: list[str], decimals: int) -> int | float | None:
    if len(counted) != 1 or (counted[0] in ONE and len(words) > 2):
        return None
    return fitted(str(COUNTS[counted[0]]), decimals)


def in_place(before: str, digits: str, language: str, decimals: int) -> int | float | None:
    """The number with the sign and the point that its first digit follows."""
    place, number = BEFORE.search(before), canonical(digits, language)
    if number is None or place is None or (place[2] and not digits.isdecimal()):
        return None
    sign = "-" if place[1] in ("-", "−") else ""
    return fitted(sign + (f"0.{number}" if place[2] else number), decimals)


def canonical(digits: str, language: str) -> str | None:
    """From the first digit to the last as Python writes a number; None when that is more than one."""
    forms = (BY_SPACE, BY_COMMA) if language.startswith("fr") else (BY_COMMA, BY_SPACE)
    form = next((form for form in forms if form.fullmatch(digits)), None)
    if form is None:
        return None
    return digits.replace(",", "") if form is BY_COMMA else re.sub(SPACE, "", digits).replace(",", ".")


def fitted(number: str, decimals: int) -> int | float | None:
    """Zeros at the end are no decimals, unless three of them could end thousands."""
    whole, _, fraction = number.partition(".")
    could_be_thousands = len(fraction) == 3 and not whole.lstrip("-").startswith("0")
    kept = fraction if could_be_thousands else fraction.rstrip("0")
    if len(kept) > decimals or len(whole.lstrip("-") + kept) > MOST_DIGITS:
        return None
    return float(f"{whole}.{kept}") + 0.0 if decimals else int(whole)  # -0.0 + 0.0 is 0.0


def read_date(text: str, language: str, today: date) -> date | None:
    """The day that `text` names. Without a year it is the one nearest to `today`, the coming one of two as near.

    `language` changes nothing: the order of 03/05/2027 is unknown in both. A weekday that is not the date's own
    contradicts it; a year has four digits.
    """
    words = phrase_of(text)
    if words in DAYS_AWAY:
        ordinal = today.toordinal() + DAYS_AWAY[words]
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None
    parts = next((found.groupdict() for form in DATE_FORMS if (found := form.fullmatch(words))), None)
    day = parts and nearest(parts, today)
    if not day or not parts or (parts["weekday"] and named(parts["weekday"], WEEKDAYS) != day.isoweekday()):
        return None
    return day


def nearest(parts: Mapping[str, str | None], today: date) -> date | None:
    month, day = month_and_day(parts)
    if parts["year"]:
        return on_day(int(parts["year"]), month, day)
    found = (on_day(today.year + years, month, day) for years in (1, 0, -1))
    near = [each for each in found if each and abs((each - today).days) <= HALF_A_YEAR]
    return min(near, key=lambda each: abs((each - today).days), default=None)


def month_and_day(parts: Mapping[str, str | None]) -> tuple[int, int]:
    """(0, 0), which no calendar has, when either part could be the month."""
    if name := parts.get("month"):
        return int(name) if name.isdigit() else named(name, MONTHS), int(parts["day"] or 0)
    low, high = sorted((int(parts["first"] or 0), int(parts["second"] or 0)))
    return (low, high) if low == high or high > 12 else (0, 0)


def named(word: str, numbers: Mapping[str, int]) -> int:
    """By its name or its beginning; 0 when it is none, or like “jui.” could be two."""
    found = {number for name, number in numbers.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else 0


def on_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(text: str, language: str) -> time | None:
    """The time of day, to the minute. “14 h 30” has twenty-four hours everywhere, “2:30” in French only: in English it
    needs its a.m. or p.m., or a zero in front."""
    words = LEAD.sub("", phrase_of(text), count=1)
    if words in TWELVES:
        return TWELVES[words]
    if not (found := TIME.fullmatch(words)):
        return None
    hour = hour_of(found, language)
    minute = int(found["minute"] or found["past"] or 0)
    return time(hour, minute) if hour is not None and minute < 60 else None


def hour_of(found: re.Match[str], language: str) -> int | None:
    hour, rest = int(found["hour"]), re.sub(r"\W+", " ", found["rest"]).strip()
    if rest:
        halves = (hour, (hour + 12) % 24 if 1 <= hour <= 12 else hour)
        meant = next((hours for part, hours in PARTS_OF_DAY if part.fullmatch(rest)), range(0))
        return next((each for each in halves if each in meant), None)
    of_24 = language.startswith("fr") or hour > 11 or found["hour"].startswith("0")
    return hour if (found["h"] or (found["minute"] and of_24)) and hour < 24 else None


def tidied(text: str) -> str:
    """Without edges and invisible signs, with our digits; empty when it is too long to be a quantity."""
    typed = text.strip()
    if len(typed) > LONGEST:
        return ""
    seen = (sign for sign in typed if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in seen)


def plain(typed: str) -> str:
    """Without case and accents, with one kind of dash and apostrophe; other signs stay, they tell dates from times."""
    letters = unicodedata.normalize("NFKD", typed.casefold().translate(DASHES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of(typed: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", HOLLOW.sub("", plain(typed)))


def phrase_of(text: str) -> str:
    """One line to compare as a whole, without what ends a sentence."""
    return re.sub(r"\W+\Z", "", " ".join(plain(tidied(text)).split()))
