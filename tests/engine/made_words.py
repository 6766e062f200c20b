"""Words and options of made-up flows. Codes are shared between questions on purpose, so that a mix-up shows."""

from bot.engine.expressions import Item
from bot.engine.items import LEVELS
from bot.engine.options import Code, Option
from bot.engine.texts import Part, Run, Slot, Text, Words
from bot.engine.values import Kind

LANGUAGES = ("en", "fr")
LABELS = {
    "a": {"en": "Apple pie", "fr": "Tarte aux pommes"},
    "b": {"en": "Bread and butter", "fr": "Du pain et du beurre"},
    "c": {"en": "Cheese, aged", "fr": "Fromage, vieilli"},
    "d": {"en": "Dates", "fr": "Dattes"},
    "x": {"en": "None of these", "fr": "Rien de cela"},
    "e": {"en": "What is this about?", "fr": "De quoi s’agit-il?"},
    "dk": {"en": "I don’t know", "fr": "Je ne sais pas"},
    "none": {"en": "Please don’t quote me", "fr": "Ne me citez pas"},
    "unsigned": {"en": "Without my name", "fr": "Sans mon nom"},
    "name": {"en": "With my name", "fr": "Avec mon nom"},
    "yes": {"en": "Yes, I do", "fr": "Oui, bien sûr"},
    "more": {"en": "Tell me more", "fr": "Dites-m’en plus"},
    "no": {"en": "No", "fr": "Non"},
}
ALONE = frozenset({"x", "dk"})
AGENDA = {"en": ("Welcome", "Maps, old and new", "Lunch"), "fr": ("Accueil", "Cartes", "Dîner")}
"""A setting of the cohort with several lines."""


def text(words: str, *parts: Part, depth: int = 0) -> Text:
    """Words by which a message is known in a chat, and at which items it stands, then the parts."""
    items = tuple(part for sign in LEVELS[:depth] for part in (Slot(Item("", sign)), Words(Run("/"))))
    return Text({language: (*said(f"{words} ({language}) "), *items, *parts) for language in LANGUAGES})


def said(words: str) -> tuple[Part, ...]:
    return (Words(Run(words)),)


def label(code: str) -> Text:
    return Text({language: said(LABELS[code][language]) for language in LANGUAGES})


def option(code: str, pinned: bool = False) -> Option:
    missing = Kind.DONT_KNOW if code == "dk" else None
    explanation = text("explained") if code == "e" else None
    return Option(Code(code), label(code), missing, code in ALONE, None, explanation, pinned)


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(map(option, codes))


def plain(offered: tuple[Option, ...]) -> tuple[Option, ...]:
    """Those that can be one of several."""
    return tuple(each for each in offered if not each.exclusive and each.explanation is None)
