"""The telephone exchange: everything that one bot's Telegram knows, in one object.

It must never know HTTP: server.py and control.py translate requests, methods/ and phone.py change the state.
"""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.simulator.chats import Chat, Message, Person, Press
from bot.simulator.clock import Clock
from bot.simulator.errors import BLOCKED, DEACTIVATED, NEVER_STARTED, Refusal, bad_request
from bot.simulator.faults import Faults
from bot.simulator.ledger import Ledger
from bot.simulator.objects import Identity
from bot.simulator.pacing import Pacing
from bot.simulator.polling import Poller
from bot.simulator.profile import Profile
from bot.simulator.update_queue import Queue, Update

FIRST_PERSON = 1001
KEPT_PRESSES = 20_000

AcknowledgeHook = Callable[[list[int]], Awaitable[None]]
RequestHook = Callable[[str, dict[str, Any]], Awaitable[None]]


class Exchange:
    """State of one bot: its people and chats, the queue, the profile, and what a test has set."""

    def __init__(self, token: str | None, clock: Clock, seed: int) -> None:
        self.token = token
        self.clock = clock
        self.chance = random.Random(seed)  # noqa: S311 - a seeded fault must repeat; nothing here is secret
        self.bot = Identity(_number(token) if token else 0)
        self.chats: dict[int, Chat] = {}
        self.queue = Queue(clock, self.chance)
        self.profile = Profile()
        self.faults = Faults(self.chance)
        self.pacing = Pacing(time.monotonic)
        self.ledger = Ledger()
        self.acknowledge_hooks: list[AcknowledgeHook] = []
        self.request_hooks: list[RequestHook] = []
        self.closing = asyncio.Event()
        self.queue.repeats = self.faults.repeats
        self.poller = Poller(self.queue, self.faults, self.acknowledged)
        self.presses: dict[str, Press] = {}
        self._last_message_id = 0

    def accepts(self, token: str) -> bool:
        """With no token set any well-formed one is accepted, and its number becomes the bot's id."""
        if self.token is not None:
            return token == self.token
        number = _number(token)
        if number:
            self.bot.id = number
        return number > 0

    def add_person(self, first_name: str, language_code: str = "", person_id: int | None = None) -> Chat:
        """Somebody new with a phone, who has not pressed Start. Raises `ValueError` when the id is taken."""
        wanted = person_id if person_id is not None else max([FIRST_PERSON - 1, *self.chats]) + 1
        if wanted in self.chats or wanted <= 0:
            raise ValueError(f"id {wanted} is taken or not above 0; choose another or leave it out")
        self.chats[wanted] = Chat(Person(wanted, first_name, language_code))
        return self.chats[wanted]

    def open_chat(self, chat_id: int) -> Chat:
        """The chat that the bot may write to. Raises `Refusal` with Telegram's reason when it may not."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.person.deactivated:
            raise Refusal(403, DEACTIVATED)
        if not chat.started:
            raise Refusal(403, NEVER_STARTED)
        if chat.blocked:
            raise Refusal(403, BLOCKED)
        return chat

    def next_message_id(self) -> int:
        """Message ids of private chats rise through all chats of a bot."""
        self._last_message_id += 1
        return self._last_message_id

    def update(self, kind: str, content: dict[str, Any], chat: Chat, message: Message | None = None) -> None:
        self.queue.add(kind, content, chat, message)

    async def acknowledged(self, updates: list[Update]) -> None:
        """Ticks the confirmed messages, then tells the hooks, before the bot gets its answer."""
        for update in updates:
            if update.message is not None and update.chat is not None:
                update.message.acknowledged = True
                update.chat.touch(update.message)
        confirmed = [update.id for update in updates]
        for hook in self.acknowledge_hooks:
            await hook(confirmed)

    def inject(self, update: bytes | dict[str, Any]) -> int:
        """Puts an update in the queue and gives its id: an object gets the id unless it brings one; bytes go as
        they are, with UPDATE_ID replaced by the id."""
        if isinstance(update, bytes):
            return self.queue.inject(update)
        head = b"" if "update_id" in update else b'"update_id":UPDATE_ID,'
        body = json.dumps(update).encode()
        return self.queue.inject(b"{" + head + body[1:] if update else b'{"update_id":UPDATE_ID}')

    def press(self, chat: Chat, message_id: int, data: str) -> Press:
        """A new callback query, which answerCallbackQuery will know; the oldest are forgotten."""
        query_id = str(self.chance.randrange(1 << 60, 1 << 63))
        press = Press(query_id, chat.id, message_id, data, self.clock.now())
        self.presses[query_id] = chat.waiting[query_id] = press
        if len(self.presses) > KEPT_PRESSES:
            forgotten = self.presses.pop(next(iter(self.presses)))
            self.chats[forgotten.chat_id].waiting.pop(forgotten.query_id, None)
        return press

    def close(self) -> None:
        """Lets every waiting request end."""
        self.closing.set()
        self.poller.close()


def _number(token: str) -> int:
    """The bot's id in `123456:ABC…`, 0 when the token is malformed."""
    number, colon, secret = token.partition(":")
    return int(number) if colon and secret and number.isdecimal() else 0
