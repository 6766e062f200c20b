"""A request's parameters, wherever they stand: query string, form, multipart or JSON body.

It must never judge what a parameter means; it only turns what was sent into Python values, as leniently as
telegram-bot-api does (Query.h, Client.cpp to_bool, get_integer_arg).
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.simulator.errors import bad_request

Parameters = Mapping[str, Any]

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_TRUE = {"true", "yes", "1"}


async def read_parameters(request: web.BaseRequest) -> dict[str, Any]:
    """Everything sent with the request; a body's parameter wins over the query string's."""
    parameters: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.body_exists:
        return parameters
    kind = request.content_type
    if kind == _JSON:
        parameters.update(_json_body(await request.read()))
    elif kind == _FORM:
        body = (await request.read()).decode("utf-8", "surrogateescape")
        parameters.update(parse_qsl(body, keep_blank_values=True))
    elif kind == _MULTIPART:
        parameters.update(await request.post())
    return parameters


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    if not isinstance(read, dict):
        raise bad_request("can't parse JSON object")
    return read


def text(parameters: Parameters, name: str) -> str:
    """The parameter as text, empty when absent. Raises `Refusal` when it is not UTF-8."""
    value = parameters.get(name)
    if value is None or isinstance(value, web.FileField):
        return ""
    found = value if isinstance(value, str) else json.dumps(value)
    if not found.isascii():
        try:
            found.encode("utf-8")
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return found


def integer(parameters: Parameters, name: str, default: int, low: int, high: int) -> int:
    """A whole number brought between `low` and `high`; what is no number counts as `default`."""
    try:
        value = int(parameters.get(name, default))
    except (TypeError, ValueError, OverflowError):
        value = default
    return max(low, min(high, value))


def boolean(parameters: Parameters, name: str) -> bool:
    return str(parameters.get(name, "")).lower() in _TRUE


def decoded(parameters: Parameters, name: str, complaint: str) -> Any:
    """A JSON value, sent as such or as text; None when absent. Raises `Refusal(complaint)` when unreadable."""
    value = parameters.get(name)
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise bad_request(complaint) from None


def chat_id(parameters: Parameters) -> int:
    """The private chat meant by `chat_id`; 0, which is nobody's, for a user name."""
    value = parameters.get("chat_id", "")
    if value == "":
        raise bad_request("chat_id is empty")
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0
