"""Canadian French typography: the rules of the OQLF's table, one by one, and that doing it twice changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.locales import typeset

NB = "\u00a0"
SIGNS = st.text(alphabet=st.sampled_from("aéE19 \u00a0\u202f;:!?«»%$'’….,h\n(){}*“”-/"), max_size=40)

FRENCH = [
    ("Merci !", "Merci!"),
    ("Prêt ?", "Prêt?"),
    ("oui ; non", "oui; non"),
    (f"oui{NB}; non", "oui; non"),
    ("Quoi\u202f?!", "Quoi?!"),
    ("Exemple : oui", f"Exemple{NB}: oui"),
    ("Exemple: oui", f"Exemple{NB}: oui"),
    ("Exemple :", f"Exemple{NB}:"),
    ("Exemple :\noui", f"Exemple{NB}:\noui"),
    ("etc. : oui", f"etc.{NB}: oui"),
    ("Prêt? : oui", f"Prêt?{NB}: oui"),
    ("**Note** : oui", f"**Note**{NB}: oui"),
    ("{cohort} : oui", f"{{cohort}}{NB}: oui"),
    ("25 % : oui", f"25{NB}%{NB}: oui"),
    ("à 14:30", "à 14:30"),
    ("https://exemple.org", "https://exemple.org"),
    ("«oui»", f"«{NB}oui{NB}»"),
    ("« oui »", f"«{NB}oui{NB}»"),
    ("« oui » : non", f"«{NB}oui{NB}»{NB}: non"),
    ("25%", f"25{NB}%"),
    ("25 %", f"25{NB}%"),
    ("75,25 $", f"75,25{NB}$"),
    ("75,25$", f"75,25{NB}$"),
    ("14 h 30", f"14{NB}h{NB}30"),
    ("l'atelier", "l’atelier"),
    ("aujourd'hui qu'il", "aujourd’hui qu’il"),
    ("attendez...", "attendez…"),
    ("oui, non", "oui, non"),
    ("À É Ç", "À É Ç"),
    ("Fermées – à l’interne", "Fermées – à l’interne"),
    ("/langue fr ou /langue en", "/langue fr ou /langue en"),
]


@pytest.mark.parametrize(("plain", "set_right"), FRENCH)
def test_french_is_set_as_in_canada(plain: str, set_right: str) -> None:
    assert typeset("fr", plain) == set_right


@pytest.mark.parametrize("words", ["Really?", "Yes : no", "25 %", "« oui »"])
def test_english_keeps_its_spaces(words: str) -> None:
    assert typeset("en", words) == words


def test_english_gets_curly_apostrophes_and_one_ellipsis() -> None:
    assert typeset("en", "don't wait...") == "don’t wait…"


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(["en", "fr"]), SIGNS)
def test_setting_twice_changes_nothing_more(language: str, words: str) -> None:
    once = typeset(language, words)
    assert typeset(language, once) == once


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(SIGNS)
def test_setting_changes_no_letter_and_no_line(words: str) -> None:
    def told(text: str) -> str:
        return text.replace("'", "’").replace("...", "…").replace(" ", "").replace(NB, "").replace("\u202f", "")

    assert told(typeset("fr", words)) == told(words)
