"""Sentences: what a report says, one function per kind of sentence, in one language.

The wording is in locales/*/report.po; here is only which sentence a protected figure calls for (content.md,
c.1, by group size). It must never count: the numbers come from the Report.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.locales import Phrases, typeset
from bot.report.kinds import Texts
from bot.report.protected import Figure, Line
from bot.report.report import Item, Report

PERCENT_FROM = 20  # people (content.md, c.2)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One report in one language."""

    report: Report
    language: str
    phrases: Phrases

    def say(self, key: str, /, **values: object) -> str:
        return self.phrases.say(self.language, f"report.{key}", **values)

    def text(self, texts: Texts) -> str:
        return typeset(self.language, texts[self.language])

    def labels(self, item: Item) -> dict[str, str]:
        return {label.code: self.text(label.text) for label in item.options}

    def percent(self, people: int, total: int) -> str | None:
        """A whole percentage, or None for a group too small to have one."""
        return self.phrases.percent(self.language, people / total) if total >= PERCENT_FROM else None

    def extent(self, line: Line, total: int) -> str:
        """The key that says this line: “all or nearly all” would be too much for 11 people of 15."""
        if line.extent == "nearly_all" and total < PERCENT_FROM:
            return "most_or_all"
        return line.extent

    def either(self, words: Iterable[str]) -> str:
        """`a, b or c`."""
        *first, last = words
        return self.say("or", first=", ".join(first), last=last) if first else last

    def quoted(self, codes: Iterable[str], labels: Mapping[str, str]) -> str:
        return self.either(self.say("quoted", label=labels[code]) for code in codes)


def participation(speaker: Speaker) -> list[str]:
    """Who joined, began and finished, as far as may be told."""
    told = speaker.report.participation
    if told.joined is None:
        return [speaker.say("too_few", k=speaker.report.minimum)]
    said = [speaker.say("joined", n=told.joined)]
    for name, line in (("begun", told.begun), ("finished", told.finished)):
        if line is not None:
            said.append(about_people(speaker, name, line, told.joined))
    return said


def about_people(speaker: Speaker, name: str, line: Line, total: int) -> str:
    key = f"{name}.{speaker.extent(line, total)}"
    return speaker.say(key, n=line.people if line.people is not None else total, k=speaker.report.minimum)


def answers(speaker: Speaker, item: Item) -> list[str]:
    """Every sentence about one question: its counts, then what is held back, the middle answer, who did not see it."""
    figure = item.figure
    if figure.withheld:
        return [speaker.say(f"withheld.{figure.withheld}", k=speaker.report.minimum), *unseen(speaker, figure)]
    labels = speaker.labels(item)
    told = [line for line in figure.lines if line.people != 0]
    said = [about_line(speaker, item, line, labels) for line in told]
    return [
        *said,
        *nobody(speaker, figure, labels),
        *pooled(speaker, item),
        *median(speaker, figure, labels),
        *unseen(speaker, figure),
        *note(speaker, item),
    ]


def names(speaker: Speaker, item: Item, line: Line) -> list[str]:
    """The answers of a line, quoted, and its kinds of missing, as they stand within a sentence."""
    labels = speaker.labels(item)
    answers = [speaker.quoted([code], labels) for code in line.options]
    return answers + [speaker.say(f"kind.{kind}") for kind in line.missing]


def listed(speaker: Speaker, item: Item, line: Line) -> str:
    return speaker.phrases.list(speaker.language, names(speaker, item, line))


def about_line(speaker: Speaker, item: Item, line: Line, labels: Mapping[str, str]) -> str:
    total = item.figure.of or 0
    extent = speaker.extent(line, total)
    if line.extent != "count" or line.people is None:
        values: dict[str, object] = {"n": total, "k": speaker.report.minimum}
    else:
        share = speaker.percent(line.people, total)
        values = {"n": line.people, "total": total, "percent": share}
        extent = "count_percent" if share else "count"
    if line.missing:
        return missing(speaker, line)
    if not line.options:
        return speaker.say(f"words.{extent}", **values)
    return speaker.say(f"answer.{extent}", answer=speaker.quoted(line.options, labels), **values)


def nobody(speaker: Speaker, figure: Figure, labels: Mapping[str, str]) -> list[str]:
    """Answers that nobody gave; kinds of missing that did not occur go without saying."""
    codes = [code for line in figure.lines if line.people == 0 for code in line.options]
    return [speaker.say("nobody", answer=speaker.quoted(codes, labels))] if codes else []


def pooled(speaker: Speaker, item: Item) -> list[str]:
    line = item.figure.pooled
    if line is None:
        return []
    return [speaker.say("pooled", n=line.people, list=listed(speaker, item, line))]


def median(speaker: Speaker, figure: Figure, labels: Mapping[str, str]) -> list[str]:
    groups = [speaker.quoted(group, labels) for group in figure.median]
    if not groups:
        return []
    if len(groups) == 1:
        return [speaker.say("median", answer=groups[0])]
    return [speaker.say("median_split", first=groups[0], last=groups[1])]


def unseen(speaker: Speaker, figure: Figure) -> list[str]:
    """Who did not see the question: by kind, or together where the kinds are not told apart."""
    if len(figure.unseen) == 1:
        return [speaker.say("unseen", n=figure.unseen[0].people)]
    return [missing(speaker, line) for line in figure.unseen]


def missing(speaker: Speaker, line: Line) -> str:
    return speaker.say("missing.count", n=line.people, kind=speaker.say(f"missing.{line.missing[0]}"))


def note(speaker: Speaker, item: Item) -> list[str]:
    return [speaker.say("several")] if item.kind == "select_multiple" else []


def method(speaker: Speaker) -> list[str]:
    """How the figures are to be read, and what they were made from."""
    k = speaker.report.minimum
    return [
        speaker.say("method.people"),
        speaker.say("method.protection", k=k),
        speaker.say("method.nearly_all", k=k),
        speaker.say("method.hatched"),
        speaker.say("method.scales", people=4 * k),
        speaker.say("method.percent", people=PERCENT_FROM),
        speaker.say("method.source", rule=speaker.report.rule, revisions=", ".join(speaker.report.revisions)),
    ]


def heading(speaker: Speaker) -> str:
    title = speaker.text(speaker.report.cohort.title)
    return speaker.say("heading", title=title, cohort=speaker.report.cohort.name)


def circumstances(speaker: Speaker) -> list[str]:
    """When and with whom the workshop is held, and the cut-off of the figures."""
    cohort, taken_at = speaker.report.cohort, speaker.report.taken_at
    host = speaker.text(cohort.host)
    said = [speaker.say("host", host=host)] if host else []
    if cohort.date:
        said.append(speaker.say("held_on", date=speaker.phrases.date(speaker.language, cohort.date)))
    day, time = speaker.phrases.date(speaker.language, taken_at.date()), clock(speaker)
    return [*said, speaker.say("taken_at", date=day, time=time, zone=taken_at.tzname())]


def clock(speaker: Speaker) -> str:
    return speaker.phrases.time(speaker.language, speaker.report.taken_at)
