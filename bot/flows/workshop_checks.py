"""The check of workshop.yaml: what it lists, what its words say, and what its calendar, outreach and report name.

It must never read a flow's file: what the flows may be called comes as Exports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.engine.expressions import Expression
from bot.flows.audiences import audience_mistakes
from bot.flows.authored import Author
from bot.flows.conditions import parse_condition
from bot.flows.document import Document
from bot.flows.exports import Exports
from bot.flows.problems import Problem, closest
from bot.flows.scope import Named, Scope, Turns
from bot.flows.surroundings import RESERVED, surroundings
from bot.flows.workshop_schema import Setting, WorkshopFile


@dataclass(slots=True)
class WorkshopCheck:
    """What is wrong is added to `problems`."""

    document: Document
    shape: WorkshopFile
    problems: list[Problem]

    @property
    def author(self) -> Author:
        settings = {setting.id: setting.required for setting in self.shape.settings}
        return Author(self.document, self.shape.languages, settings, self.problems)

    def before_flows(self, folder: Path) -> None:
        """Everything that can be told without looking at a flow."""
        if self.shape.workshop != folder.resolve().name:
            self.report("S207", ("workshop",), found=self.shape.workshop, expected=folder.resolve().name)
        self.check_twice([listed.flow for listed in self.shape.flows], ("flows",), "flow")
        self.check_twice([setting.id for setting in self.shape.settings], ("settings",), "id")
        self.check_twice([resource.id for resource in self.shape.resources], ("resources",), "id")
        self.check_twice(self.shape.languages, ("languages",))
        for name in sorted({path.stem for path in folder.glob("*.yaml")} - {"workshop", *self.flows}):
            self.report("F309", ("flows",), name=f"{name}.yaml")
        self.check_words()

    @property
    def flows(self) -> list[str]:
        return [listed.flow for listed in self.shape.flows]

    def check_twice(self, names: Sequence[str], path: Sequence[str], *keys: str) -> None:
        for number, name in enumerate(names):
            if name in names[:number]:
                self.report("F311", (*path, number, *keys), name=name)

    def check_words(self) -> None:
        author = self.author
        author.label(self.shape.title, ("title",), most=None)
        for number, setting in enumerate(self.shape.settings):
            self.check_setting(author, setting, number)
        for number, resource in enumerate(self.shape.resources):
            author.label(resource.label, ("resources", number, "label"), most=None)
            author.check_languages(resource.href, ("resources", number, "href"))
            for language, address in resource.href.items():
                if not address.startswith("https://"):
                    self.report("W509", ("resources", number, "href", language), found=address)

    def check_setting(self, author: Author, setting: Setting, number: int) -> None:
        author.label(setting.label, ("settings", number, "label"), most=None)
        if setting.example is not None:
            author.check_languages(setting.example, ("settings", number, "example"))
        if setting.id in RESERVED:
            self.report("F307", ("settings", number, "id"), name=setting.id)

    def condition(self, number: int, earlier: Exports) -> Expression | None:
        """For whom a flow is: a condition on the answers of the flows before it."""
        written = self.shape.flows[number].for_
        if written is None:
            return None
        condition, mistakes = parse_condition(written, Scope(earlier=earlier.names))
        self.author.report_inside(mistakes, ("flows", number, "for"))
        return None if mistakes else condition

    def after_flows(self, known: Exports) -> None:
        """What outreach and report say of the flows."""
        self.check_outreach(known)
        self.check_report(known)

    def check_outreach(self, known: Exports) -> None:
        outreach, scope = self.shape.outreach, surroundings(self.shape).without_answers
        if outreach is None:
            return
        if outreach.invitation is not None:
            for key in ("subject", "body"):
                self.author.text(getattr(outreach.invitation, key), ("outreach", "invitation", key), scope)
        self.check_twice([message.id for message in outreach.messages], ("outreach", "messages"), "id")
        for number, message in enumerate(outreach.messages):
            path = ("outreach", "messages", number)
            self.author.text(message.text, (*path, "text"), scope)
            self.author.report_inside(audience_mistakes(message.to, self.flows, known), (*path, "to"))

    def check_report(self, known: Exports) -> None:
        for number, section in enumerate(self.shape.report.sections if self.shape.report else ()):
            path = ("report", "sections", number)
            self.author.label(section.title, (*path, "title"), most=None)
            for each, name in enumerate(section.questions):
                self.check_reference(name, (*path, "questions", each), known)
            for role, name in section.with_.items():
                self.check_reference(name, (*path, "with", role), known)

    def check_reference(self, name: str, path: Sequence[str | int], known: Exports) -> None:
        """A question by its full name; inside a repeat, by its own (`reflection.now`)."""
        readable = name.replace("-", "_")
        flows = {each: each.partition(".")[0] for each in known.names}
        inner = {f"{flows[each]}.{own}" for each, named in known.names.items() for own in names_inside(named)}
        if readable not in known.names and readable not in inner:
            every = [*known.names, *inner]
            bare = next((each for each in every if each.partition(".")[2] == readable), "")
            self.report("F327", path, name=name, close=bare or closest(readable, every))

    def report(self, code: str, path: Sequence[str | int], /, **values: object) -> None:
        self.problems.append(self.document.problem(code, path, **values))


def names_inside(named: Named | None) -> Iterator[str]:
    """The questions of a repeat, also of those inside it."""
    if isinstance(named, Turns):
        for name, each in named.inner.items():
            yield name
            yield from names_inside(each)
