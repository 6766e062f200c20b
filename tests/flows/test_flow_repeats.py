"""Repeats: how often their steps are gone through, what is named inside, and what is said of them afterwards."""

import pytest
from small_flows import (
    DATASETS,
    PARTS,
    ROLE,
    USERS,
    WORRIES,
    answer,
    asked,
    flow_of,
    heard,
    say,
    step_of,
    talk_of,
    told,
)

from bot.engine.flow import Another, Elements, Fixed, ItemsOf, Repeat

BYE = say("bye", "Bye")
EARLIER = {
    "earlier.datasets": ("1", "2"),
    "earlier.datasets@1": "x",
    "earlier.name@1": "Members",
    "earlier.name@2": "Meals",
    "earlier.worry@1": "1",
    "earlier.worry@2": "2",
}


def repeat(over: str, *steps: str, name: str = "each") -> str:
    inner = "".join("    " + line + "\n" for step in steps for line in step.splitlines())
    return f"- repeat: {name}\n  {over}\n  steps:\n{inner}"


def another(most: int, *steps: str) -> str:
    words = (
        "{ask: {en: Another?, fr: Un autre?}, yes: {en: 'Yes', fr: Oui}, no: {en: 'No', fr: Non}, most: " + f"{most}}}"
    )
    return repeat(f"another: {words}", *steps)


def repeat_of(*steps: str) -> Repeat:
    made = step_of(*steps)
    assert isinstance(made, Repeat)
    return made


NAME = asked("name", "text")


# How often


def test_a_number_of_times() -> None:
    steps = (repeat("count: 3", asked("name", "text", words="Name of {{ item }}")), BYE)
    assert repeat_of(steps[0]).over == Fixed(("1", "2", "3"))
    talk = talk_of(*steps)
    assert [heard(talk)[-1], *answer(talk, "a"), *answer(talk, "b")] == ["Name of 1?", "Name of 2?", "Name of 3?"]
    assert answer(talk, "c")[0] == "Bye en"


def test_once_per_pick_and_never_for_an_option_that_is_no_pick() -> None:
    about = asked("why", "text", words="Why {{ item|lower }}")
    assert repeat_of(WORRIES, repeat("over: worries", about)).over == Elements("worries", ("misuse", "law"))
    talk = talk_of(WORRIES, repeat("over: worries", about), BYE)
    assert answer(talk, "The law", "Done ▶") == ["Why the law?"]
    assert answer(talk, "x")[0] == "Bye en"
    assert answer(talk_of(WORRIES, repeat("over: worries", about), BYE), "I don’t know", "Done ▶")[0] == "Bye en"


def test_once_per_text_of_a_list() -> None:
    about = asked("why", "text", words="Why {{ item }}")
    assert repeat_of(USERS, repeat("over: users", about)).over == Elements("users")
    talk = talk_of(USERS, repeat("over: users", about), BYE)
    assert answer(talk, "Board", "Team", "Done ▶") == ["Why Board?"]
    assert answer(talk, "x") == ["Why Team?"]


def test_once_and_again_after_each_yes_up_to_a_number() -> None:
    made = repeat_of(another(2, NAME))
    assert isinstance(made.over, Another)
    assert (made.over.most, made.over.question.id.partition("@")[0]) == (2, "each_more")
    talk = talk_of(another(2, NAME), BYE)
    assert answer(talk, "a") == ["Another?"]
    assert answer(talk, "Yes") == ["name?"]
    assert answer(talk, "b")[0] == "Bye en", "two is the most"


def test_the_question_about_another_turn_is_named_after_its_repeat() -> None:
    assert told(another(3, NAME), say("a", "A", "any(each where each_more == 'no')")) == []
    assert told(another(3, NAME), asked("each_more", "text")) == ["F303"]


def test_once_per_item_of_an_earlier_repeat_for_which_a_condition_holds() -> None:
    about = asked("place", "text", words="Where is {{ item.name|default('it') }}")
    over = repeat("over: earlier.datasets\n  where: item.worry >= 2", about)
    made = repeat_of(over)
    assert isinstance(made.over, ItemsOf)
    assert made.over.repeat == "earlier.datasets"
    talk = talk_of(over, BYE, earlier=EARLIER)
    assert heard(talk) == ["Where is Meals?"]
    assert answer(talk, "x")[0] == "Bye en"
    assert heard(talk_of(over, BYE))[0] == "Bye en", "somebody who never answered the earlier flow"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ("when: role == 'lead'", "S216"),
        ("count: 2\n  over: worries", "S216"),
        ("count: 1", "S206"),
        ("count: 21", "S206"),
        ("over: role", "F323"),
        ("over: story", "F323"),
        ("over: usres", "F301"),
        ("over: bye", "F302"),
        ("over: earlier.datasets\n  where: worry >= 7", "F305"),
        ("over: earlier.datasets\n  where: item.worrry == 1", "F301"),
    ],
)
def test_a_repeat_goes_over_what_has_several_elements(over: str, code: str) -> None:
    steps = (ROLE, WORRIES, USERS, asked("story", "text"), repeat(over, NAME), asked("bye", "list"))
    assert told(*steps) == [code]


# Inside


def test_inside_names_are_those_of_the_current_item() -> None:
    steps = repeat("count: 2", NAME, say("said", "Here {{ name }}", "name is answered"))
    assert told(steps) == []
    talk = talk_of(steps)
    assert answer(talk, "a")[0] == "Here a en"
    assert answer(talk, "b")[0] == "Here b en"


