"""Early ends, and a flow that takes no more replies."""

from dataclasses import replace

import pytest
from chat import BEGINNING, Chat
from few_stages import person
from few_steps import equals, one, say, words
from ways import phrase

from bot.engine.effects import Act, Press
from bot.engine.events import (
    LanguageChosen,
    Paused,
    Returned,
    Reviewed,
    Skipped,
    StageOpened,
    TimerFired,
    Unreadable,
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


# Early ends


def test_a_message_that_ends_the_flow_is_the_last(world: World) -> None:
    sam = person(world, one("role"), say("enough", when=equals("role", "b"), ends=True), one("mood"), say("bye"))
    sam.tap("Bread and butter")
    assert sam.said == ["enough (en) "]
    assert sam.session.status is Status.FINISHED
    sam.press(Press(Act.CHANGE, StepId("role")))
    sam.tap("Apple pie")
    assert [send.step for send in sam.sends] == ["mood"]


def test_what_comes_after_an_early_end_sleeps(world: World) -> None:
    sam = person(world, one("role"), say("enough", when=equals("role", "b"), ends=True), one("mood"))
    sam.tap("Apple pie")
    sam.tap("Cheese, aged")
    sam.press(Press(Act.CHANGE, StepId("role")))
    sam.tap("Bread and butter")
    assert sam.stored.keys() == {"role"}
    sam.press(Press(Act.CHANGE, StepId("role")))
    sam.tap("Apple pie")
    assert sam.stored.keys() == {"role", "mood"}


# A flow that takes no more replies


def test_a_flow_that_has_closed_says_so_and_keeps_everything(world: World) -> None:
    sam = person(world, one("role"), words("why"))
    sam.tap("Apple pie")
    sam.world = replace(sam.world, is_over=True)
    before = sam.session
    old = Press(Act.PICK, StepId("role"), 1, "b")
    for event in (Returned(sam.at), Skipped(sam.at), Paused(sam.at), WentBack(sam.at), Unreadable(sam.at)):
        sam.happen(event)
        assert sam.said == [phrase(sam, "flow.closed")]
    for press in (old, Press(Act.CHANGE, StepId("role")), Press(Act.SKIP, StepId("why"), 1)):
        sam.press(press)
        assert sam.said == [phrase(sam, "flow.closed")]
    sam.say("because")
    assert sam.said == [phrase(sam, "flow.closed")]
    assert sam.session == before


def test_a_flow_that_has_closed_still_shows_answers_and_changes_languages(world: World) -> None:
    sam = person(world, one("role", card="card"), words("why"))
    sam.tap("Apple pie")
    sam.world = replace(sam.world, is_over=True)
    sam.happen(Reviewed(sam.at))
    assert "Apple pie" in sam.said[0]
    sam.happen(LanguageChosen(sam.at, "fr"))
    assert sam.session.language == "fr"
    assert sam.records == {}


@pytest.mark.parametrize("event", [TimerFired(BEGINNING, "remind"), StageOpened(BEGINNING, "today")])
def test_timers_and_openings_pass_a_closed_flow_in_silence(world: World, event: TimerFired | StageOpened) -> None:
    sam = person(world)
    sam.world = replace(sam.world, is_over=True, open_stages=frozenset({"today"}))
    assert sam.happen(event) == ()


def test_who_had_finished_is_told_so_when_the_flow_has_closed(world: World) -> None:
    sam = person(world, one("role"))
    sam.tap("Apple pie")
    sam.world = replace(sam.world, is_over=True)
    sam.say("hello?")
    assert sam.said == [phrase(sam, "flow.finished")]
