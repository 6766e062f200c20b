"""A talk: one made-up person's session with a flow, as a chat would show it.

A loop over the engine's `turn` with a made-up clock; the session is written to JSON and read again after every turn,
as it will be in the database. It must never judge what it hears: player.py compares, walks.py wanders.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from bot.engine.effects import (
    Act,
    Button,
    CancelTimer,
    Effect,
    Finish,
    Forget,
    GiveConsent,
    Keyboard,
    Press,
    Record,
    Redraw,
    Restore,
    Retract,
    Send,
    SetTimer,
    Toast,
)
from bot.engine.events import (
    NAMED,
    Event,
    LanguageChosen,
    Pressed,
    Replied,
    Returned,
    StageOpened,
    Started,
    TimerFired,
)
from bot.engine.flow import Flow
from bot.engine.items import name_of
from bot.engine.keyboards import TICKED, UNTICKED
from bot.engine.questions import Choice, Consent, Question, Review, option_of
from bot.engine.relevance import next_step, open_question
from bot.engine.replies import Setting, Understood, read
from bot.engine.session import Session, begin, from_json, to_json
from bot.engine.surveying import Survey, survey
from bot.engine.turn import turn
from bot.engine.values import Answer
from bot.engine.world import World
from bot.flows.branches import gone, said_by

BEGINNING = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
BETWEEN = timedelta(seconds=20)

ANSWERED, SKIPPED = "answered", "skipped"

COMMANDS = {**{f"/{name}": event for name, event in NAMED.items()}, "/start": Returned}
LANGUAGE_COMMANDS = ("/language", "/langue")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the bot, or (with `passing`) the few words after a tap."""

    words: str
    buttons: tuple[str, ...] = ()
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """An answer that somebody gave (an option's code, `answered` or `skipped`), or a branch that a talk went."""

    language: str
    question: str
    answer: str


@dataclass(slots=True)
class Shown:
    """A message in the chat: its buttons now, and the asking that it puts, if any."""

    keyboard: Keyboard
    step: str | None
    asking: int


