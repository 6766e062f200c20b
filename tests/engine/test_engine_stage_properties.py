"""What holds for stages: a closed one is never passed, an open one can be joined, late timers do nothing."""

from collections import Counter
from dataclasses import replace

from budget import examples
from chat import Chat
from hypothesis import given
from hypothesis import strategies as st
from made_flows import rich_flows
from moves import ALL_EVENTS, ANSWERS, EVERY_MOVE_OF_ALL, Move, chosen, finish, finish_all, make, moves, talk
from naive_course import awaited, course, is_closed, live
from possible import question_of

from bot.engine.effects import Act, Forget, Press, Send
from bot.engine.events import LanguageChosen, Returned, StageOpened, TimerFired
from bot.engine.flow import Flow, Say
from bot.engine.session import Status
from bot.engine.turn import turn
from bot.engine.world import World

NO_OPENING = moves(*(name for name in ALL_EVENTS if name not in ("open", "date")), least=20, most=50)


@examples(80)
@given(flow=rich_flows(), script=NO_OPENING, number=st.integers(0, 999))
def test_a_closed_stage_is_never_passed_and_opening_it_lets_everything_through(
    world: World, flow: Flow, script: list[Move], number: int
) -> None:
    chat = talk(flow, world, script)
    if chat.session.status is Status.REFUSED:
        return
    closed = {stage.id for stage in flow.stages if is_closed(flow, stage.id, chat.world)}
    met = course(flow, chat.session, chat.world).met
    behind = {each.key for each in met if each.step.stage in closed}
    assert not behind & {*chat.session.askings, *chat.session.shown, *chat.session.responses}
    finish_all(chat, number)
    assert chat.session.status is Status.FINISHED
    every = course(flow, chat.session, chat.world).met
    shown = {*chat.session.shown, *chat.session.responses}
    assert all(each.key in shown for each in every)


@examples(100)
@given(flow=rich_flows(), number=st.integers(0, 999), script=moves("back", "newest", "return", least=1, most=15))
def test_joining_the_room_and_finishing_the_rest_ends_like_going_in_order(
    world: World, flow: Flow, number: int, script: list[Move]
) -> None:
    chat = Chat(flow, world).start()
    for turn_number, stage in enumerate(flow.stages):
        chat.open(stage.id)
        chat.press(Press(Act.JOIN, choice=stage.id))
        for move in script[turn_number::3]:
            make(chat, move, may_refuse=False)
    if chat.session.status is Status.REFUSED:
        return
    finish_all(chat, number)
    assert chat.session.status is Status.FINISHED
    final = live(flow, chat.session, chat.world)
    straight = Chat(flow, chat.world).start()
    while (question := question_of(straight)) is not None:
        straight.answer(question, final.get(question.id, (None, None))[1])
        assert len(straight.every) < 2000
    assert straight.stored == chat.stored == final


@examples(60)
@given(flow=rich_flows(), number=st.integers(0, 999), which=st.integers(0, 2))
def test_what_the_room_has_is_asked_before_what_was_left(world: World, flow: Flow, number: int, which: int) -> None:
    chat = Chat(flow, world).start()
    if "agree" in chat.session.askings:
        chat.pick("agree", "yes")
    if not flow.stages or chat.session.status is not Status.OPEN:
        return
    stage = chosen(flow.stages, which).id
    chat.open(stage)
    chat.press(Press(Act.JOIN, choice=stage))
    way, question = course(flow, chat.session, chat.world), question_of(chat)
    in_the_room = [each.key for each in way.met if each.step.stage == stage and not isinstance(each.step, Say)]
    if in_the_room:
        assert question is not None
        assert question.id == in_the_room[0] == awaited(flow, chat.session, chat.world)
    finish(chat, number)


@examples(60)
@given(flow=rich_flows(), script=NO_OPENING)
def test_who_waits_is_written_to_when_the_stage_opens(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, [*script, *[(ANSWERS, 1)] * 9], may_refuse=False)
    for stage in flow.stages:
        waits = chat.session.status is Status.WAITING
        is_next = awaited(flow, chat.session, chat.world) == f"!{stage.id}"
        chat.open(stage.id)
        assert bool(chat.sends) or not (waits and is_next)
        assert not (waits and is_next) or awaited(flow, chat.session, chat.world) != f"!{stage.id}"


@examples(80)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL)
def test_a_late_timer_does_nothing(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    waits = "agree" in chat.session.askings and "agree" not in chat.session.responses
    late = turn(flow, chat.session, TimerFired(chat.at, "unconsented"), chat.world)
    assert late.session == chat.session
    assert late.effects == ((Forget(),) if waits else ())
    if chat.session.status is not Status.OPEN or chat.session.thanked:
        late = turn(flow, chat.session, TimerFired(chat.at, "remind"), chat.world)
        assert (late.session, late.effects) == (chat.session, ())


@examples(80)
@given(flow=rich_flows(), script=moves("timer", "timer", "timer", "pause", "open", "back"))
def test_nobody_is_reminded_more_often_than_a_stage_says(world: World, flow: Flow, script: list[Move]) -> None:
    chat, reminded = Chat(flow, world).start(), Counter[str]()
    gently = {world.phrases.say(language, "remind.gently") for language in flow.languages}
    for move in script:
        if chat.session.status is Status.REFUSED:
            return
        make(chat, move)
        if move[0] != ANSWERS and any(words in gently for words in chat.said):
            question = question_of(chat)
            assert question is not None
            reminded[str(question.stage)] += 1
    most = {stage.id: stage.remind.most for stage in flow.stages if stage.remind is not None}
    assert all(count <= most[stage] for stage, count in reminded.items())


@examples(60)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL, number=st.integers(0, 9999))
def test_a_flow_that_takes_no_more_replies_changes_nothing(
    world: World, flow: Flow, script: list[Move], number: int
) -> None:
    chat = talk(flow, world, script)
    before = chat.session
    chat.world = replace(chat.world, is_over=True)
    for name in (*ALL_EVENTS, ANSWERS):
        make(chat, (name, number))
        assert not any(isinstance(effect, Send) and effect.step and not tells(chat) for effect in chat.effects)
    assert replace(chat.session, language=before.language) == before


def tells(chat: Chat) -> bool:
    """A language was chosen or a card looked at: the question is shown once more."""
    return bool(chat.said)


@examples(40)
@given(flow=rich_flows(), script=EVERY_MOVE_OF_ALL)
def test_an_opening_that_is_told_twice_is_told_once(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    for stage in flow.stages:
        chat.open(stage.id)
        again = turn(flow, chat.session, StageOpened(chat.at, stage.id), chat.world)
        assert again.session == chat.session
        assert len([e for e in again.effects if isinstance(e, Send) and e.step]) == 0
    chat.happen(LanguageChosen(chat.at, "fr"))
    chat.happen(Returned(chat.at))
