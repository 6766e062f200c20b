"""Telegram's JSON objects (User, Chat, Message, …) made from our state.

It must never show more than Bot API, "Available types" says an object has.
"""

from dataclasses import dataclass
from typing import Any

from bot.simulator.chats import Chat, Message, Person


@dataclass(slots=True)
class Identity:
    """The bot itself; `id` is the number before the token's colon."""

    id: int
    first_name: str = "Causerie"
    username: str = "causerie_simulator_bot"


def person_object(person: Person) -> dict[str, Any]:
    made: dict[str, Any] = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    if person.language_code:
        made["language_code"] = person.language_code
    return made


def bot_object(bot: Identity) -> dict[str, Any]:
    return {"id": bot.id, "is_bot": True, "first_name": bot.first_name, "username": bot.username}


def bot_itself(bot: Identity) -> dict[str, Any]:
    """The User that only getMe gives."""
    return bot_object(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_object(chat: Chat) -> dict[str, Any]:
    return {"id": chat.id, "first_name": chat.person.first_name, "type": "private"}


def message_object(chat: Chat, message: Message, bot: Identity, nested: bool = False) -> dict[str, Any]:
    """The Message; a reply carries the message it answers, which (`nested`) carries no further one."""
    made: dict[str, Any] = {
        "message_id": message.id,
        "from": bot_object(bot) if message.from_bot else person_object(chat.person),
        "chat": chat_object(chat),
        "date": message.date,
    }
    if message.edited_at is not None:
        made["edit_date"] = message.edited_at
    if message.reply_to in chat.messages and not nested:
        made["reply_to_message"] = message_object(chat, chat.messages[message.reply_to], bot, nested=True)
    made["text"] = message.text
    if message.entities:
        made["entities"] = message.entities
    if message.inline:
        made["reply_markup"] = {"inline_keyboard": message.inline}
    if message.protected:
        made["has_protected_content"] = True
    return made


def inaccessible_message(chat: Chat, message_id: int) -> dict[str, Any]:
    """What a press carries when its message is gone (Bot API, InaccessibleMessage)."""
    return {"chat": chat_object(chat), "message_id": message_id, "date": 0}
