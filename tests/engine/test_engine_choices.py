"""Consent, ticks and stale buttons."""

from datetime import timedelta

from chat import BEGINNING, Chat
from few_steps import begun
from made_words import options, text
from ways import phrase

from bot.engine.effects import Act, CancelTimer, Forget, GiveConsent, Press, Redraw, SetTimer
from bot.engine.events import LanguageChosen, TimerFired, WentBack
from bot.engine.expressions import AnswerTo, Compare, Literal
from bot.engine.flow import Say
from bot.engine.questions import SelectMultiple, SelectOne, StepId
from bot.engine.session import Status
from bot.engine.texts import Slot
from bot.engine.world import World


def test_nothing_is_asked_before_the_consent_and_its_notice_is_shown(sam: Chat) -> None:
    assert [send.step for send in sam.sends] == [None, None, "agree"]
    assert sam.session.responses == {}


def test_a_yes_gives_consent_in_the_version_and_language_that_was_shown(awa: Chat) -> None:
    awa.tap("Oui, j’accepte")
    consent = awa.flow.question("agree")
    at = awa.session.responses["agree"].at
    assert awa.consents == [GiveConsent("take_part", True, consent.version["fr"], "fr", at)]
    assert CancelTimer("unconsented") in awa.effects
    assert [send.step for send in awa.sends] == ["role"]


def test_a_no_forgets_everything_and_says_so(sam: Chat) -> None:
    sam.tap("No, thank you")
    assert [effect for effect in sam.effects if isinstance(effect, Forget)] == [Forget()]
    assert sam.records == {}
    assert sam.session.responses == {}
    assert sam.session.status is Status.REFUSED
    assert "kept nothing" in sam.said[-1]


def test_more_explains_and_asks_again_without_an_answer(sam: Chat) -> None:
    for _ in range(2):
        sam.tap("Tell me more first")
        assert sam.sends[-1].step == "agree"
        assert len(sam.sends) == 2
        assert sam.session.responses == {}
    sam.tap("Yes, I agree")
    assert sam.records == {"agree": "yes"}


def test_the_consent_cannot_be_changed_by_a_slip_of_the_thumb(sam: Chat) -> None:
    sam.tap("Yes, I agree")
    for press in (Press(Act.CHANGE, StepId("agree")), Press(Act.PICK, StepId("agree"), 1, "no")):
        sam.press(press)
        assert len(sam.toasts) == 1
        assert sam.session.responses["agree"].value == "yes"


def test_who_never_agrees_is_forgotten_after_a_day(sam: Chat) -> None:
    assert sam.effects[0] == SetTimer("unconsented", BEGINNING + timedelta(hours=24))
    sam.happen(TimerFired(BEGINNING + timedelta(hours=24), "unconsented"))
    assert sam.effects == (Forget(),)


def test_a_consent_timer_that_comes_late_does_nothing(sam: Chat) -> None:
    sam.tap("Yes, I agree")
    before = sam.session
    sam.happen(TimerFired(BEGINNING + timedelta(hours=24), "unconsented"))
    assert (sam.effects, sam.session) == ((), before)


def test_another_language_at_the_consent_shows_the_notice_again_in_it(sam: Chat) -> None:
    assert sam.labels[-1] == "Français"
    sam.tap("Français")
    assert [send.step for send in sam.sends] == [None, None, "agree"]
    assert sam.said[0].startswith("Bonjour")
    assert "ce que deviennent vos réponses" in sam.said[1]
    sam.tap("Oui, j’accepte")
    assert sam.consents[0].language == "fr"


def test_another_language_after_the_first_answer_shows_the_question_alone(sam: Chat) -> None:
    sam.tap("Yes, I agree")
    sam.happen(LanguageChosen(sam.at, "fr"))
    assert [send.step for send in sam.sends] == ["role"]


# Ticks


def at_kinds(chat: Chat) -> Chat:
    chat.say("yes")
    chat.say("1")
    return chat


def test_ticks_are_shown_and_recorded_in_the_order_of_the_options(sam: Chat) -> None:
    at_kinds(sam)
    for label in ("Income and expenses", "Names and contact details"):
        sam.tap(label)
    redrawn = next(effect for effect in sam.effects if isinstance(effect, Redraw))
    ticked = [row[0].label for row in redrawn.message.keyboard if row[0].label.startswith("☑")]
    assert ticked == ["☑ Names and contact details", "☑ Income and expenses"]
    sam.tap("Done ▶")
    assert sam.records == {"kinds": ("contact", "money")}


def test_a_double_tick_is_harmless(sam: Chat) -> None:
    at_kinds(sam)
    sam.pick("kinds", "money", Act.TICK)
    sam.pick("kinds", "money", Act.TICK)
    assert sam.effects == ()
    assert sam.session.ticks == ("money",)
    sam.pick("kinds", "money", Act.UNTICK)
    sam.pick("kinds", "money", Act.UNTICK)
    assert sam.session.ticks == ()


def test_an_exclusive_option_and_the_others_put_each_other_out(sam: Chat) -> None:
    at_kinds(sam)
    for code, ticks in (("money", ("money",)), ("dk", ("dk",)), ("family", ("family",))):
        sam.pick("kinds", code, Act.TICK)
        assert sam.session.ticks == ticks


