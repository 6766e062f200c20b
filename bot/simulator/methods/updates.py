"""getUpdates, deleteWebhook and getWebhookInfo: how a bot gets its updates.

It must never deliver by webhook: that family has its own place when it comes.
"""

from typing import Any

from bot.simulator import parameters as read
from bot.simulator.errors import bad_request
from bot.simulator.exchange import Exchange
from bot.simulator.methods.signature import Method
from bot.simulator.parameters import Parameters

LONGEST_POLL = 50
FAR = 2**31 - 1


async def get_updates(exchange: Exchange, parameters: Parameters) -> bytes:
    offset = read.integer(parameters, "offset", 0, -FAR, FAR)
    limit = read.integer(parameters, "limit", 100, 1, 100)
    timeout = read.integer(parameters, "timeout", 0, 0, LONGEST_POLL)
    _remember_kinds(exchange, parameters)
    return await exchange.poller.get_updates(offset, limit, timeout)


def _remember_kinds(exchange: Exchange, parameters: Parameters) -> None:
    """allowed_updates holds until it is given again; an empty list means the default."""
    given = read.decoded(parameters, "allowed_updates", "can't parse allowed_updates JSON object")
    if given is None:
        return
    if not isinstance(given, list):
        raise bad_request("can't parse allowed_updates: expected an Array of String")
    exchange.queue.allowed = {str(kind) for kind in given} or None


async def delete_webhook(exchange: Exchange, parameters: Parameters) -> bool:
    if read.boolean(parameters, "drop_pending_updates"):
        exchange.queue.clear()
    return True


async def get_webhook_info(exchange: Exchange, parameters: Parameters) -> dict[str, Any]:
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(exchange.queue),
    }
    if exchange.queue.allowed:
        info["allowed_updates"] = sorted(exchange.queue.allowed)
    return info


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
