"""Every shipped flow, in every order of events, beside the naive evaluator; with and without the flows before it."""

from collections.abc import Iterator

import pytest
from budget import examples
from chat import Chat
from hypothesis import given
from hypothesis import strategies as st
from moves import EVERY_MOVE_OF_ALL, Move, finish_all, make, moves
from naive_course import course, live
from possible import question_of
from test_engine_repeat_properties import same_way

from bot.engine.events import LanguageChosen, Returned
from bot.engine.flow import Flow
from bot.engine.relevance import answers_to_pass_on
from bot.engine.session import Status
from bot.engine.surveying import survey
from bot.engine.values import Answer
from bot.engine.world import Figure, World
from bot.flows import load_all
from bot.flows.walks import walk
from bot.locales import load
from bot.places import shipped

PHRASES = load(shipped("locales"))
WANDERING = moves("back", "review", "language", "newest", "old", "pause", "return", "skip", most=60)
FIGURES = {"needs_assessment.comfort": Figure(34, {"1": 5, "2": 6, "3": 7, "4": 9, "5": 7})}


def told_before(flows: list[Flow], world: World) -> Iterator[tuple[Flow, dict[str, Answer]]]:
    """Each flow with what somebody has answered in those before it."""
    earlier: dict[str, Answer] = {}
    for flow in flows:
        yield flow, dict(earlier)
        done = walk(flow, world, "fr", 3, earlier)
        assert done is not None
        earlier |= answers_to_pass_on(flow, done.session, done.world)


def shipped_flows() -> Iterator[tuple[str, Flow, World, dict[str, Answer]]]:
    for name, loaded in load_all(shipped("flows")).items():
        assert loaded.workshop is not None
        world = loaded.workshop.example_world(PHRASES)
        for flow, earlier in told_before(list(loaded.flows.values()), world):
            yield f"{name}/{flow.id}", flow, world, {}
            if flow.borrowed:
                yield f"{name}/{flow.id}, after the others", flow, world, earlier


EVERY = list(shipped_flows())
each_flow = pytest.mark.parametrize(
    ("flow", "world", "earlier"), [each[1:] for each in EVERY], ids=[each[0] for each in EVERY]
)


def begun(flow: Flow, world: World, earlier: dict[str, Answer]) -> Chat:
    return Chat(flow, World(world.phrases, world.settings, world.lists, figures=FIGURES), earlier=earlier).start()


def wandered(chat: Chat, script: list[Move], may_refuse: bool = True) -> Chat:
    for move in script:
        if chat.session.status is not Status.REFUSED:
            make(chat, move, may_refuse)
    return chat


@each_flow
@examples(12)
@given(script=EVERY_MOVE_OF_ALL)
def test_at_every_moment_the_naive_evaluator_sees_the_same(
    flow: Flow, world: World, earlier: dict[str, Answer], script: list[Move]
) -> None:
    chat = begun(flow, world, earlier)
    for move in [("answer", 0), *script]:
        make(chat, move)
        if chat.session.status is Status.REFUSED:
            return
        same_way(survey(flow, chat.session, chat.world), course(flow, chat.session, chat.world))
        assert chat.stored == live(flow, chat.session, chat.world)
        assert all(0 < len(words) <= 4096 for words in chat.said)


@each_flow
@examples(12)
@given(script=WANDERING, number=st.integers(0, 999))
def test_any_answers_backs_and_changes_end_as_answering_once_with_the_final_values(
    flow: Flow, world: World, earlier: dict[str, Answer], script: list[Move], number: int
) -> None:
    chat = wandered(begun(flow, world, earlier), script, may_refuse=False)
    if chat.session.status is Status.REFUSED:
        return
    finish_all(chat, number)
    final = live(flow, chat.session, chat.world)
    straight = begun(flow, world, earlier)
    straight.open_all()
    while (question := question_of(straight)) is not None:
        straight.answer(question, final.get(question.id, (None, None))[1])
        assert len(straight.every) < 5000
    assert live(flow, straight.session, straight.world) == final
    assert straight.stored == chat.stored == final


@each_flow
@examples(6)
@given(script=EVERY_MOVE_OF_ALL, number=st.integers(0, 999))
def test_it_always_ends_and_a_language_switch_changes_no_response(
    flow: Flow, world: World, earlier: dict[str, Answer], script: list[Move], number: int
) -> None:
    chat = wandered(begun(flow, world, earlier), script)
    if chat.session.status is Status.REFUSED:
        return
    for language in ("fr", "en"):
        before = chat.session.responses
        chat.happen(LanguageChosen(chat.at, language))
        assert chat.session.responses == before
    chat.happen(Returned(chat.at))
    finish_all(chat, number)
    assert chat.session.status is Status.FINISHED


def test_every_shipped_flow_is_here_and_the_later_ones_twice() -> None:
    names = [each[0] for each in EVERY]
    assert "data-for-impact/reflection, after the others" in names
    assert "data-for-impact/follow-up, after the others" in names
    assert len(names) >= 9
