"""Looking back on repeats: conditions, texts and calculations over what every turn said."""

import pytest
from chat import Chat
from few_steps import (
    begun,
    equals,
    next_put,
    number,
    one,
    say,
    several,
    through,
    turns,
    typed,
    words,
)
from made_questions import consent
from made_words import text

from bot.engine.effects import Act, Press, Record, Retract
from bot.engine.expressions import (
    AnswerTo,
    AnyWhere,
    Compare,
    Count,
    CountWhere,
    Expression,
    IsAnswered,
    IsIn,
    Item,
    Literal,
    Sum,
)
from bot.engine.flow import Calculate
from bot.engine.items import LEVELS
from bot.engine.questions import StepId
from bot.engine.texts import ForEach, Part, Slot
from bot.engine.values import Kind
from bot.engine.world import World

HERE, WITHIN = LEVELS
WORRY = f"worry@{HERE}"


# Looking back


def looked_back(world: World, when: Expression, *parts: Part) -> Chat:
    sets = turns("sets", one("worry", depth=1), words("name", depth=1), codes=("1", "2", "3"))
    sam = begun(world, sets, say("sum", *parts, when=when), one("last"))
    for label in ("a", "b", "b"):
        sam.pick(str(next_put(sam)[-1]), label)
        sam.say(f"set {len(sam.session.responses) // 2 + 1}")
    return sam


WORRIED = equals(WORRY, "b")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (AnyWhere("sets", 0, WORRIED), True),
        (AnyWhere("sets", 0, equals(WORRY, "c")), False),
        (Compare(CountWhere("sets", 0, WORRIED), "==", Literal(2)), True),
        (Compare(Count(AnswerTo("sets")), ">", Literal(3)), False),
        (Compare(CountWhere("nowhere", 0, WORRIED), "==", Literal(0)), False),
    ],
)
def test_a_condition_can_look_back_on_every_turn(world: World, condition: Expression, holds: bool) -> None:
    sam = looked_back(world, condition)
    assert any(words.startswith("sum") for words in sam.said) is holds


def test_a_text_lists_what_every_turn_said(world: World) -> None:
    name = (Slot(AnswerTo(f"name@{HERE}")),)
    listed = ForEach("sets", 0, WORRIED, name, as_list=True, fallback="none")
    sam = looked_back(world, IsAnswered("worry@1"), listed, typed("; "), ForEach("sets", 0, None, (*name, typed("! "))))
    assert sam.said[0] == "sum (en) set 2 and set 3; set 1! set 2! set 3! "


def test_a_list_of_nothing_says_so(world: World) -> None:
    none = ForEach("sets", 0, equals(WORRY, "c"), (Slot(AnswerTo(f"name@{HERE}")),), as_list=True, fallback="none")
    assert looked_back(world, IsAnswered("worry@1"), none).said[0] == "sum (en) none"


def test_a_look_back_from_within_a_turn_keeps_the_turns_apart(world: World) -> None:
    """The sign of its own level stands for the turns looked back on, that of the place for the place's own."""
    sets = turns("sets", one("worry", depth=1))
    counted = CountWhere("sets", 1, equals(f"worry@{WITHIN}", "b"))
    ask = text("again", Slot(Item("", HERE)), typed(" "), Slot(counted))
    sam = begun(world, sets, turns("later", one("more", depth=1, ask=ask)))
    through(sam, "Bread and butter", "Bread and butter")
    assert sam.said == ["again (en) 1 2"]
    sam.tap("Apple pie")
    assert sam.said == ["again (en) 2 2"]


def test_what_quotes_every_turn_is_asked_again_when_one_of_them_changes(world: World) -> None:
    ask = text("sum", Slot(CountWhere("sets", 0, WORRIED)))
    sam = begun(world, turns("sets", one("worry", depth=1)), one("last", ask=ask))
    through(sam, "Apple pie", "Apple pie", "Cheese, aged")
    sam.press(Press(Act.CHANGE, StepId("worry@2")))
    sam.tap("Bread and butter")
    assert next_put(sam) == ["last"]
    assert sam.said[-1].startswith("sum (en) 1")


# Calculations


def test_a_calculation_is_recorded_when_it_is_known_and_again_when_it_changes(world: World) -> None:
    gap = Calculate(id=StepId("gap"), value=Sum(AnswerTo("want"), -1, AnswerTo("now")))
    sam = begun(world, number("now"), number("want"), gap, one("last"))
    sam.say("2")
    assert sam.records == {"now": 2}
    sam.say("5")
    assert sam.records == {"want": 5, "gap": 3}
    sam.press(Press(Act.CHANGE, StepId("now")))
    sam.say("1")
    assert sam.records == {"now": 1, "gap": 4}
    sam.press(Press(Act.CHANGE, StepId("now")))
    sam.say("1")
    assert sam.records == {"now": 1}


def test_a_calculation_is_retracted_with_what_it_is_made_of(world: World) -> None:
    size = number("size", when=equals("kind", "a"))
    more = Calculate(id=StepId("more"), value=Sum(AnswerTo("size"), 1, Literal(1)))
    sam = begun(world, one("kind"), size, more, one("last"))
    sam.tap("Apple pie")
    sam.say("4")
    assert sam.stored["more"] == (Kind.ANSWERED, 5)
    sam.press(Press(Act.CHANGE, StepId("kind")))
    sam.tap("Bread and butter")
    assert Retract(StepId("more")) in sam.effects
    assert sam.stored.keys() == {"kind"}


def test_a_calculation_that_is_known_from_the_beginning_is_recorded_at_the_beginning(world: World) -> None:
    made = Calculate(id=StepId("made"), value=Count(AnswerTo("sets")))
    sam = begun(world, turns("sets", one("worry", depth=1)), made)
    assert [effect.step for effect in sam.effects if isinstance(effect, Record)] == ["made"]
    sam.start()
    assert sam.records == {}


def test_nothing_is_calculated_before_somebody_agrees(world: World) -> None:
    made = Calculate(id=StepId("made"), value=Literal(1))
    agree = consent({"id": StepId("agree"), "ask": text("agree")}, refusal=text("refused"))
    sam = begun(world, agree, made, one("last"))
    assert sam.records == {}
    sam.tap("Yes, I do")
    assert sam.records == {"agree": "yes", "made": 1}


def test_a_calculation_decides_and_is_quoted(world: World) -> None:
    both_picked = Calculate(id=StepId("both"), value=IsIn(Literal("a"), AnswerTo("kinds")))
    steps = (several("kinds"), both_picked, say("yes", Slot(AnswerTo("both")), when=equals("both", 1)), one("last"))
    sam = begun(world, *steps)
    sam.say("1")
    assert sam.said[0] == "yes (en) 1"
