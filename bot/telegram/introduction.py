"""How the bot introduces itself to Telegram at its start: who it is, its descriptions and its commands, in every
language.

It must never run during a conversation.
"""

from contextlib import suppress

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.locales import Phrases
from bot.telegram.menus import EVERYBODY_ELSE, menus
from bot.telegram.poller import WrongToken
from bot.telegram.request import AiohttpRequest


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
            with suppress(RetryAfter):  # too many starts in a row: what the last one offered still stands
                await offer(bot, phrases)
            return bot.id, bot.username
    except InvalidToken:
        raise WrongToken from None
    except TelegramError as error:
        raise Unintroduced(
            f"The Bot API could not be reached ({type(error).__name__}): check CAUSERIE_API_URL."
        ) from None


async def offer(bot: Bot, phrases: Phrases) -> None:
    """Menus and descriptions, in every language."""
    for menu in menus(phrases):
        offered = [BotCommand(**each) for each in menu["commands"]]
        await bot.set_my_commands(offered, language_code=menu["language_code"] or None)
        await describe(bot, phrases, menu["language_code"] or None)


async def describe(bot: Bot, phrases: Phrases, language: str | None) -> None:
    """Descriptions in one language; None sets those of people whose language we do not speak."""
    words = language or EVERYBODY_ELSE
    await bot.set_my_description(phrases.say(words, "bot.description"), language_code=language)
    await bot.set_my_short_description(phrases.say(words, "bot.short_description"), language_code=language)


async def bot_name(address: str, token: str) -> str | None:
    """The bot's user name, for invitation links; None when Telegram cannot be asked now."""
    try:
        async with library_bot(address, token) as bot:
            return bot.username
    except TelegramError:
        return None
