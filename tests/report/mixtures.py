"""The cohorts of the golden files: n = 4 to 35, everybody alike or mixed (content.md, c.3)."""

from cohorts import cohort

from bot.report import Snapshot

Counts = dict[str, int]

MIXED: dict[int, dict[str, Counts]] = {
    4: {
        "role": {"lead": 2, "front": 1, "oth": 1},
        "comfort": {"2": 1, "4": 3},
        "worry": {"misuse": 2, "misuse+law": 2},
        "hope": {"words": 3, "skipped": 1},
    },
    5: {
        "role": {"lead": 3, "front": 2},
        "comfort": {"2": 1, "4": 2, "5": 2},
        "worry": {"misuse": 3, "law+funder": 2},
        "hope": {"words": 5},
    },
    9: {
        "role": {"lead": 5, "front": 3, "oth": 1},
        "comfort": {"2": 2, "3": 1, "4": 4, "5": 1, "dont_know": 1},
        "worry": {"misuse": 4, "misuse+law": 3, "funder": 1, "skipped": 1},
        "hope": {"words": 6, "skipped": 3},
    },
    10: {
        "role": {"lead": 5, "front": 5},
        "comfort": {"2": 2, "3": 2, "4": 4, "5": 2},
        "worry": {"misuse": 5, "law+funder": 4, "skipped": 1},
        "hope": {"words": 5, "skipped": 5},
    },
    19: {
        "role": {"lead": 9, "front": 6, "oth": 3, "skipped": 1},
        "comfort": {"1": 1, "2": 4, "3": 5, "4": 6, "5": 2, "dont_know": 1},
        "worry": {"misuse": 6, "misuse+law": 6, "funder": 5, "declined": 2},
        "hope": {"words": 12, "skipped": 7},
    },
    20: {
        "role": {"lead": 12, "front": 8},
        "comfort": {"1": 1, "2": 3, "3": 5, "4": 8, "5": 2, "skipped": 1},
        "worry": {"misuse": 8, "misuse+law": 6, "funder": 5, "declined": 1},
        "hope": {"words": 13, "skipped": 7},
    },
    35: {
        "role": {"lead": 14, "front": 12, "oth": 7, "skipped": 1, "never_reached": 1},
        "comfort": {"1": 1, "2": 6, "3": 9, "4": 12, "5": 3, "dont_know": 2, "skipped": 1, "never_reached": 1},
        "worry": {"misuse": 12, "misuse+law": 8, "funder+law": 5, "none": 2, "declined": 1, "never_reached": 7},
        "hope": {"words": 18, "skipped": 8, "not_applicable": 3, "never_reached": 6},
    },
}


def alike(people: int) -> dict[str, Counts]:
    return {
        "role": {"front": people},
        "comfort": {"4": people},
        "worry": {"misuse": people},
        "hope": {"words": people},
    }


COHORTS: dict[str, Snapshot] = {
    **{f"{people}-mixed": cohort(counts) for people, counts in MIXED.items()},
    **{f"{people}-alike": cohort(alike(people)) for people in MIXED},
}
