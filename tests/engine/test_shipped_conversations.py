"""The conversations beside the shipped flow play as written, and together they reach every answer in every language."""

from bot.flows import check_workshop
from bot.locales import load
from bot.places import shipped

FOLDER = shipped("flows") / "community-check-in"


def test_the_conversations_play_and_reach_every_answer_in_both_languages() -> None:
    report = check_workshop(FOLDER, load(shipped("locales")))
    assert [(problem.code, problem.place.line) for problem in report.problems] == []
    assert {part.language for part in report.coverage} == {"en", "fr"}
    assert all(part.answers and not part.missing for part in report.coverage)
    assert report.conversations >= 2 * 11
