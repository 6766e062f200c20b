"""How the bot introduces itself to Telegram at its start: who it is, its descriptions and its commands, in every
language.

It must never run during a conversation.
"""

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.locales import Phrases
from bot.telegram.poller import WrongToken
from bot.telegram.request import AiohttpRequest

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


class Unintroduced(Exception):
    """Telegram could not be reached or did not understand; the message is one sentence."""


def library_bot(address: str, token: str) -> Bot:
    base = f"{address.rstrip('/')}/bot"
    return Bot(token, base_url=base, request=AiohttpRequest(), get_updates_request=AiohttpRequest())


async def introduce(address: str, token: str, phrases: Phrases) -> tuple[int, str]:
    """The bot's id and user name. Raises WrongToken or Unintroduced."""
    try:
        async with library_bot(address, token) as bot:
            await bot.delete_webhook()
            for language in (None, *COMMANDS):
                await describe(bot, phrases, language)
            return bot.id, bot.username
    except InvalidToken:
        raise WrongToken from None
    except TelegramError as error:
        raise Unintroduced(
            f"The Bot API could not be reached ({type(error).__name__}): check CAUSERIE_API_URL."
        ) from None


async def describe(bot: Bot, phrases: Phrases, language: str | None) -> None:
    """Menus and descriptions in one language; None sets those of people whose language we do not speak."""
    words = language or "en"
    commands = [BotCommand(name, phrases.say(words, key)) for name, key in COMMANDS[words].items()]
    await bot.set_my_commands(commands, language_code=language)
    await bot.set_my_description(phrases.say(words, "bot.description"), language_code=language)
    await bot.set_my_short_description(phrases.say(words, "bot.short_description"), language_code=language)


async def bot_name(address: str, token: str) -> str | None:
    """The bot's user name, for invitation links; None when Telegram cannot be asked now."""
    try:
        async with library_bot(address, token) as bot:
            return bot.username
    except TelegramError:
        return None
