"""What holds for every flow and every order of events, against the naive evaluator (naive.py)."""

from typing import Any

import pytest
from budget import examples
from chat import Chat
from hypothesis import given
from hypothesis import strategies as st
from made_flows import flows, several
from moves import EVERY_MOVE, Move, finish, is_relevant, make, moves, question_of
from naive import answers_of, awaited, live, quotes

from bot.engine.effects import Act, Finish, Press, Record, Send, Toast
from bot.engine.events import LanguageChosen, Pressed, Returned, Reviewed, WentBack
from bot.engine.flow import Flow, Say
from bot.engine.session import Session, Status
from bot.engine.turn import turn
from bot.engine.world import World

ONE_QUESTION = frozenset({Act.PICK, Act.TICK, Act.UNTICK, Act.DONE, Act.SKIP, Act.KEEP, Act.BACK, Act.USE, Act.DROP})
WANDERING = moves("back", "review", "language", "newest", "old", "pause", "return", "skip", most=30)


def values(session: Session) -> dict[str, tuple[Any, Any]]:
    return {name: (each.kind, each.value) for name, each in session.responses.items()}


def talk(flow: Flow, world: World, script: list[Move], may_refuse: bool = True) -> Chat:
    chat = Chat(flow, world).start()
    for move in script:
        if chat.session.status is not Status.REFUSED:
            make(chat, move, may_refuse)
    return chat


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


@examples(60)
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


@examples(40)
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


@examples(40)
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


@examples(40)
@given(flow=flows(), script=EVERY_MOVE)
def test_a_button_of_an_earlier_asking_only_says_so(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    for button in chat.buttons:
        press = button.press
        asking = chat.session.askings.get(press.step)
        is_old = asking is not None and asking.number != press.asking
        if press.act in ONE_QUESTION and (is_old or not is_relevant(chat, press.step)):
            result = turn(flow, chat.session, Pressed(chat.at, press), world)
            assert result.session == chat.session
            assert [type(effect) for effect in result.effects] == [Toast]


@examples(40)
@given(flow=flows(), script=EVERY_MOVE)
def test_a_second_tap_on_the_same_button_changes_nothing(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    for press in {button.press for button in chat.buttons if button.press.act in ONE_QUESTION}:
        if press.choice == "more":
            continue
        once = turn(flow, chat.session, Pressed(chat.at, press), world)
        if once.session.status is Status.REFUSED:
            continue
        twice = turn(flow, once.session, Pressed(chat.at, press), world)
        assert twice.session.responses == once.session.responses
        assert twice.session.cursor == once.session.cursor
        assert twice.session.ticks == once.session.ticks
        if once.session != chat.session and press.act not in (Act.TICK, Act.UNTICK):
            assert [type(effect) for effect in twice.effects] == [Toast]


@examples(40)
@given(flow=flows(), script=EVERY_MOVE)
def test_a_button_records_only_what_it_says_for_the_words_it_stood_under(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    for press in {button.press for button in chat.buttons}:
        result = turn(flow, chat.session, Pressed(chat.at, press), world)
        recorded = [effect for effect in result.effects if isinstance(effect, Record)]
        if recorded:
            assert [effect.step for effect in recorded] == [press.step]
            put = chat.session.askings[press.step]
            words = chat.flow.question(press.step).ask
            assert dict(put.basis) == quotes(words, answers_of(flow, chat.session))


@examples(60)
@given(flow=flows(kinds=(several,)), script=moves("old", "back", "newest", "back"))
def test_picks_that_are_done_are_those_that_the_question_itself_shows(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    for button in chat.buttons:
        if button.press.act is Act.DONE:
            result = turn(flow, chat.session, Pressed(chat.at, button.press), world)
            recorded = [effect.value for effect in result.effects if isinstance(effect, Record)]
            assert not recorded or recorded == [shown_ticks(chat, button.press)]


def shown_ticks(chat: Chat, press: Press) -> tuple[str, ...]:
    """What the last picture of that question has ticked: its buttons that would untick."""
    pictures = [
        effect.message
        for effect in chat.every
        if getattr(effect, "step", None) == press.step and getattr(effect, "asking", None) == press.asking
        if hasattr(effect, "message")
    ]
    buttons = [button.press for row in pictures[-1].keyboard for button in row]
    return tuple(each.choice for each in buttons if each.act is Act.UNTICK)


@examples(60)
@given(flow=flows(), script=EVERY_MOVE)
def test_a_code_that_is_no_option_changes_nothing(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    for act in (Act.PICK, Act.TICK, Act.UNTICK):
        for step in flow.steps:
            put = chat.session.askings.get(step.id)
            press = Press(act, step.id, 1 if put is None else put.number, "zzz")
            result = turn(flow, chat.session, Pressed(chat.at, press), world)
            assert result.session == chat.session
            assert [type(effect) for effect in result.effects] == [Toast]


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
def test_a_message_comes_again_only_when_what_it_quotes_has_changed(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    said: dict[str, Any] = {}
    for move in [("skip", 0), *script]:
        for step in flow.steps:
            times = sum(send.message.words.startswith(f"{step.id} (en)") for send in chat.sends)
            if isinstance(step, Say) and times and chat.session.language == "en":
                now = quotes(step.text, answers_of(flow, chat.session))
                assert times == 1
                assert step.id not in said or said[step.id] != now or not chat.session.responses
                said[step.id] = now
        if chat.session.status is not Status.REFUSED:
            make(chat, move, may_refuse=False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_shipped_flow_ends_in_every_language(flow: Flow, world: World, language: str) -> None:
    chat = Chat(flow, world, language).start()
    finish(chat)
    assert chat.session.status is Status.FINISHED
