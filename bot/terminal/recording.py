"""Recording: a talk in a terminal as a conversation that `causerie check` plays.

What the person did is written down, and what the bot says is filled in by playing it. It must never write anything
but the file that was asked for.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot.engine.flow import Flow
from bot.engine.values import Answer
from bot.engine.world import World
from bot.flows import rewrite
from bot.flows import talk as played
from bot.flows.conversations import as_answer
from bot.terminal.talk import Done, Talk


def clock_of_conversations() -> Callable[[], datetime]:
    """The made-up time in which conversations are played, so that “today” is the same day here and there."""
    times = count()
    return lambda: played.BEGINNING + next(times) * played.BETWEEN


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a talk begins: `open` are the stages that are open, `earlier` the answers of earlier flows as a file has
    them."""

    flow: Flow
    world: World
    language: str
    open: Sequence[str] = ()
    earlier: Mapping[str, Any] = field(default_factory=dict)

    @property
    def opened(self) -> World:
        return replace(self.world, open_stages=frozenset(self.open))

    @property
    def answers(self) -> dict[str, Answer]:
        given = {name: as_answer(value, self.language) for name, value in self.earlier.items()}
        return {name: value for name, value in given.items() if value is not None}

    def talk(self, **how: Any) -> Talk:
        return Talk(self.flow, self.opened, self.language, self.answers, **how)

    def recorded(self, done: Sequence[Done]) -> str:
        """What was done, as a conversation in which the bot says nothing yet."""
        head = {"flow": self.flow.id, "language": self.language, "open": list(self.open), "earlier": self.earlier}
        lines = [f"{key}: {written(value)}" for key, value in head.items() if value]
        return "\n".join((*lines, "conversation:", *(f"  - {each.kind}: {written(each.words)}" for each in done), ""))

    def replayed(self, done: Sequence[Done]) -> dict[str, Answer | None]:
        """The answers that a check comes to, which taps by label."""
        talk = played.Talk(self.flow, self.opened, self.language, self.answers)
        for each in done:
            {"me": talk.type, "tap": talk.tap, "open": talk.open}[each.kind](each.words)
        return {key: response.value for key, response in talk.session.responses.items()}


def record(path: Path, beginning: Beginning, talk: Talk) -> bool:
    """Writes the conversation; says whether it plays as the talk went. Raises NotRewritable when it does not play."""
    path.write_text(beginning.recorded(talk.done), encoding="utf-8", newline="\n")
    rewrite(path, beginning.flow, beginning.world)
    return beginning.replayed(talk.done) == talk.answers


PLAIN = re.compile(r"(?!(?:null|true|false)$)/?[a-z][a-z0-9_-]*")
BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")
"""What YAML would read as the end of a line, or not at all."""


def written(value: Any) -> str:
    """A plain word as it is; JSON, which is YAML too, for anything else."""
    match value:
        case str() if PLAIN.fullmatch(value):
            return value
        case list():
            return f"[{', '.join(map(written, value))}]"
        case dict():
            return "{" + ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items()) + "}"
        case _:
            return BREAKS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))
