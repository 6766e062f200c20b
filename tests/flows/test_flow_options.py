"""Options: written out, shared, or taken from another question, its answer, a matrix or a setting."""

from dataclasses import replace

import pytest
from small_flows import (
    PARTS,
    PHRASES,
    ROLE,
    USERS,
    WORLD,
    WORRIES,
    answer,
    asked,
    buttons,
    flow_of,
    heard,
    question_of,
    say,
    talk_of,
    told,
)

from bot.engine.flow import Flow
from bot.engine.options import FromAnswer, FromItems, FromSetting, FromWords
from bot.engine.questions import Choice, FreeText, SelectMultiple
from bot.engine.values import Kind
from bot.flows.talk import Talk

BYE = say("bye", "Bye")


def choice_of(*steps: str) -> Choice:
    question = question_of(*steps)
    assert isinstance(question, Choice)
    return question


def most(source: str) -> str:
    return asked("most", "select_one", f"options_from: {{{source}}}")


def offered(talk: Talk, *replies: str) -> list[str]:
    """The options of the question that comes after these replies, without what every question has besides."""
    answer(talk, *replies)
    return [each for each in buttons(talk) if not each.startswith(("◀", "Français"))]


def test_a_list_of_choices_is_shared() -> None:
    flow = flow_of(WORRIES, asked("worst", "select_one", "choices: worries"))
    first, second = flow.questions
    assert isinstance(first, Choice)
    assert isinstance(second, Choice)
    assert first.options == second.options
    assert [(each.code, each.exclusive, each.missing) for each in first.options] == [
        ("misuse", False, None),
        ("law", False, None),
        ("none", True, None),
        ("dk", True, Kind.DONT_KNOW),
    ]


@pytest.mark.parametrize(
    "source", ["", "options: [], choices: worries", "choices: worries, options_from: {options_of: role}"]
)
def test_options_come_from_one_place(source: str) -> None:
    assert set(told(ROLE, asked("it", "select_one", source))) <= {"S212", "S213"}
    assert told(ROLE, asked("it", "select_one", source))


@pytest.mark.parametrize(
    "source", ["otherwise: all", "options_of: role, answer_to: role", "setting: agenda, items_of: parts"]
)
def test_borrowed_options_come_from_one_place(source: str) -> None:
    assert told(ROLE, PARTS, most(source)) == ["S213"]


def test_all_options_of_a_question_with_some_of_its_own_after_them() -> None:
    also = "options_of: worries, also: [{id: other, specify: true, label: {en: Another, fr: Un autre}}]"
    talk = talk_of(WORRIES, most(also), BYE)
    assert offered(talk, "The law", "Done ▶") == ["Misuse", "The law", "None of these", "I don’t know", "Another"]
    assert answer(talk, "Another")[-1] == PHRASES.say("en", "question.specify")


def test_only_what_was_picked_is_offered_and_no_option_for_no_answer() -> None:
    question = choice_of(WORRIES, most("answer_to: worries"))
    assert question.source == FromAnswer("worries", frozenset({"misuse", "law"}), or_all=False)
    assert [each.code for each in question.options] == ["misuse", "law"]
    assert offered(talk_of(WORRIES, most("answer_to: worries"), BYE), "The law", "Done ▶") == ["The law"]


def test_without_a_pick_the_question_is_left_out_or_offers_everything() -> None:
    skipping = talk_of(WORRIES, most("answer_to: worries"), BYE)
    assert answer(skipping, "None of these", "Done ▶")[0] == "Bye en"
    every = talk_of(WORRIES, most("answer_to: worries, otherwise: all"), BYE)
    assert offered(every, "None of these", "Done ▶") == ["Misuse", "The law"]


def test_the_words_of_a_list_are_options() -> None:
    assert choice_of(USERS, most("answer_to: users")).source == FromWords("users")
    talk = talk_of(USERS, most("answer_to: users"), say("said", "You chose {{ most|default('?') }}"))
    assert offered(talk, "Our board", "Our team", "Done ▶") == ["Our board", "Our team"]
    assert answer(talk, "Our team")[0] == "You chose Our team en"


