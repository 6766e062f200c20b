"""The shape of workshop.yaml, key by key.

Shape alone, as schema.py: it must never look at a file or a flow.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.flows.schema import Name, Reference, Shape, Stem, Text

WHEN = r"^[+-][0-9]{1,3}d(?: [0-2][0-9]:[0-5][0-9])?$"
"""So many days before or after the cohort's date, and perhaps the time of day there."""

When = Annotated[str, Field(pattern=WHEN)]


class Listed(Shape):
    """`for` is a condition on the answers of the flows before it."""

    flow: Stem
    opens: When | None = None
    closes: When | None = None
    for_: Annotated[str | None, Field(alias="for")] = None


class Setting(Shape):
    """What a cohort fills in; `example` stands for it while conversations are played. A list has a line per entry."""

    id: Name
    type: Literal["text", "date", "list"] = "text"
    required: bool = True
    label: Text
    example: Text | None = None


class Resource(Shape):
    """A place to read on, for texts to point to."""

    id: Name
    label: Text
    href: Text


class Invitation(Shape):
    subject: Text
    body: Text


class OutreachMessage(Shape):
    id: Name
    at: When
    to: str
    text: Text


class Outreach(Shape):
    invitation: Invitation | None = None
    messages: list[OutreachMessage] = Field(default_factory=list)


class Section(Shape):
    """A part of the report: questions that report themselves, or an analysis `with` questions in its roles."""

    id: Name
    title: Text
    questions: list[Reference] = Field(default_factory=list)
    analysis: (
        Literal[
            "participation",
            "agenda",
            "priorities",
            "spectrum_map",
            "access_table",
            "risk_matrix",
            "factors",
            "next_steps",
            "before_after",
            "quotes",
        ]
        | None
    ) = None
    with_: Annotated[dict[Name, Reference], Field(alias="with", default_factory=dict)]


class Report(Shape):
    sections: Annotated[list[Section], Field(min_length=1)]


class WorkshopFile(Shape):
    workshop: Stem
    format: int
    languages: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]], Field(min_length=1)]
    title: Text
    flows: Annotated[list[Listed], Field(min_length=1)]
    settings: list[Setting] = Field(default_factory=list)
    resources: list[Resource] = Field(default_factory=list)
    outreach: Outreach | None = None
    report: Report | None = None


WORKSHOP_FILE: TypeAdapter[WorkshopFile] = TypeAdapter(WorkshopFile)
