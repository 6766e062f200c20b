"""Options that come from elsewhere: an answer, the items of a matrix, somebody's words, a setting of the cohort."""

from chat import Chat
from few_steps import begun, equals, listing, matrix, next_put, one, say, several, through, words
from made_words import options, text

from bot.engine.effects import Act, Press
from bot.engine.expressions import (
    AnswerTo,
)
from bot.engine.items import LEVELS, mark
from bot.engine.options import FromAnswer, FromItems, FromSetting, FromWords
from bot.engine.questions import SelectMultiple, StepId
from bot.engine.session import Status
from bot.engine.texts import Slot
from bot.engine.world import World

HERE, WITHIN = LEVELS
WORRY = f"worry@{HERE}"


def borrowing(world: World, otherwise_all: bool) -> Chat:
    source = FromAnswer("kinds", frozenset(o.code for o in options("a", "b", "c")), otherwise_all)
    worst = one("worst", options("a", "b", "c", "dk"), source=source)
    return begun(world, several("kinds", options("a", "b", "c", "x")), worst, one("last"))


def test_only_what_was_picked_is_offered_with_the_questions_own_options(world: World) -> None:
    sam = borrowing(world, otherwise_all=False)
    sam.say("1, 3")
    assert sam.labels[:3] == ["Apple pie", "Cheese, aged", "I don’t know"]
    sam.say("Bread and butter")
    assert "worst" not in sam.session.responses
    sam.pick("worst", "b")
    assert len(sam.toasts) == 1
    sam.say("2")
    assert sam.records == {"worst": "c"}


def test_without_a_pick_everything_is_offered_or_nothing_asked(world: World) -> None:
    sam = borrowing(world, otherwise_all=True)
    sam.say("4")
    assert sam.labels[:4] == ["Apple pie", "Bread and butter", "Cheese, aged", "I don’t know"]
    sam = borrowing(world, otherwise_all=False)
    sam.say("4")
    assert next_put(sam) == ["last"]


def test_an_answer_whose_option_is_gone_is_asked_again_and_cannot_be_kept(world: World) -> None:
    sam = borrowing(world, otherwise_all=False)
    sam.say("1, 3")
    through(sam, "Cheese, aged", "Apple pie")
    sam.press(Press(Act.CHANGE, StepId("kinds")))
    sam.say("1, 2")
    assert next_put(sam) == ["worst"]
    assert "Keep this answer ▶" not in sam.labels
    sam.press(Press(Act.KEEP, StepId("worst"), sam.session.askings["worst"].number))
    assert len(sam.toasts) == 1


def test_an_answer_whose_option_is_still_there_can_be_kept(world: World) -> None:
    sam = borrowing(world, otherwise_all=False)
    sam.say("1, 3")
    through(sam, "Cheese, aged", "Apple pie")
    sam.press(Press(Act.CHANGE, StepId("kinds")))
    sam.say("3")
    sam.tap("Keep this answer ▶")
    assert sam.session.status is Status.FINISHED


def test_as_many_picks_are_needed_as_there_are_to_pick(world: World) -> None:
    source = FromAnswer("kinds", frozenset(o.code for o in options("a", "b", "c")), False)
    two = SelectMultiple(id=StepId("two"), ask=text("two"), options=options("a", "b", "c"), source=source, least=2)
    sam = begun(world, several("kinds"), two, one("last"))
    sam.say("1")
    sam.tap("Done ▶")
    assert len(sam.toasts) == 1
    through(sam, "Apple pie", "Done ▶")
    assert sam.records == {"two": ("a",)}
    sam.press(Press(Act.CHANGE, StepId("kinds")))
    sam.say("1, 2, 3")
    assert next_put(sam) == ["two"]
    assert "Keep this answer ▶" not in sam.labels


def test_the_items_of_a_matrix_that_fit_are_offered(world: World) -> None:
    source = FromItems(
        "factors", frozenset(o.code for o in options("a", "b")), False, 0, equals(f"factors@{HERE}", "c")
    )
    sam = begun(world, matrix(), one("worst", options("a", "b", "dk"), source=source), one("last"))
    through(sam, "Apple pie", "Cheese, aged")
    assert sam.labels[:2] == ["Bread and butter", "I don’t know"]
    through(sam, "Bread and butter", "Apple pie")
    sam.press(Press(Act.CHANGE, StepId("factors@a")))
    sam.tap("Cheese, aged")
    assert next_put(sam) == ["worst"]
    assert "Keep this answer ▶" in sam.labels


def test_the_words_of_a_list_are_offered_as_they_were_typed(world: World) -> None:
    sam = begun(
        world,
        listing("who"),
        one("first", options("x"), source=FromWords("who")),
        say("bye", Slot(AnswerTo("first"), fallback="…")),
    )
    sam.list_all("who", ("Ada {{ x }}", "Ben"))
    assert sam.labels[:3] == ["Ada {{ x }}", "Ben", "None of these"]
    sam.say("ben")
    assert sam.said == ["bye (en) Ben"]


def test_words_that_are_gone_are_not_shown_as_a_sign(world: World) -> None:
    sam = begun(world, listing("who"), one("first", options("x"), source=FromWords("who")))
    sam.list_all("who", ("Ada", "Ben"))
    sam.tap("Ada")
    sam.press(Press(Act.CHANGE, StepId("who")))
    sam.list_all("who", ("Ben",))
    assert next_put(sam) == ["first"]
    assert mark("Ada") not in sam.said[-1]


def test_the_lines_of_a_setting_are_offered_in_the_language_of_the_moment(world: World) -> None:
    awa = begun(world, one("block", (), source=FromSetting("agenda")), words("why"), language="fr")
    assert awa.labels[:3] == ["Accueil", "Cartes", "Dîner"]
    awa.say("maps")
    assert awa.records == {"block": "2"}


def test_a_setting_without_lines_asks_nothing(world: World) -> None:
    sam = begun(world, one("block", (), source=FromSetting("nothing")), one("last"))
    assert next_put(sam) == ["last"]
