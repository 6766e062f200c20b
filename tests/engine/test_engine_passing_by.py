"""What answers nothing: a soft question's first skip, an option that only explains, a card."""

import pytest
from few_steps import asked, begun, listing, one, several, words
from made_words import options
from ways import phrase

from bot.engine.events import Skipped
from bot.engine.options import FromWords
from bot.engine.questions import SelectOne
from bot.engine.values import Kind
from bot.engine.world import World


def test_a_soft_question_asks_kindly_once_and_lets_go_the_second_time(world: World) -> None:
    sam = begun(world, one("why", required=False, soft=True), words("last"))
    sam.tap("Skip ▶")
    assert sam.said[0] == phrase(sam, "reply.soft")
    assert [send.step for send in sam.sends] == [None, "why"]
    assert sam.records == {}
    sam.tap("Skip ▶")
    assert sam.records == {"why": None}
    assert sam.session.responses["why"].kind is Kind.SKIPPED


def test_every_soft_question_asks_kindly_for_itself(world: World) -> None:
    sam = begun(world, one("why", required=False, soft=True), one("how", required=False, soft=True))
    for skipped in ("why", "how"):
        sam.happen(Skipped(sam.at))
        assert sam.said[0] == phrase(sam, "reply.soft")
        sam.happen(Skipped(sam.at))
        assert sam.records == {skipped: None}


@pytest.mark.parametrize("how", ["tap", "say"])
def test_an_option_that_only_explains_is_no_answer(world: World, how: str) -> None:
    sam = begun(world, one("which", options("a", "e", "b")))
    for _ in range(2):
        getattr(sam, how)("What is this about?")
        assert sam.said[0] == "explained (en) "
        assert [send.step for send in sam.sends] == [None, "which"]
        assert sam.records == {}
    sam.tap("Apple pie")
    assert sam.records == {"which": "a"}


def test_an_option_that_only_explains_keeps_the_ticks(world: World) -> None:
    sam = begun(world, several("which", options("a", "e", "b"), least=2))
    sam.tap("Apple pie")
    sam.tap("What is this about?")
    assert sam.session.ticks == ("a",)
    assert "☑ Apple pie" in sam.labels
    sam.say("2")
    assert sam.said[0] == "explained (en) "


def test_a_card_is_shown_on_demand_and_answers_nothing(world: World) -> None:
    sam = begun(world, one("which", card="card"))
    before = sam.session
    sam.tap("What is this about?")
    assert sam.said[0] == "the card (en) "
    assert [send.step for send in sam.sends] == [None, "which"]
    assert sam.session == before


def test_a_card_that_there_is_not_is_not_offered(world: World) -> None:
    assert begun(world, one("which", card="lost")).labels == begun(world, one("which")).labels


def test_an_empty_label_is_meant_by_nothing_that_is_typed(world: World) -> None:
    sam = begun(world, listing("who"), SelectOne(**asked("one", 0, {}), source=FromWords("who")))
    sam.list_all("who", ("🙂", "Ada"))
    sam.say("purple")
    assert sam.said == [phrase(sam, "reply.no_match")]
    sam.say("1")
    assert sam.session.responses["one"].value is not None
