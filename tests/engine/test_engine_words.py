"""Texts: what becomes of slots, filters, choices, loops and figures, in both languages."""

from dataclasses import replace

import pytest
from chat import Chat
from few_steps import asked, begun, both, equals, listing, number, one, say, several, turns, typed, words
from made_words import options

from bot.engine.effects import Act, Press
from bot.engine.events import LanguageChosen, Returned
from bot.engine.expressions import AnswerTo, Count, Expression, IsAnswered, Item
from bot.engine.questions import Day, Scale, StepId
from bot.engine.relevance import answers_to_pass_on
from bot.engine.texts import Either, ForEach, Part, Run, SettingSlot, Slot, Style, Text, Words
from bot.engine.world import Figure, World

HERE, WITHIN = "\ue000", "\ue001"


def quoted(world: World, *parts: Part, language: str = "en", **answers: str) -> str:
    """What a message says after these answers; the other questions are skipped."""
    day = Day(**asked("day", 0, {"required": False}))
    questions = (several("kinds", required=False), number("n", required=False), day)
    sam = begun(world, *questions, say("m", *parts), language=language)
    for question in questions:
        sam.say(answers[question.id]) if question.id in answers else sam.answer(question, None)
    return sam.said[0].partition(") ")[2]


@pytest.mark.parametrize(
    ("language", "n", "shown"),
    [
        ("en", "0", "0 answers"),
        ("en", "1", "1 answer"),
        ("en", "1200", "1,200 answers"),
        ("fr", "0", "0\u00a0réponse"),
        ("fr", "1", "1\u00a0réponse"),
        ("fr", "2", "2\u00a0réponses"),
        ("fr", "1200", "1\u00a0200\u00a0réponses"),
    ],
)
def test_a_number_takes_the_word_that_fits_it(world: World, language: str, n: str, shown: str) -> None:
    forms = {"en": ("answer", "answers"), "fr": ("réponse", "réponses")}[language]
    assert quoted(world, Slot(AnswerTo("n"), plural=forms), language=language, n=n) == shown


@pytest.mark.parametrize(
    ("filters", "fallback", "kinds", "shown"),
    [
        ((), None, "1", "Apple pie"),
        (("lower",), None, "1, 2", "apple pie; bread and butter"),
        (("lower_first",), None, "1", "apple pie"),
        (("upper_first",), "nothing", None, "Nothing"),
        ((), None, None, ""),
    ],
)
def test_an_answer_is_shown_by_its_label_as_the_filters_say(
    world: World, filters: tuple[str, ...], fallback: str | None, kinds: str | None, shown: str
) -> None:
    slot = Slot(AnswerTo("kinds"), filters, fallback)
    assert quoted(world, slot, **({} if kinds is None else {"kinds": kinds})) == shown


@pytest.mark.parametrize(
    ("language", "filters", "shown"),
    [
        ("en", (), "May\u00a01,\u00a02027"),
        ("fr", (), "1er\u00a0mai\u00a02027"),
        ("en", ("month",), "May\u00a02027"),
        ("fr", ("month", "upper_first"), "Mai\u00a02027"),
    ],
)
def test_a_date_is_shown_whole_or_by_its_month(
    world: World, language: str, filters: tuple[str, ...], shown: str
) -> None:
    assert quoted(world, Slot(AnswerTo("day"), filters), language=language, day="2027-05-01") == shown


def test_a_date_that_was_not_given_has_words_of_its_own(world: World) -> None:
    assert quoted(world, Slot(AnswerTo("day"), ("month",), "later")) == "later"


def test_an_option_with_a_short_label_is_quoted_by_it_and_shown_by_its_long_one(world: World) -> None:
    long, other = options("a", "b")
    sam = begun(world, one("role", (replace(long, short=both(typed("pie"))), other)), say("m", Slot(AnswerTo("role"))))
    assert sam.labels[0] == "Apple pie"
    sam.tap("Apple pie")
    assert sam.said[0] == "m (en) pie"
    sam = begun(world, one("role", (replace(long, short=both(typed("pie"))), other)))
    sam.say("pie")
    assert sam.records == {"role": "a"}


@pytest.mark.parametrize(("kinds", "shown"), [("1", "one"), ("2", "other"), (None, "other")])
def test_one_of_two_is_said_and_without_an_answer_the_second(world: World, kinds: str | None, shown: str) -> None:
    either = Either(equals("n", 1), (typed("one"),), (typed("other"),))
    assert quoted(world, either, **({} if kinds is None else {"n": kinds})) == shown


def test_a_style_and_a_link_are_kept_and_typed_words_are_never_markup(world: World) -> None:
    parts = (
        Words(Run("see ")),
        Words(Run("the law", href="https://example.org")),
        Slot(AnswerTo("why"), style=Style.BOLD),
    )
    sam = begun(world, words("why"), say("m", *parts))
    sam.say("**b** [x](y)")
    runs = sam.sends[0].message.runs
    assert Run("the law", href="https://example.org") in runs
    assert Run("**b** [x](y)", Style.BOLD) in runs


