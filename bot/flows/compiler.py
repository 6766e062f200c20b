"""The compiler: the steps of a flow's file as an engine flow, one function per type of question.

All problems of the file are found in one run: a step that cannot be read hides no other, and naming it is no further
mistake. It must never render a text, and never make a flow of a file that has errors.
"""

import hashlib
import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from pydantic import TypeAdapter

from bot.engine.expressions import Expression
from bot.engine.flow import Consent, Flow, Question, Revision, Say, Step, StepId
from bot.flows import questions, schema
from bot.flows.authored import Author
from bot.flows.conditions import parse_condition
from bot.flows.document import Document, Path
from bot.flows.problems import Problem
from bot.flows.questions import Asking
from bot.flows.scope import Scope
from bot.flows.shapes import read_shape

FLOW_FILE: TypeAdapter[schema.FlowFile] = TypeAdapter(schema.FlowFile)
RESERVED = frozenset({*keyword.kwlist, "answered", "count", "default"})
"""Names that conditions and texts use for something else."""


def revision_of(text: str) -> Revision:
    """The hash of a flow's source and of the language's version; line ends do not count."""
    source = f"format {schema.FORMAT}\n" + text.removeprefix("\ufeff").replace("\r\n", "\n")
    return Revision(hashlib.sha256(source.encode()).hexdigest())


def compile_flow(
    document: Document, flow_id: str, workshop: str, languages: Sequence[str], settings: Mapping[str, bool]
) -> tuple[Flow | None, list[Problem]]:
    """The flow of a document, or None when it has an error; and all its problems."""
    compiler = Compiler(document, Author(document, languages, settings))
    flow = compiler.flow(flow_id, workshop)
    problems = compiler.problems
    return (None if any(each.is_error for each in problems) else flow), problems


@dataclass(slots=True)
class Compiler:
    """One pass over the steps in order; each sees the questions before it."""

    document: Document
    author: Author
    scales: dict[str, questions.Options | None] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    earlier: dict[str, Question | None] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    messages: set[str] = field(default_factory=set)

    @property
    def problems(self) -> list[Problem]:
        return self.author.problems

    def flow(self, flow_id: str, workshop: str) -> Flow | None:
        head = read_shape(FLOW_FILE, self.document, (), self.problems)
        self.read_scales()
        self.read_steps()
        if head is None:
            return None
        if head.flow != flow_id:
            self.problems.append(self.document.problem("S207", ("flow",), found=head.flow, expected=flow_id))
        return Flow(
            id=flow_id,
            workshop=workshop,
            title=self.author.label(head.title, ("title",), most=None),
            languages=tuple(self.author.languages),
            steps=tuple(self.steps),
            revision=revision_of(self.document.text),
            minutes=head.minutes,
        )

    def read_scales(self) -> None:
        found = self.document.value.get("scales")
        for name in found if isinstance(found, dict) else {}:
            path: Path = ("scales", name)
            options = read_shape(schema.OPTIONS, self.document, path, self.problems)
            self.scales[name] = None if options is None else questions.compile_options(self.author, options, path)
            questions.check_points(self.author, self.scales[name], path)

    def read_steps(self) -> None:
        found = self.document.value.get("steps")
        steps: list[Any] = found if isinstance(found, list) else []
        for number, step in enumerate(steps):
            self.read_step(("steps", number), id_of(step), frozenset(map(id_of, steps[number:])))

    def read_step(self, path: Path, name: str, rest: frozenset[str]) -> None:
        self.check_name(name, path)
        shape = read_shape(schema.STEP, self.document, path, self.problems)
        step = None if shape is None else self.step(shape, path, rest - self.earlier.keys() - {""})
        if isinstance(step, Say):
            self.messages.add(name)
        elif name:
            self.check_consent(step, path)
            self.earlier[name] = step
        if step is not None:
            self.steps.append(step)

    def check_name(self, name: str, path: Path) -> None:
        where = (*path, "id")
        if name in self.lines:
            self.problems.append(self.document.problem("F303", where, name=name, first=self.lines[name]))
        elif name in self.author.settings or name in RESERVED:
            self.problems.append(self.document.problem("F307", where, name=name))
        self.lines.setdefault(name, self.document.line_of(where))

    def check_consent(self, question: Question | None, path: Path) -> None:
        """Nothing is kept before the base consent, so it comes before every other question, whatever was said."""
        if isinstance(question, Consent) and question.refusal is not None and (self.earlier or question.when):
            self.problems.append(self.document.problem("F313", (*path, "id"), name=question.id))

    def step(self, shape: schema.Say | schema.Question, path: Path, later: frozenset[str]) -> Step | None:
        scope = Scope(
            earlier=dict(self.earlier),
            lines=self.lines,
            later=later,
            messages=frozenset(self.messages),
            settings=self.author.settings,
        )
        when = self.condition(shape.when, (*path, "when"), scope)
        asking = Asking(self.author, path, scope.assuming(when), when)
        match shape:
            case schema.Say():
                text = self.author.text(shape.say, (*path, "say"), asking.scope)
                return Say(id=StepId(shape.id), text=text, when=when)
            case schema.SelectOne():
                return questions.select_one(shape, asking)
            case schema.SelectMultiple():
                return questions.select_multiple(shape, asking)
            case schema.Scale():
                return questions.scale(shape, asking, self.scales)
            case schema.FreeText():
                return questions.free_text(shape, asking)
            case schema.Consent():
                return questions.consent(shape, asking)
            case _:
                assert_never(shape)

    def condition(self, when: str | None, path: Path, scope: Scope) -> Expression | None:
        if when is None:
            return None
        condition, mistakes = parse_condition(when, scope)
        for each in mistakes:
            self.problems.append(self.document.problem_inside(each.code, path, each.at, each.width, **each.values))
        return condition


def id_of(step: object) -> str:
    """The id that a step claims, well formed or not; empty when it has none."""
    name = step.get("id") if isinstance(step, dict) else None
    return name if isinstance(name, str) else ""