def test_the_items_of_a_matrix_are_options_where_a_condition_holds() -> None:
    question = choice_of(PARTS, most("items_of: parts, where: item >= 2"))
    assert isinstance(question.source, FromItems)
    assert (question.source.of, question.source.codes) == ("parts", frozenset({"maps", "tables"}))
    talk = talk_of(PARTS, most("items_of: parts, where: item >= 2"), BYE)
    assert offered(talk, "With help", "On my own") == ["Tables"], "short names are for buttons"
    nothing = talk_of(PARTS, most("items_of: parts, where: item >= 2"), BYE)
    assert answer(nothing, "With help", "I don’t know")[0] == "Bye en"


def test_the_items_of_an_earlier_matrix_are_options_too() -> None:
    steps = (most("items_of: earlier.factors, where: item == 1"), BYE)
    earlier = {
        "earlier.factors": ("mindset", "culture"),
        "earlier.factors@mindset": "1",
        "earlier.factors@culture": "2",
    }
    assert "Mindset" in buttons(talk_of(*steps, earlier=earlier))
    assert "Culture" not in buttons(talk_of(*steps, earlier=earlier))
    assert heard(talk_of(*steps))[0] == "Bye en"


def test_the_lines_of_a_setting_are_options_in_each_language() -> None:
    assert choice_of(most("setting: agenda")).source == FromSetting("agenda")
    assert "Talks" in buttons(talk_of(most("setting: agenda")))
    assert "Échanges" in buttons(talk_of(most("setting: agenda"), language="fr"))
    without = replace(WORLD, lists={})
    assert heard(talk_of(most("setting: agenda"), BYE, world=without))[0] == "Bye en"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("options_of: story", "F322"),
        ("answer_to: story", "F322"),
        ("items_of: role", "F322"),
        ("options_of: rolle", "F301"),
        ("answer_to: most", "F302"),
        ("setting: host_org", "F326"),
        ("setting: agendas", "F326"),
        ("items_of: parts, where: item == 7", "F305"),
        ("items_of: parts, where: item", "C605"),
        ("options_of: role, also: [{id: lead, label: {en: Boss, fr: Chef}}]", "F304"),
    ],
)
def test_options_are_not_taken_from_where_there_are_none(source: str, code: str) -> None:
    assert told(ROLE, PARTS, asked("story", "text"), most(source)) == [code]


def test_codes_of_borrowed_options_are_checked_in_conditions() -> None:
    assert told(WORRIES, most("answer_to: worries"), say("a", "A", "most == 'law'")) == []
    assert told(WORRIES, most("answer_to: worries"), say("a", "A", "most == 'dk'")) == ["F305"]
    assert told(most("setting: agenda"), say("a", "A", "most == 'Maps'")) == ["C604"]
    assert told(most("setting: agenda"), say("a", "A", "most is answered")) == []


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("options_of: worries", []),
        ("answer_to: worries", ["W504"]),
        ("answer_to: worries, otherwise: all", []),
        ("answer_to: users", ["W504"]),
        ("items_of: parts, where: item >= 2", ["W504"]),
        ("items_of: parts, where: item >= 2, otherwise: all", []),
        ("setting: agenda", ["W504"]),
    ],
)
def test_a_question_that_may_be_left_out_is_quoted_with_words_for_none(source: str, codes: list[str]) -> None:
    certain = WORRIES.replace("choices: worries", "options_from: {options_of: role}")
    assert told(ROLE, certain, USERS, PARTS, most(source), say("a", "{{ most }}")) == codes


# Other, and what else an option can be


def test_a_few_words_are_asked_for_after_other_and_can_be_named() -> None:
    role = ROLE.replace("id: other,", "id: other, specify: {en: 'Which role?', fr: 'Quel rôle?'},")
    steps = (role, say("said", "So: {{ role_other|default('?') }}", "role_other is answered"), BYE)
    words = flow_of(*steps).question("role_other")
    assert isinstance(words, FreeText)
    assert (words.required, words.share) == (False, "facilitators")
    assert answer(talk_of(*steps), "Other") == ["Which role?"]
    assert answer(talk_of(*steps), "Other", "Cook")[0] == "So: Cook en"
    assert answer(talk_of(*steps), "Leading")[0] == "Bye en"


