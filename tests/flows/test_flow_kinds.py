"""Every kind of question: what its keys become, and what its answers are worth afterwards."""

from time import process_time

import pytest
from small_flows import (
    DATASETS,
    PARTS,
    ROLE,
    USERS,
    WORRIES,
    answer,
    asked,
    compiled,
    flow_of,
    heard,
    question_of,
    say,
    step_of,
    talk_of,
    told,
)

from bot.engine import questions
from bot.engine.expressions import AllOf, Compare, IsAnswered
from bot.engine.flow import Calculate, Repeat, Say
from bot.flows.patterns import NotAPattern, linear

KINDS = {
    "select_one": ("choices: worries", questions.SelectOne),
    "select_multiple": ("choices: worries, min: 1, max: 2", questions.SelectMultiple),
    "rank": ("choices: worries, most: 2", questions.Rank),
    "scale": ("scale: able", questions.Scale),
    "number": ("min: 0, max: 9.5, decimals: 1, unit: {en: km, fr: km}", questions.Number),
    "date": ("min: 2026-01-01, max: today", questions.Day),
    "time": ("", questions.Hour),
    "text": ("max_length: {en: 300, fr: 360}, multiline: false", questions.FreeText),
    "reflection": ("share: facilitators", questions.Reflection),
    "list": ("min: 2, most: 3, max_length: 40", questions.Listing),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_becomes_its_kind_of_question(kind: str) -> None:
    more, wanted = KINDS[kind]
    assert type(question_of(asked("it", kind, more))) is wanted


def test_a_question_keeps_the_limits_that_it_was_given() -> None:
    number, day = (
        question_of(asked("it", "number", KINDS["number"][0])),
        question_of(asked("it", "date", KINDS["date"][0])),
    )
    listing, text = (
        question_of(asked("it", "list", KINDS["list"][0])),
        question_of(asked("it", "text", KINDS["text"][0])),
    )
    assert isinstance(number, questions.Number)
    assert isinstance(day, questions.Day)
    assert isinstance(listing, questions.Listing)
    assert isinstance(text, questions.FreeText)
    assert (number.least, number.most, number.decimals) == (0, 9.5, 1)
    assert (day.earliest, day.latest) == ("2026-01-01", "today")
    assert (listing.least, listing.most, listing.longest) == (2, 3, 40)
    assert (text.longest, text.one_line) == ({"en": 300, "fr": 360}, True)


@pytest.mark.parametrize(
    ("more", "needed", "soft"), [("", True, False), ("required: false", False, False), ("required: soft", False, True)]
)
def test_required_is_true_false_or_soft(more: str, needed: bool, soft: bool) -> None:
    question = question_of(asked("it", "time", more))
    assert (question.required, question.soft) == (needed, soft)


def test_every_question_may_have_a_hint_a_card_a_title_and_be_sensitive() -> None:
    more = "hint: {en: Roughly., fr: À peu près.}, card: places, short: {en: Time, fr: Heure}, sensitive: true"
    question = question_of(asked("it", "time", more))
    assert question.hint is not None
    assert question.title is not None
    assert (question.card, question.sensitive) == ("places", True)
    assert answer(talk_of(asked("it", "time", more)), "Which places?")[0] == "There are five."


def test_a_constraint_is_about_the_new_value() -> None:
    more = "constraint: it > 3, constraint_message: {en: More than three., fr: Plus de trois.}"
    talk = talk_of(asked("it", "number", more), say("bye", "Bye"))
    assert answer(talk, "3") == ["More than three."]
    assert answer(talk, "4")[-1] == "Bye en"


def test_a_constraint_may_name_earlier_questions_and_no_later_ones() -> None:
    assert told(asked("low", "number"), asked("high", "number", "constraint: high >= low")) == []
    assert told(asked("low", "number", "constraint: low <= high"), asked("high", "number")) == ["F302"]


# Patterns


def test_a_pattern_takes_the_whole_answer_or_nothing() -> None:
    talk = talk_of(asked("it", "text", "pattern: '[A-Z][0-9][A-Z]|x'"), say("bye", "Bye"))
    assert "Bye en" not in answer(talk, "H2X and more")
    assert "Bye en" not in answer(talk, "xx")
    assert answer(talk, "H2X")[-1] == "Bye en"


EVIL = ("(a+)+", "(a|a)*", "(a|aa)+", "([a-z]+)*", "(.*a){20}", "(x+x+)+y", r"(\w+\s?)*", "(a?){30}a{30}")


@pytest.mark.parametrize("pattern", EVIL)
def test_no_pattern_takes_longer_than_the_answer_is_long(pattern: str) -> None:
    made = linear(pattern)
    begun = process_time()
    made.fits("a" * 4000 + "!")
    made.fits("x" * 4000 + "!")
    assert process_time() - begun < 2  # generous; with backtracking these take years


@pytest.mark.parametrize(
    "pattern", ["(?=a)a", "(?!a)b", "(?<=a)b", "(?<!a)b", r"(a)\1", "(", "[a", "a)|(?:b", "a{9999999}", "*", "a" * 201]
)
def test_what_needs_backtracking_or_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(NotAPattern) as refusal:
        linear(pattern)
    assert str(refusal.value)
    assert "\n" not in str(refusal.value)


# Calculations


def test_a_calculation_is_made_anew_when_an_answer_changes() -> None:
    shown = say("sum", "{{ older|default('?') }}")
    talk = talk_of(asked("age", "number"), "- {id: older, type: calculate, value: age + 10 - 1}\n", shown)
    assert answer(talk, "30")[-1] == "39 en"
    assert (
        type(flow_of("- {id: one, type: calculate, value: '1'}\n", shown.replace("older", "one")).steps[0]) is Calculate
    )


@pytest.mark.parametrize(
    "value", ["count(worries) + 1", "role == 'lead'", "not (count(worries) > 2)", "age - 0.5", "-3"]
)
def test_a_calculation_is_a_number_or_a_truth(value: str) -> None:
    assert told(ROLE, WORRIES, asked("age", "number"), f'- {{id: it, type: calculate, value: "{value}"}}\n') == []


@pytest.mark.parametrize("value", ["role", "'lead'", "role + 1", "story", "true", "9999999999999999", "1e400"])
def test_nothing_else_is_calculated(value: str) -> None:
    problems = told(ROLE, asked("story", "text"), f'- {{id: it, type: calculate, value: "{value}"}}\n')
    assert problems
    assert set(problems) <= {"C602", "C604", "F301"}


def test_a_calculation_may_lack_a_value_so_a_text_needs_words_for_none() -> None:
    older = "- {id: older, type: calculate, value: age + 10}\n"
    assert told(asked("age", "number"), older, say("bye", "{{ older }}")) == ["W504"]
    assert told(asked("age", "number"), older, say("bye", "{{ older|default('?') }}")) == []
    assert told(asked("age", "number"), older, say("bye", "Bye", "older >= 30 and older is answered")) == []


# Matrices


def test_a_matrix_asks_each_item_in_a_message_of_its_own_and_says_how_far_it_is() -> None:
    talk = talk_of(PARTS)
    assert heard(talk) == ["How well?\n\nTo read maps (1/2)"]
    assert answer(talk, "On my own") == ["How well?\n\nTo read tables (2/2)"]


def test_an_item_of_a_matrix_is_named_with_a_point() -> None:
    steps = (PARTS, say("a", "Alone: {{ parts.maps|default('?') }}", "parts.maps >= 1"), say("b", "Bye"))
    assert told(*steps) == []
    assert answer(talk_of(*steps), "On my own", "With help")[0] == "Alone: On my own en"
    assert answer(talk_of(*steps), "I don’t know", "With help")[0] == "Bye en"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("parts.maps == 2 and parts.tables != 'dk'", None),
        ("parts.maps > parts.tables", None),
        ("count(parts where item >= 2) == 2", None),
        ("any(parts where item == 'dk')", None),
        ("count(parts) == 2", None),
        ("parts.mapps == 2", "F301"),
        ("parts.maps == 3", "F305"),
        ("any(parts where item == 3)", "F305"),
        ("parts == 2", "C604"),
        ("parts is answered", "C604"),
        ("maps == 2", "F301"),
    ],
)
def test_a_matrix_is_compared_item_by_item_or_counted(condition: str, code: str | None) -> None:
    assert told(PARTS, say("a", "A", condition)) == ([] if code is None else [code])


