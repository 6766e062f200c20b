"""Questions for somebody's own words: their form, their length, and earlier words that can be tapped."""

import pytest
from chat import Chat
from few_steps import asked, begun, equals, listing, one, words
from made_words import LANGUAGES, options, text
from ways import phrase

from bot.engine.effects import Act, Press
from bot.engine.events import LanguageChosen
from bot.engine.expressions import AnswerTo, IsAnswered
from bot.engine.questions import Quote, StepId
from bot.engine.texts import Slot
from bot.engine.values import Kind
from bot.engine.world import World


class Letters:
    """A pattern: letters alone."""

    def fits(self, words: str) -> bool:
        return words.replace(" ", "").isalpha()


def test_words_of_another_form_are_asked_for_again(world: World) -> None:
    sam = begun(world, words("code", pattern=Letters()))
    sam.say("A1")
    assert sam.said == [phrase(sam, "reply.other_form")]
    sam.say("AB")
    assert sam.records == {"code": "AB"}


def test_a_question_for_one_line_keeps_one_line(world: World) -> None:
    sam = begun(world, words("name", one_line=True))
    sam.say("  Ada \n Lovelace ")
    assert sam.records == {"name": "Ada Lovelace"}


def test_how_long_words_may_be_hangs_on_the_language(world: World) -> None:
    sam = begun(world, words("why", longest={"en": 5, "fr": 8}))
    sam.say("123456")
    assert sam.said == [phrase(sam, "reply.too_long", n=5)]
    sam.happen(LanguageChosen(sam.at, "fr"))
    sam.say("123456")
    assert sam.records == {"why": "123456"}


def test_a_few_words_are_asked_for_after_other_and_sleep_with_it(world: World) -> None:
    role = one("role", options("a", "d"))
    other = words("role_d", required=False, when=equals("role", "d"))
    sam = begun(world, role, other, words("why"))
    sam.tap("Dates")
    sam.say("The dates of saints")
    sam.press(Press(Act.CHANGE, StepId("role")))
    sam.tap("Apple pie")
    assert "role_d" not in sam.stored
    sam.press(Press(Act.CHANGE, StepId("role")))
    sam.tap("Dates")
    assert sam.stored["role_d"] == (Kind.ANSWERED, "The dates of saints")


def test_earlier_words_can_be_tapped(world: World) -> None:
    sam = begun(world, words("first"), listing("who"), words("again", suggests=("first", "who")))
    sam.say("a quiet room")
    sam.list_all("who", ("Ada", "Ben"))
    assert sam.labels[:2] == ["a quiet room", "Ada, Ben"]
    sam.tap("a quiet room")
    assert sam.records == {"again": "a quiet room"}


def test_an_option_is_suggested_by_its_label_and_the_same_words_once(world: World) -> None:
    sam = begun(world, one("a"), words("b"), words("again", suggests=("a", "b")))
    sam.tap("Apple pie")
    sam.say("Apple pie")
    assert sam.labels.count("Apple pie") == 1
    sam.tap("Apple pie")
    assert sam.records == {"again": "Apple pie"}


def test_a_suggestion_of_words_that_have_changed_since_gives_nothing(world: World) -> None:
    sam = begun(world, words("first"), words("again", suggests=("first",)), words("last"))
    sam.say("a quiet room")
    late = next(button.press for button in sam.buttons if button.label == "a quiet room")
    sam.press(Press(Act.CHANGE, StepId("first")))
    sam.say("a garden")
    sam.press(late)
    assert sam.toasts == [phrase(sam, "toast.stale")]
    assert "again" not in sam.session.responses


def test_words_that_the_question_would_not_take_are_not_suggested(world: World) -> None:
    short = words("short", longest=dict.fromkeys(LANGUAGES, 5), suggests=("first",))
    sam = begun(world, words("first"), short, words("code", pattern=Letters(), suggests=("first",)))
    sam.say("room 12")
    assert "room 12" not in sam.labels
    sam.say("none")
    assert "room 12" not in sam.labels


def test_a_long_suggestion_is_cut_on_its_button_and_given_whole(world: World) -> None:
    said = "a room with a view over the river and the old town"
    sam = begun(world, words("first"), words("again", suggests=("first",)))
    sam.say(said)
    assert len(sam.labels[0]) <= 40
    sam.tap(sam.labels[0])
    assert sam.records == {"again": said}


# The permission to quote


def quoted(world: World) -> Chat:
    ask = text("quote", Slot(AnswerTo("why")))
    given = {"id": StepId("quote"), "ask": ask, "when": IsAnswered("why"), "of": "why"}
    permission = Quote(**given, options=options("none", "unsigned", "name"))
    named = words("sign", when=equals("quote", "name"))
    sam = begun(world, words("why", required=False), permission, named, words("last"))
    sam.say("Because of the rain")
    return sam


def test_a_permission_is_asked_for_with_the_very_words(world: World) -> None:
    sam = quoted(world)
    assert sam.said == ["quote (en) Because of the rain"]
    sam.tap("With my name")
    assert sam.records == {"quote": "name"}


def test_a_permission_counts_no_more_as_soon_as_the_words_change(world: World) -> None:
    sam = quoted(world)
    sam.tap("With my name")
    sam.say("Ada")
    sam.press(Press(Act.CHANGE, StepId("why")))
    sam.say("Because of the snow")
    assert sam.stored.keys() == {"why"}
    assert [send.step for send in sam.sends] == ["quote"]


@pytest.mark.parametrize("how", ["Keep this answer ▶", "With my name"])
def test_a_permission_that_is_given_for_the_new_words_counts_again(world: World, how: str) -> None:
    sam = quoted(world)
    sam.tap("With my name")
    sam.say("Ada")
    sam.press(Press(Act.CHANGE, StepId("why")))
    sam.say("Because of the snow")
    sam.tap(how)
    assert sam.stored["quote"] == (Kind.ANSWERED, "name")
    assert sam.stored["sign"] == (Kind.ANSWERED, "Ada")


def test_a_permission_counts_again_with_the_old_words(world: World) -> None:
    sam = quoted(world)
    sam.tap("Without my name")
    for said in ("Because of the snow", "Because of the rain"):
        sam.press(Press(Act.CHANGE, StepId("why")))
        sam.say(said)
    assert sam.stored["quote"] == (Kind.ANSWERED, "unsigned")
    assert [send.step for send in sam.sends] == ["last"]


def test_without_words_there_is_nothing_to_permit(world: World) -> None:
    sam = begun(
        world,
        words("why", required=False),
        Quote(**asked("quote", 0, {"when": IsAnswered("why")}), of="why", options=options("none", "name")),
        words("last"),
    )
    sam.tap("Skip ▶")
    assert [send.step for send in sam.sends] == ["last"]
