"""Incoming: what came from a person, as any channel can say it. Made by bot/telegram/wire.py, read by conversation.py.

It must never hold more of a person than the ids and the language that answering needs.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.engine.effects import Press


@dataclass(frozen=True, slots=True)
class Said:
    """Typed words, as sent. `message_id` rises within a chat."""

    text: str
    message_id: int


@dataclass(frozen=True, slots=True)
class Commanded:
    """`/name argument`; the name in lower case, without the slash."""

    name: str
    argument: str
    message_id: int


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button of the message `message_id`; `query_id` is what the answer to the tap is addressed to.

    `token` and `press` are None when the button is not one of ours.
    """

    query_id: str
    message_id: int | None
    token: str | None
    press: Press | None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person let the bot write again."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A sticker, a picture, a voice note: nothing that can be an answer yet."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something in a group or a channel, where nothing of a person is ever shown."""


What = Said | Commanded | Tapped | Blocked | Unblocked | Unsupported | Elsewhere


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. `raw` is kept for the quarantine alone and never shown or logged."""

    bot_id: int
    update_id: int
    user_id: int
    chat_id: int
    language_code: str | None
    at: datetime
    what: What
    raw: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that could not be read; it is quarantined, so that it never stops the ones behind it."""

    bot_id: int
    update_id: int
    reason: str
    raw: object = field(repr=False)
