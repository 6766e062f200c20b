"""Conditions: three-valued, never raising, and the same as the naive evaluator says."""

import dataclasses
import inspect
from enum import Enum
from typing import Any

import naive
import naive_course
import naive_quotes
import pytest
from budget import examples
from hypothesis import given
from hypothesis import strategies as st
from made_flows import any_flows
from naive import ABSENT, place_of, thing

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
)
from bot.engine.flow import Calculate, Flow, Repeat, Say, Step, every_step
from bot.engine.items import LEVELS, at
from bot.engine.mentions import names
from bot.engine.questions import Listing, Number, Rank, SelectMultiple
from bot.engine.values import UNKNOWN, Result

ITEMS = st.sampled_from(["1", "2", "a"])
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


@examples(80)
@given(flow=any_flows(), data=st.data())
def test_every_condition_of_a_flow_is_worth_what_the_naive_evaluator_says(flow: Flow, data: st.DataObject) -> None:
    """At any item, whatever was answered there and at the others."""
    every = [step for step in every_step(flow.steps) if not isinstance(step, Say)]
    paths = st.tuples(ITEMS, ITEMS)
    answers: dict[str, Any] = {}
    for step in every * 2:
        drawn = data.draw(values_for(step))
        if drawn is not None:
            answers[at(step.id, data.draw(paths))] = drawn
    naively = {place_of(name, {}): value for name, value in answers.items()}
    for step in every_step(flow.steps):
        path = data.draw(paths)[: sum(sign in step.id for sign in LEVELS)]
        for condition in (step.when, getattr(step, "value", None)):
            if condition is not None:
                worth = evaluate(at(condition, path), answers)
                assert worth == naive_worth(condition, naively, dict(zip(LEVELS, path, strict=False)))


def values_for(step: Step | Repeat) -> st.SearchStrategy[Any]:
    """An answer that the step could have, or none."""
    codes = [option.code for option in getattr(step, "options", ())]
    match step:
        case Repeat():
            return st.sampled_from([None, (), ("1",), ("a", "1")])
        case Number() | Calculate():
            return st.sampled_from([None, 0, 1, 2.5])
        case SelectMultiple() | Rank():
            return st.sampled_from([None, tuple(codes[:2]), tuple(codes[1:])])
        case Listing():
            return st.sampled_from([None, ("ash",), ("ash", "oak")])
        case _:
            return st.sampled_from([None, *(codes or ["words"])])


def naive_worth(node: Expression, values: Any, env: dict[str, str]) -> Any:
    worth = thing(node, values, env)
    return UNKNOWN if worth is ABSENT else worth


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
    known = [each for module in (naive, naive_course, naive_quotes) for each in vars(module).values()]
    borrowed = [each for each in known if str(getattr(each, "__module__", "")).startswith("bot.engine")]
    assert not any(inspect.isfunction(each) for each in borrowed)
    assert all(dataclasses.is_dataclass(each) or issubclass(each, Enum) for each in borrowed)
