"""Manners: small courtesies after a commit, best effort and never stored: a tap answered, a question tidied, a word
to a stranger.

Nothing may depend on one of them having arrived.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.engine.effects import Message


@dataclass(frozen=True, slots=True)
class AnswerTap:
    """Ends the waiting of a tapped button, with a few words or none."""

    query_id: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Tidy:
    """The message of that id shall look like this now."""

    chat_id: int
    message_id: int
    message: Message
    token: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """A message to a chat about which nothing is kept: a stranger, or somebody just forgotten."""

    chat_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class OfferTeamCommands:
    """This chat's menu shall list what facilitators may do, too."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class WithdrawTeamCommands:
    """This chat's menu is everybody's again."""

    chat_id: int


Manner = AnswerTap | Tidy | Tell | OfferTeamCommands | WithdrawTeamCommands


class Courtesy(Protocol):
    """Does manners, later and on its own; never raises and never makes the caller wait."""

    def show(self, manners: "list[Manner]") -> None: ...
