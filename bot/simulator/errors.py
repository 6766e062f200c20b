"""How Telegram refuses: one exception, and the error texts that several methods share.

It must never invent a text where telegram-bot-api has one; what no source confirms is marked "(memory)".
"""

from collections.abc import Mapping


class Refusal(Exception):
    """An answer `{"ok": false, …}` with the HTTP status `code`, as Bot API, "Making requests"."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})


def bad_request(reason: str) -> Refusal:
    """400; `reason` is shown as it is, so its first letter is small unless it is a server's CONSTANT."""
    return Refusal(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def conflict(reason: str) -> Refusal:
    return Refusal(409, f"Conflict: {reason}")


INVALID_TOKEN = "Unauthorized: invalid token specified"  # noqa: S105 - Telegram's sentence, not a secret
NO_SUCH_METHOD = "Not Found: method not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
BLOCKED = "Forbidden: bot was blocked by the user"
DEACTIVATED = "Forbidden: user is deactivated"
NEVER_STARTED = "Forbidden: bot can't initiate conversation with a user"  # (memory)
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
