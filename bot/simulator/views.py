"""The state as JSON for the control interface and the page: a chat as its phone shows it.

It must never be used for what a bot is told; that is objects.py.
"""

import time
from dataclasses import asdict
from typing import Any

from bot.simulator.chats import Chat, Message, Toast
from bot.simulator.exchange import Exchange
from bot.simulator.ledger import Call

SPINS = 30.0  # a phone gives up waiting for answerCallbackQuery after about so long (memory)


def person_view(chat: Chat) -> dict[str, Any]:
    return {
        "id": chat.id,
        "first_name": chat.person.first_name,
        "language_code": chat.person.language_code,
        "started": chat.started,
        "blocked": chat.blocked,
        "version": chat.version,
    }


def chat_view(exchange: Exchange, chat: Chat) -> dict[str, Any]:
    """The whole chat; `waiting` are the pressed buttons that spin, `typing_for` is in seconds."""
    language = chat.person.language_code
    now = exchange.clock.now()
    return person_view(chat) | {
        "bot": bot_view(exchange, language),
        "commands": exchange.profile.menu(chat.id, language[:2]),
        "messages": [message_view(message) for message in chat.messages.values()],
        "input": chat.input,
        "toasts": [toast_view(toast) for toast in chat.toasts[-10:]],
        "waiting": [
            {"message_id": press.message_id, "data": press.data}
            for press in chat.waiting.values()
            if now - press.at < SPINS
        ],
        "typing_for": max(0.0, round(chat.typing_until - time.monotonic(), 1)),
    }


def bot_view(exchange: Exchange, language: str) -> dict[str, str]:
    """The bot as its profile shows it in a language."""
    profile = exchange.profile
    return {
        "name": profile.text("name", language[:2]) or exchange.bot.first_name,
        "username": exchange.bot.username,
        "description": profile.text("description", language[:2]),
        "short_description": profile.text("short_description", language[:2]),
    }


def message_view(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "version": message.version,
        "from": "bot" if message.from_bot else "person",
        "text": message.text,
        "entities": message.entities,
        "date": message.date,
        "edited": message.edited_at is not None,
        "buttons": message.inline or [],
        "reactions": message.reactions,
        "reply_to": message.reply_to,
        "acknowledged": message.acknowledged,
    }


def toast_view(toast: Toast) -> dict[str, Any]:
    return {"text": toast.text, "alert": toast.alert, "url": toast.url, "version": toast.version}


def call_view(call: Call) -> dict[str, Any]:
    return asdict(call)


def statistics(exchange: Exchange) -> dict[str, Any]:
    return {
        "people": len(exchange.chats),
        "messages": sum(len(chat.messages) for chat in exchange.chats.values()),
        "queue": {"pending": len(exchange.queue), "dropped": exchange.queue.dropped},
        "calls": exchange.ledger.as_json(),
        "faults": exchange.faults.as_json(),
        "clock": {"offset": exchange.clock.offset, "now": exchange.clock.now()},
    }
