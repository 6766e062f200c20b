"""Updates off the wire: raw JSON to `Incoming`, each update on its own, reading only the few fields that are needed.

An update that cannot be read becomes `Unreadable`, never an exception: one bad update must not stop the ones behind it
(with the library's parser a single one stops the bot). It must never keep a name, a picture or a phone number.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.service.incoming import (
    Blocked,
    Commanded,
    Elsewhere,
    Incoming,
    Said,
    Tapped,
    Unblocked,
    Unreadable,
    Unsupported,
    What,
)
from bot.telegram.buttons import press_of

Json = Mapping[str, Any]
Kind = TypeVar("Kind")
COMMAND = re.compile(r"/(?P<name>[^\s@]*)(?:@\S*)?(?P<argument>.*)", re.DOTALL)
REPLACED = dict.fromkeys([0, *range(0xD800, 0xE000)], "\ufffd")
"""NUL and lone surrogates: no database takes them, so they become a visible replacement."""


class Odd(Exception):
    """A field is missing or of another type than the Bot API says; the message names the field alone."""


def read_update(bot_id: int, update: object, received_at: datetime) -> Incoming | Unreadable | None:
    """One element of getUpdates' result. None when it has no id, so that nothing can be kept of it."""
    if not isinstance(update, dict) or not is_update_id(update.get("update_id")):
        return None
    update_id = update["update_id"]
    try:
        return read_known(bot_id, update, received_at)
    except Odd as odd:
        return Unreadable(bot_id, update_id, str(odd), update)


def read_known(bot_id: int, update: Json, received_at: datetime) -> Incoming:
    if "callback_query" in update:
        return read_tap(bot_id, update, received_at)
    if "my_chat_member" in update:
        return read_member(bot_id, update, received_at)
    if "message" in update:
        return read_message(bot_id, update, received_at)
    raise Odd("a kind of update that was not asked for")


def read_message(bot_id: int, update: Json, received_at: datetime) -> Incoming:
    """Sent when it says, and not later than it came: a clock of ours that is behind must not delay the answer."""
    message = part(update, "message", dict)
    at = min(moment(part(message, "date", int)), received_at)
    return incoming(bot_id, update, part(message, "from", dict), part(message, "chat", dict), at, said(message))


def said(message: Json) -> What:
    message_id = part(message, "message_id", int)
    if "text" not in message:
        return Unsupported()
    text = part(message, "text", str).translate(REPLACED)
    command = COMMAND.fullmatch(text)
    if command is None:
        return Said(text, message_id)
    return Commanded(command["name"].lower(), command["argument"].strip(), message_id)


def read_tap(bot_id: int, update: Json, received_at: datetime) -> Incoming:
    query = part(update, "callback_query", dict)
    person = part(query, "from", dict)
    message = query.get("message")
    message_id = part(message, "message_id", int) if isinstance(message, dict) else None
    chat = part(message, "chat", dict) if isinstance(message, dict) else {"id": person.get("id"), "type": "private"}
    known = press_of(query["data"]) if isinstance(query.get("data"), str) else None
    token, press = known or (None, None)
    what = Tapped(part(query, "id", str), message_id, token, press)
    return incoming(bot_id, update, person, chat, received_at, what)


def read_member(bot_id: int, update: Json, received_at: datetime) -> Incoming:
    change = part(update, "my_chat_member", dict)
    status = part(part(change, "new_chat_member", dict), "status", str)
    what: What = Blocked() if status in ("kicked", "left") else Unblocked()
    return incoming(bot_id, update, part(change, "from", dict), part(change, "chat", dict), received_at, what)


def incoming(bot_id: int, update: Json, person: Json, chat: Json, at: datetime, what: What) -> Incoming:
    code = person.get("language_code")
    private = part(chat, "type", str) == "private"
    return Incoming(
        bot_id=bot_id,
        update_id=update["update_id"],
        user_id=part(person, "id", int),
        chat_id=part(chat, "id", int),
        language_code=code if isinstance(code, str) else None,
        at=at,
        what=what if private else Elsewhere(),
        raw=update,
    )


def part(of: Json, name: str, kind: type[Kind]) -> Kind:
    value = of.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Odd(f"'{name}' is missing or of another type")
    return value


def moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise Odd("'date' is no date") from None


def is_update_id(value: object) -> bool:
    """A number that every database can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63
