"""A second opinion on a session: what is relevant, offered, live, settled and awaited.

One recursion over the templates, with the values that are known so far. It must never call a function of the engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from naive import ABSENT, SIGNS, Env, Key, Values, name_for, place_of, thing, truth, written
from naive_quotes import quotes

from bot.engine.flow import Another, Calculate, Elements, Fixed, Flow, ItemsOf, Repeat, Say
from bot.engine.options import FromAnswer, FromItems, FromSetting, FromWords, Option
from bot.engine.questions import Choice, Consent, Question, Quote, Rank, Review, SelectMultiple
from bot.engine.session import Session
from bot.engine.texts import Run, Text, Words
from bot.engine.values import Kind
from bot.engine.world import World


@dataclass(frozen=True)
class Met:
    """A message or a question at its items; `options` are those on offer."""

    step: Say | Question
    env: Env
    options: tuple[Option, ...] = ()

    @property
    def at(self) -> Key:
        return place_of(self.step.id, self.env)

    @property
    def key(self) -> str:
        return written(self.at)

    @property
    def question(self) -> Question:
        """As it is put."""
        fields = {"options": self.options} if isinstance(self.step, Choice) else {}
        return replace(self.step, id=self.key, **fields)  # type: ignore[arg-type, return-value]


@dataclass
class Course:
    """What a session comes to. `given` are all responses, each with the words it was given for; `values` those that
    count, calculations, items of repeats."""

    flow: Flow
    given: Mapping[Key, tuple[Any, Mapping[str, Any]]]
    world: World
    values: dict[Key, Any] = field(default_factory=dict)
    met: list[Met] = field(default_factory=list)
    calculated: dict[Key, Any] = field(default_factory=dict)
    over: bool = False

    def go(self, steps: "tuple[Any, ...]", env: Env) -> None:
        for step in steps:
            if not self.over and truth(step.when, self.values, env) == 1:
                self.meet(step, env)

    def meet(self, step: Any, env: Env) -> None:
        if isinstance(step, Repeat):
            self.turn(step, env)
        elif isinstance(step, Calculate):
            value = thing(step.value, self.values, env)
            if value is not ABSENT:
                self.calculated[place_of(step.id, env)] = self.values[place_of(step.id, env)] = value
        elif isinstance(step, Say):
            self.met.append(Met(step, env))
            self.over = step.ends
        else:
            self.ask(step, env)

    def ask(self, question: Question, env: Env) -> None:
        on_offer = offered(question, self.values, env, self.world)
        if on_offer is not None:
            self.met.append(Met(question, env, on_offer))
            value, told = self.given.get(place_of(question.id, env), (None, {}))
            if value is not None and not self.is_for_other_words(question, env, told):
                self.values[place_of(question.id, env)] = value

    def is_for_other_words(self, question: Question, env: Env, told: Mapping[str, Any]) -> bool:
        """Who permits to quote permits to quote what they then saw."""
        if not isinstance(question, Quote):
            return False
        of = place_of(question.of, env)
        return bool(told[written(of)] != self.values.get(of))

    def turn(self, repeat: Repeat, env: Env) -> None:
        at, sign = place_of(repeat.id, env), SIGNS[len(env)]
        if not isinstance(repeat.over, Another):
            self.values[at] = tuple(items(repeat.over, self.values, env))
            for item in self.values[at]:
                self.go(repeat.steps, {**env, sign: item})
            return
        number, more = 0, True
        while more and number < repeat.over.most and not self.over:
            number += 1
            inner = {**env, sign: str(number)}
            self.values[at] = tuple(str(each) for each in range(1, number + 1))
            self.go(repeat.steps, inner)
            if number < repeat.over.most and not self.over:
                self.ask(repeat.over.question, inner)
                more = self.values.get(place_of(repeat.over.question.id, inner)) == "yes"


def items(over: Fixed | Elements | ItemsOf, values: Values, env: Env) -> Iterator[str]:
    if isinstance(over, Fixed):
        yield from over.codes
    elif isinstance(over, ItemsOf):
        for item in values.get(place_of(over.repeat, env), ()):
            if truth(over.where, values, {**env, SIGNS[over.level]: item}) == 1:
                yield item
    else:
        answer = values.get(place_of(over.of, env), ())
        wanted = answer if over.codes is None else [code for code in answer if code in over.codes]
        yield from dict.fromkeys(wanted if over.codes is not None else map(name_for, wanted))


def offered(question: Question, values: Values, env: Env, world: World) -> tuple[Option, ...] | None:
    """What can be chosen, in no order that means anything; None when nothing is left to ask."""
    if not isinstance(question, Choice):
        return ()
    match question.source:
        case None:
            return question.options
        case FromWords(of):
            made = [new_option(name_for(words), {"": words}) for words in values.get(place_of(of, env), ())]
            return (*made, *question.options) if made else None
        case FromSetting(name):
            lines = {language: lists.get(name, ()) for language, lists in world.lists.items()}
            most = max((len(each) for each in lines.values()), default=0)
            made = [
                new_option(str(n + 1), {k: each[n] for k, each in lines.items() if n < len(each)}) for n in range(most)
            ]
            return (*made, *question.options) if made else None
        case FromAnswer(of, codes, or_all):
            answer = values.get(place_of(of, env), ())
            picked = set(answer if isinstance(answer, tuple) else (answer,))
        case FromItems(of, codes, or_all, level, where):
            turns = values.get(place_of(of, env), ())
            picked = {item for item in turns if truth(where, values, {**env, SIGNS[level]: item}) == 1}
    if picked & set(codes):
        return tuple(each for each in question.options if each.code not in codes or each.code in picked)
    return question.options if or_all else None


def new_option(code: str, words: Mapping[str, str]) -> Option:
    return Option(code, Text({language: (Words(Run(said)),) for language, said in words.items()}))  # type: ignore[arg-type]


def course(flow: Flow, session: Session, world: World) -> Course:
    """The whole way with all that was answered."""
    given = {place_of(name, {}): (each.value, dict(each.basis)) for name, each in session.responses.items()}
    result = Course(flow, given, world)
    result.values.update({place_of(name, {}): value for name, value in session.earlier.items()})
    result.go(flow.steps, {})
    return result


def live(flow: Flow, session: Session, world: World) -> dict[str, tuple[Any, Any]]:
    """What a store should count: the responses to relevant questions, and, once somebody takes part, calculations."""
    way = course(flow, session, world)
    kept = {met.key: met for met in way.met if not isinstance(met.step, Say | Review)}
    counted = {
        name: (each.kind, each.value)
        for name, each in session.responses.items()
        if name in kept and not way.is_for_other_words(kept[name].step, kept[name].env, dict(each.basis))
    }
    waits = any(isinstance(each, Consent) and each.refusal and each.id not in session.responses for each in flow.steps)
    made = {} if waits else {written(key): (Kind.ANSWERED, value) for key, value in way.calculated.items()}
    return counted | made


def is_settled(met: Met, way: Course, session: Session) -> bool:
    now = quotes(met.step, met.env, way.values)
    if isinstance(met.step, Say):
        shown = session.shown.get(met.key)
        return shown is not None and dict(shown) == now
    response = session.responses.get(met.key)
    return response is not None and dict(response.basis) == now and could_be_given(met, response.value, way.values)


def could_be_given(met: Met, value: Any, values: Values) -> bool:
    """Whether an answer is one that the question would take."""
    if value is None:
        return True
    rule, question = met.step.constraint, met.step  # type: ignore[union-attr]
    if rule is not None and truth(rule.condition, {**values, met.at: value}, met.env) == 0:
        return False
    if not isinstance(question, Choice):
        return True
    on_offer = {each.code: each for each in met.options if each.explanation is None}
    if not isinstance(value, tuple):
        return value in on_offer
    return set(value) <= set(on_offer) and fits_in_number(question, [on_offer[code] for code in value], on_offer)


def fits_in_number(question: Choice, chosen: list[Option], on_offer: Mapping[str, Option]) -> bool:
    several = sum(not each.exclusive for each in on_offer.values())
    if any(each.exclusive for each in chosen):
        return len(chosen) == 1
    if isinstance(question, Rank):
        return len(chosen) == min(question.most, several)
    assert isinstance(question, SelectMultiple)
    return min(question.least, several) <= len(chosen) <= (question.most or several)


def is_closed(flow: Flow, stage: str | None, world: World) -> bool:
    """Opening a stage opens those before it."""
    numbers = [each.id for each in flow.stages]
    if stage is None or not flow.stages[numbers.index(stage)].has_gate:
        return False
    return not any(each in numbers and numbers.index(each) >= numbers.index(stage) for each in world.open_stages)


def within_reach(way: Course) -> list[Met]:
    """Up to the first closed stage."""
    for number, met in enumerate(way.met):
        if is_closed(way.flow, met.step.stage, way.world):
            return way.met[:number]
    return way.met


def awaited(flow: Flow, session: Session, world: World) -> str | None:
    """The first question that is not settled, the room's before what was left; the cursor is not looked at. With a `!`
    the closed stage that nobody passes; None at the end."""
    way = course(flow, session, world)
    open_now = within_reach(way)
    room = next((n for n, met in enumerate(open_now) if session.room is not None and met.step.stage == session.room), 0)
    for met in (*open_now[room:], *open_now[:room]):
        if not isinstance(met.step, Say) and not is_settled(met, way, session):
            return met.key
    return None if len(open_now) == len(way.met) else f"!{way.met[len(open_now)].step.stage}"
