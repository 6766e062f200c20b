"""The shape of steps that hold others, or look back on other questions: stages, repeats, matrices, reviews, quotes.

Shape alone, as schema.py: it must never look at another step.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from bot.flows.schema import (
    AFTER,
    OPENS,
    Asked,
    Code,
    Name,
    Need,
    Optional,
    Options,
    Reference,
    Said,
    Shape,
    Text,
)


class MatrixItem(Shape):
    id: Code
    label: Text
    short: Text | None = None
    retrospective_of: Reference | None = None


class Matrix(Optional):
    type: Literal["matrix"]
    scale: Name
    items: Annotated[list[MatrixItem], Field(min_length=2, max_length=20)]


class Quote(Asked):
    """The permission to print exactly the words that were the answer to `of`."""

    type: Literal["quote"]
    of: Reference
    options: Options


class Review(Asked):
    type: Literal["review"]
    of: Annotated[list[Reference], Field(min_length=1)]


class SameAs(Shape):
    """The same question once more, word for word."""

    id: Name
    same_as: Reference
    when: str | None = None
    required: Need | None = None


class Remind(Shape):
    after: Annotated[str, Field(pattern=AFTER)]
    most: Annotated[int, Field(ge=1, le=3)] = 2


class Stage(Shape):
    stage: Name
    title: Text
    minutes: Annotated[int, Field(ge=1, le=120)] | None = None
    opens: Annotated[str, Field(pattern=OPENS)] | None = None
    remind: Remind | None = None
    steps: Annotated[list[Any], Field(min_length=1)]


class Another(Shape):
    ask: Said
    yes: Text
    no: Text
    most: Annotated[int, Field(ge=2, le=20)] = 5


class Repeat(Shape):
    """Exactly one of `count`, `over` and `another` says for what the steps are gone through again."""

    repeat: Name
    title: Text | None = None
    when: str | None = None
    count: Annotated[int, Field(ge=2, le=20)] | None = None
    over: Reference | None = None
    where: str | None = None
    another: Another | None = None
    steps: Annotated[list[Any], Field(min_length=1)]
