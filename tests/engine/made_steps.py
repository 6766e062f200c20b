"""Steps drawn one after the other, each of which may refer to those before it.

They are numbered as they are made: messages m1, questions q2, calculations c3, repeats r4. In a repeat they are
templates (bot/engine/items.py): at the end of their names stands the sign of each level.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from made_dice import Dice
from made_names import Element, Named, Names, Turns, condition, judged, value
from made_questions import Kind, Place
from made_texts import quote
from made_words import options, plain, text

from bot.engine.expressions import Expression, Item
from bot.engine.flow import (
    Another,
    Calculate,
    Elements,
    Fixed,
    ItemsOf,
    Reminding,
    Repeat,
    Say,
    Stage,
    Step,
)
from bot.engine.items import LEVELS, template_key
from bot.engine.questions import Listing, Review, Scale, SelectMultiple, SelectOne, StepId
from bot.engine.texts import Progress, Slot, Style, Text

PLAIN_SHAPES = ("ask", "ask", "say")
EVERY_SHAPE = (*("ask",) * 9, *("say",) * 3, *("repeat",) * 5, *("matrix",) * 2, *("calculate",) * 2, "end")
IN_A_REPEAT = (*("ask",) * 9, *("say",) * 2, *("repeat",) * 3, "matrix", *("calculate",) * 2, "end")


@dataclass
class Maker:
    """A flow growing step by step; each step may refer to the names before it. `depth` is how many repeats deep."""

    dice: Dice
    kinds: Sequence[Kind]
    stage: str | None = None
    depth: int = 0
    names: list[Named] = field(default_factory=list)
    count: int = 0

    def any(self, *choices: Any) -> Any:
        return self.dice.any(*choices)

    def name(self, letter: str, deeper: int = 0) -> StepId:
        return StepId(template_key(f"{letter}{self.count}", self.depth + deeper))

    def when(self, odds: int = 3) -> Expression | None:
        """A condition on something, once in so many times."""
        names = tuple(self.names)
        if not judged(names, self.depth) or self.dice.number(odds - 1):
            return None
        return condition(self.dice, names, self.depth)

    def words(self, name: str, deeper: int = 0) -> Text:
        depth = self.depth + deeper
        quoted = (quote(self.dice, tuple(self.names), depth),) if self.dice.flip() else ()
        return text(name.partition("@")[0], *quoted, depth=depth)

    # One step

    def steps(self, shapes: Sequence[str]) -> "list[Step | Repeat]":
        return [self.step(shape) for shape in shapes]

    def step(self, shape: str) -> Step | Repeat:
        self.count += 1
        makers: dict[str, Callable[[], Step | Repeat]] = {
            "ask": self.ask,
            "say": self.say,
            "end": self.end,
            "calculate": self.calculate,
            "matrix": self.matrix,
            "repeat": self.repeat,
        }
        return makers[shape if self.depth < len(LEVELS) or shape in ("ask", "say", "calculate", "end") else "ask"]()

    def say(self) -> Say:
        name = self.name("m")
        return Say(id=name, text=self.words(name), when=self.when(), stage=self.stage)

    def end(self) -> Say:
        """Only on a condition: nothing comes after it."""
        when = self.when(1)
        return replace(self.say(), ends=when is not None, when=when)

    def ask(self) -> Step:
        name = self.name("q")
        named = {
            "id": name,
            "ask": self.words(name),
            "when": self.when(),
            "stage": self.stage,
            "title": self.any(None, text("in short")),
        }
        question = self.any(*self.kinds)(Place(self.dice, named, tuple(self.names), self.depth))
        if not isinstance(question, Review):
            self.names.append(question)
        return question

    def calculate(self) -> Step:
        if not judged(tuple(self.names), self.depth):
            return self.ask()
        made = value(self.dice, tuple(self.names), self.depth)
        step = Calculate(id=self.name("c"), value=made, when=self.when(), stage=self.stage)
        self.names.append(step)
        return step

    # Several items

    def matrix(self) -> Repeat:
        name, codes = self.name("r"), self.any(("a", "b"), ("a", "b", "c"))
        when, sign = self.when(), LEVELS[self.depth]
        words = self.words(name, deeper=1)
        asked = {
            language: (*parts, Slot(Item(f"#{name}", sign), style=Style.BOLD), Progress(name, sign))
            for language, parts in words.parts.items()
        }
        scale = Scale(
            id=self.name("q", 1),
            ask=Text(asked),
            options=options("a", "b", "c", "dk"),
            required=self.any(True, False),
            stage=self.stage,
        )
        made = Repeat(id=name, over=Fixed(codes), steps=(scale,), when=when, options=options(*codes), stage=self.stage)
        at_items = [replace(scale, id=StepId(scale.id.replace(sign, code))) for code in codes]
        self.names += [Turns(made, self.depth, (scale,)), *at_items]
        return made

    def repeat(self) -> Repeat:
        name, when = self.name("r"), self.when(4)
        over, elements = self.over(name)
        inner = self.inside(elements)
        added = inner.names[inner.known :]
        if isinstance(over, Another):
            added.append(over.question)
        made = Repeat(id=name, over=over, steps=tuple(inner.made), when=when, stage=self.stage)
        self.count = inner.count
        self.names.append(Turns(made, self.depth, tuple(added)))
        return made

    def inside(self, elements: Names) -> "Inside":
        """`item` is the innermost one; it can be named in a look back, too."""
        names = [each for each in self.names if not isinstance(each, Element)]
        inner = Inside(self.dice, self.kinds, self.stage, self.depth + 1, [*names, *elements], self.count, len(names))
        shapes = [self.any(*IN_A_REPEAT) for _ in self.dice.several(0, 2 if self.depth else 3)]
        inner.made = inner.steps(("ask", *shapes))
        return inner

    def over(self, name: str) -> "tuple[Fixed | Elements | ItemsOf | Another, Names]":
        """First what kind of thing, then which: there is always a number of turns, seldom a list."""
        sign = LEVELS[self.depth]
        number: Names = (Element(Item("", sign)),)
        several = [each for each in self.names if isinstance(each, SelectMultiple) and plain(each.options)]
        ways: dict[str, list[Any]] = {
            "fixed": ["1"],
            "another": ["1"],
            "codes": several,
            "words": [each for each in self.names if isinstance(each, Listing)],
            "items": [each for each in self.names if isinstance(each, Turns)],
        }
        way = self.any(*(way for way, found in ways.items() if found))
        found = self.any(*ways[way])
        match way:
            case "codes":
                codes = tuple(option.code for option in plain(found.options))
                return Elements(found.id, codes), (Element(Item(found.id, sign), codes),)
            case "words":
                return Elements(found.id), (Element(Item(found.id, sign, in_words=True)),)
            case "items":
                return self.over_items(found)
            case "another":
                return Another(self.more(), self.any(2, 3)), number
            case _:
                return Fixed(("1", "2")), number

    def more(self) -> SelectOne:
        words = self.words(f"more{self.count}", deeper=1)
        return SelectOne(id=self.name("more", 1), ask=words, options=options("yes", "no"), stage=self.stage)

    def over_items(self, turns: Turns) -> tuple[ItemsOf, Names]:
        inner, deeper = turns.seen_from(self.depth), self.depth + 1
        where = condition(self.dice, inner, deeper) if judged(inner, deeper) and self.dice.flip() else None
        looked_at = tuple(each for each in inner if not isinstance(each, Turns | Element))
        return ItemsOf(turns.repeat.id, self.depth, where), (Element(Item("", LEVELS[self.depth])), *looked_at)

    # Stages

    def in_stage(self, number: int) -> tuple[Stage, "list[Step | Repeat]"]:
        self.stage = f"s{number}"
        remind = self.any(None, Reminding(timedelta(days=2), 1), Reminding(timedelta(days=1), 2))
        stage = Stage(self.stage, text(f"stage {number}"), has_gate=self.any(True, True, False), remind=remind)
        steps = self.steps(self.shapes(1, 3))
        self.stage = None
        return stage, steps

    def shapes(self, least: int, most: int) -> list[str]:
        return [self.any(*EVERY_SHAPE) for _ in self.dice.several(least, most)]


@dataclass
class Inside(Maker):
    """In a repeat; so many names were `known` outside."""

    known: int = 0
    made: "list[Step | Repeat]" = field(default_factory=list)
