"""Events: what happened to a session. Past tense; each brings its own time, so nothing below looks at a clock.

It must never carry anything of a channel: no chat, no message of Telegram.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.engine.effects import Press


@dataclass(frozen=True, slots=True)
class Started:
    at: datetime


@dataclass(frozen=True, slots=True)
class Replied:
    """Somebody typed. `early` says that it was sent before the current question could have been read."""

    at: datetime
    text: str
    early: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, perhaps of an old message, perhaps twice."""

    at: datetime
    press: Press


@dataclass(frozen=True, slots=True)
class Skipped:
    at: datetime


@dataclass(frozen=True, slots=True)
class WentBack:
    at: datetime


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The list of answers was asked for."""

    at: datetime


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Paused:
    at: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """The person came back (/start, the end of a pause, a bot that had been away): show where we were."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something came that is not an answer here: a sticker, a voice note, a picture."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TimerFired:
    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class StageOpened:
    """A date or the facilitator has opened a stage: it is among the world's open ones."""

    at: datetime
    stage: str


Event = (
    Started
    | Replied
    | Pressed
    | Skipped
    | WentBack
    | Reviewed
    | LanguageChosen
    | Paused
    | Returned
    | Unreadable
    | TimerFired
    | StageOpened
)

NAMED: Mapping[str, Callable[[datetime], Event]] = {
    "back": WentBack,
    "retour": WentBack,
    "skip": Skipped,
    "passer": Skipped,
    "review": Reviewed,
    "revoir": Reviewed,
    "pause": Paused,
    "stop": Paused,
}
"""What people call the events that they cause by a command, in both languages, wherever they talk."""
