"""The bot's own words, in every language: PO files to phrases, CLDR formats, Canadian French typography.

What facilitators write lives in flows/; what is here belongs to the bot. It must never hold a sentence in code.
"""

from bot.locales.phrases import Phrases, UnknownPhrase, load
from bot.locales.typography import typeset

__all__ = ["Phrases", "UnknownPhrase", "load", "typeset"]
