"""sendMessage, the edits, deleteMessage: everything that changes what stands in a chat.

It must never tell a bot more about a message than Telegram's Message object does.
"""

from typing import Any

from bot.simulator import parameters as read
from bot.simulator.chats import Chat, Message
from bot.simulator.entities import formatted
from bot.simulator.errors import NOT_MODIFIED, bad_request
from bot.simulator.exchange import Exchange
from bot.simulator.keyboards import inline_only, markup
from bot.simulator.methods.signature import Method
from bot.simulator.objects import message_object
from bot.simulator.parameters import Parameters

MAX_MESSAGE_ID = 2**31 - 1
DELETABLE = 48 * 3600  # Bot API, deleteMessage


async def send_message(exchange: Exchange, parameters: Parameters) -> dict[str, Any]:
    chat = exchange.open_chat(read.chat_id(parameters))
    text, entities = formatted(parameters)
    keyboard = markup(parameters)
    reply_to = _reply_to(chat, parameters)
    message = Message(exchange.next_message_id(), True, text, entities, exchange.clock.seconds())
    message.reply_to = reply_to
    message.inline = keyboard.inline
    message.plain_keyboard = keyboard.input is not None
    message.protected = read.boolean(parameters, "protect_content")
    chat.show(keyboard.input)
    chat.typing_until = 0.0
    chat.add(message)
    return message_object(chat, message, exchange.bot)


def _reply_to(chat: Chat, parameters: Parameters) -> int | None:
    given = read.decoded(parameters, "reply_parameters", "can't parse reply parameters JSON object")
    options = given if isinstance(given, dict) else parameters
    name = "message_id" if isinstance(given, dict) else "reply_to_message_id"
    wanted = read.integer(options, name, 0, 0, MAX_MESSAGE_ID)
    if wanted in chat.messages:
        return wanted
    if wanted == 0:
        return None
    if read.boolean(options, "allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


async def edit_message_text(exchange: Exchange, parameters: Parameters) -> dict[str, Any]:
    chat, message = _editable(exchange, parameters)
    text, entities = formatted(parameters)
    inline = inline_only(parameters)
    if (text, entities, inline) == (message.text, message.entities, message.inline):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.inline = text, entities, inline
    message.edited_at = exchange.clock.seconds()
    chat.touch(message)
    return message_object(chat, message, exchange.bot)


async def edit_message_reply_markup(exchange: Exchange, parameters: Parameters) -> dict[str, Any]:
    """Changes the keyboard alone; phones show no "edited" for it, the object carries an edit_date all the same."""
    chat, message = _editable(exchange, parameters)
    inline = inline_only(parameters)
    if inline == message.inline:
        raise bad_request(NOT_MODIFIED)
    message.inline = inline
    chat.touch(message)
    return message_object(chat, message, exchange.bot) | {"edit_date": exchange.clock.seconds()}


def _editable(exchange: Exchange, parameters: Parameters) -> tuple[Chat, Message]:
    chat = exchange.open_chat(read.chat_id(parameters))
    message = chat.messages.get(message_id(parameters))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.plain_keyboard:
        raise bad_request("message can't be edited")
    return chat, message


def message_id(parameters: Parameters) -> int:
    found = read.integer(parameters, "message_id", 0, 0, MAX_MESSAGE_ID)
    if found == 0:
        raise bad_request("message identifier is not specified")
    return found


async def delete_message(exchange: Exchange, parameters: Parameters) -> bool:
    """In a private chat a bot may delete both sides' messages for 48 hours."""
    chat = exchange.open_chat(read.chat_id(parameters))
    message = chat.messages.get(message_id(parameters))
    if message is None:
        raise bad_request("message to delete not found")
    if exchange.clock.now() - message.date > DELETABLE:
        raise bad_request("message can't be deleted")
    chat.remove(message.id)
    return True


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
}
