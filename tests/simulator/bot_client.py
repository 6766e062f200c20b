"""The bot's side in tests of the simulator: plain HTTP calls, and a small bot that answers by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        assert not self.body["ok"]
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


class BotClient:
    """Calls the Bot API as any bot does."""

    def __init__(self, api_url: str, session: aiohttp.ClientSession, token: str = "1:TEST") -> None:  # noqa: S107 - a sham
        self._address = f"{api_url}/bot{token}"
        self.session = session

    async def __call__(self, method: str, **parameters: Any) -> Answer:
        return await self.request("POST", method, json=parameters)

    async def request(self, verb: str, method: str, **options: Any) -> Answer:
        async with self.session.request(verb, f"{self._address}/{method}", **options) as response:
            return Answer(response.status, await response.json(), dict(response.headers))

    async def raw(self, method: str, **parameters: Any) -> bytes:
        async with self.session.post(f"{self._address}/{method}", json=parameters) as response:
            return await response.read()


Handler = Callable[[BotClient, dict[str, Any]], Awaitable[None]]


async def run_bot(bot: BotClient, handler: Handler) -> None:
    """Polls for ever and hands each update to `handler`, acknowledging after it."""
    offset = 0
    while True:
        answer = await bot("getUpdates", offset=offset, timeout=20)
        for update in answer.body.get("result", []):
            await handler(bot, update)
            offset = update["update_id"] + 1
        await asyncio.sleep(0)
