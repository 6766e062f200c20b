"""Repeats: items that are counted, picked, listed, asked for one by one, one inside the other."""

from chat import Chat
from few_steps import (
    another,
    begun,
    equals,
    flow_of,
    listing,
    matrix,
    next_put,
    one,
    say,
    several,
    through,
    turns,
    typed,
    words,
)
from made_words import options, text

from bot.engine.effects import Act, Press, Restore, Retract
from bot.engine.expressions import (
    AnswerTo,
    Compare,
    Item,
    Literal,
)
from bot.engine.flow import Elements, ItemsOf
from bot.engine.items import LEVELS, mark
from bot.engine.questions import StepId
from bot.engine.relevance import answers_to_pass_on
from bot.engine.session import Status
from bot.engine.texts import Slot
from bot.engine.values import Kind
from bot.engine.world import World

HERE, WITHIN = LEVELS
WORRY = f"worry@{HERE}"


# Over what


def test_a_counted_repeat_asks_for_each_number(world: World) -> None:
    sam = begun(world, turns("sets", say("hello", Slot(Item("", HERE)), depth=1), one("worry", depth=1)), one("last"))
    assert sam.said[0] == "hello (en) 1"
    sam.tap("Apple pie")
    assert sam.said[0] == "hello (en) 2"
    sam.tap("Bread and butter")
    assert next_put(sam) == ["last"]
    assert sam.stored == {"worry@1": (Kind.ANSWERED, "a"), "worry@2": (Kind.ANSWERED, "b")}


def over_kinds(world: World) -> Chat:
    kinds = several("kinds", options("a", "b", "c", "x"))
    named = one("worry", depth=1, ask=text("about", Slot(Item("kinds", HERE))))
    over = Elements("kinds", ("a", "b", "c"))
    return begun(world, kinds, turns("each", named, over=over), one("last"))


def test_a_repeat_over_picks_names_each_of_them(world: World) -> None:
    sam = over_kinds(world)
    sam.say("1, 3")
    assert sam.said == ["about (en) Apple pie"]
    assert next_put(sam) == ["worry@a"]
    sam.tap("Apple pie")
    assert sam.said == ["about (en) Cheese, aged"]


def test_what_stands_for_no_pick_has_no_turn(world: World) -> None:
    sam = over_kinds(world)
    sam.say("4")
    assert next_put(sam) == ["last"]


def test_a_pick_that_is_taken_off_puts_its_turn_to_sleep_and_another_asks_for_its_own(world: World) -> None:
    sam = over_kinds(world)
    sam.say("1, 3")
    through(sam, "Apple pie", "Bread and butter")
    sam.press(Press(Act.CHANGE, StepId("kinds")))
    sam.say("2, 3")
    assert Retract(StepId("worry@a")) in sam.effects
    assert next_put(sam) == ["worry@b"]
    sam.press(Press(Act.CHANGE, StepId("kinds")))
    sam.say("1")
    assert Restore(StepId("worry@a")) in sam.effects
    assert sam.stored["worry@a"] == (Kind.ANSWERED, "a")
    assert next_put(sam) == ["last"]


def test_a_repeat_over_a_list_knows_its_words_wherever_they_stand(world: World) -> None:
    named = one("worry", depth=1, ask=text("about", Slot(Item("who", HERE, in_words=True))))
    sam = begun(world, listing("who"), turns("each", named, over=Elements("who")), one("last"))
    sam.list_all("who", ("Ada", "Ben"))
    assert sam.said == ["about (en) Ada"]
    through(sam, "Apple pie", "Bread and butter")
    sam.press(Press(Act.CHANGE, StepId("who")))
    sam.list_all("who", ("Ben", "Cleo", "Ada"))
    assert next_put(sam) == [f"worry@{mark('Cleo')}"]
    assert sam.stored[f"worry@{mark('Ada')}"] == (Kind.ANSWERED, "a")
    assert sam.stored[f"worry@{mark('Ben')}"] == (Kind.ANSWERED, "b")


def test_another_one_is_asked_for_after_each_turn_up_to_the_most(world: World) -> None:
    sam = begun(world, turns("sets", words("name", depth=1), over=another("sets", most=3)), one("last"))
    for number_of_turn in ("1", "2"):
        assert next_put(sam) == [f"name@{number_of_turn}"]
        sam.say("a name")
        assert next_put(sam) == [f"sets_more@{number_of_turn}"]
        sam.tap("Yes, I do")
    sam.say("a third")
    assert next_put(sam) == ["last"]


