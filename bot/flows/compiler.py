"""The compiler: the steps of a flow's file as an engine flow.

All problems of the file are found in one run: a step that cannot be read hides no other, and naming it is no further
mistake. Single steps are compiled in steps.py; here is the way through the file, into stages and repeats. It must
never render a text, and never make a flow of a file that has errors.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from bot.engine.expressions import Expression
from bot.engine.flow import Another, Flow, Repeat, Revision, Stage, Step
from bot.engine.items import LEVELS, name_of
from bot.engine.relevance import is_base_consent
from bot.flows import composite_schema, composites, schema
from bot.flows.asking import Asking, Lists
from bot.flows.authored import Author
from bot.flows.document import Document, Path
from bot.flows.exports import borrowed
from bot.flows.ground import Ground
from bot.flows.listed import read_lists
from bot.flows.outline import id_of, ids_in, key_of_id, shared_without_permission, value_of
from bot.flows.problems import Problem, Term
from bot.flows.scope import Named, Scope, Turns, never_holds
from bot.flows.shapes import read_shape
from bot.flows.stages import made_stage
from bot.flows.step_shapes import FLOW_FILE, STEP
from bot.flows.steps import Compiled, compile_step
from bot.flows.surroundings import RESERVED, Surroundings


def revision_of(text: str) -> Revision:
    """The hash of a flow's source and of the language's version; line ends do not count."""
    source = f"format {schema.FORMAT}\n" + text.removeprefix("\ufeff").replace("\r\n", "\n")
    return Revision(hashlib.sha256(source.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class CompiledFlow:
    """`flow` is None when its file has an error; `names` are what later flows may say of it all the same."""

    flow: Flow | None
    names: Mapping[str, Named | None]
    problems: list[Problem]


def compile_flow(document: Document, flow_id: str, around: Surroundings) -> CompiledFlow:
    """The flow of a document, and all its problems."""
    author = Author(document, around.languages, around.settings, list_settings=around.lists)
    compiler = Compiler(document, author, around)
    flow = compiler.flow(flow_id)
    problems = compiler.problems
    made = None if any(each.is_error for each in problems) else flow
    return CompiledFlow(made, compiler.ground.added, problems)


@dataclass(slots=True)
class Compiler:
    """One pass over the steps in order; each sees the questions before it. `order` are all ids, as they stand."""

    document: Document
    author: Author
    around: Surroundings
    order: list[str] = field(default_factory=list)
    seen: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    messages: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    repeated: dict[str, str] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)
    has_asked: bool = False
    ground: Ground = field(default_factory=lambda: Ground({}))
    lists: Lists = field(default_factory=Lists)

    @property
    def problems(self) -> list[Problem]:
        return self.author.problems

    def flow(self, flow_id: str) -> Flow | None:
        head = read_shape(FLOW_FILE, self.document, (), self.problems)
        self.ground.outer = dict(self.around.exports.names)
        self.order = list(ids_in(self.document.value.get("steps")))
        self.lists = read_lists(self.document, self.author, self.around)
        steps = tuple(self.read_steps(("steps",), self.ground))
        for name, advice in shared_without_permission(steps):
            if name in self.paths:
                self.report("F318", (*self.paths[name], "share"), name=name, advice=advice)
        if head is None:
            return None
        if head.flow != flow_id:
            self.report("S207", ("flow",), found=head.flow, expected=flow_id)
        reads, repeats = borrowed(steps, self.around.exports.names)
        return Flow(
            id=flow_id,
            workshop=self.around.workshop,
            title=self.author.label(head.title, ("title",), most=None),
            languages=tuple(self.author.languages),
            steps=steps,
            revision=revision_of(self.document.text),
            minutes=head.minutes,
            stages=tuple(self.stages),
            cards={name: card for name, card in self.lists.cards.items() if card is not None},
            borrowed=reads,
            borrowed_repeats=repeats,
        )

    # The way through the file

    def read_steps(self, path: Path, ground: Ground) -> Iterator[Step | Repeat]:
        found = value_of(self.document, path)
        for number in range(len(found) if isinstance(found, list) else 0):
            yield from self.read_step((*path, number), ground)

    def read_step(self, path: Path, ground: Ground) -> Iterator[Step | Repeat]:
        name = id_of(value_of(self.document, path))
        self.check_name(name, path)
        self.check_reached(path, ground)
        self.seen += 1
        shape = read_shape(STEP, self.document, path, self.problems)
        match shape:
            case None:
                self.skip(name, path, ground)
            case composite_schema.Stage():
                yield from self.stage(shape, path, ground)
            case composite_schema.Repeat():
                yield from self.repeat(shape, path, ground)
            case _:
                compiled = compile_step(shape, self.asking(shape.when, path, ground))
                self.keep(compiled, name, path, ground)
                yield from compiled.steps

    def skip(self, name: str, path: Path, ground: Ground) -> None:
        """What cannot be read is passed over; what is inside it is read all the same."""
        if name:
            ground.own[name] = None
        tuple(self.read_steps((*path, "steps"), ground))

    def keep(self, compiled: Compiled, name: str, path: Path, ground: Ground) -> None:
        if not compiled.names:
            self.messages.add(name)
            ground.come_to(compiled.steps)
            return
        for question in compiled.steps:
            if is_base_consent(question) and (self.has_asked or question.when):
                self.report("F313", (*path, "id"), name=question.id)
            asking = Asking(self.author, path, self.scope(ground), None, self.lists)
            composites.check_buttons(question, ground.width, asking)
        self.check_made_names(compiled.names.keys() - {name}, path)
        ground.own |= compiled.names
        self.has_asked = True

    def stage(self, shape: composite_schema.Stage, path: Path, ground: Ground) -> Iterator[Step | Repeat]:
        if ground.level or ground.stage is not None:
            self.report("F325", (*path, "stage"), name=shape.stage)
        if shape.opens is not None:
            ground.pass_a_gate()
        self.stages.append(made_stage(shape, self.author, path))
        ground.stage = shape.stage
        yield from self.read_steps((*path, "steps"), ground)
        ground.stage = None

    def repeat(self, shape: composite_schema.Repeat, path: Path, ground: Ground) -> Iterator[Step | Repeat]:
        if ground.level >= len(LEVELS):
            self.report("F325", (*path, "repeat"), name=shape.repeat)
            self.skip(shape.repeat, path, ground)
            return
        asking = self.asking(shape.when, path, ground)
        rounds = composites.rounds(shape, asking)
        names = {"item": None} if rounds is None else rounds.names
        inner = ground.within(names, 1 if rounds is None else rounds.width, asking.when)
        steps = tuple(self.read_steps((*path, "steps"), inner))
        self.repeated |= dict.fromkeys(inner.added, shape.repeat)
        if rounds is None:
            ground.own[shape.repeat] = None
            return
        made = Repeat(
            id=asking.key(shape.repeat),
            over=rounds.over,
            steps=steps,
            when=asking.when,
            title=None if shape.title is None else self.author.label(shape.title, (*path, "title"), most=None),
            stage=ground.stage,
        )
        named = {**inner.added, "item": names["item"]}
        if isinstance(rounds.over, Another):
            named[name_of(rounds.over.question.id)] = rounds.over.question
            self.check_made_names({name_of(rounds.over.question.id)}, path)
        ground.own[shape.repeat] = Turns(made, named)
        yield made

    # What a step may name

    def asking(self, when: str | None, path: Path, ground: Ground) -> Asking:
        scope = self.scope(ground)
        condition = self.condition(when, (*path, "when"), scope)
        return Asking(self.author, path, scope.assuming(condition), condition, self.lists, ground.stage)

    def scope(self, ground: Ground) -> Scope:
        return Scope(
            earlier=ground.names,
            lines=self.lines,
            here=self.order[self.seen - 1],
            later=frozenset(self.order[self.seen - 1 :]) - ground.names.keys() - self.messages,
            repeated=self.repeated,
            messages=frozenset(self.messages),
            settings=self.around.settings,
            dates=self.around.dates,
            resources=self.around.resources,
            level=ground.level,
            given=ground.given,
        )

    def condition(self, when: str | None, path: Path, scope: Scope) -> Expression | None:
        before = len(self.problems)
        condition = self.author.condition(when, path, scope)
        if condition is not None and len(self.problems) == before and never_holds(condition, scope):
            self.report("F314", path, found=when, reason=Term("never_true"))
        return condition

    def check_name(self, name: str, path: Path) -> None:
        where = (*path, key_of_id(value_of(self.document, path)))
        if name in self.lines:
            advice = "made" if name in self.made else ""
            self.report("F303", where, name=name, first=self.lines[name], advice=advice)
        elif name in self.author.settings or name in RESERVED:
            self.report("F307", where, name=name)
        self.lines.setdefault(name, self.document.line_of(where))
        self.paths.setdefault(name, path)

    def check_made_names(self, names: Collection[str], path: Path) -> None:
        """Of questions that nobody wrote as steps: the few words after an option, the one for another turn."""
        where = (*path, key_of_id(value_of(self.document, path)))
        for name in sorted(each for each in names if "." not in each):
            if name in self.lines:
                self.report("F303", where, name=name, first=self.lines[name], advice="made")
            self.lines.setdefault(name, self.document.line_of(path))
            self.made.add(name)

    def check_reached(self, path: Path, ground: Ground) -> None:
        """What stands after an end; only the first such step is told."""
        if ground.ended:
            where = (*path, key_of_id(value_of(self.document, path)))
            self.report("F314", where, found=ground.ended, reason=Term("ended_before"), advice="ended")
            ground.ended = ""

    def report(self, code: str, path: Path, /, **values: object) -> None:
        self.problems.append(self.document.problem(code, path, **values))
