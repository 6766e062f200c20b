"""The survey of a flow: one pass in order, which finds the relevant steps and the answers that count.

Repeats are gone round here, options are offered, calculations made, so that what comes after sees a plain list of
steps. It must never change a session, and never decide what comes next: relevance.py does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.engine.expressions import Answers, at_items, evaluate, holds
from bot.engine.flow import Another, Calculate, Elements, Fixed, Flow, ItemsOf, Repeat, Say, Step
from bot.engine.items import at, mark
from bot.engine.offers import offered
from bot.engine.options import YES
from bot.engine.questions import Asked, Choice, Question, Quote, Scale, option_of
from bot.engine.session import Response, Session
from bot.engine.texts import OF_THE_COHORT
from bot.engine.values import UNKNOWN, Answer
from bot.engine.world import Figure, World

Met = Say | Question
"""A step that is shown or asked."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The relevant steps in order, at their items and with their options as offered now; the answers that count:
    those of relevant questions that were given, what was calculated, the items of repeats, earlier flows', figures of
    the group. `calculated` are the keys of the calculations among them. `passed` are the keys of what is not relevant,
    each with how many relevant steps come before it."""

    steps: tuple[Met, ...]
    answers: Answers
    places: Mapping[str, int]
    calculated: tuple[str, ...]
    passed: tuple[tuple[str, int], ...] = ()

    @property
    def live(self) -> frozenset[str]:
        return frozenset(self.places)

    def step(self, key: str | None) -> Met | None:
        place = None if key is None else self.places.get(key)
        return None if place is None else self.steps[place]

    def question(self, key: str | None) -> Question | None:
        step = self.step(key)
        return None if isinstance(step, Say) else step


def survey(flow: Flow, session: Session, world: World) -> Survey:
    """One pass in order: a condition sees the answers before it, and a question that is not relevant has none."""
    way = Way(flow, session, world)
    way.take_all(flow.steps, ())
    places: dict[str, int] = {step.id: place for place, step in enumerate(way.steps)}
    return Survey(tuple(way.steps), way.answers, places, tuple(way.calculated), tuple(way.passed))


class Way:
    """One pass through a flow. `answers` grows; once a step ended the flow, nothing more is taken."""

    def __init__(self, flow: Flow, session: Session, world: World) -> None:
        self.flow, self.session, self.world = flow, session, world
        self.responses = session.responses
        self.answers: dict[str, Answer] = dict(session.earlier)
        self.steps: list[Met] = []
        self.calculated: list[str] = []
        self.passed: list[tuple[str, int]] = []
        self.has_ended = False
        if world.figures:
            for key, value in session.earlier.items():
                self.reveal(key, value)

    def take_all(self, steps: tuple[Step | Repeat, ...], path: tuple[str, ...]) -> None:
        for step in self.flow.at(steps, path) if path else steps:
            if self.has_ended:
                return
            if step.when is not None and step.when.worth(self.answers) is not True:
                self.passed.append((step.id, len(self.steps)))
            elif isinstance(step, Asked):  # most are
                self.ask(step)
            else:
                self.take(step, path)

    def take(self, step: Say | Calculate | Repeat, path: tuple[str, ...]) -> None:
        match step:
            case Repeat():
                self.go_round(step, path)
            case Calculate():
                self.calculate(step)
            case Say():
                self.steps.append(step)
                self.has_ended = step.ends
            case _:
                assert_never(step)

    def calculate(self, step: Calculate) -> None:
        value = evaluate(step.value, self.answers)
        if value is not UNKNOWN:
            self.answers[step.id] = value
            self.calculated.append(step.id)

    def ask(self, question: Question) -> None:
        if isinstance(question, Choice) and (question.source is not None or question.shuffled):
            now = offered(question, self.answers, self.session, self.world)
            if now is None:
                return self.passed.append((question.id, len(self.steps)))
            question = now
        self.steps.append(question)
        response = self.responses.get(question.id)
        if response is not None and response.value is not None:
            self.count(question, response, response.value)
        return None

    def count(self, question: Question, response: Response, value: Answer) -> None:
        if not isinstance(question, Quote) or is_for_these_words(question, response, self.answers):
            self.answers[question.id] = value
            if self.world.figures:
                self.reveal(question.id, value)

    def go_round(self, repeat: Repeat, path: tuple[str, ...]) -> None:
        if isinstance(repeat.over, Another):
            return self.go_on_for_another(repeat, repeat.over, path)
        items = tuple(items_of(repeat.over, self.answers))
        self.answers[repeat.id] = items
        for item in items:
            self.take_all(repeat.steps, (*path, item))
        return None

    def go_on_for_another(self, repeat: Repeat, over: Another, path: tuple[str, ...]) -> None:
        """One turn, and one more after each yes."""
        for number in range(1, over.most + 1):
            item = str(number)
            self.answers[repeat.id] = tuple(str(each) for each in range(1, number + 1))
            self.take_all(repeat.steps, (*path, item))
            if number == over.most or self.has_ended:
                return
            self.take_all(over.asked, (*path, item))
            if self.answers.get(at(over.question.id, (*path, item))) != YES:
                return

    def reveal(self, key: str, value: Answer) -> None:
        """The group's figure, for a question that the person has answered; “don't know” is no answer."""
        figure, question = self.world.figures.get(key), self.flow.question(key)
        option = None if question is None else option_of(question, str(value))
        if figure is not None and isinstance(value, str) and option is not None and option.missing is None:
            order = question.order if isinstance(question, Scale) else ()
            self.answers |= {f"{OF_THE_COHORT}{key}.{name}": n for name, n in told(figure, value, order)}


def is_for_these_words(question: Question, response: Response, answers: Answers) -> bool:
    """A permission to quote is one for exactly the words it was given for: once they change, it counts no more."""
    return not isinstance(question, Quote) or (question.of, answers.get(question.of)) in response.basis


def told(figure: Figure, code: str, order: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """What a text may say of a figure: all people, those who answered the same, as far up or as far down the scale."""
    yield "n", figure.n
    yield "same", figure.counts.get(code, 0)
    if code in order:
        place = order.index(code)
        yield "same_or_more", sum(figure.counts.get(each, 0) for each in order[place:])
        yield "same_or_less", sum(figure.counts.get(each, 0) for each in order[: place + 1])


def items_of(over: Fixed | Elements | ItemsOf, answers: Answers) -> Iterator[str]:
    match over:
        case Fixed(codes):
            yield from codes
        case Elements(of, None):
            yield from dict.fromkeys(mark(words) for words in several(answers.get(of)))
        case Elements(of, codes):
            yield from (code for code in several(answers.get(of)) if codes is not None and code in codes)
        case ItemsOf(repeat, level, where):
            items = several(answers.get(repeat))
            conditions = [None] * len(items) if where is None else at_items(items, level, where)
            yield from (item for item, each in zip(items, conditions, strict=True) if holds(each, answers))
        case _:
            assert_never(over)


def several(answer: Answer | None) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else ()
