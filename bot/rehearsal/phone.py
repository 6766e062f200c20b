"""A synthetic person's phone: the chat as the simulator shows it, over its HTTP control interface.

It must never know what the bot behind the chat is for.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp

LOOK_SECONDS, QUIET_SECONDS = 25.0, 1.0


class Stuck(Exception):
    """A rehearsal cannot go on; the message says why in one sentence."""


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
            return cls(session, simulator, await accepted(response, "a new person"))

    async def start(self, code: str) -> None:
        await self._act("start", {"payload": code})

    async def say(self, words: str) -> None:
        await self._act("say", {"text": words})

    async def tap(self, message_id: int, label: str) -> None:
        await self._act("tap", {"message_id": message_id, "label": label})

    async def look(self) -> None:
        """Waits until the chat has changed since the last look, or a while; `messages` is then what it shows."""
        await self._read(LOOK_SECONDS)

    async def stays_quiet(self) -> bool:
        """Whether nothing came within a moment, and nothing that this person did is still being handled."""
        before = self.version
        chat = await self._read(QUIET_SECONDS)
        unread = any(each["from"] == "person" and not each["acknowledged"] for each in chat["messages"])
        return not (self.version > before or chat["waiting"] or chat["typing_for"] or unread)

    @property
    def last(self) -> dict[str, Any] | None:
        """The newest message, when it is the bot's."""
        return self.messages[-1] if self.messages and self.messages[-1]["from"] == "bot" else None

    async def _read(self, seconds: float) -> dict[str, Any]:
        wanted = {"since": str(self.version), "timeout": str(seconds)}
        async with self._session.get(self._chat, params=wanted) as response:
            chat: dict[str, Any] = await accepted(response, "a look")
        self.version, self.messages = chat["version"], chat["messages"]
        return chat

    async def _act(self, action: str, body: dict[str, Any]) -> None:
        async with self._session.post(f"{self._chat}/{action}", json=body) as response:
            await accepted(response, action)


async def accepted(response: aiohttp.ClientResponse, what: str) -> Any:
    """The answer's JSON. Raises Stuck when the simulator refused."""
    if response.status >= 400:
        raise Stuck(f"The simulator refused {what} of a synthetic person (status {response.status}).")
    return await response.json()
