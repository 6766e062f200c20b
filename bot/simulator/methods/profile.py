"""getMe, and what the bot says of itself: names, descriptions and commands, per language.

It must never refuse a language: any two letters are one, as on Telegram.
"""

import re
from typing import Any

from bot.simulator import parameters as read
from bot.simulator.errors import bad_request
from bot.simulator.exchange import Exchange
from bot.simulator.methods.signature import Method
from bot.simulator.objects import bot_itself
from bot.simulator.parameters import Parameters
from bot.simulator.profile import EVERYWHERE, Command, Scope

MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_COMMAND_DESCRIPTION = 256
SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
# field, longest text in code points (td BotInfoManager); the words of the refusals are from memory
TEXTS = {"name": 64, "description": 512, "short_description": 120}


async def get_me(exchange: Exchange, parameters: Parameters) -> dict[str, Any]:
    return bot_itself(exchange.bot)


def _language(parameters: Parameters) -> str:
    code = read.text(parameters, "language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _scope(parameters: Parameters) -> Scope:
    given = read.decoded(parameters, "scope", "can't parse BotCommandScope JSON object")
    if given is None:
        return EVERYWHERE
    kind = given.get("type") if isinstance(given, dict) else None
    if kind in SCOPES:
        return (kind, 0, 0)
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = read.chat_id(given)
    return (kind, chat, read.integer(given, "user_id", 0, 0, 1 << 52))


async def set_my_commands(exchange: Exchange, parameters: Parameters) -> bool:
    given = read.decoded(parameters, "commands", "can't parse commands JSON object")
    if not isinstance(given, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    exchange.profile.commands[_scope(parameters), _language(parameters)] = [_command(one) for one in given]
    _touch_all(exchange)
    return True


def _command(given: Any) -> Command:
    """Rules and words: td BotCommand.cpp."""
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(given.get("command", "")).strip().removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > MAX_COMMAND:
        raise bad_request("command length must not exceed 32")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request("command description length must not exceed 256")
    return {"command": name, "description": description}


async def get_my_commands(exchange: Exchange, parameters: Parameters) -> list[Command]:
    return exchange.profile.commands.get((_scope(parameters), _language(parameters)), [])


async def delete_my_commands(exchange: Exchange, parameters: Parameters) -> bool:
    exchange.profile.commands.pop((_scope(parameters), _language(parameters)), None)
    _touch_all(exchange)
    return True


def _touch_all(exchange: Exchange) -> None:
    for chat in exchange.chats.values():
        chat.touch()


def _setter(kind: str) -> Method:
    async def set_text(exchange: Exchange, parameters: Parameters) -> bool:
        value = read.text(parameters, kind)
        if len(value) > TEXTS[kind]:
            raise bad_request(f"{kind.replace('_', ' ')} is too long")
        exchange.profile.set_text(kind, _language(parameters), value)
        _touch_all(exchange)
        return True

    return set_text


def _getter(kind: str) -> Method:
    async def get_text(exchange: Exchange, parameters: Parameters) -> dict[str, str]:
        found = exchange.profile.text(kind, _language(parameters))
        return {kind: found or (exchange.bot.first_name if kind == "name" else "")}

    return get_text


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
