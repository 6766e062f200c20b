"""One person's way through the shipped flow: early replies, pauses, misses, editing, quotes and the end."""

from chat import Chat
from moves import finish

from bot.engine.effects import Act, Finish, Forget, Press, Redraw, Retract
from bot.engine.events import LanguageChosen, Paused, Returned, Reviewed, Skipped, Unreadable, WentBack
from bot.engine.session import Status
from bot.engine.values import Kind


def phrase(chat: Chat, key: str, **values: object) -> str:
    return chat.world.phrases.say(chat.session.language, key, **values)


def at_role(chat: Chat) -> Chat:
    chat.say("yes")
    return chat


def at_comfort(chat: Chat, kinds: str = "1", shared: str = "I don’t know") -> Chat:
    at_role(chat)
    for words in ("2", kinds, "1", shared):
        chat.say(words)
    return chat


def at_reflection(chat: Chat) -> Chat:
    at_comfort(chat).say("3")
    return chat


def finished(chat: Chat) -> Chat:
    at_reflection(chat).say("We should ask people.")
    assert chat.session.status is Status.FINISHED
    return chat


# Early replies


def test_an_early_reply_is_held_and_offered_not_recorded(sam: Chat) -> None:
    at_role(sam).say("2", early=True)
    assert sam.records == {}
    assert sam.labels == [phrase(sam, "button.use"), phrase(sam, "button.drop")]
    assert "“2”" in sam.said[-1]


def test_a_held_reply_is_recorded_when_the_person_says_so(sam: Chat) -> None:
    at_role(sam).say("2", early=True)
    sam.tap("Yes, use it")
    assert sam.records == {"role": "front"}
    assert sam.session.held is None


def test_a_held_reply_that_was_not_meant_is_dropped_and_the_question_asked(sam: Chat) -> None:
    at_role(sam).say("2", early=True)
    sam.tap("No, ask me again")
    assert sam.records == {}
    assert [send.step for send in sam.sends] == ["role"]
    assert sam.session.held is None


def test_a_held_reply_is_forgotten_when_the_question_is_answered_anew(sam: Chat) -> None:
    at_role(sam).say("2", early=True)
    use = sam.buttons[-2].press
    sam.say("1")
    assert sam.records == {"role": "lead"}
    sam.press(use)
    assert sam.records == {}
    assert sam.toasts == [phrase(sam, "toast.answered")]


def test_a_held_reply_that_does_not_fit_is_explained(sam: Chat) -> None:
    at_role(sam).say("purple", early=True)
    sam.tap("Yes, use it")
    assert sam.records == {}
    assert sam.said == [phrase(sam, "reply.no_match")]


# Pauses, misses, other things


def test_words_typed_in_a_pause_are_offered_not_recorded(sam: Chat) -> None:
    at_reflection(sam).happen(Paused(sam.at))
    assert sam.session.status is Status.PAUSED
    sam.say("hello again")
    assert sam.records == {}
    sam.tap("Yes, use it")
    assert sam.records == {"reflection": "hello again"}


def test_a_choice_typed_in_a_pause_answers_and_ends_it(sam: Chat) -> None:
    at_role(sam).happen(Paused(sam.at))
    sam.say("2")
    assert sam.records == {"role": "front"}
    assert sam.session.status is Status.OPEN


def test_coming_back_shows_the_same_asking_again(sam: Chat) -> None:
    asking = at_role(sam).sends[-1].asking
    sam.happen(Paused(sam.at))
    sam.tap("Go on ▶")
    assert [(send.step, send.asking) for send in sam.sends] == [("role", asking)]


def test_the_third_miss_offers_the_ways_out_and_the_misses_are_counted_anew_after_an_answer(sam: Chat) -> None:
    at_role(sam)
    for _ in range(2):
        sam.say("purple")
        assert sam.said == [phrase(sam, "reply.no_match")]
    sam.say("purple")
    assert sam.labels == ["Show the question again", "Skip ▶", "Pause"]
    sam.tap("Skip ▶")
    assert sam.records == {"role": None}
    sam.say("purple")
    assert sam.said == [phrase(sam, "reply.no_match_several")]


def test_a_required_question_offers_no_skip_and_is_not_skipped(sam: Chat) -> None:
    at_comfort(sam)
    for _ in range(3):
        sam.say("purple")
    assert "Skip ▶" not in sam.labels
    sam.happen(Skipped(sam.at))
    assert sam.said == [phrase(sam, "reply.required")]
    assert "comfort" not in sam.session.responses


def test_a_picture_changes_nothing(sam: Chat) -> None:
    before = at_role(sam).session
    sam.happen(Unreadable(sam.at))
    assert sam.said == [phrase(sam, "reply.unreadable")]
    assert sam.session == before


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
