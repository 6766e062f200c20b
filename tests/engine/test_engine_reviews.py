"""Reviews: the step that lists some answers before going on, and the command that lists them all."""

import pytest
from chat import Chat
from few_steps import asked, begun, equals, listing, number, one, say, several, turns, words
from made_words import text
from ways import phrase

from bot.engine.effects import Act, Press
from bot.engine.events import Reviewed, Skipped, WentBack
from bot.engine.questions import Review, StepId
from bot.engine.session import Status
from bot.engine.world import World


def review(*of: str, depth: int = 0, **fields: object) -> Review:
    return Review(**asked("check", depth, fields), of=of)


def at_the_review(world: World) -> Chat:
    role = one("role", title=text("Your role"))
    extra = one("extra", when=equals("role", "b"))
    sam = begun(world, role, extra, several("kinds"), review("role", "extra", "kinds"), words("last"))
    sam.tap("Apple pie")
    sam.say("1, 3")
    return sam


def test_a_review_lists_what_was_answered_under_short_titles(world: World) -> None:
    sam = at_the_review(world)
    lines = sam.said[0].split("\n")
    assert lines[0] == "check (en) "
    assert lines[-2:] == ["1. Your role (en) : Apple pie", "2. kinds (en): Apple pie · Cheese, aged"]
    assert sam.labels == ["1", "2", "That’s right ▶", "◀ Back"]


@pytest.mark.parametrize("how", ["tap", "say"])
def test_a_number_opens_that_answer_and_the_review_comes_back(world: World, how: str) -> None:
    sam = at_the_review(world)
    getattr(sam, how)("1")
    assert [send.step for send in sam.sends] == ["role"]
    assert "Keep this answer ▶" in sam.labels
    sam.tap("Cheese, aged")
    assert sam.records == {"role": "c"}
    assert [send.step for send in sam.sends] == ["check"]
    assert "Cheese, aged" in sam.said[0]


def test_a_change_that_makes_a_question_relevant_asks_it_before_the_review(world: World) -> None:
    sam = at_the_review(world)
    sam.tap("1")
    sam.tap("Bread and butter")
    assert [send.step for send in sam.sends] == ["extra"]
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == ["check"]
    assert sam.labels[:3] == ["1", "2", "3"]


def test_an_answer_that_was_kept_comes_back_to_the_review(world: World) -> None:
    sam = at_the_review(world)
    sam.tap("2")
    sam.tap("Keep this answer ▶")
    assert [send.step for send in sam.sends] == ["check"]
    assert sam.records == {}


@pytest.mark.parametrize("words", ["That’s right ▶", "oui", "ok!", "d’accord"])
def test_a_yes_goes_on_and_records_nothing(world: World, words: str) -> None:
    sam = at_the_review(world)
    sam.tap(words) if "▶" in words else sam.say(words)
    assert sam.records == {}
    assert [send.step for send in sam.sends] == ["last"]
    assert "check" not in sam.stored


def test_a_review_can_be_skipped(world: World) -> None:
    sam = at_the_review(world)
    sam.happen(Skipped(sam.at))
    assert [send.step for send in sam.sends] == ["last"]


@pytest.mark.parametrize("typed", ["3", "0", "²", "no", "9" * 5000])
def test_anything_else_explains_the_review(world: World, typed: str) -> None:
    sam = at_the_review(world)
    sam.say(typed)
    assert sam.said == [phrase(sam, "reply.review")]
    assert sam.session.cursor is None


def test_a_review_that_was_passed_is_no_answer_to_go_back_to(world: World) -> None:
    sam = at_the_review(world)
    sam.tap("That’s right ▶")
    sam.happen(WentBack(sam.at))
    assert [send.step for send in sam.sends] == ["kinds"]
    sam.say("2")
    assert [send.step for send in sam.sends] == ["check"]


def test_a_review_in_a_repeat_is_of_its_own_turn(world: World) -> None:
    sets = turns("sets", words("name", depth=1), review("name@\ue000", depth=1))
    sam = begun(world, sets, words("last"))
    sam.say("Ada")
    assert "1. name (en): Ada" in sam.said[0]
    sam.tap("That’s right ▶")
    sam.say("Ben")
    assert "1. name (en): Ben" in sam.said[0]
    assert "Ada" not in sam.said[0]


# The command


def long_talk(world: World) -> Chat:
    sam = begun(world, *(one(f"q{n}") for n in range(1, 13)), say("bye"))
    for _ in range(12):
        sam.say("1")
    sam.happen(Reviewed(sam.at))
    return sam


def test_many_answers_are_looked_at_a_page_at_a_time(world: World) -> None:
    sam = long_talk(world)
    assert sam.labels == [*map(str, range(1, 11)), "More answers ▶"]
    assert "\n10. q10 (en)" in sam.said[0]
    sam.tap("More answers ▶")
    assert sam.labels == ["11", "12", "◀ Earlier answers"]
    assert "\n11. q11 (en)" in sam.said[0]
    sam.tap("◀ Earlier answers")
    assert sam.labels[-1] == "More answers ▶"


@pytest.mark.parametrize(("page", "first"), [("7", "11"), ("-1", "1"), ("", "1"), ("²", "1"), ("9" * 5000, "11")])
def test_a_page_that_there_is_not_is_the_nearest(world: World, page: str, first: str) -> None:
    sam = long_talk(world)
    sam.press(Press(Act.PAGE, choice=page))
    assert sam.labels[0] == first


def test_a_number_on_the_second_page_opens_its_answer(world: World) -> None:
    sam = long_talk(world)
    sam.tap("More answers ▶")
    sam.tap("12")
    assert [send.step for send in sam.sends] == ["q12"]
    sam.tap("Cheese, aged")
    assert sam.records == {"q12": "c"}
    assert sam.session.status is Status.FINISHED


def test_the_review_shows_each_kind_of_answer_as_its_language_does(world: World) -> None:
    sam = begun(world, listing("who"), number("age"), one("skipped", required=False), words("last"))
    sam.list_all("who", ("Ada", "Ben"))
    sam.say("1200")
    sam.tap("Skip ▶")
    sam.happen(Reviewed(sam.at))
    for shown in ("Ada · Ben", "1,200", phrase(sam, "answer.skipped")):
        assert shown in sam.said[0]


def test_an_answer_that_fell_asleep_is_not_reviewed(world: World) -> None:
    sam = at_the_review(world)
    for said in ("1", "Bread and butter", "Apple pie", "1", "Apple pie"):
        sam.tap(said)
    assert StepId("extra") in sam.session.responses
    sam.happen(Reviewed(sam.at))
    assert "extra" not in sam.said[0]
