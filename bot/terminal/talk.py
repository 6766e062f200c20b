"""Talk: one flow in a terminal, by the same turns as everywhere else.

What is typed is what a person would type; `#2` taps the second button, `/open STAGE` opens a stage as its date or the
facilitator would. Nothing is stored, and it must never open a database.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.engine.effects import Button, Forget, Message, Redraw, Send, Toast
from bot.engine.events import NAMED, Event, LanguageChosen, Pressed, Replied, Returned, StageOpened, Started
from bot.engine.flow import Flow, Stage
from bot.engine.relevance import next_step
from bot.engine.session import begin
from bot.engine.surveying import survey
from bot.engine.turn import turn
from bot.engine.values import Answer
from bot.engine.world import World
from bot.flows.reading import UNSHOWN
from bot.flows.talk import names_of

COMMANDS = {**{f"/{name}": event for name, event in NAMED.items()}, "/start": Returned}
LANGUAGE_COMMANDS = ("/language", "/langue")
OPEN = "/open"
SEED = "talk"
"""Shuffles options as a conversation that is played does (bot/flows/talk.py)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the person did, as a line of a conversation has it: `me` or `tap` with the words, `open` with a stage."""

    kind: str
    words: str


def now() -> datetime:
    return datetime.now(UTC)


class Talk:
    """One talk: `hear` takes a line and gives what to print. `done` is what the person did, in order."""

    def __init__(
        self,
        flow: Flow,
        world: World,
        language: str,
        earlier: Mapping[str, Answer] | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._flow, self._world, self._clock = flow, world, clock
        self._session = begin(flow, language, SEED, earlier)
        self._buttons: list[Button] = []
        self.done: list[Done] = []
        self.is_over = False

    @property
    def answers(self) -> dict[str, Answer | None]:
        """What was accepted, by question; None for one that was skipped."""
        return {key: response.value for key, response in self._session.responses.items()}

    def open(self) -> list[str]:
        return self._happen(Started(self._clock()))

    def hear(self, line: str) -> list[str]:
        """What the bot says to a line that was typed. What arrow keys and the like send is no part of it."""
        line = UNSHOWN.sub("", line)
        head, _, argument = line.partition(" ")
        if head == OPEN:
            return self._open_stage(argument.strip())
        done, event = self._understood(line, head, argument.strip())
        self.done.append(done)
        return self._happen(event)

    def _understood(self, line: str, head: str, argument: str) -> tuple[Done, Event]:
        at, number = self._clock(), line[1:]
        if head in LANGUAGE_COMMANDS:
            language = argument or self._other_language()
            return Done("me", f"{head} {language}"), LanguageChosen(at, language)
        if head in COMMANDS:
            return Done("me", head), COMMANDS[head](at)
        if line.startswith("#") and number.isdecimal() and 0 < int(number) <= len(self._buttons):
            button = self._buttons[int(number) - 1]
            return Done("tap", names_of(button)[-1]), Pressed(at, button.press)
        return Done("me", line), Replied(at, line)

    def _other_language(self) -> str:
        languages = self._flow.languages
        return languages[(languages.index(self._session.language) + 1) % len(languages)]

    def _open_stage(self, stage: str) -> list[str]:
        known = [each.id for each in self._flow.stages]
        if stage not in known:
            return [f"  ({OPEN} {' | '.join(known)})" if known else "  (this flow has no stages)"]
        self._world = replace(self._world, open_stages=self._world.open_stages | {stage})
        self.done.append(Done("open", stage))
        return self._happen(StageOpened(self._clock(), stage))

    def _happen(self, event: Event) -> list[str]:
        step = turn(self._flow, self._session, event, self._world)
        self._session = step.session
        lines: list[str] = []
        for effect in step.effects:
            match effect:
                case Send(message):
                    lines += self._shown(message)
                case Redraw(message) if message.keyboard:
                    lines += self._shown(message)
                case Toast(words):
                    lines.append(f"  ({words})")
                case Forget():
                    self.is_over = True
        return [*lines, *self._gate()]

    def _gate(self) -> Iterator[str]:
        """What is closed, when the way ends there."""
        seen = survey(self._flow, self._session, self._world)
        place = None if self.is_over else next_step(self._flow, self._session, seen, self._world)
        if isinstance(place, Stage):
            yield f"  ({place.id} is closed: {OPEN} {place.id})"

    def _shown(self, message: Message) -> Iterator[str]:
        yield ""
        yield message.words
        if message.keyboard:
            self._buttons = [button for row in message.keyboard for button in row]
            yield from (f"  #{number}  {button.label}" for number, button in enumerate(self._buttons, 1))
