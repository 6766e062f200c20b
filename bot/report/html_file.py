"""The report as one HTML file: self-contained, accessible, printable, legible on a wall, in one language or several.

Each question is a table whose rows carry their bar, so that chart and data cannot disagree. It must never
load anything from a network, run a script, or print a label without escaping it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.locales import Phrases
from bot.report import sentences
from bot.report.protected import Line
from bot.report.report import Item, Report
from bot.report.sentences import Speaker

ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
TEMPLATE = ENVIRONMENT.get_template("report.html.j2")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: solid up to `sure` and hatched up to `at_most`, both in percent of the base."""

    label: str
    told: str
    percent: str | None
    sure: float
    at_most: float
    muted: bool


@dataclass(frozen=True, slots=True)
class Block:
    title: str
    base: str | None
    bars: tuple[Bar, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole report in one language."""

    language: str
    own_name: str
    heading: str
    circumstances: tuple[str, ...]
    people: tuple[str, ...]
    columns: tuple[str, ...]
    blocks: tuple[Block, ...]
    method_title: str
    method: tuple[str, ...]


def render_html(report: Report, language: str, phrases: Phrases) -> str:
    """`language` is one of the report's languages, or `both` for all of them with a switch."""
    languages = report.cohort.languages if language == "both" else (language,)
    speakers = [Speaker(report, each, phrases) for each in languages]
    choose = " / ".join(speaker.say("choose_language") for speaker in speakers)
    return TEMPLATE.render(editions=[edition(speaker) for speaker in speakers], choose=choose)


def edition(speaker: Speaker) -> Edition:
    items = speaker.report.items if speaker.report.participation.joined is not None else ()
    return Edition(
        language=speaker.language,
        own_name=speaker.say("own_name"),
        heading=sentences.heading(speaker),
        circumstances=tuple(sentences.circumstances(speaker)),
        people=tuple(sentences.participation(speaker)),
        columns=tuple(speaker.say(f"column.{name}") for name in ("answer", "people", "share")),
        blocks=tuple(block(speaker, item) for item in items),
        method_title=speaker.say("method.title"),
        method=tuple(sentences.method(speaker)),
    )


def block(speaker: Speaker, item: Item) -> Block:
    figure, title = item.figure, speaker.text(item.title)
    base = None if figure.of is None else speaker.say(f"base.{figure.base}", n=figure.of)
    if figure.withheld:
        return Block(title, base, (), tuple(sentences.answers(speaker, item)))
    labels = speaker.labels(item)
    notes = (
        *sentences.median(speaker, figure, labels),
        *sentences.unseen(speaker, figure),
        *sentences.note(speaker, item),
    )
    return Block(title, base, tuple(bars(speaker, item)), notes)


def bars(speaker: Speaker, item: Item) -> Iterator[Bar]:
    for line in item.figure.lines:
        yield bar(speaker, item, line)
    if item.figure.pooled is not None:
        yield together(speaker, item, item.figure.pooled)


def bar(speaker: Speaker, item: Item, line: Line) -> Bar:
    total = item.figure.of or 0
    sure, at_most = reach(line, total, speaker.report.minimum)
    return Bar(
        label=name(speaker, item, line),
        told=told(speaker, line, total),
        percent=None if line.people is None else speaker.percent(line.people, total),
        sure=share(sure, total),
        at_most=share(at_most, total),
        muted=bool(line.missing),
    )


def together(speaker: Speaker, item: Item, line: Line) -> Bar:
    """People counted for several answers at once: hatched throughout, for nobody can say where they stand."""
    total, people = item.figure.of or 0, line.people or 0
    return Bar(
        label=speaker.say("together", list=sentences.listed(speaker, item, line)),
        told=told(speaker, line, total),
        percent=speaker.percent(people, total),
        sure=0,
        at_most=share(people, total),
        muted=True,
    )


def name(speaker: Speaker, item: Item, line: Line) -> str:
    if line.missing:
        return speaker.say(f"missing.{line.missing[0]}")
    labels = speaker.labels(item)
    return speaker.either(labels[code] for code in line.options) if line.options else speaker.say("column.words")


def told(speaker: Speaker, line: Line, total: int) -> str:
    if line.people is not None:
        return speaker.phrases.number(speaker.language, line.people)
    return speaker.say(f"short.{speaker.extent(line, total)}", k=speaker.report.minimum)


def reach(line: Line, total: int, minimum: int) -> tuple[int, int]:
    """How many people a line stands for at least and at most, as its wording says."""
    if line.people is not None:
        return line.people, line.people
    if line.extent == "few":
        return 0, minimum - 1
    return (total - minimum + 1 if line.extent == "nearly_all" else total // 2 + 1), total


def share(people: int, total: int) -> float:
    return round(100 * people / total, 1)
