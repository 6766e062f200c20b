"""Rankings and lists: several answers, given one after the other; options in an order drawn for each person."""

import pytest
from chat import Chat
from few_steps import asked, begun, listing, one, say, words
from made_words import option, options
from ways import phrase

from bot.engine.effects import Act, Press, Redraw
from bot.engine.events import LanguageChosen, Skipped
from bot.engine.options import FromWords
from bot.engine.questions import Rank, StepId
from bot.engine.world import World

# Rankings


def ranking(world: World, most: int = 2, *codes: str) -> Chat:
    return begun(world, Rank(**asked("order", 0, {}), options=options(*(codes or ("a", "b", "c"))), most=most))


def test_a_ranking_is_tapped_in_order_and_shows_each_place(world: World) -> None:
    sam = ranking(world)
    for label in ("Cheese, aged", "Apple pie"):
        sam.tap(label)
    redrawn = next(effect for effect in sam.effects if isinstance(effect, Redraw))
    assert [row[0].label for row in redrawn.message.keyboard[:3]] == [
        "2. Apple pie",
        "Bread and butter",
        "1. Cheese, aged",
    ]
    sam.tap("Done ▶")
    assert sam.records == {"order": ("c", "a")}


def test_a_second_tap_takes_a_place_back_and_the_others_move_up(world: World) -> None:
    sam = ranking(world)
    for label in ("Cheese, aged", "Apple pie", "1. Cheese, aged", "Bread and butter"):
        sam.tap(label)
    assert sam.session.ticks == ("a", "b")


def test_a_ranking_has_as_many_places_as_were_asked_for(world: World) -> None:
    sam = ranking(world)
    sam.tap("Apple pie")
    sam.tap("Done ▶")
    assert sam.toasts == [phrase(sam, "reply.rank_more", n=2)]
    for label in ("Bread and butter", "Cheese, aged"):
        sam.tap(label)
    assert sam.toasts == [phrase(sam, "reply.too_many", n=2)]
    assert sam.session.ticks == ("a", "b")


@pytest.mark.parametrize(("typed", "value"), [("3, 1", ("c", "a")), ("bread and butter puis apple pie", ("b", "a"))])
def test_a_ranking_can_be_typed(world: World, typed: str, value: tuple[str, ...]) -> None:
    sam = ranking(world)
    sam.say(typed)
    assert sam.records == {"order": value}


def test_none_of_these_stands_alone_in_a_ranking(world: World) -> None:
    sam = ranking(world, 2, "a", "b", "x")
    sam.tap("Apple pie")
    sam.tap("None of these")
    assert sam.session.ticks == ("x",)
    sam.tap("Done ▶")
    assert sam.records == {"order": ("x",)}


def test_more_places_than_options_are_as_many_as_there_are(world: World) -> None:
    sam = ranking(world, 9, "a", "e", "b")
    sam.say("2")
    assert "explained" in sam.said[0]
    for label in ("Bread and butter", "Apple pie", "Done ▶"):
        sam.tap(label)
    assert sam.records == {"order": ("b", "a")}


def test_a_place_whose_option_is_gone_is_gone_too(world: World) -> None:
    sam = begun(
        world,
        listing("who", least=1),
        Rank(**asked("order", 0, {}), source=FromWords("who"), most=3),
    )
    sam.list_all("who", ("Ada", "Ben", "Cleo"))
    sam.say("3, 2, 1")
    sam.press(Press(Act.CHANGE, StepId("who")))
    sam.list_all("who", ("Ada", "Ben"))
    assert [send.step for send in sam.sends] == ["order"]
    assert phrase(sam, "button.keep") not in sam.labels
    assert [label for label in sam.labels if label[0] in "12"] == ["2. Ada", "1. Ben"]
    sam.tap("Done ▶")
    assert len(sam.session.responses["order"].value) == 2


# Lists


def test_a_list_grows_by_one_text_at_a_time_until_done(world: World) -> None:
    sam = begun(world, listing("who"))
    assert phrase(sam, "list.how", n=5) in sam.said[-1]
    assert sam.labels == []
    sam.say("Ada")
    assert "1. Ada" in sam.said[-1]
    assert sam.labels == ["Done ▶", "↩ Remove the last one"]
    sam.say("Ben\n\n  Cleo  \nAda")
    assert sam.records == {}
    sam.tap("Done ▶")
    assert sam.records == {"who": ("Ada", "Ben", "Cleo")}