def test_an_item_with_a_hyphen_is_named_without_it() -> None:
    hyphened = PARTS.replace("id: maps", "id: big-maps")
    assert told(hyphened, say("a", "A", "parts.big_maps >= 2")) == []
    talk = talk_of(hyphened, say("a", "A", "parts.big_maps >= 2"), say("b", "Bye"))
    assert answer(talk, "On my own", "With help")[0] == "A en"


# Asked again, looked back on


def test_the_same_question_is_asked_word_for_word_and_paired() -> None:
    again = question_of("- {id: judge_now, same_as: earlier.judge}\n")
    assert isinstance(again, questions.Scale)
    assert (again.id, again.pairs_with, again.order) == ("judge_now", "earlier.judge", ("1", "2"))
    assert heard(talk_of("- {id: judge_now, same_as: earlier.judge}\n")) == ["Can you judge?"]


@pytest.mark.parametrize("name", ["needs-assessment.judge", "needs_assessment.judge"])
def test_an_earlier_flow_is_named_with_hyphens_or_without(name: str) -> None:
    assert told(f"- {{id: again, same_as: {name}}}\n", say("a", "A", f"{name} >= 2 and again == 1")) == []


def test_a_question_that_is_asked_again_has_its_own_condition_and_need() -> None:
    again = question_of(ROLE, "- {id: again, same_as: earlier.judge, when: role == 'lead', required: soft}\n")
    assert (again.required, again.soft) == (False, True)
    assert again.when is not None


