"""Talk: one flow in a terminal, by the same turns as everywhere else.

What is typed is what a person would type; `#2` taps the second button. Nothing is stored, and it must never open a
database.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.engine.effects import Button, Forget, Message, Redraw, Send, Toast
from bot.engine.events import NAMED, Event, LanguageChosen, Pressed, Replied, Returned, Started
from bot.engine.flow import Flow
from bot.engine.session import begin
from bot.engine.turn import turn
from bot.engine.world import World

COMMANDS = {**{f"/{name}": event for name, event in NAMED.items()}, "/start": Returned}


class Talk:
    """One talk: `hear` takes a line and gives what to print."""

    def __init__(self, flow: Flow, world: World, language: str) -> None:
        self._flow, self._world = flow, world
        self._session = begin(flow, language)
        self._buttons: list[Button] = []
        self.is_over = False

    def open(self) -> list[str]:
        return self._happen(Started(datetime.now(UTC)))

    def hear(self, line: str) -> list[str]:
        """What the bot says to a line that was typed."""
        return self._happen(self._event(line, datetime.now(UTC)))

    def _event(self, line: str, at: datetime) -> Event:
        head, _, argument = line.partition(" ")
        if head in ("/language", "/langue"):
            return LanguageChosen(at, argument or self._other_language())
        if head in COMMANDS:
            return COMMANDS[head](at)
        number = line[1:]
        if line.startswith("#") and number.isdecimal() and 0 < int(number) <= len(self._buttons):
            return Pressed(at, self._buttons[int(number) - 1].press)
        return Replied(at, line)

    def _other_language(self) -> str:
        languages = self._flow.languages
        return languages[(languages.index(self._session.language) + 1) % len(languages)]

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
        return lines

    def _shown(self, message: Message) -> Iterator[str]:
        yield ""
        yield message.words
        if message.keyboard:
            self._buttons = [button for row in message.keyboard for button in row]
            yield from (f"  #{number}  {button.label}" for number, button in enumerate(self._buttons, 1))
