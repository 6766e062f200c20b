"""Flows drawn by hypothesis: what bot/flows would let through, in every mixture that its rules allow.

Codes are shared between questions on purpose, so that a mix-up of two questions shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from bot.engine.expressions import (
    AllOf,
    AnswerTo,
    AnyOf,
    Compare,
    Count,
    Expression,
    IsAnswered,
    IsIn,
    Literal,
    Not,
    PositionOf,
    Sum,
)
from bot.engine.flow import (
    MORE,
    NO,
    YES,
    Code,
    Consent,
    Flow,
    FreeText,
    Option,
    Question,
    Reflection,
    Revision,
    Say,
    Scale,
    SelectMultiple,
    SelectOne,
    Step,
    StepId,
)
from bot.engine.texts import Either, Part, Run, Slot, Text, Words
from bot.engine.values import Kind

LANGUAGES = ("en", "fr")
LABELS = {
    "a": {"en": "Apple pie", "fr": "Tarte aux pommes"},
    "b": {"en": "Bread and butter", "fr": "Du pain et du beurre"},
    "c": {"en": "Cheese, aged", "fr": "Fromage, vieilli"},
    "d": {"en": "Dates", "fr": "Dattes"},
    "x": {"en": "None of these", "fr": "Rien de cela"},
    "dk": {"en": "I don’t know", "fr": "Je ne sais pas"},
}
ORDERS = ("<", "<=", ">", ">=")
Kinds = Callable[[st.DrawFn, dict[str, Any]], Question]


def text(words: str, *parts: Part) -> Text:
    return Text({language: (Words(Run(f"{words} ({language}) ")), *parts) for language in LANGUAGES})


def label(code: str) -> Text:
    return Text({language: (Words(Run(LABELS[code][language])),) for language in LANGUAGES})


def option(code: str) -> Option:
    missing = Kind.DONT_KNOW if code == "dk" else None
    return Option(Code(code), label(code), missing, exclusive=code == "x")


def condition_on(question: Question) -> st.SearchStrategy[Expression]:
    """A comparison that the checker would accept for this question."""
    answer = AnswerTo(question.id)
    given = st.booleans().map(lambda negated: IsAnswered(question.id, negated))
    if isinstance(question, FreeText):
        return given
    codes = st.sampled_from([option.code for option in question.options])
    if isinstance(question, SelectMultiple):
        picked = st.builds(lambda code, no: IsIn(Literal(code), answer, no), codes, st.booleans())
        number = st.builds(
            lambda operator, n: Compare(Count(answer), operator, Literal(n)),
            st.sampled_from(ORDERS),
            st.integers(0, 3),
        )
        return st.one_of(given, picked, number)
    equal = st.builds(
        lambda operator, code: Compare(answer, operator, Literal(code)), st.sampled_from(("==", "!=")), codes
    )
    among = st.builds(lambda some, no: IsIn(answer, Literal(tuple(some)), no), st.sets(codes), st.booleans())
    if not isinstance(question, Scale):
        return st.one_of(given, equal, among)
    place = PositionOf(question.id, question.order)
    ordered = st.builds(
        lambda operator, n, more: Compare(Sum(place, 1, Literal(more)), operator, Literal(n)),
        st.sampled_from(ORDERS),
        st.integers(0, 3),
        st.integers(-1, 1),
    )
    return st.one_of(given, equal, among, ordered)


def conditions(earlier: list[Question]) -> st.SearchStrategy[Expression]:
    single = st.sampled_from(earlier).flatmap(condition_on)
    several = st.lists(single, min_size=2, max_size=3).map(tuple)
    return st.one_of(single, single.map(Not), several.map(AllOf), several.map(AnyOf), several.map(AllOf).map(Not))


def quotes(earlier: list[Question]) -> st.SearchStrategy[Part]:
    slot = st.sampled_from(earlier).map(lambda each: Slot(AnswerTo(each.id), fallback="…"))
    either = st.builds(
        Either, conditions(earlier), st.just((Words(Run("one way ")),)), st.just((Words(Run("the other ")),))
    )
    return st.one_of(slot, either)


@dataclass
class Maker:
    """A flow growing step by step; each step may refer to the questions before it."""

    draw: st.DrawFn
    kinds: Sequence[Kinds]
    steps: list[Step] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def perhaps(self) -> bool:
        return bool(self.questions) and self.draw(st.booleans())

    def words(self, name: str) -> Text:
        return text(name, self.draw(quotes(self.questions))) if self.perhaps() else text(name)

    def when(self) -> Expression | None:
        return self.draw(conditions(self.questions)) if self.perhaps() else None

    def say(self) -> None:
        name = f"m{len(self.steps)}"
        self.steps.append(Say(id=StepId(name), text=self.words(name), when=self.when()))

    def ask(self) -> None:
        name = f"q{len(self.steps)}"
        named = {"id": StepId(name), "ask": self.words(name), "when": self.when()}
        question = self.draw(st.sampled_from(self.kinds))(self.draw, named)
        self.steps.append(question)
        self.questions.append(question)


def required(draw: st.DrawFn) -> bool:
    return draw(st.booleans())


def one(draw: st.DrawFn, named: dict[str, Any]) -> Question:
    codes = draw(st.sampled_from((("a", "b"), ("b", "a", "c"), ("a", "c", "dk"))))
    return SelectOne(**named, required=required(draw), options=tuple(map(option, codes)))


def scale(draw: st.DrawFn, named: dict[str, Any]) -> Question:
    return Scale(**named, required=required(draw), options=tuple(map(option, ("a", "b", "c", "dk"))))


def several(draw: st.DrawFn, named: dict[str, Any]) -> Question:
    codes = draw(st.sampled_from((("a", "b", "x"), ("a", "b", "c", "d"), ("b", "c", "a", "x"))))
    least, most = draw(st.sampled_from(((1, None), (1, 1), (1, 2), (2, 2), (2, None))))
    return SelectMultiple(**named, required=required(draw), options=tuple(map(option, codes)), least=least, most=most)


def words(draw: st.DrawFn, named: dict[str, Any]) -> Question:
    return draw(st.sampled_from((FreeText, Reflection)))(**named, required=required(draw), longest=20)


def purpose(draw: st.DrawFn, named: dict[str, Any]) -> Question:
    """A further consent: its no is an answer like another."""
    return consent(named, refusal=None)


def consent(named: dict[str, Any], refusal: Text | None) -> Consent:
    labels = {YES: ("Yes, I do", "Oui, bien sûr"), MORE: ("Tell me more", "Dites-m’en plus"), NO: ("No", "Non")}
    options = tuple(
        Option(code, Text({"en": (Words(Run(en)),), "fr": (Words(Run(fr)),)})) for code, (en, fr) in labels.items()
    )
    return Consent(
        **named,
        purpose=named["id"],
        options=options,
        version={"en": "v-en", "fr": "v-fr"},
        notice=(text("notice"),),
        more=(text("more"),),
        refusal=refusal,
    )


EVERY_KIND: tuple[Kinds, ...] = (one, scale, several, several, words, purpose)


@st.composite
def flows(draw: st.DrawFn, kinds: Sequence[Kinds] = EVERY_KIND) -> Flow:
    """Three to seven steps, questions mostly; with the base consent first, or without."""
    maker = Maker(draw, kinds)
    if draw(st.booleans()):
        maker.steps.append(consent({"id": StepId("agree"), "ask": text("agree")}, refusal=text("refused")))
    for is_question in draw(st.lists(st.sampled_from((True, True, False)), min_size=3, max_size=7)):
        maker.ask() if is_question else maker.say()
    return Flow(
        id="made",
        workshop="made",
        title=text("title"),
        languages=LANGUAGES,
        steps=tuple(maker.steps),
        revision=Revision("r1"),
    )