@pytest.mark.parametrize("name", ["role", "earlier.explain", "earlier.factors", "earlier.datasets", "earlier.users"])
def test_what_would_not_be_the_same_question_is_not_asked_again(name: str) -> None:
    assert told(ROLE, f"- {{id: again, same_as: {name}}}\n") == ["F315"]


def test_a_scale_and_the_items_of_a_matrix_look_back_on_an_earlier_answer() -> None:
    scale = question_of(asked("it", "scale", "scale: able, retrospective_of: earlier.judge"))
    matrix = step_of(PARTS.replace("id: maps,", "id: maps, retrospective_of: earlier.judge,"))
    assert isinstance(scale, questions.Scale)
    assert isinstance(matrix, Repeat)
    assert (scale.looks_back_on, matrix.looks_back_on) == ("earlier.judge", {"maps": "earlier.judge"})


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Looking back?", []),
        ("You hoped for {{ earlier.hope|default('?') }}. Looking back?", []),
        ("You said {{ earlier.judge|default('?') }}. Looking back?", ["W518"]),
        ("{% if earlier.judge >= 2 %}You could.{% endif %} Looking back?", ["W518"]),
    ],
)
def test_who_looks_back_does_not_see_the_earlier_answer(words: str, codes: list[str]) -> None:
    scale = asked("it", "scale", "scale: able, retrospective_of: earlier.judge").replace("it?", words)
    matrix = PARTS.replace("How well?", words).replace("id: maps,", "id: maps, retrospective_of: earlier.judge,")
    french = words.replace("You", "Vous").replace("Looking back", "Avec le recul")
    assert set(told(scale.replace("it, oui?", french))) == set(codes)
    assert set(told(matrix.replace("À quel point?", french))) == set(codes)


# Review and quote