def test_each_of_several_others_has_words_of_its_own() -> None:
    options = (
        "options: [{id: a-b, specify: true, label: {en: A, fr: Ah}}, {id: c, specify: true, label: {en: C, fr: Cé}}]"
    )
    assert [each.id for each in flow_of(asked("it", "select_multiple", options)).questions] == ["it", "it_a_b", "it_c"]


def test_the_name_of_the_few_words_is_never_longer_than_a_name() -> None:
    name = "a" * 24
    options = "options: [{id: other, specify: true, label: {en: A, fr: Ah}}, {id: c, label: {en: C, fr: Cé}}]"
    assert [each.id for each in flow_of(asked(name, "select_one", options)).questions] == [name, "a" * 18 + "_other"]


@pytest.mark.parametrize("first", [True, False])
def test_no_step_may_have_the_name_of_the_few_words(first: bool) -> None:
    steps = (ROLE.replace("id: other,", "id: other, specify: true,"), asked("role_other", "text"))
    assert told(*(steps if first else reversed(steps))) == ["F303"]


def test_an_option_that_explains_is_no_answer() -> None:
    role = ROLE.replace("id: other,", "id: other, explain: {en: 'Anything else.', fr: 'Tout le reste.'},")
    talk = talk_of(role, BYE)
    assert answer(talk, "Other")[0] == "Anything else."
    assert answer(talk, "Leading")[0] == "Bye en"


def test_shuffled_options_keep_what_is_pinned_and_what_is_no_answer() -> None:
    labels = ", ".join(f"{{id: o{n}, label: {{en: O{n}, fr: Ô{n}}}}}" for n in range(8))
    pinned = "{id: top, pinned: true, label: {en: Top, fr: Haut}}"
    last = "{id: none, exclusive: true, label: {en: None, fr: Aucun}}"
    talk = talk_of(asked("it", "select_multiple", f"shuffle: true, options: [{pinned}, {labels}, {last}]"))
    shown = [each.removeprefix("☐ ") for each in buttons(talk)][:10]
    assert (shown[0], shown[9]) == ("Top", "None")
    assert sorted(shown[1:9]) == [f"O{n}" for n in range(8)]
    assert shown[1:9] != [f"O{n}" for n in range(8)]


def test_a_short_name_stands_where_the_answer_is_quoted() -> None:
    role = ROLE.replace("id: lead,", "id: lead, short: {en: lead, fr: direction},")
    assert answer(talk_of(role, say("a", "You: {{ role }}")), "Leading")[0] == "You: lead en"


@pytest.mark.parametrize(("least", "most_", "code"), [("1", "4", None), ("3", "2", "S210"), ("1", "5", "S210")])
def test_as_many_as_there_are_can_be_picked(least: str, most_: str, code: str | None) -> None:
    found = told(asked("it", "select_multiple", f"choices: worries, min: {least}, max: {most_}"))
    assert found == ([] if code is None else [code])


def test_a_rank_takes_the_first_few() -> None:
    rank = asked("it", "rank", "options_from: {options_of: worries}, most: 2")
    talk = talk_of(WORRIES, rank, say("a", "{{ it }}", "'law' in it and count(it) == 2"))
    assert answer(talk, "Misuse", "Done ▶", "The law", "Misuse", "Done ▶")[0] == "The law and Misuse en"


def test_multiple_picks_are_listed_as_a_sentence_lists_them() -> None:
    assert isinstance(question_of(WORRIES), SelectMultiple)
    talk = talk_of(WORRIES, say("a", "{{ worries|lower|default('none') }}"), language="fr")
    assert answer(talk, "Un mauvais usage", "La loi", "Terminé ▶")[0] == "un mauvais usage et la loi fr"


def test_a_flow_remembers_which_earlier_questions_it_reads() -> None:
    flow: Flow = flow_of(most("options_of: earlier.kinds"), say("a", "{{ earlier.hope|default('?') }}"))
    assert set(flow.borrowed) == {"earlier.hope"}
