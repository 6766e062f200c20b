"""Numbers, dates and times: what is read, what does not fit, and the rules that an answer must satisfy."""

from datetime import timedelta

import pytest
from few_steps import asked, begun, number, words
from made_words import text
from ways import phrase

from bot.engine.effects import Act, Press, Redraw
from bot.engine.events import Skipped
from bot.engine.expressions import AnswerTo, Compare, Literal
from bot.engine.questions import Constraint, Day, Hour, StepId
from bot.engine.session import Status
from bot.engine.world import World


@pytest.mark.parametrize(
    ("typed", "problem", "n"),
    [("many", "reply.no_whole_number", 0), ("-1", "reply.too_low", 0), ("11", "reply.too_high", 10)],
)
def test_a_number_that_does_not_fit_is_told_why(world: World, typed: str, problem: str, n: int) -> None:
    sam = begun(world, number("age", least=0, most=10))
    sam.say(typed)
    assert sam.said == [phrase(sam, problem, n=n)]
    sam.say("about 7")
    assert sam.records == {"age": 7}


def test_a_number_is_shown_as_its_language_writes_it(world: World) -> None:
    awa = begun(world, number("size", decimals=1, unit=text("km")), words("why"), language="fr")
    awa.say("1 234,5")
    redrawn = next(effect for effect in awa.effects if isinstance(effect, Redraw))
    assert redrawn.message.words.endswith("✓ 1\u00a0234,5\u00a0km (fr) ")


def test_an_answer_that_breaks_the_rule_gets_the_rules_own_words(world: World) -> None:
    rule = Constraint(Compare(AnswerTo("last"), ">=", AnswerTo("first")), text("not before the first"))
    sam = begun(world, number("first"), number("last", constraint=rule))
    sam.say("5")
    sam.say("4")
    assert sam.said == ["not before the first (en) "]
    assert "last" not in sam.session.responses
    sam.say("5")
    assert sam.records == {"last": 5}


def test_after_some_misses_the_ways_out_come_with_the_rules_words(world: World) -> None:
    rule = Constraint(Compare(AnswerTo("last"), "<", Literal(3)), text("below three"))
    sam = begun(world, number("last", constraint=rule, required=False))
    for _ in range(2):
        sam.say("9")
        assert sam.said == ["below three (en) "]
    sam.say("9")
    assert sam.said == ["below three (en) ", phrase(sam, "reply.stuck")]
    assert sam.labels == [phrase(sam, f"button.{key}") for key in ("again", "skip", "pause")]


def test_a_rule_without_words_has_the_bots(world: World) -> None:
    rule = Constraint(Compare(AnswerTo("last"), "<", Literal(3)))
    sam = begun(world, number("last", constraint=rule))
    for _ in range(2):
        sam.say("9")
        assert sam.said == [phrase(sam, "reply.constraint")]
    sam.say("9")
    assert sam.labels[0] == phrase(sam, "button.again")


def test_a_rule_about_what_nobody_answered_breaks_nothing(world: World) -> None:
    rule = Constraint(Compare(AnswerTo("last"), ">=", AnswerTo("first")))
    sam = begun(world, number("first", required=False), number("last", constraint=rule))
    sam.tap("Skip ▶")
    sam.say("0")
    assert sam.records == {"last": 0}


def test_an_answer_that_breaks_the_rule_after_another_changed_is_asked_again_without_keep(world: World) -> None:
    rule = Constraint(Compare(AnswerTo("last"), ">=", AnswerTo("first")))
    sam = begun(world, number("first"), number("last", constraint=rule))
    for typed in ("1", "2"):
        sam.say(typed)
    sam.press(Press(Act.CHANGE, StepId("first")))
    sam.say("3")
    assert [send.step for send in sam.sends] == ["last"]
    assert phrase(sam, "button.keep") not in sam.labels
    sam.happen(Skipped(sam.at))
    assert sam.said == [phrase(sam, "reply.required")]
    sam.say("3")
    assert sam.session.status is Status.FINISHED


@pytest.mark.parametrize(
    ("typed", "problem", "day"),
    [
        ("soon", "reply.no_day", ""),
        ("2027-01-03", "reply.too_early", "2027-01-04"),
        ("1 mai", "reply.too_late", "2027-04-30"),
    ],
)
def test_a_date_that_does_not_fit_is_told_why(world: World, typed: str, problem: str, day: str) -> None:
    sam = begun(world, Day(**asked("when", 0, {}), earliest="today", latest="2027-04-30"))
    sam.say(typed)
    shown = world.phrases.day("en", day) if day else ""
    assert sam.said == [phrase(sam, problem, n=0, day=shown)]
    sam.say("le 15 mars")
    assert sam.records == {"when": "2027-03-15"}


def test_today_is_the_day_of_the_answer(world: World) -> None:
    sam = begun(world, Day(**asked("when", 0, {}), earliest="today"))
    sam.at += timedelta(days=30)
    sam.say("2027-01-20")
    assert sam.said == [phrase(sam, "reply.too_early", n=0, day=world.phrases.day("en", "2027-02-03"))]


def test_a_time_is_read_and_shown_in_its_language(world: World) -> None:
    awa = begun(world, Hour(**asked("hour", 0, {})), words("why"), language="fr")
    awa.say("quand vous voulez")
    assert awa.said == [phrase(awa, "reply.no_hour")]
    awa.say("14 h 30")
    assert awa.records == {"hour": "14:30"}
    redrawn = next(effect for effect in awa.effects if isinstance(effect, Redraw))
    assert redrawn.message.words.endswith("✓ 14\u00a0h\u00a030")
