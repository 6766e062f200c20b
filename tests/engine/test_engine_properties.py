"""What holds for every flow and every order of events, against the naive evaluator (naive.py)."""

from typing import Any

import pytest
from budget import examples
from chat import Chat
from hypothesis import given
from hypothesis import strategies as st
from made_flows import flows
from moves import EVERY_MOVE, Move, finish, make, moves, question_of, talk
from naive import answers_of, awaited, live, quotes, relevant

from bot.engine.effects import Act, Finish, Press, Record, Send
from bot.engine.events import LanguageChosen, Pressed, Returned, Reviewed, WentBack
from bot.engine.flow import Flow, Say
from bot.engine.session import Status
from bot.engine.world import World

WANDERING = moves("back", "review", "language", "newest", "old", "pause", "return", "skip", most=35)


def check_whole(chat: Chat) -> None:
    """Everything that is true between any two events."""
    session = chat.session
    if session.status is Status.REFUSED:
        return
    assert chat.stored == live(chat.flow, session)
    assert (awaited(chat.flow, session) is None) or not any(isinstance(each, Finish) for each in chat.effects)
    for send in chat.sends:
        if send.step is not None:
            assert session.askings[send.step].number == send.asking
            assert dict(session.askings[send.step].basis) == quotes(
                chat.flow.question(send.step).ask, answers_of(chat.flow, session)
            )


@examples(80)
@given(flow=flows(), script=EVERY_MOVE)
def test_no_order_of_events_raises_or_parts_the_effects_from_the_state(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    for move in script:
        if chat.session.status is not Status.REFUSED:
            make(chat, move)
            check_whole(chat)
    assert sum(isinstance(effect, Finish) for effect in chat.every) <= 1


@examples(40)
@given(script=EVERY_MOVE)
def test_no_order_of_events_confuses_the_shipped_flow(world: World, flow: Flow, script: list[Move]) -> None:
    chat = Chat(flow, world).start()
    for move in [("answer", 0), *script]:
        if chat.session.status is not Status.REFUSED:
            make(chat, move)
            check_whole(chat)
            assert all(0 < len(words) <= 4096 for words in chat.said)


@examples(80)
@given(flow=flows(), script=EVERY_MOVE)
def test_every_event_but_a_doubled_tick_or_a_late_timer_is_answered(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    for name, number in script:
        if chat.session.status is Status.REFUSED:
            return
        before = len(chat.every)
        make(chat, (name, number))
        silent = len(chat.every) == before
        assert not silent or name in ("timer", "old", "newest", "foreign") or question_of(chat) is None
        if chat.session.status is Status.FINISHED and any(isinstance(each, Record) for each in chat.effects):
            assert chat.sends


@examples(80)
@given(flow=flows(), script=WANDERING, number=st.integers(0, 999))
def test_any_way_through_ends_like_answering_once_with_the_final_values(
    world: World, flow: Flow, script: list[Move], number: int
) -> None:
    wandered = talk(flow, world, script, may_refuse=False)
    if wandered.session.status is Status.REFUSED:
        return
    finish(wandered, number)
    final = live(flow, wandered.session)
    straight = Chat(flow, world).start()
    while (question := question_of(straight)) is not None:
        straight.answer(question, final[question.id][1])
    assert live(flow, straight.session) == final
    assert straight.stored == wandered.stored == final


@examples(30)
@given(flow=flows(), script=EVERY_MOVE, number=st.integers(0, 999))
def test_a_flow_that_is_answered_always_ends(world: World, flow: Flow, script: list[Move], number: int) -> None:
    chat = talk(flow, world, script)
    if chat.session.status is Status.REFUSED:
        return
    chat.happen(Returned(chat.at))
    finish(chat, number)
    assert chat.session.status is Status.FINISHED
    assert chat.session.thanked
    assert awaited(flow, chat.session) is None
    assert sum(isinstance(effect, Finish) for effect in chat.every) == 1


@examples(30)
@given(flow=flows(), script=EVERY_MOVE)
def test_looking_back_reviewing_and_switching_languages_change_no_response(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    before = chat.session.responses
    for event in (
        WentBack(chat.at),
        Reviewed(chat.at),
        LanguageChosen(chat.at, "fr"),
        *(Pressed(chat.at, Press(Act.CHANGE, step.id)) for step in flow.steps),
        WentBack(chat.at),
        LanguageChosen(chat.at, "en"),
        Returned(chat.at),
    ):
        chat.happen(event)
        assert chat.session.responses == before


@examples(60)
@given(flow=flows(), script=EVERY_MOVE)
def test_what_is_asked_next_is_the_first_open_question_when_nobody_looks_back(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    session = chat.session
    if session.cursor is None and session.status is not Status.REFUSED:
        chat.happen(Returned(chat.at))
        put = [send.step for send in chat.sends if isinstance(send, Send) and send.step is not None]
        assert put == ([] if awaited(flow, session) is None else [awaited(flow, session)])


@examples(60)
@given(flow=flows(), script=WANDERING)
def test_a_message_comes_again_when_what_it_quotes_has_changed_and_only_then(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    shown = said_now(chat, 0)
    for move in [*script, *([("answer", 0)] * len(flow.steps))]:
        heard = len(chat.every)
        make(chat, move, may_refuse=False)
        if chat.session.status is Status.REFUSED:
            return
        again = said_now(chat, heard)
        assert not chat.session.responses or all(shown.get(name) != now for name, now in again.items())
        shown |= again
    answers = answers_of(flow, chat.session)
    says = [step for step in relevant(flow, answers) if isinstance(step, Say)]
    assert all(shown[step.id] == quotes(step.text, answers) for step in says)


def said_now(chat: Chat, since: int) -> dict[str, Any]:
    """The messages among what was sent since, each with what it quotes now."""
    heard = [effect.message.words for effect in chat.every[since:] if isinstance(effect, Send)]
    answers = answers_of(chat.flow, chat.session)
    says = (step for step in chat.flow.steps if isinstance(step, Say))
    return {step.id: quotes(step.text, answers) for step in says if any(w.startswith(f"{step.id} (") for w in heard)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_shipped_flow_ends_in_every_language(flow: Flow, world: World, language: str) -> None:
    chat = Chat(flow, world, language).start()
    finish(chat)
    assert chat.session.status is Status.FINISHED