def test_the_last_text_of_a_list_can_be_removed(world: World) -> None:
    sam = begun(world, listing("who"))
    sam.say("Ada\nBen")
    sam.tap("↩ Remove the last one")
    redrawn = next(effect for effect in sam.effects if isinstance(effect, Redraw))
    assert "1. Ada" in redrawn.message.words
    assert "Ben" not in redrawn.message.words
    sam.tap("Done ▶")
    assert sam.records == {"who": ("Ada",)}


def test_a_full_list_takes_no_more_and_keeps_what_it_has(world: World) -> None:
    sam = begun(world, listing("who", most=2))
    sam.say("Ada\nBen")
    sam.say("Cleo")
    assert sam.said == [phrase(sam, "reply.list_full", n=2)]
    assert sam.session.ticks == ("Ada", "Ben")


def test_a_list_may_need_more_than_it_has(world: World) -> None:
    sam = begun(world, listing("who", least=2))
    sam.say("Ada")
    sam.tap("Done ▶")
    assert sam.toasts == [phrase(sam, "reply.list_more", n=2)]
    assert sam.records == {}


def test_a_text_too_long_for_a_list_adds_nothing(world: World) -> None:
    sam = begun(world, listing("who", longest=10))
    sam.say("Ada\n" + "x" * 11)
    assert sam.said == [phrase(sam, "reply.too_long", n=10)]
    assert sam.session.ticks == ()


def test_a_list_that_is_looked_at_again_goes_on_from_what_it_has(world: World) -> None:
    sam = begun(world, listing("who"), words("why"))
    sam.list_all("who", ("Ada", "Ben"))
    sam.press(Press(Act.CHANGE, StepId("who")))
    assert sam.session.ticks == ("Ada", "Ben")
    sam.say("Cleo")
    sam.tap("Done ▶")
    assert sam.records == {"who": ("Ada", "Ben", "Cleo")}


def test_words_that_came_too_early_are_added_to_a_list_once(world: World) -> None:
    sam = begun(world, listing("who"))
    sam.say("Ada", early=True)
    use = next(button.press for button in sam.buttons if button.press.act is Act.USE)
    sam.press(use)
    assert sam.session.ticks == ("Ada",)
    sam.tap("↩ Remove the last one")
    sam.press(use)
    assert sam.toasts == [phrase(sam, "toast.stale")]
    assert sam.session.ticks == ()


# Shuffled


def test_shuffled_options_stand_in_one_order_for_one_person_and_pinned_ones_stay(world: World) -> None:
    offered = (option("a"), option("b", pinned=True), option("c"), option("d"), option("x"))
    orders = set()
    for seed in range(40):
        sam = begun(world, one("which", offered, shuffled=True), say("bye"))
        sam.session = sam.session.__class__(sam.flow.id, sam.flow.revision, "en", seed=str(seed))
        sam.start()
        labels = tuple(sam.labels)
        assert labels[1] == "Bread and butter"
        assert labels[4] == "None of these"
        sam.happen(LanguageChosen(sam.at, "fr"))
        sam.happen(LanguageChosen(sam.at, "en"))
        assert tuple(sam.labels) == labels
        orders.add(labels)
    assert len(orders) == 6


@pytest.mark.parametrize("typed", ["done", "Terminé", "c’est tout"])
def test_a_list_ends_when_done_is_typed_as_the_button_says(world: World, typed: str) -> None:
    sam = begun(world, listing("trees"))
    sam.say("ash")
    sam.say(typed)
    assert sam.records == {"trees": ("ash",)}


def test_a_list_that_is_begun_cannot_be_skipped_away(world: World) -> None:
    sam = begun(world, listing("trees", required=False))
    assert "Skip ▶" in sam.labels
    sam.say("ash")
    assert "Skip ▶" not in sam.labels
    sam.happen(Skipped(sam.at))
    assert sam.records == {"trees": ("ash",)}
