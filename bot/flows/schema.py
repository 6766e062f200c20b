"""The shape of what facilitators write in a flow, key by key: one small model per kind of step.

Shape alone: which keys there are and what they hold. What they refer to is the compiler's business; it must never
look at another step, at a file or at the languages of the workshop. The workshop's own file is in
workshop_schema.py; flows/causerie.schema.json is made from both.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from bot.engine.values import Kind

NAME = r"^[a-z][a-z0-9_]{0,23}$"
"""A step, a setting, a scale or a purpose: what conditions and texts can name."""
STEM = r"^[a-z0-9][a-z0-9_-]{0,63}$"
"""A workshop or a flow: its folder, or its file without `.yaml`."""
CODE = r"^[a-z0-9_-]{1,16}$"
"""An option: what is stored. A button of Telegram carries it, so it is short."""
REFERENCE = r"^[a-z0-9][a-z0-9_.-]{0,89}$"
"""A question, of this flow or of an earlier one (`needs-assessment.comfort`)."""
OPENS = r"^(?:facilitator|[+-][0-9]{1,3}d(?: [0-2][0-9]:[0-5][0-9])?)$"
"""When something opens: by the facilitator's hand, or so many days before or after the cohort's date."""
AFTER = r"^[1-9][0-9]{0,2}[hd]$"
"""Hours or days, like 2d."""

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
Reference = Annotated[str, Field(pattern=REFERENCE)]
Missing = Annotated[Literal["dont_know", "declined"], BeforeValidator(missing)]
Text = dict[str, str]
"""Words by language. Which languages there must be is checked when the words are compiled."""


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Variant(Shape):
    """One of several ways to say a thing; the last has no `when`."""

    when: str | None = None
    text: Text


def several(value: Any) -> str:
    return "§variants" if isinstance(value, list) else "§text"


Said = Annotated[
    Annotated[Text, Tag("§text")] | Annotated[list[Variant], Field(min_length=2), Tag("§variants")],
    Discriminator(several),
]
"""A text, or its variants. What begins with § is a tag of pydantic's and in no file."""


def or_more(value: Any) -> str:
    return "§yes" if isinstance(value, bool) else "§text"


YesOrText = Annotated[Annotated[bool, Tag("§yes")] | Annotated[Text, Tag("§text")], Discriminator(or_more)]


def by_language(value: Any) -> str:
    return "§each" if isinstance(value, dict) else "§all"


Length = Annotated[int, Field(ge=1, le=LONGEST_ANSWER)]
Lengths = Annotated[
    Annotated[Length, Tag("§all")] | Annotated[dict[str, Length], Tag("§each")], Discriminator(by_language)
]
Need = Annotated[Annotated[bool, Tag("§yes")] | Annotated[Literal["soft"], Tag("§text")], Discriminator(or_more)]


class Option(Shape):
    id: Code
    label: Text
    short: Text | None = None
    missing: Missing | None = None
    exclusive: bool = False
    specify: YesOrText = False
    explain: Text | None = None
    pinned: bool = False


Options = Annotated[list[Option], Field(min_length=2, max_length=50)]


class OptionsFrom(Shape):
    """Exactly one of the first four says where the options come from."""

    options_of: Reference | None = None
    answer_to: Reference | None = None
    items_of: Reference | None = None
    setting: Name | None = None
    where: str | None = None
    otherwise: Literal["all", "skip"] = "skip"
    also: list[Option] = []


class Say(Shape):
    id: Name
    say: Said
    when: str | None = None


class End(Shape):
    id: Name
    end: Said
    when: str | None = None


class Asked(Shape):
    id: Name
    ask: Said
    hint: Text | None = None
    short: Text | None = None
    when: str | None = None
    card: Name | None = None
    sensitive: bool = False


class Optional(Asked):
    required: Need = True
    constraint: str | None = None
    constraint_message: Text | None = None


class Choice(Optional):
    options: Options | None = None
    choices: Name | None = None
    options_from: OptionsFrom | None = None
    shuffle: bool = False


class SelectOne(Choice):
    type: Literal["select_one"]


class SelectMultiple(Choice):
    type: Literal["select_multiple"]
    min: Annotated[int, Field(ge=1)] = 1
    max: Annotated[int, Field(ge=1)] | None = None


class Rank(Choice):
    type: Literal["rank"]
    most: Annotated[int, Field(ge=1)] | None = None


class Scale(Optional):
    type: Literal["scale"]
    scale: Name
    retrospective_of: Reference | None = None


class Number(Optional):
    type: Literal["number"]
    min: int | float | None = None
    max: int | float | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    unit: Text | None = None


class Day(Optional):
    type: Literal["date"]
    min: str | None = None
    max: str | None = None


class Hour(Optional):
    type: Literal["time"]


class FreeText(Optional):
    type: Literal["text", "reflection"]
    max_length: Lengths = 1000
    pattern: str | None = None
    multiline: bool = True
    suggest: list[Reference] = []
    share: Literal["none", "facilitators", "report"] = "none"


class Listing(Optional):
    type: Literal["list"]
    min: Annotated[int, Field(ge=1, le=20)] = 1
    most: Annotated[int, Field(ge=1, le=20)] = 5
    max_length: Annotated[int, Field(ge=1, le=300)] = 60
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


class Calculate(Shape):
    id: Name
    type: Literal["calculate"]
    value: str
    when: str | None = None
