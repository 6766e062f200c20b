"""A flow: an ordered list of steps, each perhaps with a condition on earlier questions. There is no goto.

Made by bot/flows from YAML that has passed every check, so nothing here validates. It must never hold anything about
a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from bot.engine.expressions import Expression
from bot.engine.texts import Text, Words
from bot.engine.values import Kind

StepId = NewType("StepId", str)
Code = NewType("Code", str)
Revision = NewType("Revision", str)

YES, NO, MORE = Code("yes"), Code("no"), Code("more")


@dataclass(frozen=True, slots=True)
class Option:
    """`missing` names what kind of non-answer the option is (don't know, prefer not to say); None for an answer."""

    code: Code
    label: Text
    missing: Kind | None = None
    exclusive: bool = False

    @property
    def kind(self) -> Kind:
        return self.missing or Kind.ANSWERED

    def words(self, language: str) -> str:
        """The label as plain words; labels have no slots."""
        return "".join(part.run.text for part in self.label.parts[language] if isinstance(part, Words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A message: settled by having been shown."""

    id: StepId
    text: Text
    when: Expression | None = None

    @property
    def quotes(self) -> frozenset[str]:
        return self.text.quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every question has. `sensitive` and `share` are for the report (flow-language: Sensitive, Sharing)."""

    id: StepId
    ask: Text
    when: Expression | None = None
    required: bool = True
    hint: Text | None = None
    sensitive: bool = False

    @property
    def quotes(self) -> frozenset[str]:
        return self.ask.quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectOne(Asked):
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(SelectOne):
    """One point of an ordered scale, listed low to high; its `missing` options stand outside the order."""

    @property
    def order(self) -> tuple[Code, ...]:
        return tuple(option.code for option in self.options if option.missing is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectMultiple(Asked):
    """`least` and `most` bound the number of picks; an exclusive option stands alone and counts as enough."""

    options: tuple[Option, ...]
    least: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText(Asked):
    """Somebody's own words, at most `longest` characters."""

    longest: int = 1000
    share: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(FreeText):
    """A prompt that may quote earlier answers; its words never enter a report without a permission for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Asked):
    """One purpose, yes or no, after its notice. With a `refusal` it is the base of taking part: nothing is kept
    before its yes,
    and its no ends the flow with these words. `version` is the hash of everything shown, in each language."""

    purpose: str
    options: tuple[Option, ...]
    version: Mapping[str, str]
    notice: tuple[Text, ...] = ()
    more: tuple[Text, ...] = ()
    refusal: Text | None = None


Question = SelectOne | Scale | SelectMultiple | FreeText | Reflection | Consent
Choice = SelectOne | Scale | SelectMultiple | Consent
Step = Say | Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    id: str
    workshop: str
    title: Text
    languages: tuple[str, ...]
    steps: tuple[Step, ...]
    revision: Revision
    minutes: int | None = None
    by_id: Mapping[str, Step] = field(init=False, repr=False, compare=False)
    positions: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {step.id: step for step in self.steps})
        object.__setattr__(self, "positions", {step.id: at for at, step in enumerate(self.steps)})

    def question(self, name: str) -> Question | None:
        """The question of that id; None for a message's id or an unknown one."""
        step = self.by_id.get(name)
        return None if step is None or isinstance(step, Say) else step


def option_of(question: Question, code: str) -> Option | None:
    options = () if isinstance(question, FreeText) else question.options
    return next((option for option in options if option.code == code), None)
