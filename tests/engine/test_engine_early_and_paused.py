"""Replies that come too early, in a pause, or not at all as hoped."""

from chat import Chat
from ways import at_comfort, at_reflection, at_role, phrase

from bot.engine.events import Paused, Skipped, Unreadable
from bot.engine.session import Status

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


def test_the_offer_of_one_held_reply_never_uses_another(sam: Chat) -> None:
    at_role(sam).say("2", early=True)
    use, drop = (button.press for button in sam.buttons[-2:])
    sam.say("4", early=True)
    for press in (use, drop):
        sam.press(press)
        assert sam.toasts == [phrase(sam, "toast.stale")]
    assert sam.session.held == "4"
    sam.tap("Yes, use it")
    assert sam.records == {"role": "board"}


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


def test_words_before_the_consent_are_not_held_not_even_for_a_moment(awa: Chat) -> None:
    awa.say("Je m’appelle Awa", early=True)
    assert awa.session.held is None
    assert [send.step for send in awa.sends] == ["agree"]


def test_words_in_a_pause_are_offered_as_such(awa: Chat) -> None:
    at_reflection(awa).happen(Paused(awa.at))
    awa.say("J’y pense encore")
    assert awa.records == {}
    assert "pendant la pause" in awa.said[-1]


def test_after_a_refusal_no_button_answers_any_more(awa: Chat) -> None:
    yes = awa.buttons[0].press
    awa.tap("Non, merci")
    awa.press(yes)
    assert awa.records == {}
    assert awa.toasts == [phrase(awa, "toast.stale")]
