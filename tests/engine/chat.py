"""A chat with the engine: one made-up person, every button they ever saw, and what a store would hold of it.

After each turn the session goes through JSON, as it does in the database.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.engine.effects import (
    Act,
    Button,
    Effect,
    Forget,
    GiveConsent,
    Press,
    Record,
    Redraw,
    Restore,
    Retract,
    Send,
    Toast,
)
from bot.engine.events import Event, Pressed, Replied, Returned, StageOpened, Started
from bot.engine.flow import Flow
from bot.engine.questions import (
    Day,
    FreeText,
    Hour,
    Listing,
    Number,
    Question,
    Rank,
    Review,
    SelectMultiple,
    StepId,
)
from bot.engine.session import Session, Status, begin, from_json, to_json
from bot.engine.turn import turn
from bot.engine.values import Answer, Kind
from bot.engine.world import World

BEGINNING = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@dataclass
class Chat:
    """`stored` folds the effects into the responses that count, as a store does."""

    flow: Flow
    world: World
    language: str = "en"
    at: datetime = BEGINNING
    earlier: Mapping[str, Answer] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    every: list[Effect] = field(default_factory=list)
    turns: list[tuple[Session, tuple[Effect, ...]]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    recorded: dict[str, tuple[Kind, Answer | None]] = field(default_factory=dict)
    asleep: set[str] = field(default_factory=set)
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = begin(self.flow, self.language, "seed", self.earlier or getattr(self.flow, "earlier", {}))

    def start(self) -> "Chat":
        self.happen(Started(self.at))
        return self

    def happen(self, event: Event) -> tuple[Effect, ...]:
        result = turn(self.flow, self.session, event, self.world)
        self.session = from_json(json.loads(json.dumps(to_json(result.session))))
        assert self.session == result.session
        self.effects = result.effects
        for effect in result.effects:
            self.fold(effect)
        self.every.extend(result.effects)
        self.turns.append((self.session, result.effects))
        self.at += timedelta(seconds=20)
        return result.effects

    def fold(self, effect: Effect) -> None:
        match effect:
            case Record(step, kind, value):
                self.recorded[step] = (kind, value)
                self.asleep.discard(step)
            case Retract(step):
                assert step in self.recorded
                assert step not in self.asleep
                self.asleep.add(step)
            case Restore(step):
                assert step in self.asleep
                self.asleep.discard(step)
            case Forget():
                self.recorded, self.asleep = {}, set()
            case Send(message) | Redraw(message):
                self.buttons.extend(button for row in message.keyboard for button in row)
            case _:
                pass

    @property
    def stored(self) -> dict[str, tuple[Kind, Answer | None]]:
        return {name: each for name, each in self.recorded.items() if name not in self.asleep}

    # What a person does

    def say(self, words: str, early: bool = False) -> tuple[Effect, ...]:
        return self.happen(Replied(self.at, words, early))

    def press(self, press: Press) -> tuple[Effect, ...]:
        return self.happen(Pressed(self.at, press))

    def tap(self, label: str) -> tuple[Effect, ...]:
        """Presses the newest button of that label; its box may be left out."""
        found = next(each for each in reversed(self.buttons) if label in (each.label, each.label[2:]))
        return self.press(found.press)

    def pick(self, step: str, code: str, act: Act = Act.PICK) -> tuple[Effect, ...]:
        return self.press(Press(act, StepId(step), self.session.askings[step].number, code))

    def on(self, act: Act, step: str) -> tuple[Effect, ...]:
        """Presses a button that chooses nothing."""
        return self.pick(step, "", act)

    def answer(self, question: Question, value: Answer | None) -> None:
        """Answers the open question by buttons, or by words where there are none."""
        if self.session.status is Status.PAUSED:
            self.happen(Returned(self.at))
        name = question.id
        match question:
            case Review():
                self.on(Act.DONE, name)
            case _ if value is None:
                self.on(Act.SKIP, name)
                if self.session.urged == name:
                    self.on(Act.SKIP, name)
            case SelectMultiple() | Rank() if isinstance(value, tuple):
                self.pick_all(name, value)
            case Listing() if isinstance(value, tuple):
                self.list_all(name, value)
            case FreeText() | Number() | Day() | Hour():
                self.say(str(value))
            case _:
                self.pick(name, str(value))

    def pick_all(self, name: str, codes: tuple[str, ...]) -> None:
        for code in self.session.ticks:
            self.pick(name, code, Act.UNTICK)
        for code in codes:
            self.pick(name, code, Act.TICK)
        self.on(Act.DONE, name)

    def list_all(self, name: str, words: tuple[str, ...]) -> None:
        for _ in self.session.ticks:
            self.on(Act.REMOVE, name)
        for each in words:
            self.say(each)
        self.on(Act.DONE, name)

    # What a facilitator or a date does

    def open(self, stage: str) -> tuple[Effect, ...]:
        self.world = replace(self.world, open_stages=self.world.open_stages | {stage})
        return self.happen(StageOpened(self.at, stage))

    def open_all(self) -> None:
        for stage in self.flow.stages:
            self.open(stage.id)

    # What a person sees

    @property
    def sends(self) -> list[Send]:
        return [effect for effect in self.effects if isinstance(effect, Send)]

    @property
    def said(self) -> list[str]:
        return [send.message.words for send in self.sends]

    @property
    def toasts(self) -> list[str]:
        return [effect.words for effect in self.effects if isinstance(effect, Toast)]

    @property
    def records(self) -> dict[str, Answer | None]:
        return {effect.step: effect.value for effect in self.effects if isinstance(effect, Record)}

    @property
    def consents(self) -> list[GiveConsent]:
        return [effect for effect in self.effects if isinstance(effect, GiveConsent)]

    @property
    def labels(self) -> list[str]:
        """The buttons of the last message."""
        return [button.label for button in keyboard_of(self.sends[-1])]


def keyboard_of(send: Send) -> Iterator[Button]:
    return (button for row in send.message.keyboard for button in row)