def test_a_setting_is_printed_as_it_was_filled_in(world: World) -> None:
    asked_world = replace(world, settings={"en": {"host": "The Garden"}, "fr": {"host": "Le Jardin"}})
    sam = begun(asked_world, one("role"), say("m", SettingSlot("host"), SettingSlot("unknown")))
    sam.tap("Apple pie")
    assert sam.said[0] == "m (en) The Garden"


def test_a_loop_in_a_loop_goes_round_the_inner_items_of_each_outer_one(world: World) -> None:
    inner = turns("inner", words("said", depth=2), codes=("x", "y"), depth=1)
    once = ForEach(f"inner@{HERE}", 1, None, (Slot(AnswerTo(f"said@{HERE}.{WITHIN}")),), as_list=True)
    sam = begun(world, turns("outer", inner), say("m", ForEach("outer", 0, None, (once, typed(". ")))))
    for said in ("a", "b", "c", "d"):
        sam.say(said)
    assert sam.said[0] == "m (en) a and b. c and d. "


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_counted_is_counted_in_a_text(world: World, language: str) -> None:
    sam = begun(world, listing("who"), say("m", Slot(Count(AnswerTo("who")))), language=language)
    sam.list_all("who", ("Ada", "Ben"))
    assert sam.said[0] == f"m ({language}) 2"


def test_each_variant_of_a_text_is_drawn_anew_when_it_would_say_something_else(world: World) -> None:
    variant = Either(equals("role", "a"), (typed("first"),), (typed("second"),))
    sam = begun(world, one("role"), say("m", variant), one("last"))
    sam.tap("Apple pie")
    assert sam.said[0] == "m (en) first"
    sam.happen(LanguageChosen(sam.at, "fr"))
    assert sam.said == ["last (fr) "]
    sam.press(Press(Act.CHANGE, StepId("role")))
    sam.pick("role", "c")
    assert sam.said == ["m (fr) second", "last (fr) "]


# The group's figures

POINTS = ("a", "b", "c")
SCALE = Scale(**asked("comfort", 0, {"required": False}), options=options(*POINTS, "dk"))
FIGURES = {"comfort": Figure(9, {"a": 4, "b": 3, "c": 2})}


def cohort(name: str) -> Expression:
    return AnswerTo(f"cohort.comfort.{name}")


REVEAL = Either(
    IsAnswered("cohort.comfort.n"),
    (Slot(cohort("same_or_more")), typed(" of "), Slot(cohort("n")), typed(", "), Slot(cohort("same"))),
    (typed("later"),),
)


def revealed(world: World, answer: str | None, figures: dict[str, Figure]) -> Chat:
    sam = begun(replace(world, figures=figures), SCALE, say("m", REVEAL, Slot(cohort("same_or_less"), fallback="…")))
    sam.answer(SCALE, answer)
    return sam


@pytest.mark.parametrize(("answer", "shown"), [("a", "9 of 9, 44"), ("b", "5 of 9, 37"), ("c", "2 of 9, 29")])
def test_a_figure_is_shown_to_who_has_answered(world: World, answer: str, shown: str) -> None:
    assert revealed(world, answer, FIGURES).said[0] == f"m (en) {shown}"


def test_a_figure_is_not_shown_to_who_has_not(world: World) -> None:
    assert revealed(world, None, FIGURES).said[0] == "m (en) later…"


def test_a_figure_that_may_not_be_shown_is_not_there(world: World) -> None:
    assert revealed(world, "a", {}).said[0] == "m (en) later…"
    assert revealed(world, "a", {"other": FIGURES["comfort"]}).said[0] == "m (en) later…"


def test_a_figure_is_not_shown_to_who_does_not_know(world: World) -> None:
    assert revealed(world, "dk", FIGURES).said[0] == "m (en) later…"


def test_a_message_is_not_said_again_because_others_have_answered(world: World) -> None:
    sam = revealed(world, "a", FIGURES)
    sam.world = replace(sam.world, figures={"comfort": Figure(10, {"a": 5, "b": 3, "c": 2})})
    sam.happen(Returned(sam.at))
    assert not any("m (en)" in words for words in sam.said)


def test_the_figures_of_the_group_are_passed_on_to_no_later_flow(world: World) -> None:
    sam = revealed(world, "a", FIGURES)
    assert answers_to_pass_on(sam.flow, sam.session, sam.world) == {"small.comfort": "a"}


def test_a_text_knows_which_questions_it_hangs_on() -> None:
    text = Text({"en": (Slot(AnswerTo("a")), REVEAL, Slot(Item("b", HERE)), Either(equals("c", "x"), ()))})
    assert text.quotes == {"a", "c"}
