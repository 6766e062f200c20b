"""Asking: where a question stands while it is compiled, and what every kind of question has.

It must never look at another question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.engine.expressions import Expression
from bot.engine.flow import Calculate, Card
from bot.engine.items import template_key
from bot.engine.options import Option
from bot.engine.questions import Asked, Constraint, Question, StepId
from bot.engine.texts import Text
from bot.flows import schema
from bot.flows.authored import Author
from bot.flows.document import Path
from bot.flows.expression_source import Mistake, Moot, Refusal, Source, parsed
from bot.flows.problems import closest
from bot.flows.references import References
from bot.flows.scope import Named, Scope

Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Options as they were written, with the ones after which a few words are asked for."""

    options: Options
    specified: "tuple[tuple[schema.Option, Path], ...]" = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """The scales, lists of choices and cards of a file, None for one that is faulty; and the questions of earlier flows
    as these have them."""

    scales: Mapping[str, Options | None] = field(default_factory=dict)
    choices: Mapping[str, Listed | None] = field(default_factory=dict)
    cards: Mapping[str, Card | None] = field(default_factory=dict)
    originals: Mapping[str, Question] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """`path` is the step's, `scope` what it may name, `when` its condition, `stage` where it stands."""

    author: Author
    path: Path
    scope: Scope
    when: Expression | None
    lists: Lists
    stage: str | None = None

    def key(self, name: str) -> StepId:
        return StepId(template_key(name, self.scope.level))

    def common(self, shape: schema.Asked) -> dict[str, Any]:
        """What every question has, as the fields of engine.Asked."""
        return {
            "id": self.key(shape.id),
            "ask": self.author.said(shape.ask, (*self.path, "ask"), self.scope),
            "hint": self.unquoting(shape.hint, "hint"),
            "title": None if shape.short is None else self.label(shape.short, "short", most=None),
            "when": self.when,
            "card": self.card(shape.card),
            "sensitive": shape.sensitive,
            "stage": self.stage,
        }

    def needed(self, shape: schema.Optional) -> dict[str, Any]:
        return {**self.common(shape), "required": shape.required is True, "soft": shape.required == "soft"}

    def unquoting(self, words: schema.Text | None, *keys: str) -> Text | None:
        """A text that may name settings but no answers: it is not drawn again when they change."""
        if words is None:
            return None
        return self.author.text(words, (*self.path, *keys), self.scope.without_answers())

    def fixed(self, texts: Sequence[schema.Text], *keys: str) -> tuple[Text, ...]:
        scope = self.scope.without_answers()
        return tuple(self.author.text(each, (*self.path, *keys, number), scope) for number, each in enumerate(texts))

    def label(self, words: schema.Text, *keys: str, most: int | None = 42) -> Text:
        return self.author.label(words, (*self.path, *keys), most)

    def card(self, name: str | None) -> str | None:
        if name is not None and name not in self.lists.cards:
            known = self.lists.cards
            self.report("F321", "card", name=name, close=closest(name, known), known=", ".join(known))
        return name

    def named(self, reference: str, *keys: str | int) -> Named | None:
        """What a bare name stands for; None, and a problem, for what cannot be named here."""
        path = (*self.path, *keys)
        source = Source(reference)
        tree = parsed(source)
        if isinstance(tree, Mistake):
            self.author.report_inside([tree], path)
            return None
        try:
            return References(source, self.scope).named(tree)
        except Refusal as refusal:
            self.report(refusal.code, *keys, **refusal.values)
        except Moot:
            pass
        return None

    def question_named(self, reference: str, *keys: str | int) -> Question | Calculate | None:
        """The same for a question that has an answer of its own."""
        found = self.named(reference, *keys)
        if found is None or isinstance(found, Asked | Calculate):
            return found
        self.report("F324", *keys, name=reference)
        return None

    def line_of(self, *keys: str | int) -> int:
        return self.author.document.line_of((*self.path, *keys))

    def report(self, code: str, *keys: str | int, **values: object) -> None:
        self.author.problems.append(self.author.document.problem(code, (*self.path, *keys), **values))


def constrained(question: Question, shape: schema.Optional, asking: Asking) -> Question:
    """With its constraint, in which its own name is the new value."""
    if shape.constraint is None:
        return question
    scope = replace(asking.scope, earlier={**asking.scope.earlier, shape.id: question})
    condition = asking.author.condition(shape.constraint, (*asking.path, "constraint"), scope)
    message = asking.unquoting(shape.constraint_message, "constraint_message")
    return question if condition is None else replace(question, constraint=Constraint(condition, message))
