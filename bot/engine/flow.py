"""A flow: an ordered list of steps, each perhaps with a condition on earlier questions. There is no goto.

Made by bot/flows from YAML that has passed every check, so nothing here validates. Kinds of question are in
questions.py. It must never hold anything about a person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NewType

from bot.engine.expressions import Expression
from bot.engine.items import at, name_of
from bot.engine.options import Option
from bot.engine.questions import Question, SelectOne, StepId
from bot.engine.texts import Text

Revision = NewType("Revision", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A message: settled by having been shown. One that `ends` is the flow's last, whatever follows."""

    id: StepId
    text: Text
    when: Expression | None = None
    ends: bool = False
    stage: str | None = None

    @property
    def quotes(self) -> frozenset[str]:
        return self.text.quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculate:
    """A value made from answers, anew whenever one changes; nobody is asked."""

    id: StepId
    value: Expression
    when: Expression | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """Items that are always the same: a number of turns, or the items of a matrix."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elements:
    """One item per element of an answer: per code of `codes` that was picked, or per text of a list (`codes` None)."""

    of: str
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ItemsOf:
    """The items of a repeat of an earlier flow for which the condition holds; the sign of `level` stands for one."""

    repeat: str
    level: int
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class Another:
    """One item, and one more for each yes to the question after it, `most` in all."""

    question: SelectOne
    most: int
    asked: tuple[SelectOne] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", (self.question,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Steps that are asked once per item, as templates (items.py). `options` are the labels of a matrix's items,
    `looks_back_on` the earlier question that an item is compared with (report)."""

    id: StepId
    over: Fixed | Elements | ItemsOf | Another
    steps: "tuple[Step | Repeat, ...]"
    when: Expression | None = None
    options: tuple[Option, ...] = ()
    looks_back_on: Mapping[str, str] = field(default_factory=dict)
    title: Text | None = None
    stage: str | None = None


Step = Say | Question | Calculate
"""What a session meets; a repeat is met as its steps at its items."""

Steps = tuple[Step | Repeat, ...]


@dataclass(frozen=True, slots=True)
class Reminding:
    """After so long without an answer, at most so many times in one stage."""

    after: timedelta
    most: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A titled part of a flow. With a gate it waits for its date or for the facilitator (`World.open_stages`)."""

    id: str
    title: Text
    has_gate: bool = False
    opens: str | None = None
    remind: Reminding | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """An explanation that can be looked at from a question, and is no answer to it."""

    label: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """`borrowed` are the questions (and names of repeats) of earlier flows that this one reads, by their full names
    (`reflection.name`), `repeats` the repeats of both by name."""

    id: str
    workshop: str
    title: Text
    languages: tuple[str, ...]
    steps: tuple[Step | Repeat, ...]
    revision: Revision
    minutes: int | None = None
    stages: tuple[Stage, ...] = ()
    cards: Mapping[str, Card] = field(default_factory=dict)
    borrowed: Mapping[str, Step | Repeat] = field(default_factory=dict)
    borrowed_repeats: tuple[Repeat, ...] = ()
    repeats: Mapping[str, Repeat] = field(init=False, repr=False, compare=False)
    by_id: Mapping[str, Step | Repeat] = field(init=False, repr=False, compare=False)
    stage_at: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _made: dict[tuple[int, tuple[str, ...]], tuple[Steps, Steps]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        every = tuple(every_step(self.steps))
        named = {name_of(step.id): step for step in every}
        turns = {name_of(step.id): step for step in (*self.borrowed_repeats, *every) if isinstance(step, Repeat)}
        object.__setattr__(self, "by_id", {**self.borrowed, **named})
        object.__setattr__(self, "repeats", turns)
        object.__setattr__(self, "stage_at", {stage.id: number for number, stage in enumerate(self.stages)})

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, also those of repeats, as templates."""
        return tuple(step for step in every_step(self.steps) if not isinstance(step, Say | Calculate | Repeat))

    def question(self, key: str) -> Question | None:
        """The question of that key or id, as a template in a repeat; None for anything else's id or an unknown one."""
        step = self.by_id.get(name_of(key))
        return None if step is None or isinstance(step, Say | Calculate | Repeat) else step

    def at(self, steps: Steps, path: tuple[str, ...]) -> Steps:
        """The templates of a repeat at its items; made once."""
        kept = self._made.get((id(steps), path))
        if kept is not None and kept[0] is steps:
            return kept[1]
        if len(self._made) >= MOST_MADE:
            self._made.clear()
        made = at(steps, path)
        self._made[id(steps), path] = (steps, made)
        return made


MOST_MADE = 5_000
"""Items may be named after what people write, so there is no end of them."""


def every_step(steps: "tuple[Step | Repeat, ...]") -> "Iterator[Step | Repeat]":
    """In order; a repeat comes before the steps in it, the question for another item after them."""
    for step in steps:
        yield step
        if isinstance(step, Repeat):
            yield from every_step(step.steps)
            if isinstance(step.over, Another):
                yield step.over.question
