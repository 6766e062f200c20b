"""The whole check: files, conversations, walks, and what nobody reached."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from flow_scopes import STORY

from bot.engine.flow import Flow, Revision
from bot.engine.texts import Text
from bot.engine.world import World
from bot.flows import Loaded, check_workshop, walk
from bot.flows.checks import Check
from bot.locales import Phrases

KITCHEN = Path(__file__).parent / "fixtures" / "kitchen"


def endless() -> Flow:
    """A question that no words can answer: bot.flows never makes one."""
    question = replace(STORY, required=True, longest={"en": 0, "fr": 0})
    return Flow(
        id="endless", workshop="x", title=Text({}), languages=("en", "fr"), steps=(question,), revision=Revision("0")
    )


def test_the_kitchen_is_in_order_and_says_what_nobody_reached(phrases: Phrases) -> None:
    report = check_workshop(KITCHEN, phrases)
    assert not report.has_errors
    assert {problem.code for problem in report.problems} == {"T705"}
    assert report.conversations == 6
    assert report.walks == 20
    assert [(each.language, each.answers) for each in report.coverage] == [("en", 24), ("fr", 24)]
    missing = {(each.question, each.answer) for each in report.coverage[0].missing}
    assert ("guest", "family") in missing
    assert ("kinds", "none") not in missing


def test_what_nobody_reached_is_told_at_the_question(phrases: Phrases) -> None:
    report = check_workshop(KITCHEN, phrases)
    places = [problem.place.excerpt.strip() for problem in report.problems]
    assert "- id: guest" in places
    assert len(places) == len(set(places))


def test_a_broken_conversation_is_an_error(tmp_path: Path, phrases: Phrases) -> None:
    folder = copytree(KITCHEN, tmp_path / "kitchen")
    talk = folder / "tests" / "guests.yaml"
    talk.write_text(talk.read_text(encoding="utf-8").replace("Qui vient?", "Qui donc?"), encoding="utf-8")
    report = check_workshop(folder, phrases)
    assert [problem.code for problem in report.problems if problem.is_error] == ["T701"]


def test_a_flow_with_errors_is_neither_played_nor_walked(tmp_path: Path, phrases: Phrases) -> None:
    folder = copytree(KITCHEN, tmp_path / "kitchen")
    flow = folder / "evening.yaml"
    flow.write_text(
        flow.read_text(encoding="utf-8").replace("'none' not in kinds", "'nono' not in kinds"), encoding="utf-8"
    )
    report = check_workshop(folder, phrases)
    assert report.walks == 0
    assert {problem.code for problem in report.problems} == {"F305"}


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_walk_at_random_comes_to_an_end(seed: int, language: str, kitchen: Loaded, world: World) -> None:
    assert walk(kitchen.flows["evening"], world, language, seed) is not None


def test_the_same_seed_takes_the_same_way(kitchen: Loaded, world: World) -> None:
    first, second = (walk(kitchen.flows["evening"], world, "fr", 3) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.session == second.session


def fault_of_walk(flow: Flow, language: str, kitchen: Loaded, phrases: Phrases) -> tuple[str, object]:
    assert kitchen.workshop is not None
    check = Check(KITCHEN, kitchen, kitchen.workshop, phrases)
    assert check.walk(flow, language, 0, {}) == {flow.id}
    (problem,) = check.problems
    return problem.code, problem.values["happened"]


def test_a_flow_without_end_is_found(kitchen: Loaded, phrases: Phrases) -> None:
    assert fault_of_walk(endless(), "en", kitchen, phrases) == ("T704", "no end")


def test_a_flow_that_makes_the_engine_raise_is_found_without_a_word_of_it(kitchen: Loaded, phrases: Phrases) -> None:
    broken = replace(endless(), languages=("en", "iu"))
    assert fault_of_walk(broken, "iu", kitchen, phrases) == ("T704", "KeyError")
