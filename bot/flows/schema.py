"""The shape of what facilitators write, key by key: one small model per kind of step.

Shape alone: which keys there are and what they hold. What they refer to is the compiler's business; it must never
look at another step, at a file or at the languages of the workshop.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, TypeAdapter

from bot.engine.values import Kind

NAME = r"^[a-z][a-z0-9_]{0,23}$"
"""A step, a setting, a scale or a purpose: what conditions and texts can name."""
STEM = r"^[a-z0-9][a-z0-9_-]{0,63}$"
"""A workshop or a flow: its folder, or its file without `.yaml`."""
CODE = r"^[a-z0-9_-]{1,16}$"
"""An option: what is stored. A button of Telegram carries it, so it is short."""

FORMAT = 1
LONGEST_ANSWER = 4096
"""Bot API, Message: the characters of a text message."""


def code(value: Any) -> Any:
    """A small whole number may be written as one; its code is its text."""
    small = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1000
    return str(value) if small else value


def missing(value: Any) -> Any:
    """`missing: true` is the short form of “don't know”."""
    return Kind.DONT_KNOW.value if value is True else value


Name = Annotated[str, Field(pattern=NAME)]
Stem = Annotated[str, Field(pattern=STEM)]
Code = Annotated[str, BeforeValidator(code), Field(pattern=CODE)]
Missing = Annotated[Literal["dont_know", "declined"], BeforeValidator(missing)]
Text = dict[str, str]
"""Words by language. Which languages there must be is checked when the words are compiled."""


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Shape):
    id: Code
    label: Text
    missing: Missing | None = None


class MultipleOption(Option):
    exclusive: bool = False


class Say(Shape):
    id: Name
    say: Text
    when: str | None = None


class Asked(Shape):
    id: Name
    ask: Text
    hint: Text | None = None
    when: str | None = None
    sensitive: bool = False


class Optional(Asked):
    required: bool = True


class SelectOne(Optional):
    type: Literal["select_one"]
    options: Annotated[list[Option], Field(min_length=2, max_length=50)]


class SelectMultiple(Optional):
    type: Literal["select_multiple"]
    options: Annotated[list[MultipleOption], Field(min_length=2, max_length=50)]
    min: Annotated[int, Field(ge=1)] = 1
    max: Annotated[int, Field(ge=1)] | None = None


class Scale(Optional):
    type: Literal["scale"]
    scale: Name


class FreeText(Optional):
    type: Literal["text", "reflection"]
    max_length: Annotated[int, Field(ge=1, le=LONGEST_ANSWER)] = 1000
    share: Literal["none", "facilitators", "report"] = "none"


class More(Shape):
    """The option that only explains, and asks again."""

    label: Text
    say: Annotated[list[Text], Field(min_length=1)]


class Consent(Asked):
    """With a `refusal` it is the base of taking part: its no ends the flow with these words."""

    type: Literal["consent"]
    purpose: Name
    notice: list[Text] = []
    yes: Text
    no: Text
    more: More | None = None
    refusal: Text | None = None


TYPES: tuple[str, ...] = ("select_one", "select_multiple", "scale", "text", "reflection", "consent")


def kind_of(value: Any) -> str | None:
    """The tag of a step: its type, or `say`."""
    if not isinstance(value, dict):
        return None
    if "type" not in value:
        return "say" if "say" in value else None
    kind = value["type"]
    return "text" if kind == "reflection" else str(kind)


Question = SelectOne | SelectMultiple | Scale | FreeText | Consent
Step = Annotated[
    Annotated[Say, Tag("say")]
    | Annotated[SelectOne, Tag("select_one")]
    | Annotated[SelectMultiple, Tag("select_multiple")]
    | Annotated[Scale, Tag("scale")]
    | Annotated[FreeText, Tag("text")]
    | Annotated[Consent, Tag("consent")],
    Discriminator(kind_of),
]

STEP: TypeAdapter[Say | Question] = TypeAdapter(Step)
OPTIONS: TypeAdapter[list[Option]] = TypeAdapter(
    Annotated[list[Option], Field(min_length=2, max_length=50)], config=ConfigDict(strict=True)
)


class FlowFile(Shape):
    """The head of a flow's file; each scale and each step is read on its own, so that one mistake hides no other."""

    flow: Stem
    title: Text
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    scales: dict[Name, Any] = {}
    steps: Annotated[list[Any], Field(min_length=1)]


class Listed(Shape):
    flow: Stem


class Setting(Shape):
    """What a cohort fills in; `example` stands for it while conversations are played."""

    id: Name
    type: Literal["text", "date"] = "text"
    required: bool = True
    label: Text
    example: Text | None = None


class WorkshopFile(Shape):
    workshop: Stem
    format: int
    languages: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]], Field(min_length=1)]
    title: Text
    flows: Annotated[list[Listed], Field(min_length=1)]
    settings: list[Setting] = []
