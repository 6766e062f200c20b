"""Conditions: what they are worth against a naive reading of their own, what is refused, and where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from flow_scopes import COMFORT, SCOPE, WITH_FAULTY
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.expressions import Compare, IsAnswered, Literal, PositionOf, evaluate, holds
from bot.engine.values import UNKNOWN, Answer
from bot.flows.conditions import parse_condition
from bot.flows.expression_source import Mistake

Answers = Mapping[str, Answer]


def mistakes_in(text: str) -> list[Mistake]:
    return parse_condition(text, SCOPE)[1]


# A naive reading: every leaf is written down beside a function over the answers; None is unknown.


@dataclass(frozen=True)
class Naive:
    text: str
    worth: Callable[[Answers], bool | None]


SIGNS: dict[str, Callable[[int, int], bool]] = {
    "==": int.__eq__,
    "!=": int.__ne__,
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
}
POINTS = {"1": 0, "2": 1, "3": 2}


def of_one(name: str, worth: Callable[[str], bool]) -> Callable[[Answers], bool | None]:
    return lambda answers: worth(str(answers[name])) if name in answers else None


def on_scale(sign: str, point: str) -> Callable[[Answers], bool | None]:
    def worth(answers: Answers) -> bool | None:
        answer = answers.get("comfort")
        if sign in ("==", "!=") and answer is not None:
            return (answer == point) is (sign == "==")
        return SIGNS[sign](POINTS[str(answer)], POINTS[point]) if answer in POINTS else None

    return worth


def counted(sign: str, more: int, n: int) -> Callable[[Answers], bool | None]:
    return lambda answers: SIGNS[sign](len(answers["kinds"]) + more, n) if "kinds" in answers else None


def answered(name: str, negated: bool) -> Callable[[Answers], bool | None]:
    return lambda answers: (answers.get(name, "dk") != "dk") is not negated


sign = st.sampled_from(sorted(SIGNS))
leaf = st.one_of(
    st.builds(
        lambda code, same: Naive(
            f"role {same} '{code}'", of_one("role", lambda role: (role == code) is (same == "=="))
        ),
        st.sampled_from(["lead", "other"]),
        st.sampled_from(["==", "!="]),
    ),
    st.builds(lambda s, point: Naive(f"comfort {s} {point}", on_scale(s, point)), sign, st.sampled_from("123")),
    st.builds(
        lambda s, point: Naive(f"{point} {s} comfort", on_scale(s.translate(str.maketrans("<>", "><")), point)),
        sign,
        st.sampled_from("123"),
    ),
    st.builds(
        lambda code, word: Naive(
            f"'{code}' {word} kinds",
            lambda answers: (code in answers["kinds"]) is (word == "in") if "kinds" in answers else None,
        ),
        st.sampled_from(["people", "places", "money"]),
        st.sampled_from(["in", "not in"]),
    ),
    st.builds(
        lambda s, more, n: Naive(f"count(kinds) + {more} {s} {n}", counted(s, more, n)),
        sign,
        st.integers(0, 2),
        st.integers(-1, 4),
    ),
    st.just(Naive("role in ['lead', 'other']", of_one("role", lambda role: role in ("lead", "other")))),
    st.builds(
        lambda name, negated: Naive(f"{name} is {'not ' if negated else ''}answered", answered(name, negated)),
        st.sampled_from(["role", "comfort", "kinds", "story"]),
        st.booleans(),
    ),
)


def negation(part: Naive) -> Naive:
    def worth(answers: Answers) -> bool | None:
        inner = part.worth(answers)
        return None if inner is None else not inner

    return Naive(f"not ({part.text})", worth)


def conjunction(left: Naive, right: Naive) -> Naive:
    def worth(answers: Answers) -> bool | None:
        pair = (left.worth(answers), right.worth(answers))
        return False if False in pair else None if None in pair else True

    return Naive(f"({left.text} and {right.text})", worth)


def disjunction(left: Naive, right: Naive) -> Naive:
    def worth(answers: Answers) -> bool | None:
        pair = (left.worth(answers), right.worth(answers))
        return True if True in pair else None if None in pair else False

    return Naive(f"({left.text} or {right.text})", worth)


conditions = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(negation, inner), st.builds(conjunction, inner, inner), st.builds(disjunction, inner, inner)
    ),
    max_leaves=6,
)
answers_given = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["lead", "other"]),
        "comfort": st.sampled_from(["1", "2", "3", "dk"]),
        "kinds": st.lists(st.sampled_from(["people", "places", "money"]), unique=True, min_size=1).map(tuple),
        "story": st.text(min_size=1, max_size=5).filter(lambda words: words != "dk"),
    },
)


@settings(deadline=None, max_examples=300)
@given(conditions, answers_given)
def test_a_condition_is_worth_what_a_naive_reading_says(condition: Naive, answers: Answers) -> None:
    expression, mistakes = parse_condition(condition.text, SCOPE)
    assert [each.code for each in mistakes] in ([], ["C603"])  # a long one may pass the limit
    if not mistakes:
        expected = condition.worth(answers)
        assert evaluate(expression, answers) == (UNKNOWN if expected is None else expected)
        assert holds(expression, answers) is (expected is True)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    _, mistakes = parse_condition(text, SCOPE)
    assert all(0 <= each.at <= len(text) for each in mistakes)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "role",
                "comfort",
                "kinds",
                "story",
                "'lead'",
                "2",
                "and",
                "or",
                "not",
                "in",
                "is",
                "answered",
                "(",
                ")",
                "[",
                ",",
                "]",
                "==",
                "<",
                "+",
                "count",
                "#",
            ]
        ),
        max_size=14,
    )
)
def test_no_shuffled_words_of_the_language_make_it_raise(pieces: list[str]) -> None:
    expression, mistakes = parse_condition(" ".join(pieces), SCOPE)
    if not mistakes:
        assert evaluate(expression, {"role": "lead", "comfort": "2", "kinds": ("people",)}) in (True, False, UNKNOWN)


@pytest.mark.parametrize(
    ("attack", "column"),
    [
        ("9**9**9 > 1", 0),
        ("'a'*10**9 == 'x'", 0),
        ("role.__class__ == 'lead'", 0),
        ("role == 'lead' and ().__class__.__bases__[0]", 19),
        ("__import__('os').system('ls')", 0),
        ("(lambda: 1)()", 0),
        ("[x for x in kinds] == 1", 0),
        ("f'{role}' == 'lead'", 0),
        ("role == 'lead' if comfort else kinds", 0),
        ("(role := 'lead') == 'lead'", 1),
        ("count(*kinds) > 1", 0),
        ("count(kinds, kinds) > 1", 6),
        ("count(kinds, role, story) > 1", 0),
        ("kinds[0] == 'people'", 0),
        ("1 << 99999 > 1", 0),
        ("True", 0),
        ("1j < count(kinds)", 0),
        ("1e99 < count(kinds)", 0),
        ("9999999999999999 < count(kinds)", 0),
        ("await_(role)", 0),
        ("...", 0),
    ],
)
def test_an_attack_is_refused_with_its_column(attack: str, column: int) -> None:
    first = mistakes_in(attack)[0]
    assert first.code in ("C601", "C602", "C604")
    assert first.at == column


@pytest.mark.parametrize(
    "deep", ["(" * 300 + "1" + ")" * 300, "not " * 100 + "x", "-" * 400 + "1", "role == 'lead' and " * 40, "[" * 499]
)
def test_a_deep_or_long_condition_is_refused(deep: str) -> None:
    assert mistakes_in(deep)[0].code in ("C601", "C603")


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("confort >= 2", "F301", "confort"),
        ("role == other", "F301", "other"),
        ("ending is answered", "F302", "ending"),
        ("hello is answered", "F310", "hello"),
        ("role == 'leed'", "F305", "'leed'"),
        ("role in ['lead', 'boss']", "F305", "'boss'"),
        ("'peeple' in kinds", "F305", "'peeple'"),
        ("comfort > 9", "F305", "9"),
        ("comfort >= 'dk'", "C604", "'dk'"),
        ("kinds == 'people'", "C604", "kinds == 'people'"),
        ("role > 'lead'", "C604", "role > 'lead'"),
        ("story == 'x'", "C604", "story == 'x'"),
        ("story > 3", "C604", "story > 3"),
        ("'lead' in role", "C604", "'lead' in role"),
        ("comfort + 1 > 2", "C604", "comfort"),
        ("count(role) > 1", "C604", "role"),
        ("comfort == role", "C604", "comfort == role"),
        ("kinds", "C605", "kinds"),
        ("count(kinds) - 1", "C605", "count(kinds) - 1"),
        ("1 < count(kinds) < 3", "C602", "1 < count(kinds) < 3"),
        ("role is 'lead'", "C602", "role is 'lead'"),
        ("role == 'lead' # because", "C601", "#"),
        ("role = 'lead'", "C601", "="),
        ("role == ’lead", "C601", "’"),
        ("role == ‘leed’", "F305", "‘leed’"),
        ("role == “”", "F305", "“”"),
        ("", "C601", ""),
    ],
)
def test_a_mistake_is_found_where_it_stands(text: str, code: str, found: str) -> None:
    mistakes = mistakes_in(text)
    assert [each.code for each in mistakes] == [code]
    assert text[mistakes[0].at :].startswith(found)


def test_every_part_of_an_and_is_checked_in_one_run() -> None:
    mistakes = mistakes_in("rolle == 'lead' and (kinds == 'people' or not comfort > 9)")
    assert [each.code for each in mistakes] == ["F301", "C604", "F305"]


def test_columns_count_letters_and_not_bytes() -> None:
    text = "role == 'été' or rolle == 'lead'"
    assert [text[each.at : each.at + each.width] for each in mistakes_in(text)] == ["'été'", "rolle"]


def test_a_condition_over_several_lines_keeps_its_places() -> None:
    text = "role == 'lead'\n  and rolle == 'lead'"
    assert [text[each.at :][:5] for each in mistakes_in(text)] == ["rolle"]


def test_ordered_scales_compare_by_position() -> None:
    expression, _ = parse_condition("2 <= comfort", SCOPE)
    assert expression == Compare(PositionOf("comfort", COMFORT.order), ">=", Literal(1))


def test_two_questions_on_one_scale_compare() -> None:
    expression, mistakes = parse_condition("comfort > worry", SCOPE)
    assert not mistakes
    assert holds(expression, {"comfort": "3", "worry": "1"})
    assert not holds(expression, {"comfort": "dk", "worry": "1"})


@pytest.mark.parametrize(("answers", "told"), [({}, False), ({"comfort": "dk"}, False), ({"comfort": "2"}, True)])
def test_dont_know_is_no_answer(answers: Answers, told: bool) -> None:
    assert holds(parse_condition("comfort is answered", SCOPE)[0], answers) is told
    assert holds(parse_condition("comfort is not answered", SCOPE)[0], answers) is not told


def test_a_question_without_such_an_option_is_simply_answered() -> None:
    assert parse_condition("role is answered", SCOPE)[0] == IsAnswered("role")


def test_naming_a_question_that_is_itself_faulty_is_no_further_mistake() -> None:
    assert parse_condition("faulty == 'anything' and role == 'lead'", WITH_FAULTY)[1] == []


@pytest.mark.parametrize("text", ["role == ‘lead’", "role == “lead”", "role == ’lead’", "role\u00a0== 'lead'"])
def test_curly_marks_and_no_break_spaces_are_read_as_they_are_meant(text: str) -> None:
    assert parse_condition(text, SCOPE) == parse_condition("role == 'lead'", SCOPE)
