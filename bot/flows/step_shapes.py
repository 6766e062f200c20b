"""Step shapes: which model reads which step, told by the keys that it has.

It must never read anything: shapes.py does.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter

from bot.flows import composite_schema, schema

KINDS: Mapping[str, type[BaseModel]] = {
    "say": schema.Say,
    "end": schema.End,
    "stage": composite_schema.Stage,
    "repeat": composite_schema.Repeat,
    "same_as": composite_schema.SameAs,
    "select_one": schema.SelectOne,
    "select_multiple": schema.SelectMultiple,
    "scale": schema.Scale,
    "matrix": composite_schema.Matrix,
    "rank": schema.Rank,
    "number": schema.Number,
    "date": schema.Day,
    "time": schema.Hour,
    "text": schema.FreeText,
    "reflection": schema.FreeText,
    "list": schema.Listing,
    "consent": schema.Consent,
    "quote": composite_schema.Quote,
    "review": composite_schema.Review,
    "calculate": schema.Calculate,
}
UNTYPED = ("stage", "repeat", "same_as", "say", "end")
"""What has no type is known by one of these keys."""
TYPES = tuple(kind for kind in KINDS if kind not in UNTYPED)


def kind_of(value: Any) -> str | None:
    """A step's type, or the key that says what it is."""
    if not isinstance(value, dict):
        return None
    if "type" in value:
        return str(value["type"])
    return next((key for key in UNTYPED if key in value), None)


def tag_of(value: Any) -> str | None:
    kind = kind_of(value)
    return None if kind is None else f"§{kind}"


Asking = (
    schema.SelectOne
    | schema.SelectMultiple
    | schema.Scale
    | composite_schema.Matrix
    | schema.Rank
    | schema.Number
    | schema.Day
    | schema.Hour
    | schema.FreeText
    | schema.Listing
    | schema.Consent
    | composite_schema.Quote
    | composite_schema.Review
)
Step = (
    schema.Say
    | schema.End
    | composite_schema.Stage
    | composite_schema.Repeat
    | composite_schema.SameAs
    | schema.Calculate
    | Asking
)

STEP: TypeAdapter[Step] = TypeAdapter(
    Annotated[
        Annotated[schema.Say, Tag("§say")]
        | Annotated[schema.End, Tag("§end")]
        | Annotated[composite_schema.Stage, Tag("§stage")]
        | Annotated[composite_schema.Repeat, Tag("§repeat")]
        | Annotated[composite_schema.SameAs, Tag("§same_as")]
        | Annotated[schema.SelectOne, Tag("§select_one")]
        | Annotated[schema.SelectMultiple, Tag("§select_multiple")]
        | Annotated[schema.Scale, Tag("§scale")]
        | Annotated[composite_schema.Matrix, Tag("§matrix")]
        | Annotated[schema.Rank, Tag("§rank")]
        | Annotated[schema.Number, Tag("§number")]
        | Annotated[schema.Day, Tag("§date")]
        | Annotated[schema.Hour, Tag("§time")]
        | Annotated[schema.FreeText, Tag("§text")]
        | Annotated[schema.FreeText, Tag("§reflection")]
        | Annotated[schema.Listing, Tag("§list")]
        | Annotated[schema.Consent, Tag("§consent")]
        | Annotated[composite_schema.Quote, Tag("§quote")]
        | Annotated[composite_schema.Review, Tag("§review")]
        | Annotated[schema.Calculate, Tag("§calculate")],
        Discriminator(tag_of),
    ]
)
STRICT = ConfigDict(strict=True)
OPTIONS: TypeAdapter[list[schema.Option]] = TypeAdapter(schema.Options, config=STRICT)


class Card(schema.Shape):
    """What can be looked at from a question, and is no answer to it."""

    label: schema.Text
    say: schema.Text


class FlowFile(schema.Shape):
    """The head of a flow's file; each scale, card and step is read on its own, so that one mistake hides no other."""

    flow: schema.Stem
    title: schema.Text
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    scales: dict[schema.Name, Any] = Field(default_factory=dict)
    choices: dict[schema.Name, Any] = Field(default_factory=dict)
    cards: dict[schema.Name, Any] = Field(default_factory=dict)
    steps: Annotated[list[Any], Field(min_length=1)]


CARD: TypeAdapter[Card] = TypeAdapter(Card)
FLOW_FILE: TypeAdapter[FlowFile] = TypeAdapter(FlowFile)
