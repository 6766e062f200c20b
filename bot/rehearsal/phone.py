"""A synthetic person's phone: the chat as the simulator shows it, over its HTTP control interface.

It must never know what the bot behind the chat is for.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp

PATIENCE_SECONDS = 25


class Phone:
    """One person's chat at a simulator."""

    def __init__(self, session: aiohttp.ClientSession, simulator: str, person: Mapping[str, Any]) -> None:
        self._session, self._chat = session, f"{simulator}/control/chats/{person['id']}"
        self.version = 0
        self.messages: list[dict[str, Any]] = []

    @classmethod
    async def of(cls, session: aiohttp.ClientSession, simulator: str, name: str, language: str) -> "Phone":
        """A new person's phone."""
        wanted = {"first_name": name, "language_code": language}
        async with session.post(f"{simulator}/control/users", json=wanted) as response:
            return cls(session, simulator, await response.json())

    async def start(self, code: str) -> None:
        await self._act("start", {"payload": code})

    async def say(self, words: str) -> None:
        await self._act("say", {"text": words})

    async def tap(self, message_id: int, label: str) -> None:
        await self._act("tap", {"message_id": message_id, "label": label})

    async def look(self) -> None:
        """Waits until the chat has changed since the last look, or a while; `messages` is then what it shows."""
        wanted = {"since": str(self.version), "timeout": str(PATIENCE_SECONDS)}
        async with self._session.get(self._chat, params=wanted) as response:
            chat = await response.json()
        self.version, self.messages = chat["version"], chat["messages"]

    @property
    def last(self) -> dict[str, Any] | None:
        """The newest message, when it is the bot's."""
        return self.messages[-1] if self.messages and self.messages[-1]["from"] == "bot" else None

    async def _act(self, action: str, body: dict[str, Any]) -> None:
        async with self._session.post(f"{self._chat}/{action}", json=body) as response:
            await response.read()
