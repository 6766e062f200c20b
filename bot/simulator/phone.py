"""A person's phone: what somebody does in the chat, and what they see there.

It must never do what a phone cannot, except `forge`, which is there to test that a bot checks its buttons.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.simulator.chats import Chat, Message, Toast
from bot.simulator.entities import MAX_TEXT, detected
from bot.simulator.exchange import Exchange
from bot.simulator.keyboards import Button
from bot.simulator.objects import bot_object, chat_object, inaccessible_message, message_object, person_object

PATIENCE = 10.0
EDITABLE = 48 * 3600


class Phone:
    """One person in their private chat with the bot. Actions return at once; `until` and `answered` wait."""

    def __init__(self, exchange: Exchange, chat: Chat) -> None:
        self._exchange = exchange
        self._mark = chat.version
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat, oldest first."""
        return list(self.chat.messages.values())

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.chat.messages.values()]

    @property
    def last(self) -> Message:
        """The lowest message. Raises `LookupError` in an empty chat."""
        if not self.chat.messages:
            raise LookupError("the chat is empty")
        return self.messages[-1]

    @property
    def toasts(self) -> list[Toast]:
        return self.chat.toasts

    @property
    def keyboard(self) -> list[list[str]]:
        """Labels of the reply keyboard, row by row; empty when there is none."""
        rows = (self.chat.input or {}).get("keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    async def start(self, payload: str | None = None) -> Message:
        """Presses Start, as from a link `?start=payload`; unblocks the bot first, as Restart does."""
        if self.chat.blocked:
            await self.unblock()
        return await self.say(f"/start {payload}" if payload else "/start")

    async def say(self, text: str, reply_to: int | None = None) -> Message:
        """Sends a text; one of over 4096 characters goes in parts, of which the last is given back.

        Raises `ValueError` for an empty text and `RuntimeError` while this person blocks the bot.
        """
        if self.chat.blocked:
            raise RuntimeError("this person has blocked the bot: unblock it before writing")
        if not text.strip():
            raise ValueError("a phone sends no empty text")
        self._act()
        parts = [text.strip()[begin : begin + MAX_TEXT] for begin in range(0, len(text.strip()), MAX_TEXT)]
        for part in parts:
            sent = self._send(part, reply_to)
        return sent

    def _send(self, text: str, reply_to: int | None) -> Message:
        exchange, chat = self._exchange, self.chat
        message = Message(exchange.next_message_id(), False, text, detected(text), exchange.clock.seconds())
        message.reply_to = reply_to if reply_to in chat.messages else None
        chat.started = True
        if chat.input is not None and (chat.input.get("one_time_keyboard") or chat.input.get("force_reply")):
            chat.input = None
        chat.add(message)
        exchange.update("message", message_object(chat, message, exchange.bot), chat, message)
        return message

    async def edit(self, message_id: int, text: str) -> Message:
        """Edits an own text. Raises `LookupError` when it is not the person's or older than 48 hours."""
        exchange, chat = self._exchange, self.chat
        message = chat.messages.get(message_id)
        if message is None or message.from_bot or exchange.clock.now() - message.date > EDITABLE:
            raise LookupError("only an own message of the last 48 hours can be edited")
        if not text.strip():
            raise ValueError("a phone sends no empty text")
        self._act()
        message.text, message.entities = text.strip(), detected(text.strip())
        message.edited_at = exchange.clock.seconds()
        message.acknowledged = False
        chat.touch(message)
        exchange.update("edited_message", message_object(chat, message, exchange.bot), chat, message)
        return message

    async def tap(self, label: str, message_id: int | None = None) -> Button:
        """Presses the button with this label: the lowest inline one, else the reply keyboard's (which sends its text).

        Raises `LookupError` with the labels there are.
        """
        for message in reversed(self.messages):
            for text, button in message.labelled_buttons():
                if text == label and message_id in (None, message.id):
                    return self._press(message, button)
        if any(label in row for row in self.keyboard):
            await self.say(label)
            return {"text": label}
        raise LookupError(f"no button {label!r}; there are {self.labels()}")

    async def tap_at(self, message_id: int, row: int, column: int) -> Button:
        """Presses an inline button by its place, counted from 0."""
        message = self.chat.messages.get(message_id)
        if message is None or not 0 <= row < len(message.inline or ()):
            raise LookupError("no such row of buttons")
        buttons = (message.inline or [])[row]
        if not 0 <= column < len(buttons):
            raise LookupError(f"that row has {len(buttons)} buttons")
        return self._press(message, buttons[column])

    async def tap_data(self, data: str, message_id: int | None = None) -> Button:
        """Presses the lowest inline button with this callback data."""
        for message in reversed(self.messages):
            for _, button in message.labelled_buttons():
                if button.get("callback_data") == data and message_id in (None, message.id):
                    return self._press(message, button)
        raise LookupError("no button with this callback data")

    async def forge(self, data: str, message_id: int) -> str:
        """A press that no button offers, as a changed client can send; gives the callback query's id."""
        return self._call_back(message_id, data)

    async def block(self) -> None:
        if not self.chat.blocked:
            self._set_blocked(True)

    async def unblock(self) -> None:
        if self.chat.blocked:
            self._set_blocked(False)

    def labels(self) -> list[str]:
        """Every label that could be tapped now."""
        inline = [text for message in self.messages for text, _ in message.labelled_buttons()]
        return inline + [label for row in self.keyboard for label in row]

    async def changed(self, since: int) -> int:
        """Waits until the chat's version is above `since`; gives the version."""
        return await self.chat.changed(since)

    async def until(self, predicate: Callable[[list[Message]], Any], patience: float = PATIENCE) -> list[Message]:
        """Waits until the predicate holds of the messages and gives them. Raises `TimeoutError`."""
        try:
            async with asyncio.timeout(patience):
                while not predicate(self.messages):
                    await self.chat.changed(self.chat.version)
        except TimeoutError:
            raise TimeoutError(self._seen(patience)) from None
        return self.messages

    async def answered(self, patience: float = PATIENCE) -> list[Message]:
        """Waits until the bot has sent or changed a message after this phone's last action; gives those."""
        mark = self._mark
        messages = await self.until(
            lambda all_: any(message.from_bot and message.version > mark for message in all_), patience
        )
        return [message for message in messages if message.from_bot and message.version > mark]

    def _seen(self, patience: float) -> str:
        count = len(self.chat.messages)
        return f"after {patience:g} s the chat has {count} messages and what was awaited has not come"

    def _act(self) -> None:
        self._mark = self.chat.version

    def _press(self, message: Message, button: Button) -> Button:
        if "callback_data" in button:
            self._call_back(message.id, button["callback_data"])
        return button

    def _call_back(self, message_id: int, data: str) -> str:
        exchange, chat = self._exchange, self.chat
        self._act()
        message = chat.messages.get(message_id)
        press = exchange.press(chat, message_id, data)
        query = {
            "id": press.query_id,
            "from": person_object(chat.person),
            "message": message_object(chat, message, exchange.bot)
            if message
            else inaccessible_message(chat, message_id),
            "chat_instance": str(chat.id * 7919),
            "data": data,
        }
        chat.touch()
        exchange.update("callback_query", query, chat)
        return press.query_id

    def _set_blocked(self, blocked: bool) -> None:
        """Bot API, ChatMemberUpdated: "kicked" is a private chat's word for blocked."""
        exchange, chat = self._exchange, self.chat
        self._act()
        chat.blocked = blocked
        chat.touch()
        exchange.update("my_chat_member", self._membership(blocked), chat)

    def _membership(self, blocked: bool) -> dict[str, Any]:
        bot = bot_object(self._exchange.bot)
        member = {"user": bot, "status": "member"}
        kicked = {"user": bot, "status": "kicked", "until_date": 0}
        return {
            "chat": chat_object(self.chat),
            "from": person_object(self.chat.person),
            "date": self._exchange.clock.seconds(),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
