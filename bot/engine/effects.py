"""Effects: what must happen because of a turn. Imperative; the shell does them, the engine only returns them.

A message carries finished words in the person's language. It must never carry a template, or anything of a channel.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.engine.questions import StepId
from bot.engine.texts import Runs
from bot.engine.values import Answer, Kind


class Act(StrEnum):
    """What a button does. One letter each: a Telegram button carries 64 bytes."""

    PICK = "p"
    TICK = "t"
    UNTICK = "u"
    DONE = "d"
    SKIP = "s"
    KEEP = "k"
    BACK = "b"
    CHANGE = "c"
    USE = "y"
    DROP = "n"
    LANGUAGE = "l"
    PAUSE = "z"
    RETURN = "r"
    FORGET_ME = "f"
    STAY = "h"
    CARD = "i"
    REMOVE = "x"
    PAGE = "v"
    JOIN = "j"


NOWHERE = StepId("")
"""For buttons that belong to no question."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button's meaning: for which question, at which asking; `choice` is an option's code or a language.

    A pick of a multiple choice carries the wanted state (TICK or UNTICK), so a double tap is harmless.
    """

    act: Act
    step: StepId = NOWHERE
    asking: int = 0
    choice: str = ""


class Tone(StrEnum):
    """What a button looks like where the channel has looks."""

    NEUTRAL = "neutral"
    CHOSEN = "chosen"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    press: Press
    tone: Tone = Tone.NEUTRAL


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    runs: Runs
    keyboard: Keyboard = ()

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Send:
    """A new message; with `step` it puts that question, at that asking."""

    message: Message
    step: StepId | None = None
    asking: int = 0


@dataclass(frozen=True, slots=True)
class Redraw:
    """The message that put `step` at `asking` shall now look like this. Best effort: manners, not state."""

    message: Message
    step: StepId
    asking: int


@dataclass(frozen=True, slots=True)
class Toast:
    """A few words that pass, in answer to a tap."""

    words: str


@dataclass(frozen=True, slots=True)
class Record:
    """A response was accepted; it supersedes the question's earlier one."""

    step: StepId
    kind: Kind
    value: Answer | None
    asking: int
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Retract:
    """A response sleeps: its question is not relevant now. It stays in the history and is counted nowhere."""

    step: StepId


@dataclass(frozen=True, slots=True)
class Restore:
    """A sleeping response counts again."""

    step: StepId


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """A purpose was answered; `version` is the hash of the notice as shown in `language`."""

    purpose: str
    given: bool
    version: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SetTimer:
    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CancelTimer:
    name: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The flow was finished for the first time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Forget:
    """No consent: everything about this person's taking part is deleted."""


Effect = Send | Redraw | Toast | Record | Retract | Restore | GiveConsent | SetTimer | CancelTimer | Finish | Forget
