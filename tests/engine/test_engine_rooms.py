"""The room: who is behind joins the group and finishes the rest afterwards."""

import pytest
from chat import Chat
from few_stages import BEFORE, GROUP, TODAY, person
from few_steps import one, say
from made_questions import consent
from made_words import options, text
from ways import phrase

from bot.engine.effects import Act, Press
from bot.engine.events import (
    Paused,
)
from bot.engine.expressions import AnswerTo, Compare, Literal
from bot.engine.questions import StepId
from bot.engine.session import Status
from bot.engine.texts import Slot
from bot.engine.world import World


def at_the_gate(world: World) -> Chat:
    sam = person(world)
    sam.tap("Apple pie")
    sam.say("because")
    return sam


def joined(world: World) -> Chat:
    sam = person(world)
    sam.open("today")
    assert sam.labels == ["Join the group ▶", "Go on from here"]
    sam.tap("Join the group ▶")
    return sam


def test_who_is_behind_may_join_the_room_and_is_offered_the_rest_afterwards(world: World) -> None:
    sam = joined(world)
    assert [send.step for send in sam.sends] == [None, "mood"]
    sam.tap("Apple pie")
    assert sam.said[0] == phrase(sam, "room.left")
    assert [send.step for send in sam.sends] == [None, "role"]
    sam.tap("Apple pie")
    sam.say("because")
    assert sam.session.status is Status.WAITING
    sam.open("after")
    sam.tap("Cheese, aged")
    assert sam.said == ["bye (en) "]
    assert sam.stored.keys() == {"role", "why", "mood", "next"}


def test_who_stays_with_the_own_question_is_shown_it_again(world: World) -> None:
    sam = person(world)
    sam.open("today")
    sam.tap("Go on from here")
    assert [send.step for send in sam.sends] == ["role"]
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == ["why"]


def test_nobody_who_is_further_on_is_asked_to_join(world: World) -> None:
    sam = person(world, one("role", stage="before"), one("last"), stages=(BEFORE, TODAY))
    sam.tap("Apple pie")
    assert sam.open("before") == ()


def test_somebody_in_a_pause_is_not_disturbed(world: World) -> None:
    sam = person(world)
    sam.happen(Paused(sam.at))
    assert sam.open("today") == ()
    sam.tap("Go on ▶")
    assert [send.step for send in sam.sends] == ["role"]


def test_the_room_is_no_way_around_the_consent(world: World) -> None:
    agree = consent({"id": StepId("agree"), "ask": text("agree")}, refusal=text("refused"))
    sam = person(world, agree, *GROUP)
    assert sam.open("today") == ()
    sam.press(Press(Act.JOIN, choice="today"))
    assert sam.toasts == [phrase(sam, "toast.stale")]
    assert sam.session.room is None
    sam.tap("Yes, I do")
    assert [send.step for send in sam.sends] == ["role"]


@pytest.mark.parametrize("stage", ["after", "elsewhere", ""])
def test_a_closed_room_cannot_be_joined(world: World, stage: str) -> None:
    sam = person(world)
    sam.open("today")
    before = sam.session
    sam.press(Press(Act.JOIN, choice=stage))
    assert sam.toasts == [phrase(sam, "toast.stale")]
    assert sam.session == before


def test_steps_of_no_stage_after_the_room_are_not_what_was_left(world: World) -> None:
    sam = person(world, one("role", stage="before"), one("mood", stage="today"), one("last"), stages=(BEFORE, TODAY))
    sam.open("today")
    sam.tap("Join the group ▶")
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == ["last"]
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == [None, "role"]
    assert sam.said[0] == phrase(sam, "room.left")


def test_an_end_after_what_was_left_is_not_silent(world: World) -> None:
    sam = person(world, one("role", stage="before"), one("mood", stage="today"), say("bye"), stages=(BEFORE, TODAY))
    sam.open("today")
    sam.tap("Join the group ▶")
    sam.tap("Apple pie")
    assert sam.said == ["bye (en) ", phrase(sam, "room.left"), "role (en) "]
    sam.tap("Apple pie")
    assert sam.said == [phrase(sam, "flow.finished")]
    assert sam.session.status is Status.FINISHED


# What a stage quotes is quoted as it is when it opens


def test_a_message_of_the_room_comes_again_when_what_was_left_changes_it(world: World) -> None:
    steps = (
        one("role", stage="before"),
        say("hello", Slot(AnswerTo("role"), fallback="…"), stage="today"),
        one("mood", stage="today"),
    )
    sam = person(world, *steps, stages=(BEFORE, TODAY))
    sam.open("today")
    sam.tap("Join the group ▶")
    assert sam.said[0] == "Today (en) \n\nhello (en) …"
    sam.tap("Apple pie")
    sam.tap("Cheese, aged")
    assert sam.said[0] == "hello (en) Cheese, aged"


def test_a_question_of_the_room_sleeps_when_what_was_left_makes_it_moot(world: World) -> None:
    needs = Compare(AnswerTo("role"), "!=", Literal("b"))
    steps = (
        one("role", options("a", "b"), stage="before"),
        one("mood", stage="today"),
        one("more", stage="today", when=needs),
    )
    sam = person(world, *steps, stages=(BEFORE, TODAY))
    sam.open("today")
    sam.tap("Join the group ▶")
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == [None, "role"]
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == ["more"]
