"""The rule for one row, attacked by somebody who knows it: what is held back stays unknown."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import pytest
from attacker import Knowledge, attack, spreads
from hypothesis import given
from hypothesis import strategies as st

from bot.report.cells import Counted, Dominant, Row, Withheld, tell

K = 5


def printed(row: Row, sensitive: bool = False, minimum: int = K) -> Hashable:
    """All that a reader gets: which cells are told, and their counts; the sum of the pool follows from the total."""
    verdict = tell(row, minimum, sensitive)
    if isinstance(verdict, Counted):
        return verdict, tuple(row.counts[cell] for cell in verdict.told)
    return verdict, ()


def naive(row: Row) -> Hashable:
    """What people write first: hide every count under 5, print the rest and the total."""
    return tuple(count if count >= K or count == 0 else None for count in row.counts)


@dataclass(frozen=True)
class Shape:
    """Rows of this many people, with so many cells for answers and kinds of missing, perhaps one for the unseen."""

    people: int
    answers: int
    missing: int = 3
    unseen: bool = True

    def rows(self) -> Iterator[Row]:
        for counts in spreads(self.people, self.answers + self.missing + self.unseen):
            if not self.unseen or counts[-1] < K:
                yield Row(counts, self.answers, self.unseen)


def attacked(shape: Shape, sensitive: bool = False) -> Knowledge:
    return attack((row.counts, printed(row, sensitive)) for row in shape.rows())


def held_back(output: Hashable, cells: int) -> tuple[int, ...]:
    verdict = output[0]  # type: ignore[index]
    return verdict.pooled if isinstance(verdict, Counted) else tuple(range(cells))


@pytest.mark.parametrize(
    "shape",
    [
        Shape(10, 2),
        Shape(10, 3),
        Shape(10, 5, unseen=False),
        Shape(11, 2, unseen=False),
        Shape(12, 2, missing=0),
        Shape(12, 3),
        Shape(13, 3, missing=0, unseen=False),
        Shape(14, 2),
        Shape(16, 2, missing=1),
        Shape(16, 3, unseen=False),
        Shape(20, 2),
        Shape(24, 2, unseen=False),
        Shape(28, 2, missing=1),
        Shape(32, 3, missing=1, unseen=False),
    ],
    ids=str,
)
def test_every_cell_held_back_keeps_the_minimum_of_possible_values(shape: Shape) -> None:
    """In a row not shown at all one less: with two answers, both under the minimum, neither can be empty."""
    for output, values in attacked(shape).values.items():
        if output[0] == Withheld("protected"):  # type: ignore[index]
            assert min(len(values[cell]) for cell in range(shape.answers)) >= K - 1
        else:
            assert all(len(values[cell]) >= K for cell in held_back(output, len(values)))


@pytest.mark.parametrize(
    "shape", [Shape(12, 3, missing=0), Shape(14, 2), Shape(24, 3, missing=0), Shape(28, 2, missing=1)], ids=str
)
def test_who_knows_that_everybody_saw_the_question_finds_no_more(shape: Shape) -> None:
    knowledge = attack((row.counts, printed(row)) for row in shape.rows() if row.counts[-1] == 0)
    for output, values in knowledge.values.items():
        unknown = [cell for cell in held_back(output, len(values)) if cell != len(values) - 1]
        assert all(len(values[cell]) >= K - 1 for cell in unknown)


SMALL = [
    Shape(people, answers, missing, unseen)
    for people in range(5, 10)
    for answers in (2, 3)
    for missing, unseen in ((3, True), (1, False), (0, True), (0, False))
]


@pytest.mark.parametrize("shape", SMALL, ids=str)
@pytest.mark.parametrize(("sensitive", "least"), [(False, 3), (True, K)])
def test_in_a_very_small_row_an_answer_keeps_several_possible_values(shape: Shape, sensitive: bool, least: int) -> None:
    for values in attacked(shape, sensitive).values.values():
        assert min(len(values[cell]) for cell in range(shape.answers)) >= least


def test_the_same_attacker_reads_hidden_counts_of_a_naive_build() -> None:
    knowledge = attack((row.counts, naive(row)) for row in Shape(12, 3).rows())
    exact = sum(
        knowledge.rows[output]
        for output, values in knowledge.values.items()
        if any(told is None and len(seen) == 1 for told, seen in zip(output, values, strict=True))  # type: ignore[call-overload]
    )
    assert exact / sum(knowledge.rows.values()) > 0.05


def test_no_count_from_one_to_four_is_told_and_no_lone_cell_is_held_back() -> None:
    for row in Shape(16, 3).rows():
        verdict, counts = tell(row, K, sensitive=False), row.counts
        if isinstance(verdict, Counted):
            assert not [cell for cell in verdict.told if 0 < counts[cell] < K]
            assert len(verdict.pooled) != 1
            assert (
                sum(counts[cell] for cell in verdict.pooled) == 0 or sum(counts[cell] for cell in verdict.pooled) >= K
            )


@given(
    answers=st.lists(st.integers(0, 60), min_size=2, max_size=8),
    missing=st.lists(st.integers(0, 12), min_size=3, max_size=3),
    unseen=st.integers(0, K - 1),
    minimum=st.integers(5, 12),
)
def test_a_row_of_any_size_tells_no_small_cell(
    answers: list[int], missing: list[int], unseen: int, minimum: int
) -> None:
    row = Row((*answers, *missing, unseen), len(answers), always_small=True)
    verdict = tell(row, minimum, sensitive=True)
    if isinstance(verdict, Counted):
        pool = sum(row.counts[cell] for cell in verdict.pooled)
        assert pool == 0 or pool >= minimum
        assert all(
            row.counts[cell] == 0 or minimum <= row.counts[cell] <= row.people - minimum for cell in verdict.told
        )
    elif isinstance(verdict, Dominant):
        assert row.counts[verdict.cell] > row.people // 2


@given(shares=st.lists(st.integers(0, 12), min_size=6, max_size=6), minimum=st.integers(5, 8))
def test_a_told_row_is_printed_the_same_by_other_rows_for_each_cell_held_back(shares: list[int], minimum: int) -> None:
    """For rows too big to enumerate: moving a person between two small pooled cells changes nothing printed."""
    row = Row(tuple(shares), 3)
    verdict = tell(row, minimum, sensitive=True)
    if not isinstance(verdict, Counted):
        return
    for giver in verdict.pooled:
        for taker in verdict.pooled:
            if giver != taker and shares[giver] > 0 and shares[taker] + 1 < minimum and shares[giver] < minimum:
                moved = list(shares)
                moved[giver], moved[taker] = moved[giver] - 1, moved[taker] + 1
                assert printed(Row(tuple(moved), 3), True, minimum) == printed(row, True, minimum)


def test_a_lone_small_cell_takes_a_larger_one_with_it() -> None:
    assert tell(Row((12, 9, 2), 3), K, sensitive=False) == Counted(told=(0,), pooled=(1, 2))


def test_a_majority_is_not_said_where_its_absence_would_say_half_and_half() -> None:
    assert tell(Row((5, 3), 2), K, sensitive=False) == Withheld("protected")
    assert tell(Row((4, 2, 0), 2, always_small=True), K, sensitive=False) == Withheld("protected")
    assert tell(Row((5, 2), 2), K, sensitive=False) == Dominant(0)


def test_empty_cells_are_told_when_nobody_is_behind_any_of_them() -> None:
    assert tell(Row((12, 9, 0, 0), 2), K, sensitive=False) == Counted(told=(0, 1, 2, 3), pooled=())


def test_unanimity_is_never_counted() -> None:
    everybody, nearly = tell(Row((34, 0, 0), 2), K, False), tell(Row((30, 3, 1), 2), K, False)
    assert everybody == nearly == Dominant(0)


def test_a_tie_that_would_give_the_pool_away_is_not_shown() -> None:
    assert tell(Row((20, 20, 4), 3), K, sensitive=False) == Withheld("protected")


def test_half_of_the_people_are_not_most_of_them() -> None:
    assert tell(Row((4, 4, 0), 2), K, sensitive=False) == Withheld("protected")
    assert tell(Row((5, 3, 0), 2), K, sensitive=False) == Dominant(0)
