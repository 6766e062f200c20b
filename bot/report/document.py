"""The released document: a Report as JSON and back, without loss, the same bytes each time.

The store keeps this text. It must never be read leniently: a document of another format is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.report.protected import Figure, Line, Participation
from bot.report.report import Cohort, Item, Label, Report

FORMAT = "causerie-report-1"


def to_json(report: Report) -> str:
    """Keys sorted, no spaces, no escapes: byte-identical for equal reports."""
    return json.dumps(plain(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(report: Report) -> dict[str, Any]:
    """The report as dictionaries, lists, strings and numbers."""
    document = asdict(report)
    document["format"] = FORMAT
    document["taken_at"] = report.taken_at.isoformat()
    document["cohort"]["date"] = report.cohort.date and report.cohort.date.isoformat()
    return document


def from_json(document: str) -> Report:
    """Raises ValueError for a document of another format."""
    data = json.loads(document)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"not a report document of format {FORMAT}")
    return Report(
        cohort=read_cohort(data["cohort"]),
        taken_at=datetime.fromisoformat(data["taken_at"]),
        minimum=data["minimum"],
        rule=data["rule"],
        revisions=tuple(data["revisions"]),
        participation=read_participation(data["participation"]),
        items=tuple(read_item(each) for each in data["items"]),
    )


def read_cohort(data: Mapping[str, Any]) -> Cohort:
    day = data["date"] and date.fromisoformat(data["date"])
    return Cohort(**{**data, "date": day, "languages": tuple(data["languages"])})


def read_participation(data: Mapping[str, Any]) -> Participation:
    return Participation(data["joined"], read_line(data["begun"]), read_line(data["finished"]))


def read_item(data: Mapping[str, Any]) -> Item:
    labels = tuple(Label(**each) for each in data["options"])
    return Item(**{**data, "options": labels, "figure": read_figure(data["figure"])})


def read_figure(data: Mapping[str, Any]) -> Figure:
    return Figure(
        **{
            **data,
            "lines": read_lines(data["lines"]),
            "pooled": read_line(data["pooled"]),
            "unseen": read_lines(data["unseen"]),
            "median": tuple(tuple(group) for group in data["median"]),
        }
    )


def read_lines(data: list[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(line for each in data if (line := read_line(each)))


def read_line(data: Mapping[str, Any] | None) -> Line | None:
    if data is None:
        return None
    return Line(tuple(data["options"]), tuple(data["missing"]), data["extent"], data["people"])
