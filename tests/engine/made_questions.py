"""Every kind of question, drawn for its place: what it may borrow, quote or suggest is what can be named there.

Each can be answered in some way whatever was said before, so that a talk that sticks is the engine's fault.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from made_dice import Dice
from made_names import Names, Turns, condition, judged
from made_words import LANGUAGES, option, options, plain, text

from bot.engine.expressions import AllOf, AnswerTo, AnyOf, Compare, Expression, IsAnswered, IsIn, Literal, Not
from bot.engine.options import MORE, NO, YES, Code, FromAnswer, FromItems, FromSetting, FromWords, Option, Source
from bot.engine.questions import (
    Choice,
    Consent,
    Constraint,
    Day,
    FreeText,
    Hour,
    Listing,
    Number,
    Question,
    Quote,
    Rank,
    Reflection,
    Review,
    Scale,
    SelectMultiple,
    SelectOne,
)
from bot.engine.texts import Text

BOUNDS = ((1, None), (1, 1), (1, 2), (2, 2), (2, None))


@dataclass(frozen=True)
class Place:
    """Where a question is drawn: its name and words, and what it may refer to."""

    dice: Dice
    named: dict[str, Any]
    names: Names
    level: int

    def any(self, *choices: Any) -> Any:
        return self.dice.any(*choices)

    def all(self, *kinds: type) -> list[Any]:
        return [each for each in self.names if isinstance(each, kinds)]

    @property
    def needs(self) -> dict[str, Any]:
        """How much an answer is needed, and what is at hand to understand the question."""
        required, soft = self.any((True, False), (False, False), (False, True))
        return {**self.named, "required": required, "soft": soft, "card": self.any(None, "card", "lost")}

    def rule(self, *breaking: Expression) -> Constraint | None:
        """A constraint that always leaves an answer: not this one, or not this one while something holds."""
        if not breaking or self.dice.flip():
            return None
        never = Not(self.any(*breaking))
        unless = [condition(self.dice, self.names, self.level)] if judged(self.names, self.level) else []
        return Constraint(AnyOf((never, *unless)), self.any(None, text("refused")))


Kind = Callable[[Place], Question]


def one(place: Place) -> Question:
    offered = options(*place.any(("a", "b"), ("b", "a", "c"), ("a", "c", "dk"), ("a", "e", "b")))
    own = AnswerTo(place.named["id"])
    return SelectOne(**place.needs, options=offered, constraint=place.rule(Compare(own, "==", Literal("a"))))


def scale(place: Place) -> Question:
    rule = place.rule(Compare(AnswerTo(place.named["id"]), "==", Literal("b")))
    return Scale(**place.needs, options=options("a", "b", "c", "dk"), constraint=rule)


def several(place: Place) -> Question:
    codes = place.any(("a", "b", "x"), ("a", "b", "c", "d"), ("b", "c", "a", "x"), ("a", "e", "b", "c"))
    least, most = place.any(*BOUNDS)
    own = AnswerTo(place.named["id"])
    rule = place.rule(
        AllOf((IsIn(Literal("a"), own), IsIn(Literal("b"), own))) if len(codes) > 3 else IsIn(Literal("x"), own)
    )
    return SelectMultiple(**place.needs, options=options(*codes), least=least, most=most, constraint=rule)


def shuffled(place: Place) -> Question:
    offered = (option("a"), option("b", pinned=True), option("c"), option("d"), option("x"))
    if place.any(True, False):
        return SelectOne(**place.needs, options=offered, shuffled=True)
    return SelectMultiple(**place.needs, options=offered, shuffled=True)


def rank(place: Place) -> Question:
    codes = place.any(("a", "b"), ("a", "b", "c"), ("a", "e", "b", "c"), ("c", "b", "a", "x"))
    return Rank(**place.needs, options=options(*codes), most=place.any(1, 2, 3, 9), shuffled=place.any(True, False))


def number(place: Place) -> Question:
    own, others = AnswerTo(place.named["id"]), [AnswerTo(each.id) for each in place.all(Number)]
    rule = place.rule(Compare(own, "<", Literal(2)), *(Compare(own, "<", each) for each in others))
    most = None if rule is not None else place.any(None, 3.0)
    return Number(
        **place.needs,
        least=0,
        most=most,
        decimals=place.any(0, 0, 1),
        unit=place.any(None, text("km")),
        constraint=rule,
    )


def day(place: Place) -> Question:
    return Day(**place.needs, earliest=place.any(None, "today", "2027-01-01"), latest=place.any(None, "2027-12-31"))


def hour(place: Place) -> Question:
    return Hour(**place.needs)


class Short:
    """A pattern: no more than four words."""

    def fits(self, words: str) -> bool:
        return len(words.split()) <= 4


def words(place: Place) -> Question:
    about = place.all(FreeText, Listing, SelectOne, SelectMultiple, Number)
    suggests = tuple(dict.fromkeys(place.any(*about).id for _ in range(2))) if about else ()
    made = place.any(FreeText, Reflection)
    longest, pattern = place.any(20, 60), place.any(None, Short())
    return made(  # type: ignore[no-any-return]
        **place.needs,
        longest=dict.fromkeys(LANGUAGES, longest),
        suggests=suggests,
        pattern=pattern,
        one_line=place.any(True, False),
    )


def listing(place: Place) -> Question:
    least, most = place.any((1, 1), (1, 3), (2, 3))
    return Listing(**place.needs, least=least, most=most, longest=30)


def purpose(place: Place) -> Question:
    """A further consent: its no is an answer like another."""
    return consent(place.named, refusal=None)


def consent(named: dict[str, Any], refusal: Text | None) -> Consent:
    return Consent(
        **named,
        purpose=named["id"],
        options=options(YES, MORE, NO),
        version={"en": "v-en", "fr": "v-fr"},
        notice=(text("notice"),),
        more=(text("more"),),
        refusal=refusal,
    )


def quote(place: Place) -> Question:
    """A permission for words that were said; without any, a question for words."""
    about = place.all(FreeText)
    if not about:
        return words(place)
    of = place.any(*about).id
    given, when = IsAnswered(of), place.named["when"]
    named = {**place.named, "when": given if when is None else AllOf((given, when))}
    return Quote(**named, of=of, options=options("none", "unsigned", "name"))


def review(place: Place) -> Question:
    about = place.all(SelectOne, SelectMultiple, Number, FreeText, Listing, Day)
    if not about:
        return one(place)
    return Review(**place.named, of=tuple(dict.fromkeys(place.any(*about).id for _ in range(3))))


def borrowing(place: Place) -> Question:
    """Options that come from elsewhere, with some of its own after them."""
    source, borrowed = place.any(*sources(place))
    own = tuple(each for each in options(*place.any((), ("x",), ("dk",), ("d", "x"))) if each not in borrowed)
    fields = {**place.needs, "options": (*borrowed, *own), "source": source, "shuffled": place.any(True, False)}
    kind = place.any(SelectOne, SelectMultiple, Rank)
    if kind is SelectMultiple:
        least, most = place.any(*BOUNDS)
        return SelectMultiple(**fields, least=least, most=most)
    return Rank(**fields, most=place.any(1, 2, 3)) if kind is Rank else SelectOne(**fields)


def sources(place: Place) -> list[tuple[Source, tuple[Option, ...]]]:
    """One of each kind that there can be here."""
    or_all = place.any(True, False)
    found: list[tuple[Source, tuple[Option, ...]]] = [(FromSetting("agenda"), ())]
    lists, matrices = place.all(Listing), [each for each in place.all(Turns) if each.repeat.options]
    choices = [each for each in place.all(Choice) if plain(each.options) and not isinstance(each, Consent | Quote)]
    if lists:
        found.append((FromWords(place.any(*lists).id), ()))
    if choices:
        of = place.any(*choices)
        found.append((FromAnswer(of.id, codes_of(plain(of.options)), or_all), plain(of.options)))
    if matrices and place.level < 2:
        found.append(from_items(place, place.any(*matrices), or_all))
    return found


def from_items(place: Place, turns: Turns, or_all: bool) -> tuple[Source, tuple[Option, ...]]:
    kept, level = turns.repeat.options, place.level
    where = condition(place.dice, turns.seen_from(level), level + 1) if place.dice.flip() else None
    return FromItems(turns.repeat.id, codes_of(kept), or_all, level, where), kept


def codes_of(offered: Sequence[Option]) -> frozenset[Code]:
    return frozenset(each.code for each in offered)


PLAIN_KINDS: tuple[Kind, ...] = (one, scale, several, several, words, purpose)
EVERY_KIND: tuple[Kind, ...] = (
    *(one, scale, several, several, shuffled, rank, number, day, hour, words, listing, listing),
    *(purpose, quote, quote, review, borrowing, borrowing, borrowing),
)
