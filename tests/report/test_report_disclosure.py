"""Disclosure of whole questions: base, pairs, participation, median; attacked through all that is built."""

import ast
from collections.abc import Hashable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from attacker import attack, spreads
from cohorts import COMFORT_QUESTION, HOPE_QUESTION, ROLE_QUESTION, WORRY_QUESTION, cohort

import bot.report
from bot.report import Question, Report, Snapshot, build
from bot.report.figures import Figures, figures
from bot.report.protected import Figure, Line

K = 5
YES_NO = Question("share", "needs", "select_one", {}, ROLE_QUESTION.options[:2], sensitive=True)
CHOICES = ("lead", "front", "dont_know", "skipped", "not_applicable", "never_reached")
TICKS = ("misuse", "law", "misuse+law", "skipped", "never_reached")


def figure(question: Question, counts: dict[str, int], **changes: object) -> Figure:
    return report(question, counts, **changes).items[0].figure


def report(question: Question, counts: dict[str, int], **changes: object) -> Report:
    return build(cohort({question.id: counts}, [question], **changes))


def told(figure: Figure) -> dict[str, int | str]:
    return {
        "+".join(line.options + line.missing): line.people or line.extent for line in figure.lines if line.people != 0
    }


def snapshots(question: Question, names: tuple[str, ...], people: int) -> Iterator[Snapshot]:
    for spread in spreads(people, len(names)):
        yield cohort({question.id: dict(zip(names, spread, strict=True))}, [question], finished=0)


def secrets(seen: Figures) -> tuple[int, ...]:
    """Every number that somebody could be after."""
    each = seen.questions[0]
    missing = (each.dont_know, each.skipped, each.not_applicable, each.never_reached)
    return (*each.chosen, each.answered, *missing, seen.begun)


def printed(snapshot: Snapshot) -> Hashable:
    document = build(snapshot)
    return document.participation, document.items[0].figure


@pytest.mark.parametrize(
    ("question", "names", "people"),
    [(YES_NO, CHOICES, 10), (YES_NO, CHOICES, 12), (WORRY_QUESTION, TICKS, 10), (WORRY_QUESTION, TICKS, 13)],
)
def test_no_number_of_people_from_one_to_four_can_be_found(
    question: Question, names: tuple[str, ...], people: int
) -> None:
    built = ((secrets(figures(snapshot)), printed(snapshot)) for snapshot in snapshots(question, names, people))
    knowledge = attack(built)
    for values in knowledge.values.values():
        assert all(len(possible) >= K - 1 or possible.isdisjoint(range(1, K)) for possible in values)


def test_fewer_answers_than_the_minimum_are_not_shown() -> None:
    assert figure(ROLE_QUESTION, {"lead": 4, "skipped": 8}).withheld == "few_answers"


def test_a_question_seen_by_fewer_than_the_minimum_does_not_say_how_many_saw_it() -> None:
    shown = report(ROLE_QUESTION, {"lead": 3, "never_reached": 20}, minimum=5)
    assert (shown.items[0].figure.of, shown.items[0].figure.base, shown.items[0].figure.unseen) == (23, "everyone", ())
    assert shown.items[0].figure.withheld == "few_answers"


def test_a_cohort_under_the_minimum_tells_nothing_at_all() -> None:
    shown = report(ROLE_QUESTION, {"lead": 4})
    assert shown.participation.joined is None
    assert (shown.items[0].figure.of, shown.items[0].figure.lines) == (None, ())


def test_the_base_is_everyone_when_too_few_did_not_see_the_question() -> None:
    shown = figure(ROLE_QUESTION, {"lead": 12, "front": 10, "never_reached": 2})
    assert (shown.of, shown.base, shown.unseen) == (24, "everyone", ())


def test_the_base_is_those_who_saw_the_question_when_enough_did_not() -> None:
    shown = figure(
        ROLE_QUESTION, {"lead": 12, "front": 10, "oth": 5, "not_applicable": 5, "never_reached": 3}, finished=0
    )
    assert (shown.of, shown.base) == (27, "seen")
    assert shown.unseen == (Line((), ("not_applicable", "never_reached"), "count", 8),)


def test_kinds_of_not_seeing_a_question_are_told_apart_when_both_may_be() -> None:
    counts = {"lead": 12, "front": 10, "not_applicable": 6}
    snapshot = cohort({"role": counts, "comfort": {"4": 34}}, [COMFORT_QUESTION, ROLE_QUESTION])
    assert build(snapshot).items[1].figure.unseen == (
        Line((), ("not_applicable",), "count", 6),
        Line((), ("never_reached",), "count", 6),
    )


