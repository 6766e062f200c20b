"""A private chat as Telegram keeps it and as the person's phone shows it.

It must never know what the bot is for, and never decide what a method may do; it keeps state and tells who
waits that something changed.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.keyboards import Button
from bot.simulator.units import Entity


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    language_code: str = ""
    deactivated: bool = False


@dataclass(slots=True)
class Message:
    """One message; times are Unix seconds of the shared clock, `version` the chat's when it last changed.

    `acknowledged` says of a person's message that the bot has confirmed its update. `plain_keyboard` marks
    a message that brought a keyboard of the other kind and can therefore not be edited.
    """

    id: int
    from_bot: bool
    text: str
    entities: list[Entity]
    date: int
    version: int = 0
    edited_at: int | None = None
    inline: list[list[Button]] | None = None
    plain_keyboard: bool = False
    protected: bool = False
    reply_to: int | None = None
    reactions: list[str] = field(default_factory=list)
    acknowledged: bool = False

    def labelled_buttons(self) -> Iterator[tuple[str, Button]]:
        for row in self.inline or ():
            for button in row:
                yield button["text"], button


@dataclass(slots=True)
class Press:
    """A pressed button that waits for answerCallbackQuery; `at` is of the shared clock."""

    query_id: str
    chat_id: int
    message_id: int
    data: str
    at: float


@dataclass(frozen=True, slots=True)
class Toast:
    """What answerCallbackQuery showed; an alert stays until dismissed."""

    text: str
    alert: bool
    url: str | None
    version: int


class Chat:
    """The private chat of one person with the bot; its id is the person's."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.started = False
        self.blocked = False
        self.messages: dict[int, Message] = {}
        self.toasts: list[Toast] = []
        self.waiting: dict[str, Press] = {}
        self.input: dict[str, Any] | None = None
        self.typing_until = 0.0
        self.version = 0
        self._next: asyncio.Future[None] | None = None

    @property
    def id(self) -> int:
        return self.person.id

    def touch(self, message: Message | None = None) -> None:
        """Something a phone would show has changed."""
        self.version += 1
        if message is not None:
            message.version = self.version
        if self._next is not None and not self._next.done():
            self._next.set_result(None)

    async def changed(self, since: int) -> int:
        """Waits until the version is above `since`; gives the version."""
        while self.version <= since:
            if self._next is None or self._next.done():
                self._next = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._next)
        return self.version

    def add(self, message: Message) -> Message:
        self.messages[message.id] = message
        self.touch(message)
        return message

    def remove(self, message_id: int) -> None:
        del self.messages[message_id]
        self.touch()

    def show(self, keyboard: dict[str, Any] | None) -> None:
        """A reply keyboard, a forced reply or its removal, as a message from the bot brings it."""
        if keyboard is not None:
            self.input = None if keyboard.get("remove_keyboard") else keyboard

    def toast(self, text: str, alert: bool, url: str | None) -> None:
        """The end of a press; without words only the button stops spinning."""
        self.touch()
        if text or url:
            self.toasts.append(Toast(text, alert, url, self.version))
