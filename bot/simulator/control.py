"""The control interface over HTTP: the same as the Python object, as JSON under `/control/`, on loopback only.

It must never be reachable by another machine, and never let an error pass as a success.
"""

import base64
import ipaddress
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.simulator import views
from bot.simulator.control_chats import CHAT_ACTIONS, chat_of, read_chat, read_chats
from bot.simulator.exchange import Exchange

Given = dict[str, Any]
Handler = Callable[[Exchange, web.Request, Given], Awaitable[object]]


async def read_clock(exchange: Exchange, request: web.Request, given: Given) -> object:
    return {"offset": exchange.clock.offset, "now": exchange.clock.now()}


async def move_clock(exchange: Exchange, request: web.Request, given: Given) -> object:
    if "offset" in given:
        exchange.clock.set(float(given["offset"]))
    exchange.clock.advance(float(given.get("advance", 0)))
    return await read_clock(exchange, request, given)


async def list_users(exchange: Exchange, request: web.Request, given: Given) -> object:
    return [views.person_view(chat) for chat in exchange.chats.values()]


async def add_user(exchange: Exchange, request: web.Request, given: Given) -> object:
    chat = exchange.add_person(str(given["first_name"]), str(given.get("language_code", "")), given.get("id"))
    return views.person_view(chat)


async def deactivate_user(exchange: Exchange, request: web.Request, given: Given) -> object:
    chat_of(exchange, request).person.deactivated = True
    return True


async def list_faults(exchange: Exchange, request: web.Request, given: Given) -> object:
    return exchange.faults.as_json()


async def add_fault(exchange: Exchange, request: web.Request, given: Given) -> object:
    return {"id": exchange.faults.add(**given).id}


async def remove_faults(exchange: Exchange, request: web.Request, given: Given) -> object:
    if "id" in request.match_info:
        exchange.faults.remove(int(request.match_info["id"]))
    else:
        exchange.faults.clear()
    return True


async def set_flood(exchange: Exchange, request: web.Request, given: Given) -> object:
    if given.pop("off", False):
        exchange.pacing.off()
    else:
        exchange.pacing.configure(**given)
    return True


async def inject(exchange: Exchange, request: web.Request, given: Given) -> object:
    """`{"update": {…}}` gets an id, unless it has one; `{"raw": …}` and `{"raw_base64": …}` go as they are."""
    if "update" in given:
        return {"update_id": exchange.inject(given["update"])}
    raw = base64.b64decode(given["raw_base64"]) if "raw_base64" in given else given["raw"].encode()
    return {"update_id": exchange.inject(raw)}


async def renumber(exchange: Exchange, request: web.Request, given: Given) -> object:
    exchange.queue.renumber(int(given["first"]))
    return True


async def read_statistics(exchange: Exchange, request: web.Request, given: Given) -> object:
    return views.statistics(exchange)


async def read_ledger(exchange: Exchange, request: web.Request, given: Given) -> object:
    """The last `limit` calls (1,000 unless told), of one method and chat when named."""
    method = request.query.get("method", "").lower()
    chat = int(request.query["chat"]) if "chat" in request.query else None
    calls = [call for call in exchange.ledger.calls if method in ("", call.method) and chat in (None, call.chat)]
    return [views.call_view(call) for call in calls[-int(request.query.get("limit", 1000)) :]]


ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "/clock", read_clock),
    ("POST", "/clock", move_clock),
    ("GET", "/users", list_users),
    ("POST", "/users", add_user),
    ("POST", "/users/{id:\\d+}/deactivate", deactivate_user),
    ("GET", "/faults", list_faults),
    ("POST", "/faults", add_fault),
    ("DELETE", "/faults", remove_faults),
    ("DELETE", "/faults/{id:\\d+}", remove_faults),
    ("POST", "/flood", set_flood),
    ("POST", "/updates", inject),
    ("POST", "/updates/reset", renumber),
    ("GET", "/statistics", read_statistics),
    ("GET", "/ledger", read_ledger),
    ("GET", "/chats", read_chats),
    ("GET", "/chats/{id:\\d+}", read_chat),
    *[("POST", f"/chats/{{id:\\d+}}/{name}", action) for name, action in CHAT_ACTIONS.items()],
]


def add_routes(app: web.Application, exchange: Exchange) -> None:
    for verb, path, handler in ROUTES:
        app.router.add_route(verb, "/control" + path, _guarded(exchange, handler))


def _guarded(exchange: Exchange, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        if not _from_here(request.remote):
            return _problem(403, "the control interface answers this machine only")
        try:
            given = json.loads(await request.read() or b"{}")
            return web.json_response(await handler(exchange, request, given))
        except LookupError as missing:
            return _problem(404, f"not found: {missing}")
        except (TypeError, ValueError, RuntimeError, AttributeError) as wrong:
            return _problem(400, str(wrong))

    return handle


def _from_here(remote: str | None) -> bool:
    return remote is not None and ipaddress.ip_address(remote).is_loopback


def _problem(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
