"""The control interface of one chat: what its phone does, and the wait for its next change.

It must never do anything of its own: each action is a `Phone`'s.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.simulator import views
from bot.simulator.chats import Chat
from bot.simulator.exchange import Exchange
from bot.simulator.phone import Phone

LONGEST_WAIT = 50.0

Given = dict[str, Any]
Action = Callable[[Exchange, web.Request, Given], Awaitable[object]]


def chat_of(exchange: Exchange, request: web.Request) -> Chat:
    """Raises `LookupError` for nobody's id."""
    wanted = int(request.match_info["id"])
    if wanted not in exchange.chats:
        raise LookupError(f"there is no person {wanted}")
    return exchange.chats[wanted]


async def read_chat(exchange: Exchange, request: web.Request, given: Given) -> object:
    """The chat; with `?since=VERSION` only once its version is above it, or after `timeout` (25) seconds."""
    chat = chat_of(exchange, request)
    if "since" in request.query:
        await _any_changed(exchange, {chat: int(request.query["since"])}, _patience(request))
    return views.chat_view(exchange, chat)


async def read_chats(exchange: Exchange, request: web.Request, given: Given) -> object:
    """`?since=ID:VERSION,ID:VERSION`: those that have changed, waited for as `read_chat` does."""
    pairs = [pair.split(":") for pair in request.query.get("since", "").split(",") if pair]
    since = {exchange.chats[int(person)]: int(version) for person, version in pairs}
    await _any_changed(exchange, since, _patience(request))
    return [views.chat_view(exchange, chat) for chat, version in since.items() if chat.version > version]


def _patience(request: web.Request) -> float:
    return min(LONGEST_WAIT, float(request.query.get("timeout", "25")))


async def _any_changed(exchange: Exchange, since: dict[Chat, int], patience: float) -> None:
    """Waits for the first change; returns early when the simulator closes."""
    waits = [asyncio.ensure_future(chat.changed(version)) for chat, version in since.items()]
    closing = asyncio.ensure_future(exchange.closing.wait())
    try:
        await asyncio.wait([*waits, closing], timeout=patience, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in (*waits, closing):
            wait.cancel()


def _phone(exchange: Exchange, request: web.Request) -> Phone:
    return Phone(exchange, chat_of(exchange, request))


async def start(exchange: Exchange, request: web.Request, given: Given) -> object:
    return views.message_view(await _phone(exchange, request).start(given.get("payload")))


async def say(exchange: Exchange, request: web.Request, given: Given) -> object:
    phone = _phone(exchange, request)
    return views.message_view(await phone.say(given["text"], given.get("reply_to")))


async def edit(exchange: Exchange, request: web.Request, given: Given) -> object:
    phone = _phone(exchange, request)
    return views.message_view(await phone.edit(int(given["message_id"]), given["text"]))


async def tap(exchange: Exchange, request: web.Request, given: Given) -> object:
    """By `label`, by `data`, or by `row` and `column` of `message_id`."""
    phone = _phone(exchange, request)
    message_id = given.get("message_id")
    if "label" in given:
        return await phone.tap(given["label"], message_id)
    if "data" in given:
        return await phone.tap_data(given["data"], message_id)
    return await phone.tap_at(int(given["message_id"]), int(given["row"]), int(given["column"]))


async def forge(exchange: Exchange, request: web.Request, given: Given) -> object:
    query = await _phone(exchange, request).forge(given["data"], int(given["message_id"]))
    return {"callback_query_id": query}


async def block(exchange: Exchange, request: web.Request, given: Given) -> object:
    await _phone(exchange, request).block()
    return True


async def unblock(exchange: Exchange, request: web.Request, given: Given) -> object:
    await _phone(exchange, request).unblock()
    return True


CHAT_ACTIONS: dict[str, Action] = {
    "start": start,
    "say": say,
    "edit": edit,
    "tap": tap,
    "forge": forge,
    "block": block,
    "unblock": unblock,
}
