"""HTTP for the bot's side: a request becomes a method's call, its result or refusal an answer.

It must never know what a method does. It carries a benchmark's load, so the path of a call is short: no
middleware, no access log, the standard library's JSON.
"""

import asyncio
import json
from dataclasses import dataclass, replace

from aiohttp import web

from bot.simulator import parameters as read
from bot.simulator.errors import INVALID_TOKEN, NO_SUCH_METHOD, Refusal
from bot.simulator.exchange import Exchange
from bot.simulator.faults import Fault
from bot.simulator.ledger import Call
from bot.simulator.methods import METHODS
from bot.simulator.methods.signature import Method
from bot.simulator.parameters import Parameters

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended, for the ledger."""

    method: str
    chat: int | None
    result: str
    message_id: int | None = None


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
        if _struck(strikes, "latency"):
            await asyncio.sleep(sum(fault.seconds for fault in strikes))
        if _struck(strikes, "drop_before"):
            return self._dropped(request, Outcome(name, chat, "dropped before"))
        for hook in exchange.request_hooks:
            await hook(name, dict(parameters))
        try:
            self._refuse(name, chat, strikes)
            result = await method(exchange, parameters)
        except Refusal as refusal:
            self._note(Outcome(name, chat, str(refusal.code)))
            return refused(refusal)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return await self._answer(request, Outcome(name, chat, "ok", message_id), strikes, result)

    def _refuse(self, name: str, chat: int | None, strikes: list[Fault]) -> None:
        for fault in strikes:
            if (refusal := fault.refusal()) is not None:
                raise refusal
        if chat is not None and (paced := self._exchange.pacing.refusal(name, chat)) is not None:
            raise paced

    async def _answer(
        self, request: web.Request, outcome: Outcome, strikes: list[Fault], result: object
    ) -> web.StreamResponse:
        if _struck(strikes, "drop_after"):
            return self._dropped(request, replace(outcome, result="dropped after"))
        if _struck(strikes, "silence_after"):
            self._note(replace(outcome, result="silence"))
            await self._exchange.closing.wait()
        else:
            self._note(outcome)
        return accepted(result)

    def _dropped(self, request: web.Request, outcome: Outcome) -> web.StreamResponse:
        """Cuts the connection; the response that aiohttp wants is never written."""
        self._note(outcome)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _note(self, outcome: Outcome) -> None:
        now = self._exchange.clock.now()
        monotonic = asyncio.get_running_loop().time()
        self._exchange.ledger.note(
            Call(outcome.method, outcome.chat, now, monotonic, outcome.result, outcome.message_id)
        )


def _struck(strikes: list[Fault], kind: str) -> bool:
    return any(fault.kind == kind for fault in strikes)


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