class Talk:
    """`heard` and `records` gather until they are taken; `reached` is kept."""

    def __init__(self, flow: Flow, world: World, language: str, earlier: Mapping[str, Answer] | None = None) -> None:
        self.flow, self.world, self.at = flow, world, BEGINNING
        self.session = begin(flow, language, "talk", earlier)
        self.heard: list[Heard] = []
        self.records: dict[str, Answer | None] = {}
        self.reached: set[Reached] = set()
        self.timers: dict[str, datetime] = {}
        self.chat: list[Shown] = []
        self.happen(Started(self.at))

    def type(self, words: str) -> None:
        """Typed words, or a command."""
        self.at += BETWEEN
        command, _, rest = words.partition(" ")
        if command in LANGUAGE_COMMANDS:
            self.happen(LanguageChosen(self.at, rest.strip()))
        elif words in COMMANDS:
            self.happen(COMMANDS[words](self.at))
        else:
            self.foresee(words)
            self.happen(Replied(self.at, words))

    @property
    def seen(self) -> Survey:
        return survey(self.flow, self.session, self.world)

    def foresee(self, words: str) -> None:
        """What is typed may pick a choice that records nothing: a consent's, or one that only explains."""
        question = open_question(self.flow, self.session, self.seen, self.world)
        if isinstance(question, Choice):
            reading = read(question, words, Setting(self.session.language, self.at))
            if isinstance(reading, Understood) and isinstance(reading.value, str):
                self.reach_unrecorded(question, reading.value)

    def reach_unrecorded(self, question: Question, code: str) -> None:
        option = option_of(question, code)
        if isinstance(question, Consent) or (option is not None and option.explanation is not None):
            self.reach(question.id, code)

    def tap(self, label: str) -> bool:
        """Presses the button on the newest message that has it; False when none has."""
        button = self.newest(label)
        if button is not None:
            self.press(button.press)
        return button is not None

    def newest(self, label: str) -> Button | None:
        return next((each for each in reversed(self.buttons()) if label in names_of(each)), None)

    def press(self, press: Press) -> None:
        self.at += BETWEEN
        question = self.seen.question(press.step)
        if press.act is Act.PICK and question is not None:
            self.reach_unrecorded(question, press.choice)
        if press.act is Act.DONE and isinstance(question, Review):
            self.reach(question.id, ANSWERED)
        self.happen(Pressed(self.at, press))

    def open(self, stage: str) -> None:
        """A date, or the facilitator, opens a stage."""
        self.world = replace(self.world, open_stages=self.world.open_stages | {stage})
        self.happen(StageOpened(self.at, stage))

    def close(self) -> None:
        """The flow takes no more replies."""
        self.world = replace(self.world, is_over=True)

    def wait(self, time: timedelta) -> None:
        """Time passes, and the timers that are due fire in order."""
        self.at += time
        for name, due_at in sorted(self.timers.items(), key=lambda timer: timer[1]):
            if due_at <= self.at:
                del self.timers[name]
                self.happen(TimerFired(self.at, name))

    def buttons(self) -> list[Button]:
        """Every button in the chat, the newest message's last."""
        return [button for shown in self.chat for row in shown.keyboard for button in row]

    def happen(self, event: Event) -> None:
        before = self.session
        result = turn(self.flow, self.session, event, self.world)
        self.session = from_json(json.loads(json.dumps(to_json(result.session))))
        for effect in result.effects:
            self.take(effect)
        self.note_branches(before)

    def note_branches(self, before: Session) -> None:
        """Which ways the turn went: what it passed by, and what its words chose to say."""
        seen, language = self.seen, self.session.language
        place = next_step(self.flow, self.session, seen, self.world)
        end = seen.places.get(getattr(place, "id", ""), len(seen.steps))
        self.reached |= {Reached(language, name, branch) for name, branch in gone(self.flow, seen, end)}
        for step in seen.steps:
            shown, put = self.session.shown.get(step.id), self.session.askings.get(step.id)
            if shown != before.shown.get(step.id) or put != before.askings.get(step.id):
                for branch in said_by(step, seen.answers, language):
                    self.reach(step.id, branch)

    def take(self, effect: Effect) -> None:
        match effect:
            case Send(message, step, asking):
                self.chat.append(Shown(message.keyboard, step, asking))
                self.heard.append(Heard(message.words, labels(message.keyboard)))
            case Redraw(message, step, asking):
                for shown in self.chat:
                    if (shown.step, shown.asking) == (step, asking):
                        shown.keyboard = message.keyboard
            case Toast(words):
                self.heard.append(Heard(words, passing=True))
            case Record():
                self.record(effect)
            case SetTimer(name, due_at):
                self.timers[name] = due_at
            case CancelTimer(name):
                self.timers.pop(name, None)
            case Retract() | Restore() | GiveConsent() | Finish() | Forget():
                pass  # what the shell stores besides is not heard
            case _:
                assert_never(effect)

    def record(self, record: Record) -> None:
        self.records[record.step] = record.value
        question = self.flow.question(record.step)
        by_code = isinstance(question, Choice) or record.value is None
        for answer in answers(record.value) if by_code else (ANSWERED,):
            self.reach(record.step, answer)

    def reach(self, question: str, answer: str) -> None:
        self.reached.add(Reached(self.session.language, name_of(question), answer))

    def take_heard(self) -> list[Heard]:
        heard, self.heard = self.heard, []
        return heard

    def take_records(self) -> dict[str, Answer | None]:
        records, self.records = self.records, {}
        return records


def answers(value: Answer | None) -> tuple[str, ...]:
    if value is None:
        return (SKIPPED,)
    return value if isinstance(value, tuple) else (str(value),)


def labels(keyboard: Keyboard) -> tuple[str, ...]:
    return tuple(button.label for row in keyboard for button in row)


def names_of(button: Button) -> tuple[str, str]:
    """A label as it is shown, and without its box."""
    return button.label, button.label.removeprefix(f"{TICKED} ").removeprefix(f"{UNTICKED} ")
