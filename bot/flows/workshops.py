"""Workshops: a folder with workshop.yaml and one file per flow, read whole.

Every problem of every file is found in one run. It must never look outside the folder it is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from bot.engine.flow import Flow
from bot.flows import schema
from bot.flows.authored import Author
from bot.flows.compiler import RESERVED, compile_flow
from bot.flows.document import Document
from bot.flows.problems import Place, Problem, closest, in_order
from bot.flows.reading import MOST_BYTES, Refused, read_bytes, read_text
from bot.flows.shapes import read_shape

WORKSHOP_FILE: TypeAdapter[schema.WorkshopFile] = TypeAdapter(schema.WorkshopFile)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a cohort fills in; a `date` is printed in the person's language. `label` and `example` are by language."""

    id: str
    required: bool
    kind: str
    label: Mapping[str, str]
    example: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Workshop:
    """A definition without its flows: those are made for a revision. `sources` are the flows' texts, by flow."""

    id: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    flows: tuple[str, ...]
    settings: tuple[Setting, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)

    def examples(self) -> dict[str, dict[str, str]]:
        """A made-up cohort's settings, by language and id: what World.settings takes."""
        return {
            language: {setting.id: setting.example[language] for setting in self.settings}
            for language in self.languages
        }


@dataclass(frozen=True, slots=True)
class Loaded:
    """`workshop` is None when workshop.yaml has an error; a flow that has one is not among `flows`."""

    workshop: Workshop | None
    flows: Mapping[str, Flow]
    problems: Sequence[Problem]

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


class NotPublishable(Exception):
    """A source that does not compile; `problems` say why. The message names codes only."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(sorted({problem.code for problem in problems})))
        self.problems = problems


def load_all(folder: Path) -> dict[str, Loaded]:
    """Every workshop under `folder`, by the name of its folder."""
    return {path.parent.name: load_workshop(path.parent) for path in sorted(folder.glob("*/workshop.yaml"))}


def load_workshop(folder: Path) -> Loaded:
    """The workshop of one folder, its flows and all their problems."""
    try:
        document = read_file(folder / "workshop.yaml")
    except Refused as refused:
        return Loaded(None, {}, (refused.problem,))
    return Loading(folder, document).loaded()


def compile_source(workshop: Workshop, flow_id: str, text: str) -> Flow:
    """A flow from its stored source. Raises NotPublishable when it has errors."""
    settings = {setting.id: setting.required for setting in workshop.settings}
    try:
        document = read_text(f"{flow_id}.yaml", text)
    except Refused as refused:
        raise NotPublishable((refused.problem,)) from None
    flow, problems = compile_flow(document, flow_id, workshop.id, workshop.languages, settings)
    if flow is None:
        raise NotPublishable([problem for problem in problems if problem.is_error])
    return flow


def read_file(path: Path) -> Document:
    """Raises Refused, also for a file that is not there."""
    try:
        with path.open("rb") as file:
            return read_bytes(str(path), file.read(MOST_BYTES + 1))
    except OSError:
        raise Refused(Problem("F312", Place(str(path)), {"name": path.name})) from None


class Loading:
    """The reading of one folder, problem after problem."""

    def __init__(self, folder: Path, document: Document) -> None:
        self.folder, self.document = folder, document
        self.problems: list[Problem] = []

    def loaded(self) -> Loaded:
        shape = self.shape()
        if shape is None:
            return Loaded(None, {}, in_order(self.problems))
        self.check(shape)
        flows: dict[str, Flow] = {}
        sources: dict[str, str] = {}
        for number, listed in enumerate(shape.flows):
            self.load_flow(shape, listed.flow, number, flows, sources)
        broken = any(problem.is_error and problem.place.file == self.document.file for problem in self.problems)
        workshop = None if broken else self.workshop(shape, sources)
        return Loaded(workshop, flows, in_order(self.problems))

    def shape(self) -> schema.WorkshopFile | None:
        """Of another format nothing is read: its keys would all be called unknown."""
        found = self.document.value.get("format")
        if isinstance(found, int) and found != schema.FORMAT:
            self.report("S209", ("format",), found=found, known=schema.FORMAT)
            return None
        return read_shape(WORKSHOP_FILE, self.document, (), self.problems)

    def load_flow(
        self,
        shape: schema.WorkshopFile,
        name: str,
        number: int,
        flows: dict[str, Flow],
        sources: dict[str, str],
    ) -> None:
        path = self.folder / f"{name}.yaml"
        if not path.is_file():
            close = closest(name, self.stems())
            return self.report("F308", ("flows", number, "flow"), name=name, close=close)
        try:
            document = read_file(path)
        except Refused as refused:
            return self.problems.append(refused.problem)
        settings = {setting.id: setting.required for setting in shape.settings}
        flow, problems = compile_flow(document, name, shape.workshop, shape.languages, settings)
        self.problems.extend(problems)
        if flow is not None:
            flows[name], sources[name] = flow, document.text
        return None

    def workshop(self, shape: schema.WorkshopFile, sources: Mapping[str, str]) -> Workshop:
        return Workshop(
            id=shape.workshop,
            title=shape.title,
            languages=tuple(shape.languages),
            flows=tuple(listed.flow for listed in shape.flows),
            settings=tuple(setting_of(each) for each in shape.settings),
            sources=sources,
        )

    def check(self, shape: schema.WorkshopFile) -> None:
        if shape.workshop != self.folder.resolve().name:
            self.report("S207", ("workshop",), found=shape.workshop, expected=self.folder.resolve().name)
        self.check_twice([listed.flow for listed in shape.flows], "flows", "flow")
        self.check_twice([setting.id for setting in shape.settings], "settings", "id")
        self.check_twice(shape.languages, "languages")
        self.check_unlisted(shape)
        self.check_words(shape)

    def check_twice(self, names: Sequence[str], *keys: str) -> None:
        for number, name in enumerate(names):
            if name in names[:number]:
                self.report("F311", (keys[0], number, *keys[1:]), name=name)

    def check_unlisted(self, shape: schema.WorkshopFile) -> None:
        for name in sorted(self.stems() - {listed.flow for listed in shape.flows}):
            self.report("F309", ("flows",), name=f"{name}.yaml")

    def check_words(self, shape: schema.WorkshopFile) -> None:
        author = Author(self.document, shape.languages, {}, self.problems)
        author.label(shape.title, ("title",), most=None)
        for number, setting in enumerate(shape.settings):
            author.label(setting.label, ("settings", number, "label"), most=None)
            if setting.example is not None:
                author.check_languages(setting.example, ("settings", number, "example"))
            if setting.id in RESERVED:
                self.report("F307", ("settings", number, "id"), name=setting.id)

    def stems(self) -> set[str]:
        return {path.stem for path in self.folder.glob("*.yaml")} - {"workshop"}

    def report(self, code: str, path: Sequence[str | int], /, **values: object) -> None:
        self.problems.append(self.document.problem(code, path, **values))


def setting_of(shape: schema.Setting) -> Setting:
    return Setting(shape.id, shape.required, shape.type, shape.label, shape.example or shape.label)
