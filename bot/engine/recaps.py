"""Recaps: lists of what was answered, each with a button that opens it for change.

It must never change a session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.engine.effects import Act, Button, Keyboard, Message, Press
from bot.engine.options import fixed_words
from bot.engine.questions import Question, Review
from bot.engine.relevance import answered_questions
from bot.engine.texts import Run, Runs, Style

if TYPE_CHECKING:
    from bot.engine.wording import Wording

A_ROW, A_PAGE = 5, 10
PREVIEW, ASKED_PREVIEW = 60, 90
"""How many characters of somebody's words, and of a question, a list of answers shows."""


def reviewed(wording: Wording, question: Review) -> tuple[Question, ...]:
    """The questions that a review lists: those of its own that have been answered."""
    return tuple(each for each in answered_questions(wording.session, wording.seen) if each.id in question.of)


def lines(wording: Wording, questions: Sequence[Question]) -> Iterator[Run]:
    """One line each: its title, its answer."""
    yield Run("\n")
    for number, question in enumerate(questions, 1):
        answer = shortened(wording.response(question, wording.session.responses[question.id]))
        named = wording.phrase("review.line", title=title(wording, question))
        yield Run(f"\n{number}. {named} ")
        yield Run(answer, Style.BOLD)


def title(wording: Wording, question: Question) -> str:
    if question.title is not None:
        return fixed_words(question.title, wording.language)
    return shortened(wording.plain(question.ask), ASKED_PREVIEW)


def number_rows(questions: Sequence[Question], first: int = 1) -> Keyboard:
    buttons = tuple(Button(str(number), Press(Act.CHANGE, each.id)) for number, each in enumerate(questions, first))
    return tuple(buttons[at : at + A_ROW] for at in range(0, len(buttons), A_ROW))


def review(wording: Wording, page: int = 0) -> Message:
    """What was answered, a page of it at a time."""
    questions = answered_questions(wording.session, wording.seen)
    if not questions:
        return wording.note("review.nothing")
    first = min(page, (len(questions) - 1) // A_PAGE) * A_PAGE
    some = questions[first : first + A_PAGE]
    told = [run for number, each in enumerate(some, first + 1) for run in told_line(wording, number, each)]
    runs = (Run(wording.phrase("review.opening")), *told, Run("\n\n" + wording.phrase("review.closing")))
    return Message(runs, (*number_rows(some, first + 1), *pages(wording, len(questions), first)))


def told_line(wording: Wording, number: int, question: Question) -> Runs:
    response = wording.session.responses[question.id]
    asked = shortened(wording.plain(question.ask), ASKED_PREVIEW)
    words = shortened(wording.response(question, response))
    return (Run(f"\n\n{number}. {asked}\n"), Run(words, Style.BOLD))


def pages(wording: Wording, count: int, first: int) -> Keyboard:
    """The way to the pages before and after, where there are any."""
    row = []
    if first:
        row.append(Button(wording.phrase("button.earlier"), Press(Act.PAGE, choice=str(first // A_PAGE - 1))))
    if first + A_PAGE < count:
        row.append(Button(wording.phrase("button.further"), Press(Act.PAGE, choice=str(first // A_PAGE + 1))))
    return (tuple(row),) if row else ()


def shortened(words: str, most: int = PREVIEW) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
