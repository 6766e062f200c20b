"""Stages: their titles, and gates that wait for a date or the facilitator."""

from dataclasses import replace

import pytest
from chat import Chat
from few_stages import person
from few_steps import equals, one, say
from ways import phrase

from bot.engine.effects import Act, Finish, Press
from bot.engine.events import (
    Paused,
    Returned,
    Skipped,
    StageOpened,
    Started,
    WentBack,
)
from bot.engine.questions import StepId
from bot.engine.session import Status
from bot.engine.world import World


def at_the_gate(world: World) -> Chat:
    sam = person(world)
    sam.tap("Apple pie")
    sam.say("because")
    return sam


def test_a_stage_shows_its_title_over_its_first_message_once(world: World) -> None:
    sam = person(world)
    assert sam.said == ["Before (en) \n\nrole (en) "]
    assert sam.sends[0].message.runs[0].style == "bold"
    sam.happen(Returned(sam.at))
    assert sam.said == ["role (en) "]


def test_who_comes_to_a_closed_stage_is_told_and_waits(world: World) -> None:
    sam = at_the_gate(world)
    assert sam.said == [phrase(sam, "stage.waits", title="Today (en) ", day=None)]
    assert sam.session.status is Status.WAITING
    assert not any(isinstance(effect, Finish) for effect in sam.every)


def test_who_waits_is_told_the_day_where_it_is_known(world: World) -> None:
    sam = person(replace(world, opens={"today": {"en": "March 3", "fr": "3 mars"}}))
    sam.tap("Apple pie")
    sam.say("because")
    assert sam.said == [phrase(sam, "stage.waits_for", title="Today (en) ", day="March 3")]


@pytest.mark.parametrize("event", [Returned, Skipped, Paused, Started])
def test_whatever_somebody_who_waits_does_the_stage_stays_closed(world: World, event: type) -> None:
    sam = at_the_gate(world)
    for again in (event(sam.at), event(sam.at)):
        sam.happen(again)
        assert sam.said == [phrase(sam, "stage.waits", title="Today (en) ", day=None)]
        assert sam.session.status is Status.WAITING
    sam.say("hello?")
    assert sam.said == [phrase(sam, "stage.waits", title="Today (en) ", day=None)]


def test_who_waited_goes_on_when_the_stage_opens(world: World) -> None:
    sam = at_the_gate(world)
    sam.open("today")
    assert sam.said == ["Today (en) \n\nhello (en) ", "mood (en) "]
    assert sam.session.status is Status.OPEN


def test_another_stage_that_opens_is_no_news_for_who_waits(world: World) -> None:
    sam = at_the_gate(world)
    assert sam.open("before") == ()
    assert sam.session.status is Status.WAITING


def test_opening_a_stage_opens_those_before_it(world: World) -> None:
    sam = at_the_gate(world)
    sam.open("after")
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == ["next"]


def test_a_way_that_has_opened_is_gone_before_anybody_says_so(world: World) -> None:
    sam = at_the_gate(world)
    sam.world = replace(sam.world, open_stages=frozenset({"today"}))
    sam.say("hello?")
    assert sam.said == ["Today (en) \n\nhello (en) ", "mood (en) "]
    assert sam.records == {}
    assert sam.happen(StageOpened(sam.at, "today")) == ()
    sam.tap("Apple pie")
    assert sam.records == {"mood": "a"}


def test_an_earlier_answer_can_be_changed_while_waiting_and_the_gate_stays_closed(world: World) -> None:
    sam = at_the_gate(world)
    sam.happen(WentBack(sam.at))
    assert [send.step for send in sam.sends] == ["why"]
    sam.open("today")
    assert sam.labels == ["Join the group ▶", "Go on from here"]
    sam.say("because of rain")
    assert sam.records == {"why": "because of rain"}
    assert [send.step for send in sam.sends] == [None, "mood"]


def test_a_stage_that_nobody_knows_opens_nothing(world: World) -> None:
    sam = at_the_gate(world)
    assert sam.open("elsewhere") == ()
    assert sam.session.status is Status.WAITING


def test_a_closed_stage_without_a_step_for_this_person_holds_nobody_back(world: World) -> None:
    steps = (one("role", stage="before"), one("mood", stage="today", when=equals("role", "b")), say("bye"))
    sam = person(world, *steps)
    sam.tap("Apple pie")
    assert sam.session.status is Status.FINISHED
    sam.press(Press(Act.CHANGE, StepId("role")))
    sam.tap("Bread and butter")
    assert sam.session.status is Status.WAITING
    sam.happen(Returned(sam.at))
    assert sam.session.status is Status.WAITING
    sam.open("today")
    assert [send.step for send in sam.sends] == ["mood"]
