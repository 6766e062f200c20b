"""HTTP for the bot's side: a request becomes a method's call, its result or refusal an answer.

It must never know what a method does. It carries a benchmark's load, so the path of a call is short: no
middleware, no access log, the standard library's JSON.
"""

import asyncio
import json

from aiohttp import web

from bot.simulator import parameters as read
from bot.simulator.errors import INVALID_TOKEN, NO_SUCH_METHOD, Refusal
from bot.simulator.exchange import Exchange
from bot.simulator.ledger import Call
from bot.simulator.methods import METHODS
from bot.simulator.methods.signature import Method
from bot.simulator.parameters import Parameters

JSON = "application/json"


class BotServer:
    """The handler of `/bot<token>/<method>`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"].lower()
        if not self._exchange.accepts(request.match_info["token"]):
            return refused(Refusal(401, INVALID_TOKEN))
        method = METHODS.get(name)
        if method is None:
            return refused(Refusal(404, NO_SUCH_METHOD))
        try:
            parameters = await read.read_parameters(request)
        except Refusal as refusal:
            return refused(refusal)
        return await self._call(request, name, method, parameters)

    async def _call(
        self, request: web.Request, name: str, method: Method, parameters: Parameters
    ) -> web.StreamResponse:
        exchange = self._exchange
        chat = read.chat_id(parameters) if parameters.get("chat_id") else None
        strikes = exchange.faults.strike(name, chat) if exchange.faults.active else []
        for fault in strikes:
            if fault.kind == "latency":
                await asyncio.sleep(fault.seconds)
        kinds = {fault.kind for fault in strikes}
        if "drop_before" in kinds:
            return self._dropped(request, name, chat, "dropped before")
        for hook in exchange.request_hooks:
            await hook(name, dict(parameters))
        try:
            result = await self._result(method, name, chat, parameters, [f.refusal() for f in strikes])
        except Refusal as refusal:
            self._note(name, chat, str(refusal.code))
            return refused(refusal)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        if "drop_after" in kinds:
            return self._dropped(request, name, chat, "dropped after", message_id)
        if "silence_after" in kinds:
            self._note(name, chat, "silence", message_id)
            await exchange.closing.wait()
            return self._dropped(request, name, chat, "")
        self._note(name, chat, "ok", message_id)
        return accepted(result)

    async def _result(
        self, method: Method, name: str, chat: int | None, parameters: Parameters, told: list[Refusal | None]
    ) -> object:
        for refusal in told:
            if refusal is not None:
                raise refusal
        if chat is not None and (paced := self._exchange.pacing.refusal(name, chat)) is not None:
            raise paced
        return await method(self._exchange, parameters)

    def _dropped(
        self, request: web.Request, name: str, chat: int | None, result: str, message_id: int | None = None
    ) -> web.StreamResponse:
        """Cuts the connection; the response that aiohttp wants is never written."""
        if result:
            self._note(name, chat, result, message_id)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _note(self, name: str, chat: int | None, result: str, message_id: int | None = None) -> None:
        now = self._exchange.clock.now()
        monotonic = asyncio.get_running_loop().time()
        self._exchange.ledger.note(Call(name, chat, now, monotonic, result, message_id))


def accepted(result: object) -> web.Response:
    body = result if isinstance(result, bytes) else json.dumps(result).encode()
    return web.Response(body=b'{"ok":true,"result":%b}' % body, content_type=JSON)


def refused(refusal: Refusal) -> web.Response:
    """The HTTP status equals the error code; a 429 also has its header (Query.cpp 105, HttpConnection.cpp 66)."""
    answer: dict[str, object] = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    headers = {}
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.Response(status=refusal.code, body=json.dumps(answer).encode(), content_type=JSON, headers=headers)
