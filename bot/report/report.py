"""Report: what is released, in no language: figures that may be told, and the texts they speak of in every language.

Every rendering is made from a Report read back from the store, so that a released one stays as it was. It
must never hold a figure that did not come through disclosure.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from bot.report.kinds import Kind, Texts
from bot.report.protected import Figure, Participation


@dataclass(frozen=True, slots=True)
class Cohort:
    id: str
    name: str
    workshop: str
    title: Texts
    host: Texts
    date: date | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    code: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Item:
    """A question, its options (those that are answers) and what may be told of it."""

    flow: str
    kind: Kind
    title: Texts
    options: tuple[Label, ...]
    optional: bool
    sensitive: bool
    figure: Figure


@dataclass(frozen=True, slots=True)
class Report:
    """`taken_at` is the cut-off of the snapshot; `rule` and `minimum` say how people were protected."""

    cohort: Cohort
    taken_at: datetime
    minimum: int
    rule: str
    revisions: tuple[str, ...]
    participation: Participation
    items: tuple[Item, ...]


def file_stem(report: Report) -> str:
    """A name for the report's files: the cohort's in plain letters, and its cut-off day."""
    plain = unicodedata.normalize("NFKD", report.cohort.name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain) or ["cohort"]
    return f"{'-'.join(words)[:48]}-{report.taken_at.date().isoformat()}"
