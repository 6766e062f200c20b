"""One person's way through the shipped flow: editing, quotes and the end."""

from chat import Chat
from moves import finish
from ways import at_reflection, at_role, finished, phrase

from bot.engine.effects import Act, Finish, Forget, Press, Redraw, Retract
from bot.engine.events import LanguageChosen, Returned, Reviewed, WentBack
from bot.engine.session import Status
from bot.engine.values import Kind

# Editing


def test_there_is_nothing_before_the_first_question(sam: Chat) -> None:
    at_role(sam).happen(WentBack(sam.at))
    assert sam.said == [phrase(sam, "back.first")]


def test_going_back_shows_the_earlier_answer_and_offers_to_keep_it(sam: Chat) -> None:
    at_role(sam).say("2")
    sam.happen(WentBack(sam.at))
    assert phrase(sam, "question.earlier", answer="Direct service") in sam.said[-1]
    assert sam.labels[-1] == "Keep this answer ▶"
    sam.tap("Keep this answer ▶")
    assert sam.records == {}
    assert [send.step for send in sam.sends] == ["kinds"]


def test_a_second_tap_on_back_does_not_go_back_twice(sam: Chat) -> None:
    at_role(sam)
    for words in ("2", "1"):
        sam.say(words)
    back = next(button.press for button in reversed(sam.buttons) if button.press.act is Act.BACK)
    sam.press(back)
    assert [send.step for send in sam.sends] == ["kinds"]
    sam.press(back)
    assert sam.toasts == [phrase(sam, "toast.stale")]
    assert sam.session.cursor == "kinds"


def test_the_review_lists_what_was_answered_without_the_consent_and_opens_it(sam: Chat) -> None:
    at_role(sam).say("2")
    sam.happen(Reviewed(sam.at))
    assert "Direct service" in sam.said[0]
    assert sam.labels == ["1"]
    sam.tap("1")
    assert [send.step for send in sam.sends] == ["role"]
    sam.say("1")
    assert sam.records == {"role": "lead"}
    assert [send.step for send in sam.sends] == ["kinds"]


def test_a_review_before_the_first_answer_says_that_there_is_none(sam: Chat) -> None:
    sam.happen(Reviewed(sam.at))
    assert sam.said == [phrase(sam, "review.nothing")]


def test_changing_an_answer_asks_again_only_what_quoted_it_with_keep(sam: Chat) -> None:
    finished(sam).press(Press(Act.CHANGE, sam.flow.by_id["comfort"].id))
    sam.say("5")
    assert [send.step for send in sam.sends] == ["reflection"]
    assert "very comfortable" in sam.said[-1]
    assert "We should ask people." in sam.said[-1]
    sam.tap("Keep this answer ▶")
    assert sam.records == {}
    assert sam.session.status is Status.FINISHED
    assert sam.session.responses["reflection"].value == "We should ask people."


def test_the_same_answer_given_again_asks_nothing_else_again(sam: Chat) -> None:
    finished(sam).press(Press(Act.CHANGE, sam.flow.by_id["comfort"].id))
    sam.say("3")
    assert [send.step for send in sam.sends] == [None]
    assert sam.said == [phrase(sam, "flow.up_to_date")]


def test_a_finished_flow_thanks_once_and_finishes_once(sam: Chat) -> None:
    thanks = finished(sam).said[-1]
    sam.press(Press(Act.CHANGE, sam.flow.by_id["role"].id))
    sam.say("1")
    assert thanks not in sam.said
    assert sum(isinstance(effect, Finish) for effect in sam.every) == 1
    sam.say("hello?")
    assert sam.said == [phrase(sam, "flow.finished")]


def test_an_answer_sleeps_with_its_question_and_wakes_with_its_value(sam: Chat) -> None:
    at_role(sam)
    for words in ("2", "1", "1", "yes", "1, 2"):
        sam.say(words)
    sam.press(Press(Act.CHANGE, sam.flow.by_id["shared"].id))
    sam.say("no")
    assert Retract(sam.flow.by_id["with_whom"].id) in sam.effects
    assert "with_whom" not in sam.stored
    assert [send.step for send in sam.sends] == ["held_back"]
    sam.press(Press(Act.CHANGE, sam.flow.by_id["shared"].id))
    sam.say("yes")
    assert sam.stored["with_whom"] == (Kind.ANSWERED, ("funders", "community"))
    assert [send.step for send in sam.sends] == ["comfort"]


def test_dont_know_leaves_out_the_question_that_needs_to_know(sam: Chat) -> None:
    at_role(sam)
    sam.say("1")
    sam.say("8")
    assert [send.step for send in sam.sends] == ["shared"]


# Quoting


def test_an_answer_is_quoted_as_typed_and_never_read_as_markup_or_template(sam: Chat) -> None:
    words = "{{ 7*7 }} <b>x</b> « y » **z** : a!"
    at_reflection(sam).say(words)
    sam.happen(Reviewed(sam.at))
    assert words in sam.said[0]
    sam.tap("6")
    assert words in sam.said[-1]


def test_labels_are_quoted_in_the_language_of_the_moment(sam: Chat) -> None:
    at_reflection(sam)
    assert "names and contact details" in sam.said[-1]
    sam.happen(LanguageChosen(sam.at, "fr"))
    assert "les noms et les coordonnées" in sam.said[-1]
    assert "« moyennement à l’aise »" in sam.said[-1].replace("\u00a0", " ")


def test_another_language_changes_no_response_and_no_asking(sam: Chat) -> None:
    before = at_reflection(sam).session
    sam.happen(LanguageChosen(sam.at, "fr"))
    assert (sam.session.responses, sam.session.askings) == (before.responses, before.askings)
    sam.say("Rien.")
    assert sam.session.responses["reflection"].language == "fr"
    assert sam.session.responses["comfort"].language == "en"


def test_an_unknown_language_changes_nothing(sam: Chat) -> None:
    before = at_role(sam).session
    sam.happen(LanguageChosen(sam.at, "xx"))
    assert sam.said == [phrase(sam, "language.unknown")]
    assert sam.session == before


# The settled question


def test_an_answered_question_loses_its_buttons_and_shows_the_choice(sam: Chat) -> None:
    at_role(sam).say("2")
    redrawn = [effect for effect in sam.effects if isinstance(effect, Redraw)]
    assert [effect.step for effect in redrawn] == ["role"]
    assert redrawn[0].message.keyboard == ()
    assert redrawn[0].message.words.endswith("✓ Direct service")


def test_a_return_after_the_end_says_that_everything_is_answered(sam: Chat) -> None:
    finish(sam)
    sam.happen(Returned(sam.at))
    assert sam.said == [phrase(sam, "flow.finished")]
    assert not any(isinstance(effect, Forget) for effect in sam.every)
