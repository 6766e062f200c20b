"""What somebody typed, read as a number, a date or a time, as French and English Canada write. Nothing is guessed."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from budget import examples
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.quantities import read_date, read_number, read_time

TODAY = date(2026, 11, 15)
in_both_languages = pytest.mark.parametrize("language", ["en", "fr"])


def apart(*lines: str) -> list[str]:
    """What was typed, between bars."""
    return [typed for line in lines for typed in line.split(" | ")]


def pairs(table: Mapping[Any, list[str]]) -> list[tuple[str, Any]]:
    return [(typed, meant) for meant, every in table.items() for typed in every]


WHOLE_NUMBERS: dict[int, list[str]] = {
    20: apart(
        "20 | 20. |  20  | +20 | about 20 people | environ 20 | nous sommes à peu près 20 personnes",
        "plus ou moins 20 | more or less 20 | 20 personnes | 20personnes | 20 % | 20% | 20 pour cent | 20 per cent",
        "$20 | CA$20 | 20 m² | 20 👍 | (20) | 20 personnes, je crois! | \u200e20 | ٢٠ | ２０ | vingt | Twenty",
        "vingt pour cent | 20.0 | 20,00",
    ),
    0: apart("0 | -0 | zéro | zero"),
    1: apart("1 | 001 | une | un | one | une personne | One person"),
    3: apart("3 semaines | trois | Three | 3.0 | 3,00 | environ trois | three people"),
    12: apart("douze personnes | about twelve"),
    17: apart("dix-sept | dix sept | seventeen | dix‑sept ans"),
    -5: apart("-5 | −5 | -5 $ | -$5 | -5,0"),
    1200: apart("1 200 | 1\u00a0200 | 1\u202f200 | 1 200 $ | environ 1 200 personnes | 1200"),
    1234567: apart("1 234 567 | 1,234,567"),
}
DECIMAL_NUMBERS: dict[float, list[str]] = {
    3.5: apart("3,5 | 3.5 | 3.50 | +3,5 | 3,5 h | environ 3,5"),
    0.5: apart("0,5 | .5 | ,5 | 0.500"),
    -0.5: apart("-0.5 | -,5 | −.5"),
    12345.6: apart("12 345,6 | 12 345.6 | 12,345.6 | 12345,60 | 12\u00a0345,6 $"),
    0.25: apart("0,25 | 0.25 | 0.250 | $0.25"),
    0.0: apart("0 | -0,0"),
    3.0: apart("3 | 3.0 | trois"),
}
NO_NUMBERS = apart(
    " | - | , | beaucoup | none | aucune | personne | 10 à 20 | 10-20 | 10–20 | 10 to 20 | 10 ou 20 | 1/2 | ½ | 2½",
    "2 ½ | 10² | ① | 三 | 1, 2 | 1,2,3 | 1.2.3 | 1.234.567 | 1 20 | 1 2000 | 12:30 | 2027-05-03 | 14h30 | B12",
    "COVID-19 | 1e5 | - 20 | — 20 | +/-20 | > 20 | <20 | 20+ | 20- | trois ou quatre | twenty-one | vingt et un",
    "quatre-vingt | un sur 20 | quatre-vingt-dix | trente-deux | deux mille | two hundred | 20 millions | 20 mille",
    "20k | 20 M$ | 3 et demi | B.5 | three and a half | trois quarts | une vingtaine | a dozen | une douzaine",
    "un peu | no one | one of us is missing | un jour je vous le dirai | au moins 20 | moins de 20 | moins cinq",
    "plus de 20 | at least 20 | more than 20 | up to 20 | 20 ou plus | pas 20 | not 20",
    "a very long story about how on earth we came to be 20 | 1.2345 | .5.5 | ,1 200 | 9999999999999999",
)


@in_both_languages
@pytest.mark.parametrize(("typed", "meant"), pairs(WHOLE_NUMBERS) + pairs(DECIMAL_NUMBERS))
def test_a_number_is_read_in_a_chat_of_either_language(language: str, typed: str, meant: float) -> None:
    assert repr(read_number(typed, language, decimals=2 if isinstance(meant, float) else 0)) == repr(meant)


@in_both_languages
@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_two_numbers_a_bound_or_none_are_no_number(language: str, typed: str) -> None:
    assert [read_number(typed, language, decimals) for decimals in (0, 1, 2)] == [None] * 3


@pytest.mark.parametrize("decimals", [0, 2, 3])
def test_a_comma_before_three_digits_parts_thousands_in_english_only(decimals: int) -> None:
    assert read_number("1,200", "en", decimals) == 1200
    assert read_number("1,200", "fr", decimals) == (1.2 if decimals == 3 else None)
    assert read_number("1200,500", "en", decimals) == (1200.5 if decimals == 3 else None)


@in_both_languages
@pytest.mark.parametrize("typed", apart("3.5 | 3,25 | -0,5 | 1 200,5 | .05 | 12.000"))
def test_more_decimals_than_the_question_has_are_no_answer(language: str, typed: str) -> None:
    assert read_number(typed, language) is None


DATES = {
    date(2027, 5, 3): apart(
        "2027-05-03 | 2027/05/03 | 2027‑05‑03 | le 2027-05-03 | 3 mai | le 3 mai | 3 mai. | 3\u00a0mai 2027",
        "3mai 2027 | 3-mai-2027 | May 3 | May 3rd, 2027 | may 3 2027 | 3 May | on the 3rd of May 2027",
        "le lundi 3 mai | lundi le 3 mai | Lun. 3 mai 2027 | Monday, May 3, 2027 | Mon May 3 | monday 2027-05-03",
        "٣ mai ٢٠٢٧",
    ),
    date(2027, 5, 1): apart("1er mai 2027 | 1ᵉʳ mai 2027 | 1 ER MAI | le samedi 1er mai | May the 1st"),
    date(2027, 3, 2): apart("mar 2 | mar. 2 mars | Tue. Mar. 2nd | 2 mars"),
    date(2027, 1, 12): apart("12 janv. 2027 | Jan 12 | 12 janvier"),
    date(2027, 2, 2): apart("2 févr. | 2 fevrier | Feb. 2, 2027"),
    date(2026, 7, 5): apart("5 juill. | 5 July"),
    date(2026, 6, 5): apart("5 juin | June 5"),
    date(2027, 8, 15): apart("15 aout 2027 | 15 AOÛT 2027 | Aug 15, 2027"),
    date(2026, 9, 30): apart("Sept. 30 | 30 sept. 2026 | 30 septembre"),
    date(2026, 12, 25): apart("Dec. 25th | 25 déc. | 25/12 | 25/12/2026 | 12/25/2026 | 25.12.2026"),
    date(2027, 4, 4): apart("04/04/2027 | 4-4-2027 | 4/4"),
    date(2028, 2, 29): apart("29 février 2028 | February 29, 2028"),
    TODAY: apart("aujourd’hui | Aujourd'hui! | today"),
    date(2026, 11, 16): apart("demain | Tomorrow."),
    date(2026, 11, 14): apart("hier | yesterday"),
}
NO_DATES = apart(
    " | mai | 3 | mai 2027 | 2027 | bientôt | lundi | le | 03/05/2027 | 3-5-2027 | 03/05 | 3 jui. 2027",
    "30 février | 0 mai | 31 avril 2027 | 29 February 2027 | 32 mai | 2027-13-01 | 2027-02-30 | 2027-05/03",
    "13/13/2027 | 0/0/2027 | 0000-01-01 | 3 mai 27 | 25/12/27 | 20270503 | 2027-05-03T10:00 | 3 mai 4 juin",
    "du 3 au 5 mai | 3 ou 4 mai | mardi 3 mai 2027 | Tuesday, May 3, 2027 | blah 3 mai | 3 m | 3 machin | 03/12/2027",
    "29 février",
)


@in_both_languages
@pytest.mark.parametrize(("typed", "meant"), pairs(DATES))
def test_a_date_is_read_in_a_chat_of_either_language(language: str, typed: str, meant: date) -> None:
    assert read_date(typed, language, TODAY) == meant


@in_both_languages
@pytest.mark.parametrize("typed", NO_DATES)
def test_what_no_calendar_has_or_could_be_two_days_is_no_date(language: str, typed: str) -> None:
    assert read_date(typed, language, TODAY) is None


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        (date(2026, 12, 30), "2 janvier", date(2027, 1, 2)),
        (date(2027, 1, 2), "30 décembre", date(2026, 12, 30)),
        (date(2028, 1, 1), "2 July", date(2028, 7, 2)),
        (date(2028, 3, 1), "29 février", date(2028, 2, 29)),
        (date(2027, 3, 1), "29 février", None),
        (date.min, "hier", None),
        (date.max, "tomorrow", None),
    ],
)
def test_a_day_without_a_year_is_the_nearest(today: date, typed: str, meant: date | None) -> None:
    assert read_date(typed, "fr", today) == meant


TIMES = {
    time(14, 30): apart(
        "14 h 30 | 14h30 | 14\u00a0h\u00a030 | 14 H 30 | 14 h 30 min | à 14 h 30. | 14:30 | 2:30 pm",
        "2:30\u202fp.m. | 14:30 pm | ٢:٣٠ pm | 2 h 30 de l’après-midi | 14 heures 30",
    ),
    time(14, 5): apart("14 h 5 | 14h05 | 14:05"),
    time(14): apart("14h | vers 14 h | at 2 p.m. | 2 P. M. | 2pm | 2 in the afternoon | 2 h cet apres midi"),
    time(9): apart("9 h | 9 heures | 09:00 | 9 h du matin | 9 in the morning | 9 a.m."),
    time(2, 30): apart("02:30 | ٠٢:٣٠ | 2:30 am | 2 h 30"),
    time(0, 30): apart("0:30 | 00 h 30 | 12:30 a.m."),
    time(12, 30): apart("12:30 | 12:30 pm | 12 h 30 de l'après-midi"),
    time(12): apart("midi | à midi | Noon | 12 pm | 12h"),
    time(0): apart("minuit | Midnight | 12 am | 0 h"),
    time(20): apart("8 heures du soir | 20 h ce soir | 8 in the evening"),
}
NO_TIMES = apart(
    " | h | 14 | 9 | 24:00 | 24 h | 25h | 14:60 | 14 h 60 | 14:3 | 14:300 | 14 h 300 | 99 h | 13 am | 0 pm",
    "14 h du matin | 3 h du soir | 12 h du soir | 14 h à 16 h | 14h-16h | 9 ou 10 h | 2 h pile | 14.30 | 1430",
    "matin | pm | ce soir | -2 | 14:30:15 | 2027-05-03 | 3 heurex | 11 in the afternoon",
)


@in_both_languages
@pytest.mark.parametrize(("typed", "meant"), pairs(TIMES))
def test_a_time_is_read_in_a_chat_of_either_language(language: str, typed: str, meant: time) -> None:
    assert read_time(typed, language) == meant


@in_both_languages
@pytest.mark.parametrize("typed", NO_TIMES)
def test_what_no_clock_shows_is_no_time(language: str, typed: str) -> None:
    assert read_time(typed, language) is None


@pytest.mark.parametrize(("typed", "meant"), [("2:30", time(2, 30)), ("9:00", time(9)), ("11:59", time(11, 59))])
def test_half_a_day_is_not_guessed_where_clocks_have_twelve_hours(typed: str, meant: time) -> None:
    assert read_time(typed, "en") is None
    assert read_time(typed, "fr") == read_time(f"{typed} a.m.", "en") == meant


def read_all(typed: str, language: str, today: date) -> None:
    read_number(typed, language)
    read_number(typed, language, decimals=2)
    read_date(typed, language, today)
    read_time(typed, language)


PIECES = st.sampled_from(
    [*"0123456789 ,.:-−+/h$%²½\u00a0\u202f\0\ud800", "pm", "mai", "May ", "le ", "un ", "midi", "m."]
)
ANY_TEXT = st.text() | st.text(st.characters()) | st.lists(PIECES, max_size=14).map("".join)


@examples(1000)
@given(typed=ANY_TEXT, language=st.sampled_from(["en", "fr"]), today=st.dates())
def test_no_text_raises(typed: str, language: str, today: date) -> None:
    read_all(typed, language, today)


@pytest.mark.parametrize("piece", [*"9, .\n\0\ud800👍éﷺ\u0301\u200b-", "9 ", "1,", "mai ", "3 mai ", "un "], ids=ascii)
@pytest.mark.parametrize("length", [180, 5_000, 100_000])
def test_no_text_takes_long(piece: str, length: int) -> None:
    typed = (piece * length)[:length]
    started = process_time()
    for each in (typed, f"20{typed}", f"{typed}20", f"3 mai{typed}x", f"14 h{typed}x"):
        read_all(each, "fr", TODAY)
    assert process_time() - started < 0.25  # twenty readings; a slow one takes seconds


@examples(300)
@given(day=st.dates(date(1000, 1, 1)), today=st.dates(), shape=st.sampled_from(["long", "full", "medium", "short"]))
def test_every_date_reads_back_as_babel_writes_it(day: date, today: date, shape: str) -> None:
    for language in ("en", "fr"):
        assert read_date(format_date(day, shape, locale=f"{language}_CA"), language, today) == day


@examples(300)
@given(today=st.dates(date(1900, 1, 1), date(2900, 1, 1)), away=st.integers(-180, 180))
def test_every_near_date_reads_back_without_its_year(today: date, away: int) -> None:
    day = today + timedelta(away)
    for language, shape in (("en", "MMMM d"), ("en", "EEE, MMM d"), ("fr", "d MMMM"), ("fr", "EEEE d MMM")):
        assert read_date(format_date(day, shape, locale=f"{language}_CA"), language, today) == day


@examples(500)
@given(
    number=st.integers(-(10**15) + 1, 10**15 - 1) | st.integers(-2000, 2000) | st.decimals(-(10**9), 10**9, places=3)
)
def test_every_number_reads_back_as_babel_writes_it(number: int | Decimal) -> None:
    decimals = 3 if isinstance(number, Decimal) else 0
    for language in ("en", "fr"):
        assert read_number(format_decimal(number, locale=f"{language}_CA"), language, decimals) == float(number)


@examples(300)
@given(moment=st.times().map(lambda each: each.replace(microsecond=0)))
def test_every_time_reads_back_as_babel_writes_it(moment: time) -> None:
    for language in ("en", "fr"):
        assert read_time(format_time(moment, "short", locale=f"{language}_CA"), language) == moment.replace(second=0)
