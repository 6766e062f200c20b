"""Successive releases: two reports of one cohort must not be subtracted to find one person."""

from dataclasses import replace

from cohorts import ROLE_QUESTION, cohort, keyed

from bot.report import Answer, Snapshot, contributors, may_release, somebody_left


def of(people: int, role: str = "lead") -> Snapshot:
    return cohort({"role": {role: people}}, [ROLE_QUESTION])


def edited(snapshot: Snapshot, people: int) -> Snapshot:
    changed = {"needs.role": Answer("answered", ("oth",))}
    rows = tuple(replace(row, answers=changed) if n < people else row for n, row in enumerate(snapshot.people))
    return replace(snapshot, people=rows)


def test_the_first_release_needs_no_wave() -> None:
    assert may_release(None, contributors(of(6), keyed))


def test_nine_new_people_are_not_enough_and_ten_are() -> None:
    before = contributors(of(20), keyed)
    assert not may_release(before, contributors(of(29), keyed))
    assert may_release(before, contributors(of(30), keyed))


def test_a_person_who_edits_counts_once() -> None:
    before = contributors(of(20), keyed)
    assert not may_release(before, contributors(edited(of(20), 9), keyed))
    assert may_release(before, contributors(edited(of(20), 10), keyed))


def test_nothing_changed_is_no_new_release() -> None:
    assert not may_release(contributors(of(20), keyed), contributors(of(20), keyed))


def test_somebody_who_left_is_noticed_and_somebody_who_edits_has_not_left() -> None:
    before = contributors(of(20), keyed)
    assert somebody_left(before, contributors(of(19), keyed))
    assert not somebody_left(before, contributors(edited(of(20), 3), keyed))


def test_people_who_joined_and_did_not_begin_are_no_contributors() -> None:
    snapshot = cohort({"role": {"lead": 6, "never_reached": 4}}, [ROLE_QUESTION], finished=0)
    assert len(contributors(snapshot, keyed)) == 6


def test_equal_answers_of_two_people_have_different_versions() -> None:
    versions = [each.partition(":")[2] for each in contributors(of(6), keyed)]
    assert len(set(versions)) == 6
