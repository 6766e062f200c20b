"""A second opinion: conditions, relevance and what is live, written again in the plainest way.

It reads the engine's dataclasses and must never call a function of the engine: two programs with one mistake agree.
Truth is a number: 1 is true, 0 is false, one half is unknown; “and” is the least, “or” the greatest, “not” 1 - x.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

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
)
from bot.engine.flow import Flow, Say, Step
from bot.engine.session import Session

Answers = Mapping[str, Any]
MAYBE = 0.5
ABSENT = object()


def truth(node: Expression, answers: Answers) -> float:
    """1, 0 or one half."""
    if isinstance(node, AllOf):
        return min((truth(each, answers) for each in node.operands), default=1)
    if isinstance(node, AnyOf):
        return max((truth(each, answers) for each in node.operands), default=0)
    if isinstance(node, Not):
        return 1 - truth(node.operand, answers)
    if isinstance(node, IsAnswered):
        return float((node.name in answers) != node.negated)
    if isinstance(node, Literal):
        return float(bool(node.value))
    return relation(node, answers)


def relation(node: Expression, answers: Answers) -> float:
    if isinstance(node, IsIn):
        item, container = thing(node.item, answers), thing(node.container, answers)
        return MAYBE if ABSENT in (item, container) else float((item in container) != node.negated)
    assert isinstance(node, Compare)
    left, right = thing(node.left, answers), thing(node.right, answers)
    if left is ABSENT or right is ABSENT:
        return MAYBE
    table = {"==": left == right, "!=": left != right}
    if isinstance(left, int):
        table |= {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    return float(table[node.operator])


def thing(node: Expression, answers: Answers) -> Any:
    """A value that can be compared, or ABSENT."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, AnswerTo):
        return answers.get(node.name, ABSENT)
    if isinstance(node, PositionOf):
        return {code: at for at, code in enumerate(node.order)}.get(answers.get(node.name), ABSENT)
    if isinstance(node, Count):
        counted = thing(node.operand, answers)
        return counted if counted is ABSENT else len([counted] if isinstance(counted, str) else counted)
    assert isinstance(node, Sum)
    left, right = thing(node.left, answers), thing(node.right, answers)
    return ABSENT if ABSENT in (left, right) else left + node.sign * right


def relevant(flow: Flow, values: Mapping[str, Any]) -> list[Step]:
    """The steps that count when the questions' latest values are `values`; None is a skip."""
    answers: dict[str, Any] = {}
    steps = []
    for step in flow.steps:
        if step.when is None or truth(step.when, answers) == 1:
            steps.append(step)
            if values.get(step.id) is not None:
                answers[step.id] = values[step.id]
    return steps


def answers_of(flow: Flow, session: Session) -> dict[str, Any]:
    """What conditions and texts can see: the given answers of relevant questions."""
    values = {name: response.value for name, response in session.responses.items()}
    live = {step.id for step in relevant(flow, values)}
    return {name: value for name, value in values.items() if name in live and value is not None}


def live(flow: Flow, session: Session) -> dict[str, tuple[Any, Any]]:
    """The responses that count: kind and value, by question."""
    values = {name: response.value for name, response in session.responses.items()}
    kept = {step.id for step in relevant(flow, values)}
    return {name: (each.kind, each.value) for name, each in session.responses.items() if name in kept}


def awaited(flow: Flow, session: Session) -> str | None:
    """The first relevant question without a response that fits what it quotes now; the cursor is not looked at."""
    answers = answers_of(flow, session)
    values = {name: response.value for name, response in session.responses.items()}
    for step in relevant(flow, values):
        response = session.responses.get(step.id)
        if not isinstance(step, Say) and (response is None or dict(response.basis) != quotes(step.ask, answers)):
            return step.id
    return None


def quotes(text: object, answers: Answers) -> dict[str, Any]:
    """What the words would quote now."""
    return {name: answers.get(name) for name in mentioned(text)}


def mentioned(thing: object) -> set[str]:
    """Every question named anywhere inside, found by walking whatever there is."""
    if isinstance(thing, AnswerTo | PositionOf | IsAnswered):
        return {thing.name}
    if isinstance(thing, Mapping):
        return set().union(*(mentioned(each) for each in thing.values()))
    if isinstance(thing, tuple):
        return set().union(*(mentioned(each) for each in thing))
    if is_dataclass(thing):
        return set().union(*(mentioned(getattr(thing, each.name)) for each in fields(thing) if each.name != "quotes"))
    return set()
