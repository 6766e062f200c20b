"""python-telegram-bot's request layer over aiohttp, so that its Bot serves the calls made once, at the start.

Its own httpx layer takes half of the library's time and prints the token at INFO. It must never be used for messages.
"""

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

SECONDS = 15.0


class AiohttpRequest(BaseRequest):
    """What python-telegram-bot asks of a network library, and no more."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=True)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the request layer is not open")
        fields = request_data.json_parameters if request_data else None
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with self._session.request(method, url, data=fields, timeout=timeout) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as problem:
            raise NetworkError(type(problem).__name__) from None
