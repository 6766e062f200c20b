"""What holds for every button of every flow, pressed at any moment: old ones, doubled ones, foreign ones."""

from budget import examples
from chat import Chat
from hypothesis import given
from made_flows import flows, several
from moves import EVERY_MOVE, Move, is_relevant, moves, talk
from naive import answers_of, quotes

from bot.engine.effects import Act, Press, Record, Toast
from bot.engine.events import Pressed
from bot.engine.flow import Flow
from bot.engine.session import Status
from bot.engine.turn import turn
from bot.engine.world import World

ONE_QUESTION = frozenset({Act.PICK, Act.TICK, Act.UNTICK, Act.DONE, Act.SKIP, Act.KEEP, Act.BACK, Act.USE, Act.DROP})


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


@examples(80)
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
