"""What holds for every button of every flow, pressed at any moment: old, doubled, foreign and forged ones."""

from budget import examples
from chat import Chat
from hypothesis import given
from hypothesis import strategies as st
from made_flows import any_flows, flows
from made_questions import borrowing, listing, rank, several
from moves import EVERY_MOVE_OF_ALL, Move, chosen, is_relevant, moves, talk
from naive_course import course
from naive_quotes import quotes

from bot.engine.effects import Act, Press, Record, Send, Toast
from bot.engine.events import Pressed
from bot.engine.flow import Flow
from bot.engine.questions import StepId
from bot.engine.session import Status
from bot.engine.turn import turn
from bot.engine.world import World

ONE_QUESTION = frozenset(
    {
        *(Act.PICK, Act.TICK, Act.UNTICK, Act.DONE, Act.SKIP, Act.KEEP, Act.BACK, Act.USE, Act.DROP),
        *(Act.CARD, Act.REMOVE),
    }
)
SAID_AGAIN = frozenset({Act.CARD, Act.REMOVE, Act.DROP})
"""Buttons that answer nothing, so they may be pressed again."""


@examples(60)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_a_button_of_an_earlier_asking_only_says_so(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    for press in {button.press for button in chat.buttons if button.press.act in ONE_QUESTION}:
        asking = chat.session.askings.get(press.step)
        is_old = asking is not None and asking.number != press.asking
        if is_old or not is_relevant(chat, press.step):
            changes_nothing(chat, press)


@examples(60)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_an_asking_is_a_new_one_when_its_words_or_its_answer_have_changed_and_only_then(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    put: dict[str, tuple[int, object, object]] = {}
    for session, effects in chat.turns:
        for name in {each.step for each in effects if isinstance(each, Send) and each.step is not None}:
            asking, response = session.askings[name], session.responses.get(name)
            number, *before = put.get(name, (0, None, None))
            is_new = name not in put or before != [asking.basis, response]
            assert asking.number > number if is_new else response is not None or asking.number == number
            put[name] = (asking.number, asking.basis, response)


def changes_nothing(chat: Chat, press: Press) -> None:
    result = turn(chat.flow, chat.session, Pressed(chat.at, press), chat.world)
    assert result.session == chat.session
    assert [type(effect) for effect in result.effects] == [Toast]


@examples(60)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_a_second_tap_on_the_same_button_changes_nothing(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    for press in {button.press for button in chat.buttons if button.press.act in ONE_QUESTION - SAID_AGAIN}:
        if press.choice in ("more", "e"):
            continue
        once = turn(flow, chat.session, Pressed(chat.at, press), chat.world)
        if once.session.status is Status.REFUSED or once.session.urged != chat.session.urged:
            continue  # a soft question lets go of a second skip
        twice = turn(flow, once.session, Pressed(chat.at, press), chat.world)
        assert twice.session.responses == once.session.responses
        assert twice.session.cursor == once.session.cursor
        assert twice.session.ticks == once.session.ticks
        if once.session.responses != chat.session.responses:
            assert [type(effect) for effect in twice.effects] == [Toast]


@examples(80)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_a_button_records_only_what_it_says_for_the_words_it_stood_under(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    way = course(flow, chat.session, chat.world)
    met = {each.key: each for each in way.met}
    for press in {button.press for button in chat.buttons}:
        result = turn(flow, chat.session, Pressed(chat.at, press), chat.world)
        recorded = [effect for effect in result.effects if isinstance(effect, Record) and effect.asking]
        if recorded:
            assert [effect.step for effect in recorded] == [press.step]
            put = chat.session.askings[press.step]
            assert dict(put.basis) == quotes(met[press.step].step, met[press.step].env, way.values)


@examples(100)
@given(
    flow=flows(kinds=(several, several, rank, listing, borrowing)),
    script=moves("old", "back", "newest", "back", "newest"),
)
def test_picks_that_are_done_are_those_that_the_question_itself_shows(
    world: World, flow: Flow, script: list[Move]
) -> None:
    chat = talk(flow, world, script)
    for button in chat.buttons:
        if button.press.act is Act.DONE:
            result = turn(flow, chat.session, Pressed(chat.at, button.press), world)
            recorded = [effect.value for effect in result.effects if isinstance(effect, Record)]
            assert not recorded or recorded == [shown_picks(chat, button.press)]


def shown_picks(chat: Chat, press: Press) -> tuple[str, ...]:
    """What the last picture of that question has picked: its buttons that would untick, a ranking by its numbers, the
    lines of a list by theirs."""
    pictures = [
        effect.message
        for effect in chat.every
        if getattr(effect, "step", None) == press.step and getattr(effect, "asking", None) == press.asking
        if hasattr(effect, "message")
    ]
    buttons = [button for row in pictures[-1].keyboard for button in row]
    ticked = [each for each in buttons if each.press.act is Act.UNTICK]
    if any(each.press.act is Act.REMOVE for each in buttons):
        lines = (line.split(". ", 1) for line in pictures[-1].words.split("\n"))
        return tuple(line[1] for line in lines if line[0].isdecimal())
    in_order = sorted(ticked, key=lambda each: each.label) if ticked and ticked[0].label[0].isdecimal() else ticked
    return tuple(each.press.choice for each in in_order)


@examples(40)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL)
def test_a_code_that_is_no_option_changes_nothing(world: World, flow: Flow, script: list[Move]) -> None:
    chat = talk(flow, world, script)
    for act in (Act.PICK, Act.TICK, Act.UNTICK):
        for step in [*(StepId(name) for name in chat.session.askings), *(step.id for step in flow.steps)]:
            put = chat.session.askings.get(step)
            changes_nothing(chat, Press(act, step, 1 if put is None else put.number, "zzz"))


@examples(20)
@given(flow=any_flows(), script=EVERY_MOVE_OF_ALL, seeds=st.lists(st.integers(0, 10**9), min_size=100, max_size=100))
def test_forged_buttons_change_nothing(world: World, flow: Flow, script: list[Move], seeds: list[int]) -> None:
    """A wrong asking, another question's code, a step that there is not: whatever somebody may send."""
    chat = talk(flow, world, script)
    steps = [*chat.session.askings, *(step.id for step in flow.steps), "", "q1@", "q1@9", "\ue000", "agree@1"]
    codes = ["", "zz", "yes", "more", "\ue000", "9" * 5000, *(button.press.choice for button in chat.buttons)]
    for seed in seeds:
        step = StepId(chosen(steps, seed))
        put = chat.session.askings.get(step)
        asking = -seed % 5 if put is None else put.number + (seed // 7 % 5 or 9) - 2
        press = Press(chosen(sorted(ONE_QUESTION), seed // 11), step, asking, chosen(codes, seed // 13))
        if put is None or asking != put.number:
            changes_nothing(chat, press)
