"""Dependencies: which questions a step reads besides those in its condition, and which question is behind a name.

It must never look at answers.
"""

from bot.engine.expressions import Expression
from bot.engine.flow import Another, Calculate, Elements, Fixed, Flow, ItemsOf, Repeat, Say, Step
from bot.engine.items import name_of
from bot.engine.mentions import names
from bot.engine.questions import Asked, Choice, FreeText
from bot.engine.texts import OF_THE_COHORT

NOWHERE = ""
"""Behind what hangs on no question."""


def reads(step: Step | Repeat) -> frozenset[str]:
    """The keys of what a step quotes, borrows options from, is made of, or is compared with. A calculation's condition
    counts too: nothing else shows it."""
    match step:
        case Say():
            return step.quotes
        case Calculate():
            return names(step.value) | names(step.when)
        case Repeat():
            return frozenset(step.looks_back_on.values()).union(*(reads(each) for each in step.steps))
        case _:
            return step.quotes | names(constraint_of(step)) | compared_with(step)


def constraint_of(question: Asked) -> Expression | None:
    return None if question.constraint is None else question.constraint.condition


def compared_with(question: Asked) -> frozenset[str]:
    """The earlier questions that this one is paired with, or that are offered as its answer."""
    match question:
        case Choice(pairs_with=pair, looks_back_on=back):
            return frozenset(each for each in (pair, back) if each is not None)
        case FreeText(pairs_with=pair, suggests=suggests):
            return frozenset(suggests) if pair is None else frozenset((pair, *suggests))
        case _:
            return frozenset()


def reads_of_repeat(repeat: Repeat) -> frozenset[str]:
    """What decides for which items a repeat is gone through."""
    match repeat.over:
        case Elements(of):
            return frozenset({of})
        case ItemsOf(earlier, _, where):
            return frozenset({earlier}) | names(where)
        case Fixed() | Another():
            return frozenset()


def origin(key: str, flow: Flow) -> str:
    """The name of the step whose answer a key stands for: of a repeat, what decides how often it is gone through."""
    name = name_of(key)
    repeat = flow.repeats.get(name)
    if name.startswith(OF_THE_COHORT):
        return NOWHERE
    if repeat is None or is_matrix(repeat) or repeat in flow.borrowed_repeats:
        return name
    match repeat.over:
        case Elements(of) | ItemsOf(of):
            return origin(of, flow)
        case Another(question):
            return name_of(question.id)
        case Fixed():
            return NOWHERE


def is_matrix(repeat: Repeat) -> bool:
    """A repeat over items that have labels: what an author writes as one question."""
    return bool(repeat.options)
