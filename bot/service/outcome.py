"""Outcome: what became of one send. Five cases, and no sixth.

A channel returns one for every message; it must never raise for what a network or a server can do.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    message_id: int


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Certainly not delivered: asked to wait, or never reached. The chat waits for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot, or is gone."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The message itself was refused: a fault of ours."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Sent, and no answer came: it may have arrived."""

    reason: str


Outcome = Delivered | RetryAfter | Unreachable | Rejected | Uncertain
