"""Offers: the options that a question has now, for this person: borrowed, filtered, shuffled.

    offered(question, answers, session, world) -> the question with just those; None when it has none to offer

It must never change an answer, and never offer a code that its question does not know or make.
"""

from dataclasses import replace
from hashlib import sha256
from typing import assert_never

from bot.engine.expressions import Answers, at_items, evaluate
from bot.engine.expressions import holds as is_true
from bot.engine.items import mark
from bot.engine.options import (
    Code,
    FromAnswer,
    FromItems,
    FromSetting,
    FromWords,
    Option,
)
from bot.engine.questions import Choice, Question, Rank, SelectMultiple
from bot.engine.replies import Understood, in_order, picks
from bot.engine.session import Session
from bot.engine.texts import Run, Text, Words
from bot.engine.values import Answer
from bot.engine.world import World

LONGEST_LABEL = 42
"""What a small phone shows of a button (content, b.0)."""


def offered(question: Question, answers: Answers, session: Session, world: World) -> Question | None:
    """The same object when nothing of it depends on the moment."""
    if not isinstance(question, Choice) or (question.source is None and not question.shuffled):
        return question
    options = borrowed(question, answers, world)
    if options is None:
        return None
    return replace(question, options=shuffled(question, options, session.seed) if question.shuffled else options)


def borrowed(question: Choice, answers: Answers, world: World) -> tuple[Option, ...] | None:
    match question.source:
        case None:
            return question.options
        case FromAnswer(of, codes, or_all):
            return among(question, codes, picked(answers.get(of)), or_all)
        case FromItems(of, codes, or_all, level, where):
            items = answers.get(of)
            known = items if isinstance(items, tuple) else ()
            each = zip(known, [None] * len(known) if where is None else at_items(items, level, where), strict=True)
            return among(question, codes, frozenset(item for item, each in each if is_true(each, answers)), or_all)
        case FromWords(of):
            words = answers.get(of)
            return made([word_option(each) for each in words] if isinstance(words, tuple) else [], question)
        case FromSetting(name):
            return made(setting_options(name, world), question)
        case _:
            assert_never(question.source)


def picked(answer: Answer | None) -> frozenset[str]:
    if isinstance(answer, tuple):
        return frozenset(answer)
    return frozenset() if answer is None else frozenset({str(answer)})


def among(question: Choice, codes: frozenset[str], chosen: frozenset[str], or_all: bool) -> tuple[Option, ...] | None:
    """The chosen of `codes` and the question's other options; without a choice all of them, or no question."""
    if not chosen & codes:
        return question.options if or_all else None
    return tuple(option for option in question.options if option.code in chosen or option.code not in codes)


def made(options: list[Option], question: Choice) -> tuple[Option, ...] | None:
    return (*options, *question.options) if options else None


def word_option(words: str) -> Option:
    """An option in somebody's own words: every language sees them as they were typed."""
    return Option(Code(mark(words)), every_language({"": words}))


def every_language(words: dict[str, str]) -> Text:
    return Text({language: (Words(Run(said)),) for language, said in words.items()})


def setting_options(name: str, world: World) -> list[Option]:
    """One per line, named after its number: the lines of all languages belong together."""
    by_language = {language: lists.get(name, ()) for language, lists in world.lists.items()}
    most = max((len(lines) for lines in by_language.values()), default=0)
    return [
        Option(
            Code(str(number + 1)),
            every_language({language: lines[number] for language, lines in by_language.items() if number < len(lines)}),
        )
        for number in range(most)
    ]


def shuffled(question: Choice, options: tuple[Option, ...], seed: str) -> tuple[Option, ...]:
    """The same order for a person each time; pinned options and those for no answer keep their places."""
    loose = [option for option in options if not stays(option)]
    drawn = iter(sorted(loose, key=lambda option: lot(f"{seed}:{question.id}:{option.code}")))
    return tuple(option if stays(option) else next(drawn) for option in options)


def lot(drawn_for: str) -> bytes:
    """Not a CRC: those of names that differ in one letter always differ by the same, and some orders never come."""
    return sha256(drawn_for.encode(errors="replace")).digest()


def stays(option: Option) -> bool:
    return option.pinned or option.exclusive or option.missing is not None


def takes(question: Question, value: Answer | None, answers: Answers) -> bool:
    """Whether an earlier answer is still one that could be given: none of its options is gone, they are as many as
    asked for, and the other answers do not speak against it."""
    if value is None:
        return True
    if question.constraint is not None and breaks(question, value, answers):
        return False
    return not isinstance(question, Choice) or question.source is None or has_all(question, value)


def has_all(question: Choice, value: Answer) -> bool:
    codes = {option.code for option in question.options}
    if not isinstance(value, tuple):
        return value in codes
    reading = in_order(question, value) if isinstance(question, Rank) else None
    reading = picks(question, value) if isinstance(question, SelectMultiple) else reading
    return codes.issuperset(value) and isinstance(reading, Understood)


def breaks(question: Question, value: Answer, answers: Answers) -> bool:
    """Whether the answer does not satisfy the question's constraint; what is unknown breaks nothing."""
    rule = question.constraint
    return rule is not None and evaluate(rule.condition, {**answers, question.id: value}) is False
