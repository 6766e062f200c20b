"""The workshops that ship with Causerie: no problem at all, and every answer reached in both languages."""

from pathlib import Path

import pytest

from bot import places
from bot.flows import check_workshop, load_workshop, read_conversation, rewrite
from bot.locales import Phrases

SHIPPED = sorted(path.parent for path in places.shipped("flows").glob("*/workshop.yaml"))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_workshop_has_no_problem_and_its_conversations_reach_every_answer(
    folder: Path, phrases: Phrases, update: bool
) -> None:
    if update:
        rewrite_all(folder, phrases)
    report = check_workshop(folder, phrases)
    assert [problem.code for problem in report.problems] == []
    assert report.conversations > 0
    assert [part.missing for part in report.coverage] == [() for _ in report.coverage]
    assert {part.language for part in report.coverage} == {"en", "fr"}


def rewrite_all(folder: Path, phrases: Phrases) -> None:
    loaded = load_workshop(folder)
    assert loaded.workshop is not None
    for path in sorted((folder / "tests").glob("*.yaml")):
        conversation, _ = read_conversation(path)
        assert conversation is not None
        rewrite(path, loaded.flows[conversation.flow], loaded.workshop.example_world(phrases))
