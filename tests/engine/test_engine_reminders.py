"""Reminders: so many for each stage, none to whoever stopped, waits or is done."""

from datetime import timedelta

from chat import Chat
from few_stages import TODAY, person
from few_steps import one, words
from made_words import text
from ways import phrase

from bot.engine.effects import Act, CancelTimer, Press, SetTimer
from bot.engine.events import (
    Paused,
    TimerFired,
)
from bot.engine.flow import Reminding, Stage
from bot.engine.questions import StepId
from bot.engine.world import World


def at_the_gate(world: World) -> Chat:
    sam = person(world)
    sam.tap("Apple pie")
    sam.say("because")
    return sam


KIND = Stage("kind", text("Kind"), remind=Reminding(timedelta(days=2), 2))


def reminded(world: World) -> Chat:
    return person(world, one("role", stage="kind"), words("why", stage="kind"), one("last"), stages=(KIND,))


def reminders(chat: Chat) -> list[timedelta]:
    return [e.due_at - chat.at + timedelta(seconds=20) for e in chat.effects if isinstance(e, SetTimer)]


def test_a_question_of_a_kind_stage_asks_for_a_reminder(world: World) -> None:
    sam = reminded(world)
    assert reminders(sam) == [timedelta(days=2)]
    sam.tap("Apple pie")
    assert reminders(sam) == [timedelta(days=2)]
    sam.say("because")
    assert reminders(sam) == []


def test_a_stage_reminds_so_many_times_and_no_more(world: World) -> None:
    sam = reminded(world)
    for _ in range(2):
        sam.happen(TimerFired(sam.at, "remind"))
        assert sam.said[0] == phrase(sam, "remind.gently")
        assert [send.step for send in sam.sends] == [None, "role"]
    assert reminders(sam) == []
    assert sam.happen(TimerFired(sam.at, "remind")) == ()
    sam.tap("Apple pie")
    assert reminders(sam) == []


def test_a_reminder_asks_nothing_anew(world: World) -> None:
    sam = reminded(world)
    asking = sam.sends[-1].asking
    sam.happen(TimerFired(sam.at, "remind"))
    assert sam.sends[-1].asking == asking


def test_a_pause_cancels_the_reminder_and_coming_back_asks_for_it_again(world: World) -> None:
    sam = reminded(world)
    sam.happen(Paused(sam.at))
    assert CancelTimer("remind") in sam.effects
    assert sam.happen(TimerFired(sam.at, "remind")) == ()
    sam.tap("Go on ▶")
    assert reminders(sam) == [timedelta(days=2)]


def test_words_in_a_pause_end_it_also_for_reminders(world: World) -> None:
    sam = reminded(world)
    sam.tap("Apple pie")
    sam.happen(Paused(sam.at))
    sam.say("because")
    assert reminders(sam) == [timedelta(days=2)]


def test_a_gate_and_the_end_cancel_the_reminder(world: World) -> None:
    sam = person(world, one("role", stage="kind"), one("mood", stage="today"), stages=(KIND, TODAY))
    sam.tap("Apple pie")
    assert CancelTimer("remind") in sam.effects
    assert sam.happen(TimerFired(sam.at, "remind")) == ()
    sam.open("today")
    sam.tap("Apple pie")
    assert CancelTimer("remind") in sam.effects


def test_nobody_is_reminded_again_after_the_end(world: World) -> None:
    sam = person(world, one("role", stage="kind"), stages=(KIND,))
    sam.tap("Apple pie")
    sam.press(Press(Act.CHANGE, StepId("role")))
    assert reminders(sam) == []
    assert sam.happen(TimerFired(sam.at, "remind")) == ()


def test_a_reminder_of_an_earlier_stage_comes_too_late(world: World) -> None:
    sam = reminded(world)
    sam.tap("Apple pie")
    sam.say("because")
    before = sam.session
    assert sam.happen(TimerFired(sam.at, "remind")) == ()
    assert sam.session == before
