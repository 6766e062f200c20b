"""Conditions: three-valued, never raising, and the same as the naive evaluator says."""

import dataclasses
import inspect
from typing import Any

import naive
import pytest
from budget import examples
from hypothesis import given
from hypothesis import strategies as st
from made_flows import flows
from naive import truth

from bot.engine.expressions import (
    AllOf,
    AnswerTo,
    AnyOf,
    Compare,
    Count,
    Expression,
    IsAnswered,
    IsIn,
    Literal,
    Not,
    PositionOf,
    Sum,
    evaluate,
    holds,
    names,
)
from bot.engine.flow import Flow
from bot.engine.values import UNKNOWN, Result

TRUTH = {True: 1, False: 0, UNKNOWN: 0.5}
VALUES = st.sampled_from(["a", "b", ("a",), ("a", "b"), (), 0, 1, 2, True, False])
NAMES = st.sampled_from(["p", "q"])
ANSWERS = st.dictionaries(NAMES, st.sampled_from(["a", "b", "c", ("a",), ("b", "a")]))
LEAVES = st.one_of(
    VALUES.map(Literal),
    NAMES.map(AnswerTo),
    NAMES.map(lambda name: PositionOf(name, ("a", "b"))),
    st.builds(IsAnswered, NAMES, st.booleans()),
)


def branches(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Not),
        inner.map(Count),
        several.map(AllOf),
        several.map(AnyOf),
        st.builds(Compare, inner, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), inner),
        st.builds(IsIn, inner, inner, st.booleans()),
        st.builds(Sum, inner, st.sampled_from([1, -1]), inner),
    )


@examples(150)
@given(node=st.recursive(LEAVES, branches, max_leaves=12), answers=ANSWERS)
def test_evaluation_never_raises_whatever_is_put_together(node: Expression, answers: dict[str, Any]) -> None:
    assert evaluate(node, answers) is not None
    assert holds(node, answers) in (True, False)
    assert names(node) <= {"p", "q"}


@examples(100)
@given(left=LEAVES, right=LEAVES, answers=ANSWERS)
def test_not_equal_and_not_equals_agree(left: Expression, right: Expression, answers: dict[str, Any]) -> None:
    negated = evaluate(Not(Compare(left, "==", right)), answers)
    assert negated == evaluate(Compare(left, "!=", right), answers)
    assert evaluate(Not(IsIn(left, right)), answers) == evaluate(IsIn(left, right, negated=True), answers)


@examples(60)
@given(flow=flows(), data=st.data())
def test_every_condition_of_a_flow_is_worth_what_the_naive_evaluator_says(flow: Flow, data: st.DataObject) -> None:
    given_answers = {}
    for step in flow.steps:
        options = getattr(step, "options", ())
        codes = [option.code for option in options]
        drawn = data.draw(st.sampled_from([None, *codes, tuple(codes[:2])]))
        if drawn is not None and hasattr(step, "least") == isinstance(drawn, tuple):
            given_answers[step.id] = drawn
    for step in flow.steps:
        if step.when is not None:
            assert TRUTH[evaluate(step.when, given_answers)] == truth(step.when, given_answers)


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        (True, UNKNOWN, UNKNOWN, True),
        (False, UNKNOWN, False, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (True, False, False, True),
    ],
)
def test_unknown_is_neither_true_nor_false(first: Result, second: Result, both: Result, either: Result) -> None:
    operands = tuple(AnswerTo("nobody") if each is UNKNOWN else Literal(bool(each)) for each in (first, second))
    assert evaluate(AllOf(operands), {}) is both
    assert evaluate(AnyOf(operands), {}) is either
    assert evaluate(AllOf(operands[::-1]), {}) is both


def test_a_condition_that_ends_unknown_does_not_hold() -> None:
    unanswered = Compare(AnswerTo("q"), "==", Literal("a"))
    assert not holds(unanswered, {})
    assert not holds(Not(unanswered), {})
    assert holds(None, {})


def test_an_answer_off_the_scale_has_no_place_in_its_order() -> None:
    place = PositionOf("q", ("1", "2", "3"))
    assert evaluate(Compare(place, ">=", Literal(1)), {"q": "3"}) is True
    assert evaluate(Compare(place, ">=", Literal(1)), {"q": "1"}) is False
    assert evaluate(Compare(place, ">=", Literal(1)), {"q": "dk"}) is UNKNOWN


def test_picks_are_counted_and_sums_added() -> None:
    assert evaluate(Count(AnswerTo("q")), {"q": ("a", "b")}) == 2
    assert evaluate(Count(AnswerTo("q")), {"q": "a"}) == 1
    assert evaluate(Count(AnswerTo("q")), {}) is UNKNOWN
    assert evaluate(Sum(Count(AnswerTo("q")), -1, Literal(1)), {"q": ("a", "b")}) == 1
    assert evaluate(Sum(AnswerTo("q"), 1, Literal(1)), {"q": "a"}) is UNKNOWN


def test_the_naive_evaluator_shares_no_function_with_the_engine() -> None:
    borrowed = [each for each in vars(naive).values() if getattr(each, "__module__", "").startswith("bot.engine")]
    assert not any(inspect.isfunction(each) for each in borrowed)
    assert all(dataclasses.is_dataclass(each) for each in borrowed)
