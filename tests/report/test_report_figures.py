"""Figures before protection, checked by hand."""

import pytest
from cohorts import COMFORT_QUESTION, ROLE_QUESTION, WORRY_QUESTION, cohort, facts

from bot.report import Question
from bot.report.figures import QuestionFigures, figures, median


def counted(question: Question, counts: dict[str, int]) -> QuestionFigures:
    return figures(cohort({question.id: counts}, [question])).questions[0]


def test_the_five_kinds_of_missing_stay_apart() -> None:
    counts = {"lead": 7, "dont_know": 1, "declined": 2, "skipped": 3, "not_applicable": 4, "never_reached": 5}
    each = counted(ROLE_QUESTION, counts)
    missing = (each.dont_know, each.declined, each.skipped, each.not_applicable, each.never_reached)
    assert (each.answered, missing, each.seen) == (7, (1, 2, 3, 4, 5), 13)


def test_an_option_that_means_dont_know_is_counted_there() -> None:
    each = counted(COMFORT_QUESTION, {"4": 6, "dk": 2, "dont_know": 1})
    assert (each.answered, each.dont_know, each.chosen) == (6, 3, (0, 0, 0, 6, 0))


def test_a_multiple_choice_counts_people_per_option() -> None:
    each = counted(WORRY_QUESTION, {"misuse": 2, "misuse+law": 3, "misuse+misuse": 1})
    assert (each.answered, each.chosen) == (6, (6, 3, 0, 0))


def test_joined_begun_and_finished_are_three_numbers() -> None:
    seen = figures(cohort({"role": {"lead": 6, "never_reached": 3}}, [ROLE_QUESTION], finished=4))
    assert (seen.joined, seen.begun, seen.finished) == (9, 6, 4)


@pytest.mark.parametrize(
    ("counts", "middle"),
    [
        ((0, 0, 0), ()),
        ((1, 0, 2), (2,)),
        ((2, 0, 2), (0, 2)),
        ((3, 1, 2), (0, 1)),
        ((5, 5, 1), (1,)),
        ((0, 1, 0), (1,)),
    ],
)
def test_the_median_is_a_category_or_the_two_it_falls_between(counts: tuple[int, ...], middle: tuple[int, ...]) -> None:
    assert median(counts) == middle


def test_a_minimum_under_five_is_refused() -> None:
    with pytest.raises(ValueError, match="under 5"):
        facts(minimum=4)


def test_a_cut_off_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        facts(taken_at=facts().taken_at.replace(tzinfo=None))


@pytest.mark.parametrize("codes", ["gone", "lead+front", "words"])
def test_an_answer_that_does_not_fit_its_options_stops_the_report(codes: str) -> None:
    with pytest.raises(ValueError, match=r"needs\.role: an answer does not fit"):
        counted(ROLE_QUESTION, {"lead": 6, codes: 1})
