"""Menus: the commands that Telegram offers, per language and per role (Bot API, setMyCommands).

It must never list a command that bot/service/commands.py does not know; a test compares them.
"""

from typing import Any

from bot.locales import Phrases

COMMANDS: dict[str, dict[str, str]] = {
    "en": {
        "back": "menu.back",
        "skip": "menu.skip",
        "review": "menu.review",
        "pause": "menu.pause",
        "langue": "menu.language",
        "privacy": "menu.privacy",
        "delete": "menu.delete",
        "help": "menu.help",
    },
    "fr": {
        "retour": "menu.back",
        "passer": "menu.skip",
        "revoir": "menu.review",
        "pause": "menu.pause",
        "language": "menu.language",
        "confidentialite": "menu.privacy",
        "supprimer": "menu.delete",
        "aide": "menu.help",
    },
}
"""In each language the command that leads to the other one is written in that other language."""

TEAM_COMMANDS = {"en": {"summary": "menu.summary"}, "fr": {"sommaire": "menu.summary"}}
EVERYBODY_ELSE = "en"
"""The menu of people whose language we do not speak."""


def menus(phrases: Phrases, *, for_team: bool = False) -> list[dict[str, Any]]:
    """Parameters of setMyCommands: one menu for each language, and first the one for all others."""
    languages = [("", EVERYBODY_ELSE), *((language, language) for language in COMMANDS)]
    return [{"language_code": code, "commands": commands(phrases, spoken, for_team)} for code, spoken in languages]


def commands(phrases: Phrases, language: str, for_team: bool) -> list[dict[str, str]]:
    offered = {**(TEAM_COMMANDS[language] if for_team else {}), **COMMANDS[language]}
    return [{"command": name, "description": phrases.say(language, key)} for name, key in offered.items()]