def test_one_pick_too_many_is_told_in_passing_and_not_ticked(sam: Chat) -> None:
    at_kinds(sam)
    for words in ("1", "1", "yes"):
        sam.say(words)
    for code in ("funders", "community", "gov"):
        sam.pick("with_whom", code, Act.TICK)
    sam.pick("with_whom", "research", Act.TICK)
    assert sam.toasts == [phrase(sam, "reply.too_many", n=3)]
    assert sam.session.ticks == ("funders", "community", "gov")


def test_done_without_a_pick_is_told_in_passing(sam: Chat) -> None:
    at_kinds(sam).tap("Done ▶")
    assert sam.toasts == [phrase(sam, "reply.too_few", n=1)]
    assert sam.records == {}


def test_a_question_put_again_has_its_earlier_picks_ticked(sam: Chat) -> None:
    at_kinds(sam).say("1, 4")
    sam.press(Press(Act.CHANGE, StepId("kinds")))
    assert sam.session.ticks == ("contact", "money")
    assert "☑ Income and expenses" in sam.labels


def test_an_ambiguous_word_is_asked_back_with_the_options_it_fits(sam: Chat) -> None:
    at_kinds(sam)
    for words in ("1", "1", "I don’t know", "not"):
        sam.say(words)
    assert sam.labels == ["Not at all comfortable", "Not very comfortable"]
    sam.tap("Not very comfortable")
    assert sam.records == {"comfort": "2"}


def test_a_code_that_is_no_option_changes_nothing(sam: Chat) -> None:
    before = at_kinds(sam).session
    sam.pick("kinds", "zzz", Act.TICK)
    assert sam.toasts == [phrase(sam, "toast.stale")]
    assert sam.session == before


def test_an_old_button_of_an_answered_question_says_how_to_change_it(sam: Chat) -> None:
    sam.say("yes")
    old = sam.buttons[-3].press
    assert old.step == "role"
    sam.say("1")
    sam.press(old)
    assert sam.toasts == [phrase(sam, "toast.answered")]
    assert sam.session.responses["role"].value == "lead"


# Buttons of another moment

TWICE = options("a", "b")


def test_done_on_a_question_left_behind_does_not_record_the_picks_of_another(world: World) -> None:
    first = SelectMultiple(id=StepId("first"), ask=text("first"), options=TWICE)
    second = SelectMultiple(id=StepId("second"), ask=text("second"), options=TWICE)
    sam = begun(world, first, second)
    sam.answer(first, ("a",))
    sam.pick("second", "b", Act.TICK)
    sam.happen(WentBack(sam.at))
    for press in (Press(Act.TICK, second.id, 1, "b"), Press(Act.DONE, second.id, 1)):
        sam.press(press)
        assert sam.toasts == [phrase(sam, "toast.stale")]
    assert "second" not in sam.session.responses
    assert sam.session.ticks == ("a",)


def test_a_button_under_words_that_have_changed_since_is_old(world: World) -> None:
    first = SelectOne(id=StepId("first"), ask=text("first"), options=TWICE)
    other = SelectOne(
        id=StepId("other"), ask=text("why"), options=TWICE, when=Compare(AnswerTo("first"), "==", Literal("b"))
    )
    last = SelectOne(id=StepId("last"), ask=text("you said", Slot(AnswerTo("first"))), options=TWICE)
    sam = begun(world, first, other, last)
    sam.pick("first", "a")
    sam.pick("last", "a")
    sam.press(Press(Act.CHANGE, first.id))
    sam.pick("first", "b")
    sam.press(Press(Act.PICK, last.id, 1, "b"))
    assert sam.toasts == [phrase(sam, "toast.answered")]
    assert sam.session.responses["last"].value == "a"


def test_a_button_from_before_the_question_was_asked_anew_is_old(world: World) -> None:
    sam = begun(world, SelectOne(id=StepId("first"), ask=text("first"), options=TWICE))
    old = next(button.press for button in sam.buttons if button.press.choice == "b")
    sam.pick("first", "a")
    sam.press(Press(Act.CHANGE, StepId("first")))
    sam.press(old)
    assert sam.toasts == [phrase(sam, "toast.answered")]
    assert sam.session.responses["first"].value == "a"


def test_the_button_of_the_waiting_question_still_answers_while_looking_back(world: World) -> None:
    first = SelectOne(id=StepId("first"), ask=text("first"), options=TWICE)
    last = SelectOne(id=StepId("last"), ask=text("last"), options=TWICE)
    sam = begun(world, first, last)
    sam.pick("first", "a")
    sam.happen(WentBack(sam.at))
    sam.press(Press(Act.PICK, last.id, 1, "b"))
    assert sam.records == {"last": "b"}
    assert sam.session.status is Status.FINISHED


def test_an_end_without_a_last_message_is_not_silent(world: World) -> None:
    only = SelectOne(id=StepId("only"), ask=text("only"), options=TWICE)
    bye = Say(id=StepId("bye"), text=text("bye"), when=Compare(AnswerTo("only"), "==", Literal("a")))
    sam = begun(world, only, bye)
    sam.pick("only", "b")
    assert sam.said == [phrase(sam, "flow.finished")]