def test_a_review_lists_what_was_answered_of_its_questions() -> None:
    review = asked("recap", "review", "of: [role, story]")
    story = asked("story", "text", "when: role == 'other', short: {en: Story, fr: Récit}")
    (leading,) = answer(talk_of(ROLE, story, asked("age", "number"), review), "Leading", "3")
    assert "1. Your role?: Leading" in leading
    assert "Story" not in leading
    assert "age" not in leading
    (other,) = answer(talk_of(ROLE, story, review), "Other", "I was there.")
    assert "2. Story: I was there." in other


@pytest.mark.parametrize(
    ("of", "code"), [("[rolle]", "F301"), ("[datasets]", "F324"), ("[hello]", "F310"), ("[]", "S212")]
)
def test_a_review_is_of_questions(of: str, code: str) -> None:
    assert told(ROLE, DATASETS, say("hello", "Hello"), asked("recap", "review", f"of: {of}")) == [code]


STORY = asked("story", "text", "required: false, share: report")
QUOTE = """\
- id: story_quote
  type: quote
  of: story
  ask: {en: "May we print “{{ story }}”?", fr: "Pouvons-nous publier «\u00a0{{ story }}\u00a0»?"}
  options:
    - {id: none, label: {en: No, fr: Non}}
    - {id: role, label: {en: With my role, fr: Avec mon rôle}}
"""


def test_a_quote_is_asked_only_when_there_are_words_to_print() -> None:
    assert answer(talk_of(STORY, QUOTE, say("bye", "Bye")), "I was there.") == ["May we print “I was there.”?"]
    assert answer(talk_of(STORY, QUOTE, say("bye", "Bye")), "/skip")[0] == "Bye en"


def test_a_quote_adds_its_own_condition_to_that() -> None:
    quote = question_of(ROLE, STORY, QUOTE.replace("  of: story", "  of: story\n  when: role == 'lead'"))
    assert isinstance(quote.when, AllOf)
    assert [type(each) for each in quote.when.operands] == [IsAnswered, Compare]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("id: none", "id: no", "S221"),
        ("id: role", "id: nickname", "S221"),
        ("of: story", "of: role", "F319"),
        ("of: story", "of: users", "F319"),
        ("of: story", "of: storry", "F301"),
        ("“{{ story }}”", "your words", "F328"),
    ],
)
def test_a_quote_shows_the_words_of_a_text_and_knows_its_options(before: str, after: str, code: str) -> None:
    quote = QUOTE.replace(before, after).replace(
        "«\u00a0{{ story }}\u00a0»", "vos mots" if code == "F328" else "{{ story }}"
    )
    assert code in told(
        ROLE, USERS, STORY.replace("report", "none"), quote.replace("{{ story }}", "{{ story|default('?') }}")
    )


@pytest.mark.parametrize("kind", ["text", "reflection", "list"])
def test_words_for_the_report_need_a_quote(kind: str) -> None:
    assert told(asked("words", kind, "share: report")) == ["F318"]
    assert told(asked("words", kind, "share: facilitators")) == []
    assert told(STORY, QUOTE) == []


# Endings


def test_an_ending_closes_the_flow_for_those_whom_it_is_for() -> None:
    steps = (ROLE, "- {id: bye, end: {en: Until then, fr: À bientôt}, when: role == 'lead'}\n", say("more", "More"))
    assert told(*steps) == []
    assert answer(talk_of(*steps), "Leading")[0] == "Until then"
    assert answer(talk_of(*steps), "Other")[0] == "More en"


def test_nobody_comes_to_what_stands_after_an_ending_for_everybody() -> None:
    ending = "- {id: bye, end: {en: Until then, fr: À bientôt}}\n"
    assert told(ROLE, ending) == []
    assert told(ending, ROLE, say("more", "More")) == ["F314"]
    assert len(compiled(ending, ROLE, say("more", "More")).problems) == 1
    assert isinstance(step_of(ending), Say)
