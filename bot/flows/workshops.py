"""Workshops: a folder with workshop.yaml and one file per flow, read whole.

Every problem of every file is found in one run. It must never look outside the folder it is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.engine.expressions import Expression
from bot.engine.flow import Flow
from bot.engine.world import Phrases, World
from bot.flows import schema
from bot.flows.compiler import compile_flow
from bot.flows.document import Document
from bot.flows.problems import Place, Problem, closest, in_order
from bot.flows.reading import MOST_BYTES, Refused, read_bytes, read_text
from bot.flows.shapes import read_shape
from bot.flows.surroundings import Surroundings, surroundings
from bot.flows.workshop_checks import WorkshopCheck
from bot.flows.workshop_schema import WORKSHOP_FILE, Outreach, Report, WorkshopFile


@dataclass(frozen=True, slots=True)
class Setting:
    """What a cohort fills in; a `date` is printed in the person's language, a `list` has a line per entry. `label`
    and `example` are by language."""

    id: str
    required: bool
    kind: str
    label: Mapping[str, str]
    example: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opening:
    """When a flow opens and closes, relative to the cohort's date, and for whom (`condition` on earlier answers)."""

    flow: str
    opens: str | None = None
    closes: str | None = None
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """A definition without its flows: those are made for a revision. `sources` are the flows' texts and `around` what
    each may count on, by flow."""

    id: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    flows: tuple[str, ...]
    settings: tuple[Setting, ...] = ()
    calendar: tuple[Opening, ...] = ()
    outreach: Outreach | None = None
    report: Report | None = None
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    around: Mapping[str, Surroundings] = field(default_factory=dict, repr=False)

    def examples(self) -> dict[str, dict[str, str]]:
        """A made-up cohort's settings as somebody would fill them in, by language and id."""
        return {
            language: {setting.id: setting.example[language] for setting in self.settings}
            for language in self.languages
        }

    def example_world(self, phrases: Phrases) -> World:
        """The world of a made-up cohort, for conversations, walks and previews; every gate is closed."""
        every = [
            (language, setting, setting.example[language]) for language in self.languages for setting in self.settings
        ]
        settings: dict[str, dict[str, str]] = {language: {} for language in self.languages}
        lists: dict[str, dict[str, tuple[str, ...]]] = {language: {} for language in self.languages}
        for language, setting, example in every:
            if setting.kind == "list":
                lists[language][setting.id] = lines_of(example)
            settings[language] |= dict(printed_setting(setting, example, language, phrases))
        return World(phrases, settings, lists)


def lines_of(value: str) -> tuple[str, ...]:
    """Of a list: one entry per line; on a command line `;` parts them."""
    return tuple(line.strip() for line in value.replace(";", "\n").splitlines() if line.strip())


def printed_setting(setting: Setting, value: str, language: str, phrases: Phrases) -> list[tuple[str, str]]:
    """A setting as texts print it; of a date also the month. What is no date in ISO's form is printed as it is."""
    if setting.kind == "list":
        return [(setting.id, phrases.list(language, lines_of(value)))]
    if setting.kind != "date" or not is_iso(value):
        return [(setting.id, value), (f"{setting.id}|month", value)]
    return [(setting.id, phrases.day(language, value)), (f"{setting.id}|month", phrases.month(language, value))]


def is_iso(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


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
    try:
        document = read_text(f"{flow_id}.yaml", text)
    except Refused as refused:
        raise NotPublishable((refused.problem,)) from None
    compiled = compile_flow(document, flow_id, workshop.around[flow_id])
    if compiled.flow is None:
        raise NotPublishable([problem for problem in compiled.problems if problem.is_error])
    return compiled.flow


def read_file(path: Path) -> Document:
    """Raises Refused, also for a file that is not there."""
    try:
        with path.open("rb") as file:
            return read_bytes(str(path), file.read(MOST_BYTES + 1))
    except OSError:
        raise Refused(Problem("F312", Place(str(path)), {"name": path.name})) from None


class Loading:
    """The reading of one folder, problem after problem; each flow may name the flows before it."""

    def __init__(self, folder: Path, document: Document) -> None:
        self.folder, self.document = folder, document
        self.problems: list[Problem] = []
        self.flows: dict[str, Flow] = {}
        self.sources: dict[str, str] = {}
        self.around: dict[str, Surroundings] = {}

    def loaded(self) -> Loaded:
        shape = self.shape()
        if shape is None:
            return Loaded(None, {}, in_order(self.problems))
        check = WorkshopCheck(self.document, shape, self.problems)
        check.before_flows(self.folder)
        around = surroundings(shape)
        conditions: dict[str, Expression | None] = {}
        for number, listed in enumerate(shape.flows):
            conditions[listed.flow] = check.condition(number, around.exports)
            around = self.load_flow(listed.flow, number, around)
        check.after_flows(around.exports)
        broken = any(problem.is_error and problem.place.file == self.document.file for problem in self.problems)
        workshop = None if broken else self.workshop(shape, conditions)
        return Loaded(workshop, self.flows, in_order(self.problems))

    def shape(self) -> WorkshopFile | None:
        """Of another format nothing is read: its keys would all be called unknown."""
        found = self.document.value.get("format")
        if isinstance(found, int) and found != schema.FORMAT:
            self.problems.append(self.document.problem("S209", ("format",), found=found, known=schema.FORMAT))
            return None
        return read_shape(WORKSHOP_FILE, self.document, (), self.problems)

    def load_flow(self, name: str, number: int, around: Surroundings) -> Surroundings:
        """What the flows after it may count on."""
        document = self.document_of(name, number)
        if document is None:
            return around
        compiled = compile_flow(document, name, around)
        self.problems.extend(compiled.problems)
        self.around[name] = around
        if compiled.flow is not None:
            self.flows[name], self.sources[name] = compiled.flow, document.text
        return replace(around, exports=around.exports.and_those_of(name, compiled.names))

    def document_of(self, name: str, number: int) -> Document | None:
        path = self.folder / f"{name}.yaml"
        if not path.is_file():
            close = closest(name, stems(self.folder))
            self.problems.append(self.document.problem("F308", ("flows", number, "flow"), name=name, close=close))
            return None
        try:
            return read_file(path)
        except Refused as refused:
            self.problems.append(refused.problem)
            return None

    def workshop(self, shape: WorkshopFile, conditions: Mapping[str, Expression | None]) -> Workshop:
        return Workshop(
            id=shape.workshop,
            title=shape.title,
            languages=tuple(shape.languages),
            flows=tuple(listed.flow for listed in shape.flows),
            settings=tuple(
                Setting(each.id, each.required, each.type, each.label, each.example or each.label)
                for each in shape.settings
            ),
            calendar=tuple(
                Opening(listed.flow, listed.opens, listed.closes, conditions[listed.flow]) for listed in shape.flows
            ),
            outreach=shape.outreach,
            report=shape.report,
            sources=self.sources,
            around=self.around,
        )


def stems(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.yaml")} - {"workshop"}
