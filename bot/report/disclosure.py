"""Disclosure: the one place where figures are protected, for every form in which somebody may read them.

Facilitator edition (content.md, c.2; reliability.md, R68). The arithmetic of a row is in `cells`; here rows
are made of questions, and each is given a base: the people who saw the question, or everyone where too few
did not see it for that difference to be told. It must never be by-passed: renderers accept what this module
returns and nothing finer.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.report import cells
from bot.report.cells import Counted, Dominant, Row, Withheld
from bot.report.figures import Figures, QuestionFigures, median
from bot.report.protected import Base, Extent, Figure, Line, Participation, ProtectedFigures

RULE = "facilitator-1"
MEDIAN_FROM = 10  # answers (content.md, c.3)
GROUPS_UNDER = 4  # times the minimum: scales are told as low, middle and high under this many people


def protect(figures: Figures) -> ProtectedFigures:
    minimum = figures.cohort.minimum
    everyone = base_of(figures.begun, figures.joined, minimum)
    return ProtectedFigures(
        participation=participation(figures, everyone),
        figures=tuple(protect_question(each, everyone, minimum) for each in figures.questions),
    )


def base_of(part: int, whole: int, minimum: int) -> int:
    """`part` where it may be printed beside `whole`, else `whole`."""
    return part if extent_of(part, whole, minimum) == "count" else whole


def extent_of(part: int, whole: int, minimum: int, sensitive: bool = True) -> Extent | None:
    """How `part` of `whole` people may be told when the rest is the only other cell; None: not at all."""
    if whole < 2 * minimum:
        majority = cells.may_say_majority(whole, minimum, sensitive) and 2 * part > whole
        return "majority" if majority else None
    if part < minimum:
        return "few"
    return "count" if whole - part >= minimum else "nearly_all"


def line(
    extent: Extent | None, people: int, options: tuple[str, ...] = (), missing: tuple[str, ...] = ()
) -> Line | None:
    return extent and Line(options, missing, extent, people if extent == "count" else None)


def participation(figures: Figures, everyone: int) -> Participation:
    minimum = figures.cohort.minimum
    if figures.joined < minimum:
        return Participation(None, None, None)
    return Participation(
        joined=figures.joined,
        begun=line(extent_of(figures.begun, figures.joined, minimum), figures.begun),
        finished=line(extent_of(figures.finished, everyone, minimum), figures.finished),
    )


def protect_question(figures: QuestionFigures, everyone: int, minimum: int) -> Figure:
    people = base_of(figures.seen, everyone, minimum)
    base: Base = "everyone" if people == everyone else "seen"
    told = tell(figures, people, base, minimum)
    return replace(
        told,
        of=people if people >= minimum else None,
        unseen=unseen_lines(figures, everyone, minimum) if base == "seen" else (),
    )


def unseen_lines(figures: QuestionFigures, everyone: int, minimum: int) -> tuple[Line, ...]:
    """People outside the base: by kind where both may be told, else together."""
    unseen = everyone - figures.seen
    never = unseen - figures.not_applicable
    if extent_of(never, unseen, minimum) != "count":
        return (Line((), ("not_applicable", "never_reached"), "count", unseen),)
    return (
        Line((), ("not_applicable",), "count", figures.not_applicable),
        Line((), ("never_reached",), "count", never),
    )


def tell(figures: QuestionFigures, people: int, base: Base, minimum: int) -> Figure:
    if figures.question.kind in ("text", "reflection"):
        return tell_words(figures, people, base, minimum)
    if figures.question.kind == "select_multiple" or len(figures.options) < 2:
        return tell_picks(figures, people, base, minimum)
    return tell_row(figures, people, base, minimum)


def blank(figures: QuestionFigures, people: int, base: Base, reason: cells.Reason) -> Figure:
    return Figure(figures.question.key, people, base, reason)


def tell_words(figures: QuestionFigures, people: int, base: Base, minimum: int) -> Figure:
    """Words are counted as answered only."""
    if figures.answered < minimum:
        return blank(figures, people, base, cells.reason_for_few(people, minimum))
    answered = line(extent_of(figures.answered, people, minimum), figures.answered)
    if answered is None:
        return blank(figures, people, base, "protected")
    return Figure(figures.question.key, people, base, None, lines=(answered,))


def tell_picks(figures: QuestionFigures, people: int, base: Base, minimum: int) -> Figure:
    """Each option is a pair, picked or not.

    Kinds of missing stay untold: those who answered would follow from them, and a pick made by nearly all of
    those would show.
    """
    if figures.answered < minimum:
        return blank(figures, people, base, cells.reason_for_few(people, minimum))
    sensitive = figures.question.sensitive
    extents = [extent_of(picked, people, minimum, sensitive) for picked in figures.chosen]
    lines = tuple(
        told
        for option, picked, extent in zip(figures.options, figures.chosen, extents, strict=True)
        if (told := line(extent, picked, options=(option.code,)))
    )
    if not lines:
        return blank(figures, people, base, "protected")
    return Figure(figures.question.key, people, base, None, lines=lines)


def tell_row(figures: QuestionFigures, people: int, base: Base, minimum: int) -> Figure:
    groups = grouped(figures, people < GROUPS_UNDER * minimum)
    row = row_of(figures, groups, people, base)
    verdict = cells.tell(row, minimum, figures.question.sensitive)
    if isinstance(verdict, Withheld):
        return blank(figures, people, base, verdict.reason)
    names = Names(figures, groups, base)
    if isinstance(verdict, Dominant):
        extent: Extent = "majority" if people < 2 * minimum else "nearly_all"
        return Figure(names.question, people, base, None, lines=(names.line((verdict.cell,), extent),))
    return Figure(
        names.question,
        people,
        base,
        None,
        lines=tuple(names.line((cell,), "count", row.counts[cell]) for cell in verdict.told),
        pooled=names.pooled(verdict, row),
        median=tuple(names.groups[cell] for cell in told_median(figures, row, verdict)),
    )


def grouped(figures: QuestionFigures, is_small: bool) -> tuple[tuple[int, ...], ...]:
    """Positions of the options that are told together: a scale of a small group in three, low, middle and high."""
    positions = tuple(range(len(figures.options)))
    if figures.question.kind != "scale" or not is_small or len(positions) < 4:
        return tuple((position,) for position in positions)
    end = len(positions) * 2 // 5
    return positions[:end], positions[end:-end], positions[-end:]


def row_of(figures: QuestionFigures, groups: Sequence[Sequence[int]], people: int, base: Base) -> Row:
    answers = [sum(figures.chosen[position] for position in group) for group in groups]
    missing = [people for _, people in missing_of(figures)]
    unseen = [people - figures.seen] if base == "everyone" else []
    return Row((*answers, *missing, *unseen), len(answers), always_small=bool(unseen))


def missing_of(figures: QuestionFigures) -> list[tuple[str, int]]:
    """Kinds of missing among those who saw the question: what its flow allows, and what occurred all the same."""
    kinds = (("dont_know", figures.dont_know), ("declined", figures.declined), ("skipped", figures.skipped))
    return [(kind, people) for kind, people in kinds if people or kind in figures.question.allows]


class Names:
    """What the cells of a row stand for."""

    def __init__(self, figures: QuestionFigures, groups: Sequence[Sequence[int]], base: Base) -> None:
        self.question = figures.question.key
        self.groups = [tuple(figures.options[position].code for position in group) for group in groups]
        kinds = [kind for kind, _ in missing_of(figures)]
        self.missing = [*kinds, "unseen"] if base == "everyone" else kinds

    def line(self, told: Sequence[int], extent: Extent, people: int | None = None) -> Line:
        answers = len(self.groups)
        options = tuple(code for cell in told if cell < answers for code in self.groups[cell])
        missing = tuple(self.missing[cell - answers] for cell in told if cell >= answers)
        return Line(options, missing, extent, people)

    def pooled(self, verdict: Counted, row: Row) -> Line | None:
        if not verdict.pooled:
            return None
        return self.line(verdict.pooled, "count", sum(row.counts[cell] for cell in verdict.pooled))


def told_median(figures: QuestionFigures, row: Row, verdict: Counted) -> tuple[int, ...]:
    """The median of a scale where the told cells settle it: the same wherever in the pool its people may be."""
    if figures.question.kind != "scale":
        return ()
    ways = [row_with(row, verdict, cell) for cell in verdict.pooled] or [row.counts[: row.answers]]
    if min(sum(way) for way in ways) < MEDIAN_FROM:
        return ()
    medians = {median(way) for way in ways}
    return medians.pop() if len(medians) == 1 else ()


def row_with(row: Row, verdict: Counted, cell: int) -> tuple[int, ...]:
    """The answers of the row, had everyone in the pool been in this one cell of it."""
    counts = [people if each in verdict.told else 0 for each, people in enumerate(row.counts)]
    counts[cell] = sum(row.counts[each] for each in verdict.pooled)
    return tuple(counts[: row.answers])