def test_a_condition_inside_may_be_about_the_item_and_about_what_was_before() -> None:
    about = asked("why", "text", "when: item == 'law' and role == 'lead'")
    assert told(ROLE, WORRIES, repeat("over: worries", about)) == []
    talk = talk_of(ROLE, WORRIES, repeat("over: worries", about), BYE)
    assert answer(talk, "Leading", "Misuse", "The law", "Done ▶") == ["why?"]
    assert told(ROLE, WORRIES, repeat("over: worries", asked("why", "text", "when: item == 'lawn'"))) == ["F305"]


def test_repeats_stand_two_deep_and_no_deeper() -> None:
    inner = repeat("over: worries", asked("who", "text", words="Who of {{ name }}: {{ item }}"), name="inner")
    twice = repeat("count: 2", NAME, inner)
    assert told(WORRIES, twice) == []
    talk = talk_of(WORRIES, twice)
    assert answer(talk, "The law", "Done ▶", "a") == ["Who of a: The law?"]
    deepest = repeat("count: 2", asked("deep", "text"), name="deepest")
    assert told(WORRIES, repeat("count: 2", repeat("over: worries", deepest, name="inner"))) == ["F325"]


@pytest.mark.parametrize(
    "step",
    [
        PARTS,
        asked("which", "select_one", "options_from: {items_of: parts, where: item >= 2}"),
        say("a", "A", "count(parts where item >= 2) > 1"),
        say("a", "{% for parts %}x{% endfor %}"),
    ],
)
def test_nothing_goes_through_items_three_deep(step: str) -> None:
    inside = step.replace("id: parts", "id: grid")
    deep = repeat("count: 2", repeat("over: worries", inside, name="inner"))
    assert told(WORRIES, PARTS, deep) == ["F325"]
    assert told(WORRIES, PARTS, repeat("over: worries", inside)) == []


def test_a_matrix_may_stand_in_a_repeat() -> None:
    talk = talk_of(repeat("count: 2", PARTS))
    assert heard(talk) == ["How well?\n\nTo read maps (1/2)"]
    assert answer(talk, "On my own", "On my own") == ["How well?\n\nTo read maps (1/2)"]


def test_ids_that_do_not_fit_into_a_button_are_told() -> None:
    wide = asked("w" * 24, "select_one", "options_from: {options_of: worries}")
    assert told(WORRIES, repeat("over: worries", wide)) == []
    option = "options: [{id: " + "o" * 16 + ", label: {en: O, fr: Ô}}, {id: b, label: {en: B, fr: Bé}}]"
    kinds = asked("kinds", "select_multiple", option)
    assert told(kinds, repeat("over: kinds", wide.replace("worries", "kinds"))) == ["S215"]
    assert told(PARTS.replace("id: parts", f"id: {'p' * 24}").replace("id: maps", f"id: {'m' * 16}")) == []
    codes = PARTS.replace("id: parts", f"id: {'p' * 24}").replace("scale: able", "scale: wide")
    assert told(codes) == ["F306"]


# From outside


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("count(datasets) == 2", None),
        ("count(datasets where worry >= 2 and name is answered) >= 1", None),
        ("any(datasets where worry == 'dk')", None),
        ("not any(datasets where item.worry == 'dk')", None),
        ("name is answered", "F317"),
        ("worry >= 2", "F317"),
        ("datasets is answered", "C604"),
        ("datasets", "C604"),
        ("count(datasets where worry)", "C605"),
        ("any(datasets)", "C602"),
        ("any(role where role == 'lead')", "C604"),
        ("count(datasets where wory >= 2) > 1", "F301"),
        ("count(datasets where any(datasets where worry >= 2)) > 1", None),
    ],
)
def test_from_outside_a_repeat_is_counted_or_searched(condition: str, code: str | None) -> None:
    assert told(ROLE, DATASETS, say("a", "A", condition)) == ([] if code is None else [code])


def test_an_aggregate_is_worth_what_was_answered() -> None:
    steps = (DATASETS, say("a", "A", "count(datasets where worry >= 2) == 1 and any(datasets where worry == 1)"), BYE)
    assert answer(talk_of(*steps), "x", "On my own", "y", "With help")[0] == "A en"
    assert answer(talk_of(*steps), "x", "On my own", "y", "On my own")[0] == "Bye en"


def test_an_aggregate_looks_back_from_inside_another_repeat() -> None:
    inside = say(
        "a", "{{ item }}: {{ list(datasets.name)|default('none') }}", "count(datasets where name is answered) == 2"
    )
    steps = (DATASETS, repeat("count: 2", NAME.replace("id: name", "id: more"), inside))
    assert told(*steps) == []
    talk = talk_of(*steps)
    assert answer(talk, "x", "On my own", "y", "With help", "z")[0] == "1: x and y en"


@pytest.mark.parametrize(
    ("condition", "quoted"),
    [
        ("count(datasets where story is answered) == 0", "story"),
        ("count(datasets where worry >= 2 and role == 'lead') == 0", "role"),
        ("not any(datasets where worry >= 2 and role == 'lead')", "role"),
    ],
)
def test_an_aggregate_proves_nothing_about_a_question_outside_of_it(condition: str, quoted: str) -> None:
    optional = ROLE.replace("  type:", "  required: false\n  type:")
    story = asked("story", "text", "required: false")
    assert told(optional, story, DATASETS, say("a", f"{{{{ {quoted} }}}}", condition)) == ["W504"]


def test_every_flow_after_it_may_look_back_on_a_repeat() -> None:
    condition = "count(earlier.datasets where worry >= 2) == 1 and not any(earlier.datasets where name is not answered)"
    steps = (say("a", "A", condition), BYE)
    assert told(*steps) == []
    assert heard(talk_of(*steps, earlier=EARLIER))[0] == "A en"
    assert heard(talk_of(*steps))[0] == "Bye en"
    assert told(say("a", "A", "earlier.worry >= 2")) == ["F317"]
    assert [each.id for each in flow_of(*steps).borrowed_repeats] == ["earlier.datasets"]