def test_a_no_takes_the_turns_after_it_away_and_a_yes_brings_them_back(world: World) -> None:
    sam = begun(world, turns("sets", words("name", depth=1), over=another("sets")), one("last"))
    for said in ("Ada", "Ben"):
        sam.say(said)
        sam.tap("Yes, I do")
    sam.say("Cleo")
    sam.press(Press(Act.CHANGE, StepId("sets_more@1")))
    sam.tap("No")
    assert sam.stored.keys() == {"name@1", "sets_more@1"}
    sam.press(Press(Act.CHANGE, StepId("sets_more@1")))
    sam.tap("Yes, I do")
    assert sam.stored["name@3"] == (Kind.ANSWERED, "Cleo")
    assert next_put(sam) == ["last"]


def test_a_repeat_over_the_items_of_another_leaves_out_what_does_not_fit(world: World) -> None:
    sets = turns("sets", one("now", depth=1), codes=("1", "2", "3"))
    moving = ItemsOf("sets", 0, Compare(AnswerTo(f"now@{HERE}"), "!=", Literal("a")))
    ask = text("moves", Slot(AnswerTo(f"now@{HERE}")))
    sam = begun(world, sets, turns("moves", one("done", depth=1, ask=ask), over=moving))
    through(sam, "Bread and butter", "Apple pie", "Cheese, aged")
    assert next_put(sam) == ["done@1"]
    assert sam.said == ["moves (en) Bread and butter"]
    sam.tap("Apple pie")
    assert next_put(sam) == ["done@3"]


def test_the_items_of_an_earlier_flow_come_with_the_session(world: World) -> None:
    sets = turns("past.sets", one("past.now", depth=1))
    moving = ItemsOf("past.sets", 0, equals(f"past.now@{HERE}", "b"))
    done = one("done", depth=1, ask=text("moves", Slot(AnswerTo(f"past.name@{HERE}"), fallback="…")))
    borrowed = {"past.sets": sets, "past.now": sets.steps[0], "past.name": words("past.name", 1)}
    flow = flow_of(turns("moves", done, over=moving), borrowed=borrowed, borrowed_repeats=(sets,))
    earlier = {"past.sets": ("1", "2"), "past.now@1": "a", "past.now@2": "b", "past.name@2": "Members", "past.x": "y"}
    sam = Chat(flow, world, earlier=earlier).start()
    assert next_put(sam) == ["done@2"]
    assert sam.said == ["moves (en) Members"]
    assert "past.x" not in sam.session.earlier
    sam.tap("Apple pie")
    assert answers_to_pass_on(flow, sam.session, world) == {"small.moves": ("2",), "small.done@2": "a"}


def test_a_repeat_inside_a_repeat_has_turns_of_its_own(world: World) -> None:
    users = several("users", depth=1)
    seen_by = one(
        "sees", depth=2, ask=text("sees", Slot(Item(f"users@{HERE}", WITHIN)), typed(" of "), Slot(Item("", HERE)))
    )
    inner = turns("access", seen_by, over=Elements(f"users@{HERE}", ("a", "b", "c")), depth=1)
    sam = begun(world, turns("sets", users, inner), one("last"))
    sam.say("1, 2")
    assert sam.said == ["sees (en) Apple pie of 1"]
    through(sam, "Apple pie", "Bread and butter")
    sam.say("3")
    assert sam.said == ["sees (en) Cheese, aged of 2"]
    sam.tap("Cheese, aged")
    assert next_put(sam) == ["last"]
    assert sam.stored.keys() >= {"sees@1.a", "sees@1.b", "sees@2.c"}


def test_an_end_inside_a_repeat_ends_all_turns(world: World) -> None:
    stop = say("stop", depth=1, when=equals(WORRY, "b"), ends=True)
    sam = begun(world, turns("sets", one("worry", depth=1), stop, codes=("1", "2", "3")), one("last"))
    through(sam, "Apple pie", "Bread and butter")
    assert sam.said == ["stop (en) "]
    assert sam.session.status is Status.FINISHED


# Matrices


def test_every_item_of_a_matrix_has_a_message_of_its_own_with_how_far_one_is(world: World) -> None:
    sam = begun(world, matrix(), one("last"))
    assert sam.said == ["How is Apple pie (1/2)"]
    sam.tap("Apple pie")
    assert sam.said == ["How is Bread and butter (2/2)"]


def test_one_item_of_a_matrix_can_be_named(world: World) -> None:
    sam = begun(world, matrix(), words("why", when=equals("factors@b", "c")), one("last"))
    through(sam, "Apple pie", "Cheese, aged")
    assert next_put(sam) == ["why"]