def test_a_row_without_small_cells_is_told_whole() -> None:
    shown = figure(ROLE_QUESTION, {"lead": 12, "front": 10, "oth": 6, "skipped": 5})
    assert told(shown) == {"lead": 12, "front": 10, "oth": 6, "skipped": 5}
    assert shown.pooled is None


def test_small_cells_are_counted_together_with_the_missing() -> None:
    shown = figure(ROLE_QUESTION, {"lead": 14, "front": 12, "oth": 4, "skipped": 2, "declined": 1})
    assert told(shown) == {"lead": 14, "front": 12}
    assert shown.pooled == Line(("oth",), ("dont_know", "declined", "skipped", "unseen"), "count", 7)


def test_an_option_of_a_multiple_choice_is_told_when_both_its_sides_may_be() -> None:
    shown = figure(WORRY_QUESTION, {"misuse": 12, "misuse+law": 7, "funder": 1})
    assert told(shown) == {"misuse": "nearly_all", "law": 7, "funder": "few", "none": "few"}


def test_a_kind_of_missing_that_the_flow_does_not_allow_hides_nobody() -> None:
    strict = replace(ROLE_QUESTION, allows=("skipped",))
    assert figure(strict, {"lead": 14, "front": 12, "oth": 8}).lines[3:] == (
        Line((), ("skipped",), "count", 0),
        Line((), ("unseen",), "count", 0),
    )
    assert figure(strict, {"lead": 14, "front": 12, "oth": 3, "declined": 5}).pooled == Line(
        ("oth",), ("declined", "skipped", "unseen"), "count", 8
    )


def test_a_question_of_one_option_is_a_pair() -> None:
    alone = replace(ROLE_QUESTION, options=ROLE_QUESTION.options[:1])
    assert told(figure(alone, {"lead": 14, "declined": 6})) == {"lead": 14}
    assert told(figure(alone, {"lead": 17, "declined": 3})) == {"lead": "nearly_all"}


def test_words_are_counted_as_answered_only() -> None:
    assert figure(HOPE_QUESTION, {"words": 12, "skipped": 8}).lines == (Line((), (), "count", 12),)


def test_a_small_group_has_its_scale_told_in_three_parts() -> None:
    shown = figure(COMFORT_QUESTION, {"1": 2, "2": 4, "3": 5, "4": 3, "5": 4})
    assert told(shown) == {"1+2": 6, "3": 5, "4+5": 7}


def test_a_group_of_nine_hears_what_most_answered_and_no_number() -> None:
    shown = figure(COMFORT_QUESTION, {"2": 3, "4": 4, "5": 2})
    assert shown.lines == (Line(("4", "5"), (), "majority"),)


def test_a_sensitive_question_of_a_group_of_eight_is_not_shown() -> None:
    assert figure(WORRY_QUESTION, {"misuse": 8}).withheld == "protected"


def test_a_higher_minimum_of_the_cohort_is_applied() -> None:
    counts = {"lead": 14, "front": 12, "oth": 8}
    assert figure(ROLE_QUESTION, counts).pooled is None
    assert figure(ROLE_QUESTION, counts, minimum=10).pooled is not None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"1": 5, "2": 6, "3": 9, "4": 12, "5": 8}, (("3",), ("4",))),
        ({"1": 5, "2": 6, "3": 12, "4": 12, "5": 6}, (("3",),)),
        ({"1": 1, "2": 3, "3": 20, "4": 6, "5": 5}, (("3",),)),
        ({"1": 4, "2": 9, "3": 2, "4": 9, "5": 4}, ()),
    ],
)
def test_the_median_is_told_where_the_printed_counts_settle_it(counts: dict[str, int], expected: object) -> None:
    assert figure(COMFORT_QUESTION, counts).median == expected


def test_fewer_than_ten_answers_have_no_median() -> None:
    shown = figure(COMFORT_QUESTION, {"3": 9, "skipped": 11})
    assert told(shown) == {"3": 9, "skipped": 11}
    assert shown.median == ()


def test_participation_is_protected_too() -> None:
    shown = report(COMFORT_QUESTION, {"4": 30, "never_reached": 3}, finished=20).participation
    assert (shown.joined, shown.begun) == (33, Line((), (), "nearly_all"))
    assert shown.finished == Line((), (), "count", 20)


def test_renderers_see_protected_figures_only() -> None:
    folder = Path(bot.report.__file__).parent
    for name in ("html_file", "json_file", "words", "sentences", "document", "report", "protected"):
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert imported.isdisjoint({f"bot.report.{part}" for part in ("figures", "snapshot", "disclosure", "building")})
