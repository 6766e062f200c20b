"""The sender: one finished message to one chat, and which of five things became of it.

It must never retry, wait or store: that is delivery's (bot/service/delivery.py).
"""

from typing import Any

from bot.engine.effects import Message
from bot.service.outcome import Delivered, Outcome, Rejected, RetryAfter, Uncertain, Unreachable
from bot.telegram.api import Api, ApiError, NoAnswer, NotReached
from bot.telegram.buttons import markup
from bot.telegram.html import html_of

NOT_REACHED_SECONDS = 2.0
TROUBLE_SECONDS = 30.0
GONE = ("chat not found", "user is deactivated", "bot was blocked", "peer_id_invalid", "initiate conversation")


class Sender:
    """Sends by the Bot API's sendMessage."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def send(self, chat_id: int, message: Message, token: str, *, plain: bool = False) -> Outcome:
        """`plain` leaves out all markup, for a message that was refused with it."""
        try:
            result = await self._api.call("sendMessage", parameters_of(chat_id, message, token, plain))
        except NotReached:
            return RetryAfter(NOT_REACHED_SECONDS)
        except NoAnswer:
            return Uncertain("no answer")
        except ApiError as error:
            return outcome_of(error)
        return delivered(result)


def parameters_of(chat_id: int, message: Message, token: str, plain: bool = False) -> dict[str, Any]:
    parameters: dict[str, Any] = {"chat_id": chat_id, "link_preview_options": {"is_disabled": True}}
    words = {"text": message.words} if plain else {"text": html_of(message.runs), "parse_mode": "HTML"}
    if message.keyboard:
        parameters["reply_markup"] = markup(message.keyboard, token)
    return {**parameters, **words}


def delivered(result: Any) -> Outcome:
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return Delivered(message_id) if isinstance(message_id, int) else Uncertain("an answer without a message id")


def outcome_of(error: ApiError) -> Outcome:
    """Telegram's errors as outcomes. A bad token (401, 404) is the poller's alarm; the message only waits."""
    words = error.description.lower()
    if error.code == 429:
        return RetryAfter(max(error.retry_after, 1.0))
    if error.code == 403 or any(sign in words for sign in GONE):
        return Unreachable(error.description)
    if error.code in (401, 404, 409):
        return RetryAfter(TROUBLE_SECONDS)
    if error.code >= 500:
        return Uncertain(f"status {error.code}")
    return Rejected(error.description)
