"""Which cells of one row of people may be told: the arithmetic of the disclosure rule.

A row splits a known number of people into cells, each person in one. The reader is an attacker who knows that
number, this rule and everything printed. The promise, for rows of at least twice the minimum k: a cell of 1
to k − 1 people is never told, and each cell that is held back keeps at least k possible values. It must never
look at more than what it prints to decide whether that is safe: then the decision itself tells nothing
(tests/report attack it by enumeration).

1. A cell that leaves fewer than k people outside is said as “all or nearly all”.
2. Cells under k are pooled, empty ones too, and their sum is told. With m cells and a sum from k to
   (m − 1)(k − 1), each of them may hold any number from 0 to k − 1. If every one is empty, the zeros are
   told: nobody is behind them.
3. Otherwise the smallest told cell joins the pool, and so on. The pool is safe when 2 holds for it, since
   rows of small cells alone then print the same. With a single larger cell in it, the possible values are
   listed instead, as the attacker would. A last cell that may be known to be empty is not relied upon.
4. No answer left, or no safe pool: the row is not shown.

Rows under twice the minimum tell no more than which answer more than half of the people gave. A cell then
keeps three possible values, of a sensitive question the minimum.

Choosing coarser categories only for rows that fail would tell that they failed; so categories are joined by
the size of the row alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Reason = Literal["few_answers", "protected"]


@dataclass(frozen=True, slots=True)
class Row:
    """`counts` has the answers first (`answers` of them), then kinds of missing.

    `always_small` says that the last cell is known to be under the minimum (how the row's total was chosen),
    and perhaps to be empty: nobody who began has not seen a flow's first question.
    """

    counts: tuple[int, ...]
    answers: int
    always_small: bool = False

    @property
    def people(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Counted:
    """Cells told one by one, and cells of which only the sum is told."""

    told: tuple[int, ...]
    pooled: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dominant:
    """One cell holds all or nearly all people; in a row under twice the minimum, more than half of them."""

    cell: int


@dataclass(frozen=True, slots=True)
class Withheld:
    reason: Reason


Verdict = Counted | Dominant | Withheld


def tell(row: Row, minimum: int, sensitive: bool) -> Verdict:
    if row.people < 2 * minimum:
        return tell_small(row, minimum, sensitive)
    if sum(row.counts[: row.answers]) < minimum:
        return Withheld("few_answers")
    for cell, people in enumerate(row.counts):
        if people > row.people - minimum:
            return Dominant(cell)
    return pool(row, minimum)


def tell_small(row: Row, minimum: int, sensitive: bool) -> Verdict:
    """Under twice the minimum no two cells can be told: an answer of more than half is said so, uncounted."""
    answered = sum(row.counts[: row.answers])
    values = values_kept(minimum, sensitive)
    may_say = may_say_majority(row.people, minimum, sensitive) and silence_is_safe(row, values)
    if answered >= minimum and may_say:
        for cell, people in enumerate(row.counts[: row.answers]):
            if 2 * people > row.people:
                return Dominant(cell)
    return Withheld(reason_for_few(row.people, minimum))


def reason_for_few(people: int, minimum: int) -> Reason:
    """What to say of fewer answers than the minimum.

    In a row of 5 people, say, “fewer than 5 answers” would tell, where it is not said, that nobody skipped.
    """
    return "protected" if minimum <= people < 2 * minimum else "few_answers"


def may_say_majority(people: int, minimum: int, sensitive: bool) -> bool:
    """Whether the answer of “most of the people” keeps enough possible values."""
    return people >= minimum and people - people // 2 >= values_kept(minimum, sensitive)


def values_kept(minimum: int, sensitive: bool) -> int:
    """How many possible values a cell of a row under twice the minimum keeps."""
    return minimum if sensitive else 3


def silence_is_safe(row: Row, values: int) -> bool:
    """Whether a cell keeps enough possible values when no majority is said: 6 people in two cells would be 3 and 3.

    Also for a reader who knows that nobody can be in the last cell, as in a flow's first question.
    """
    cells = len(row.counts)
    return all(silent_values(row.people, each) >= values for each in {cells, cells - row.always_small})


def silent_values(people: int, cells: int) -> float:
    """How many values a cell may have when none holds more than half; no limit where one always does."""
    half = people // 2
    lowest = max(0, people - (cells - 1) * half)
    return half - lowest + 1 if lowest <= half else float("inf")


def pool(row: Row, minimum: int) -> Verdict:
    small = [cell for cell, people in enumerate(row.counts) if people < minimum]
    large = sorted(set(range(len(row.counts))) - set(small), key=lambda cell: (row.counts[cell], cell))
    if not any(row.counts[cell] for cell in small):
        return Counted(told=tuple(range(len(row.counts))), pooled=())
    for joined in range(len(large)):
        told, pooled = sorted(large[joined:]), sorted(small + large[:joined])
        if told[0] < row.answers and is_safe(row, pooled, minimum, larger=joined):
            return Counted(tuple(told), tuple(pooled))
    return Withheld("protected")


def is_safe(row: Row, pooled: list[int], minimum: int, larger: int) -> bool:
    """Whether every pooled cell keeps `minimum` possible values; reads the sum of the pool and the told cells only."""
    if fits_small_cells(sum(row.counts[cell] for cell in pooled), len(pooled) - row.always_small, minimum):
        return True
    return larger == 1 and all(
        len(values) >= minimum
        for cells in readings(row, pooled)
        for values in possible(row, pooled, cells, minimum).values()
    )


def fits_small_cells(total: int, cells: int, minimum: int) -> bool:
    """Whether cells under the minimum with this sum leave each of them free from 0 to minimum − 1."""
    return minimum <= total <= (cells - 1) * (minimum - 1)


def readings(row: Row, pooled: list[int]) -> list[list[int]]:
    """The cells that may hold somebody: all of the pool, or all but the last for who knows that nobody can be there."""
    return [pooled, pooled[:-1]] if row.always_small else [pooled]


def possible(row: Row, pooled: list[int], cells: list[int], minimum: int) -> dict[int, set[int]]:
    """Values of `cells` in all rows that print the same and have one larger cell in the pool."""
    values: dict[int, set[int]] = {cell: set() for cell in cells}
    others, top = len(cells) - 1, minimum - 1
    for larger, people, rest in candidates(row, pooled, cells, minimum):
        values[larger].add(people)
        free = range(max(0, rest - (others - 1) * top), min(top, rest) + 1)
        for cell in cells:
            if cell != larger:
                values[cell].update(free)
    return values


def candidates(row: Row, pooled: list[int], cells: list[int], minimum: int) -> Iterator[tuple[int, int, int]]:
    """(cell, its people, people in the other cells), where rule 3 would have taken that cell into the pool."""
    total = sum(row.counts[cell] for cell in pooled)
    least = min((row.counts[cell], cell) for cell in range(len(row.counts)) if cell not in pooled)
    could_be_large = cells[: len(pooled) - row.always_small]
    for rest in range(1, min((len(cells) - 1) * (minimum - 1), total - minimum) + 1):
        if not fits_small_cells(rest, len(could_be_large) - 1, minimum):
            yield from ((cell, total - rest, rest) for cell in could_be_large if (total - rest, cell) < least)
