"""The Bot API over aiohttp: one call, its result or one of three errors. Only what the hot path needs.

The library's objects are left out here: reading the few fields we use costs a third of making them (ARCHITECTURE.md,
decisions).
It must never put a token, an address or a body into an exception or a log.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
CONNECTIONS = 128
JSON = {"Content-Type": "application/json"}


def timeout_of(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)


ORDINARY = timeout_of(ANSWER_SECONDS)


class NotReached(Exception):
    """The server was not reached: the call certainly had no effect."""


class NoAnswer(Exception):
    """The call was sent and no whole answer came: it may have had its effect."""


@dataclass(frozen=True)
class ApiError(Exception):
    """The server answered `ok: false`. `retry_after` is in seconds, 0 when the server named none."""

    code: int
    description: str
    retry_after: float = 0.0

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class Api:
    """Calls of one bot. `address` is the Bot API's, without `/bot`."""

    def __init__(self, session: aiohttp.ClientSession, address: str, token: str) -> None:
        self._session = session
        self._base = f"{address.rstrip('/')}/bot{token}/"
        self._addresses: dict[str, URL] = {}

    async def call(self, method: str, parameters: Mapping[str, Any], seconds: float = ANSWER_SECONDS) -> Any:
        """The `result` of a method. Raises ApiError, NotReached or NoAnswer."""
        status, body = await self.raw(method, parameters, seconds)
        try:
            answer = json.loads(body)
        except ValueError:
            raise NoAnswer(f"{method}: status {status} and no JSON") from None
        if not isinstance(answer, dict):
            raise NoAnswer(f"{method}: status {status} and no object")
        if answer.get("ok") is True:
            return answer.get("result")
        raise error_of(answer, status)

    async def raw(self, method: str, parameters: Mapping[str, Any], seconds: float) -> tuple[int, bytes]:
        """Status and body, whatever they are."""
        address = self._addresses.get(method) or self._addresses.setdefault(method, URL(self._base + method))
        timeout = ORDINARY if seconds == ANSWER_SECONDS else timeout_of(seconds)
        body = json.dumps(parameters).encode()
        try:
            async with self._session.post(address, data=body, headers=JSON, timeout=timeout) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotReached(method) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise NoAnswer(method) from None


def error_of(answer: Mapping[str, Any], status: int) -> ApiError:
    parameters = answer.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    code = answer.get("error_code")
    return ApiError(
        code if isinstance(code, int) else status,
        str(answer.get("description", "")),
        float(wait) if isinstance(wait, int | float) else 0.0,
    )


@asynccontextmanager
async def connected(address: str, token: str) -> AsyncIterator[Api]:
    """An Api whose connections are closed in the end."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(
        connector=connector,
        proxy=proxy_for(address),
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
    ) as session:
        yield Api(session, address, token)


def proxy_for(address: str) -> str | None:
    """The proxy of the environment, looked up once: aiohttp would do so at every call, at a tenth of the bot's time."""
    parts = urlsplit(address)
    bypassed = proxy_bypass(parts.hostname or "")
    return None if bypassed else getproxies().get(parts.scheme)
