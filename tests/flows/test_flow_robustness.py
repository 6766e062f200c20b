"""Whatever an author does to a good file, the check answers with problems and never raises."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_flows import PHRASES, around

from bot.flows import Loaded, NotPublishable, compile_source, load_workshop
from bot.flows.compiler import compile_flow
from bot.flows.conversations import read_conversation
from bot.flows.problems import CODES, printed
from bot.flows.reading import Refused, read_text

FIXTURES = Path(__file__).parent / "fixtures"
KITCHEN = FIXTURES / "kitchen"
FLOW = (KITCHEN / "evening.yaml").read_text(encoding="utf-8").split("\n")
WORKSHOP = (KITCHEN / "workshop.yaml").read_text(encoding="utf-8").split("\n")
EVERYTHING = (FIXTURES / "everything.yaml").read_text(encoding="utf-8").split("\n")
TALK = (KITCHEN / "tests" / "alone.yaml").read_text(encoding="utf-8").split("\n")

PIECES = st.sampled_from(
    ["", "id", "say", "type", "3", "null", "[]", "{}", "[x]", "{en: x}", ": ", " : ", "- ", "'", '"', "#", "|-",
     "&a", "\t", "é", "{{ story }}", "{% if", "**", "when: frequency", "text", "true",
     "item", "repeat", "over: users", "count(datasets where", "list(", "cohort.role.n", "same_as", "matrix",
     "select_one", "scale", "often", "options"]
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, lines: list[str]) -> str:
    """A file with a few words changed, lines lost, doubled or moved to another depth."""
    text = list(lines)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text) - 1))
        match draw(st.sampled_from(["lose", "double", "indent", "word"])):
            case "lose":
                del text[at]
            case "double":
                text.insert(at, text[at])
            case "indent":
                text[at] = "  " + text[at]
            case _:
                words = text[at].split(" ")
                words[draw(st.integers(0, len(words) - 1))] = draw(PIECES)
                text[at] = " ".join(words)
    return "\n".join(text)


@settings(deadline=None, max_examples=150)
@given(text=spoilt(FLOW))
def test_no_spoilt_flow_makes_the_compiler_raise(text: str, kitchen: Loaded) -> None:
    assert kitchen.workshop is not None
    try:
        compile_source(kitchen.workshop, "evening", text)
    except NotPublishable as refusal:
        assert {problem.code for problem in refusal.problems} <= CODES.keys()  # noqa: PT017 - either outcome is right


def test_everything_is_in_order_before_it_is_spoilt() -> None:
    assert compile_flow(read_text("only.yaml", "\n".join(EVERYTHING)), "only", around()).problems == []


@settings(deadline=None, max_examples=150)
@given(text=spoilt(EVERYTHING))
def test_no_spoilt_flow_of_every_kind_makes_the_compiler_or_its_explanations_raise(text: str) -> None:
    with suppress(Refused):
        for problem in compile_flow(read_text("only.yaml", text), "only", around()).problems:
            assert all(printed(problem, PHRASES, language) for language in ("en", "fr"))


@settings(deadline=None, max_examples=60)
@given(text=spoilt(WORKSHOP))
def test_no_spoilt_workshop_makes_the_loader_raise(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("spoilt") / "kitchen"
    folder.mkdir()
    (folder / "workshop.yaml").write_text(text, encoding="utf-8")
    (folder / "evening.yaml").write_text("\n".join(FLOW), encoding="utf-8")
    loaded = load_workshop(folder)
    assert loaded.workshop is not None or loaded.has_errors


@settings(deadline=None, max_examples=60)
@given(text=spoilt(TALK))
def test_no_spoilt_conversation_makes_the_reader_raise(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("spoilt") / "talk.yaml"
    path.write_text(text, encoding="utf-8")
    conversation, problems = read_conversation(path)
    assert (conversation is None) == bool(problems)
