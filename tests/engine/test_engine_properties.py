"""What holds for every flow and every order of events, against the naive evaluator (naive.py, naive_course.py)."""

from typing import Any

import pytest
from budget import examples
from chat import Chat, keyboard_of
from hypothesis import given
from hypothesis import strategies as st
from made_flows import any_flows
from moves import EVERY_MOVE, EVERY_MOVE_OF_ALL, Move, finish, finish_all, make, moves, talk
from naive_course import Course, Met, awaited, could_be_given, course, is_closed, live
from naive_quotes import quotes
from possible import question_of

from bot.engine.effects import Act, Finish, Press, Record, Send
from bot.engine.events import LanguageChosen, Pressed, Returned, Reviewed, WentBack
from bot.engine.flow import Flow, Say
from bot.engine.questions import Listing, Review
from bot.engine.session import Status
from bot.engine.world import World

WANDERING = moves("back", "review", "language", "newest", "old", "pause", "return", "skip", "open", "join", most=35)


def check_whole(chat: Chat) -> None:
    """Everything that is true between any two events."""
    session = chat.session
    if session.status is Status.REFUSED:
        return
    assert chat.stored == live(chat.flow, session, chat.world)
    assert (awaited(chat.flow, session, chat.world) is None) or not any(isinstance(e, Finish) for e in chat.effects)
    way = course(chat.flow, session, chat.world)
    met = {each.key: each for each in way.met}
    for send in chat.sends:
        if send.step is not None:
            check_put(chat, send, met[send.step], way)


def check_put(chat: Chat, send: Send, met: Met, way: Course) -> None:
    """A question as it is put: under which words, with which buttons."""
    put, response = chat.session.askings[met.key], chat.session.responses.get(met.key)
    assert put.number == send.asking
    assert dict(put.basis) == quotes(met.step, met.env, way.values)
    assert not is_closed(chat.flow, met.step.stage, chat.world)
    buttons = [button.press for button in keyboard_of(send)]
    offered = [each.choice for each in buttons if each.act in (Act.PICK, Act.TICK, Act.UNTICK)]
    assert not met.options or sorted(offered) == sorted(option.code for option in met.options)
    is_review = isinstance(met.step, Review)
    can_keep = response is not None and not is_review and could_be_given(met, response.value, way.values)
    has_begun = isinstance(met.step, Listing) and bool(chat.session.ticks)
    can_skip = not met.question.required and not can_keep and not is_review and not has_begun
    assert (Act.KEEP in [each.act for each in buttons]) == can_keep
    assert (Act.SKIP in [each.act for each in buttons]) == can_skip


@examples(160)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_no_order_of_events_raises_or_parts_the_effects_from_the_state(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    check_whole(chat)
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


@examples(120)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_every_event_but_a_doubled_tick_a_timer_or_an_opening_is_answered(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    for name, number in script:
        if chat.session.status is Status.REFUSED:
            return
        before, asked = len(chat.every), question_of(chat)
        make(chat, (name, number))
        silent = len(chat.every) == before
        may_be = ("timer", "open", "over", "old", "newest", "foreign")
        assert not silent or name in may_be or (name == "answer" and asked is None)
        if chat.session.status is Status.FINISHED and any(isinstance(each, Record) for each in chat.effects):
            assert chat.sends


@examples(200)
@given(flow=any_flows(), script=WANDERING, number=st.integers(0, 999))
def test_any_way_through_ends_like_answering_once_with_the_final_values(
    world: World, flow: Flow, script: list[Move], number: int
) -> None:
    wandered = talk(flow, world, script, may_refuse=False)
    if wandered.session.status is Status.REFUSED:
        return
    finish_all(wandered, number)
    final = live(flow, wandered.session, wandered.world)
    straight = Chat(flow, wandered.world).start()
    while (question := question_of(straight)) is not None:
        straight.answer(question, final.get(question.id, (None, None))[1])
        assert len(straight.every) < 2000
    assert live(flow, straight.session, straight.world) == final
    assert straight.stored == wandered.stored == final


@examples(100)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL, number=st.integers(0, 999))
def test_a_flow_that_is_answered_always_ends(world: World, flow: Flow, script: list[Move], number: int) -> None:
    chat = talk(flow, world, script)
    if chat.session.status is Status.REFUSED:
        return
    finish_all(chat, number)
    assert chat.session.status is Status.FINISHED
    assert chat.session.thanked
    assert awaited(flow, chat.session, chat.world) is None
    assert sum(isinstance(effect, Finish) for effect in chat.every) == 1


@examples(60)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_looking_back_reviewing_and_switching_languages_change_no_response(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    before = chat.session.responses
    for event in (
        WentBack(chat.at),
        Reviewed(chat.at),
        LanguageChosen(chat.at, "fr"),
        *(Pressed(chat.at, Press(Act.CHANGE, name)) for name in chat.session.askings),
        WentBack(chat.at),
        LanguageChosen(chat.at, "en"),
        Returned(chat.at),
    ):
        chat.happen(event)
        assert chat.session.responses == before


@examples(100)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_what_is_asked_next_is_the_first_open_question_when_nobody_looks_back(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    if chat.session.cursor is None and chat.session.status is not Status.REFUSED and not chat.world.is_over:
        next_one = awaited(flow, chat.session, world := chat.world)
        assert world.is_over is False
        chat.happen(Returned(chat.at))
        put = [send.step for send in chat.sends if isinstance(send, Send) and send.step is not None]
        assert put == ([] if next_one is None or next_one.startswith("!") else [next_one])
        waits = chat.session.status is Status.WAITING
        assert waits == (next_one is not None and next_one.startswith("!"))


@examples(100)
@given(flow=any_flows(), script=WANDERING)
def test_a_message_comes_again_when_what_it_quotes_has_changed_and_only_then(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    shown = said_now(chat, 0)
    for move in [*script, ("open", 0), ("open", 1), ("open", 2), *([("answer", 0)] * 20)]:
        heard = len(chat.every)
        make(chat, move, may_refuse=False)
        if chat.session.status is Status.REFUSED:
            return
        again = said_now(chat, heard)
        assert not chat.session.responses or all(shown.get(name) != now for name, now in again.items())
        shown |= again
    if chat.session.status is Status.FINISHED:
        way = course(flow, chat.session, chat.world)
        says = [met for met in way.met if isinstance(met.step, Say)]
        assert all(shown[met.key] == quotes(met.step, met.env, way.values) for met in says)


def said_now(chat: Chat, since: int) -> dict[str, Any]:
    """The messages among what was sent since, each with what it quotes now."""
    heard = [effect.message.words for effect in chat.every[since:] if isinstance(effect, Send)]
    way = course(chat.flow, chat.session, chat.world)
    says = [met for met in way.met if isinstance(met.step, Say)]
    return {met.key: quotes(met.step, met.env, way.values) for met in says if any(begins(w, *met.at) for w in heard)}


def begins(words: str, name: str, path: tuple[str, ...]) -> bool:
    """A message by its name and its items; over the first of a stage stands the title."""
    items = "".join(f"{item}/" for item in path)
    return any(f"{name} ({language}) {items}" in words for language in ("en", "fr"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_shipped_flow_ends_in_every_language(flow: Flow, world: World, language: str) -> None:
    chat = Chat(flow, world, language).start()
    finish(chat)
    assert chat.session.status is Status.FINISHED
