"""Figures: exact counts of people per question, before any protection.

Missing answers are of five kinds and stay apart: don't know, declined, skipped, not applicable, never
reached. A mean is never made of an ordered scale (content.md, c.3). It must never be read by a renderer: only
disclosure may see these numbers.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.report.snapshot import Answer, CohortFacts, Option, Question, Snapshot


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """People per option (those that are answers, in the question's order) and per kind of missing."""

    question: Question
    options: tuple[Option, ...]
    chosen: tuple[int, ...]
    answered: int
    dont_know: int
    declined: int
    skipped: int
    not_applicable: int
    never_reached: int

    @property
    def seen(self) -> int:
        return self.answered + self.dont_know + self.declined + self.skipped


@dataclass(frozen=True, slots=True)
class Figures:
    """`joined` people, of whom `begun` gave at least one reply, of whom `finished` reached an end."""

    cohort: CohortFacts
    joined: int
    begun: int
    finished: int
    questions: tuple[QuestionFigures, ...]


def figures(snapshot: Snapshot) -> Figures:
    people = snapshot.people
    return Figures(
        cohort=snapshot.cohort,
        joined=len(people),
        begun=sum(person.has_begun for person in people),
        finished=sum(person.finished for person in people),
        questions=tuple(
            count(question, [person.answers.get(question.key) for person in people]) for question in snapshot.questions
        ),
    )


def count(question: Question, answers: Sequence[Answer | None]) -> QuestionFigures:
    """One entry of `answers` per person who joined; None where the question was never reached.

    Raises ValueError when an answer has a code that no option has, or two codes where one was asked for: then
    the row would not add up, and protection rests on its sum. Options of earlier revisions belong in the
    question.
    """
    if not all(fits(question, answer) for answer in answers):
        raise ValueError(f"{question.key}: an answer does not fit the options")
    options = tuple(option for option in question.options if not option.missing)
    unsure = {option.code for option in question.options if option.missing}
    kinds = Counter(kind_of(answer, unsure) for answer in answers)
    codes = chosen_codes(answers)
    return QuestionFigures(
        question=question,
        options=options,
        chosen=tuple(codes[option.code] for option in options),
        answered=kinds["answered"],
        dont_know=kinds["dont_know"],
        declined=kinds["declined"],
        skipped=kinds["skipped"],
        not_applicable=kinds["not_applicable"],
        never_reached=kinds["never_reached"],
    )


def fits(question: Question, answer: Answer | None) -> bool:
    if answer is None or answer.kind != "answered" or not question.options:
        return True
    known = {option.code for option in question.options}
    return known.issuperset(answer.codes) and (len(answer.codes) == 1 or question.kind == "select_multiple")


def kind_of(answer: Answer | None, unsure: set[str]) -> str:
    if answer is None:
        return "never_reached"
    if answer.kind == "answered" and answer.codes and unsure.issuperset(answer.codes):
        return "dont_know"
    return answer.kind


def chosen_codes(answers: Iterable[Answer | None]) -> Counter[str]:
    """People per code: somebody who ticks twice counts once."""
    given = [answer for answer in answers if answer is not None and answer.kind == "answered"]
    return Counter(code for answer in given for code in set(answer.codes))


def median(counts: Sequence[int]) -> tuple[int, ...]:
    """Positions of the middle answer of an ordered row: one, or the two it falls between; none without answers."""
    total = sum(counts)
    if not total:
        return ()
    low, high = position_of(counts, (total + 1) // 2), position_of(counts, total // 2 + 1)
    return (low,) if low == high else (low, high)


def position_of(counts: Sequence[int], rank: int) -> int:
    """Where the answer of this rank (from 1) stands."""
    reached = 0
    for position, number in enumerate(counts):
        reached += number
        if reached >= rank:
            return position
    raise ValueError("the rank is beyond the row")
