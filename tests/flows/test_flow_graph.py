"""A flow as a picture: the same for the same flow, whole, and Mermaid whatever its words are."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import places
from bot.engine.flow import Flow, Repeat, Say, every_step
from bot.engine.items import name_of
from bot.engine.questions import Question
from bot.engine.texts import Run, Text, Words
from bot.flows import load_workshop
from bot.flows.dependencies import is_matrix
from bot.flows.excerpts import KINDS
from bot.flows.graph import Edge, Graph, Group, Node, Shape, graph_of
from bot.flows.mermaid import as_mermaid
from bot.flows.step_shapes import TYPES
from bot.locales import Phrases, load
from tests.flows.flow_scopes import words
from tests.flows.mermaid_grammar import parse

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
FLOWS = {
    name: flow
    for folder in [*places.shipped("flows").iterdir(), *(HERE / "fixtures").iterdir()]
    if folder.is_dir()
    for name, flow in load_workshop(folder).flows.items()
}
PHRASES = load(places.shipped("locales"))
HOSTILE = """"[]{}()|<>«»`#;:%&\\*~@$'\n\r\t\u2028\x1b\ufb02¶° -->style:x#y;direction TB end"""
WORKSHOP = """\
workshop: small
format: 1
languages: [en, fr]
title: {en: Small, fr: Petit}
flows:
  - {flow: before}
  - {flow: today}
"""
BEFORE = """\
flow: before
title: {en: Before, fr: Avant}
scales:
  far:
    - {id: 1, label: {en: Near, fr: Près}}
    - {id: 2, label: {en: Far, fr: Loin}}
steps:
  - {id: way, type: scale, scale: far, ask: {en: How far?, fr: À quelle distance?}}
"""
TODAY = """\
flow: today
title: {en: Today, fr: Aujourd’hui}
steps:
  - id: who
    type: select_multiple
    ask: {en: Who?, fr: Qui?}
    options:
      - {id: team, label: {en: Team, fr: Équipe}}
      - {id: other, label: {en: Other, fr: Autre}}
  - {id: sum, type: calculate, value: count(who) + 1}
  - {id: bye, end: {en: Bye, fr: Au revoir}, when: before.way == 2}
  - stage: later
    title: {en: Later, fr: Plus tard}
    opens: facilitator
    steps:
      - repeat: each
        over: who
        when: sum >= 2
        steps:
          - id: again
            type: select_one
            ask: {en: "{{ item }}: again?", fr: "{{ item }} : encore?"}
            options_from: {answer_to: who}
      - {id: thanks, say: {en: "Thanks, {{ sum|default('0') }}.", fr: "Merci, {{ sum|default('0') }}."}}
      - {id: many, when: count(each) >= 2, say: {en: "So many.", fr: "Que de monde."}}
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Flow:
    folder = tmp_path_factory.mktemp("flows") / "small"
    folder.mkdir()
    for name, text in {"workshop": WORKSHOP, "before": BEFORE, "today": TODAY}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    loaded = load_workshop(folder)
    assert not loaded.has_errors, [(problem.code, problem.place.line) for problem in loaded.problems]
    return loaded.flows["today"]


def drawn(flow: Flow, language: str = "en") -> str:
    return as_mermaid(graph_of(flow, language, PHRASES))


def edges_of(flow: Flow, phrases: Phrases, depends: bool) -> list[tuple[str, str, str]]:
    found = graph_of(flow, "en", phrases).edges
    return [(edge.start, edge.end, edge.label) for edge in found if edge.depends is depends]


@pytest.mark.parametrize(("name", "language"), [("evening", "fr"), ("check-in", "en")])
def test_a_picture_is_as_it_was(name: str, language: str, update: bool) -> None:
    path = PICTURES / f"{name}.{language}.mmd"
    if update:
        path.write_text(drawn(FLOWS[name], language), encoding="utf-8")
    assert drawn(FLOWS[name], language) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", sorted(FLOWS))
def test_every_step_is_there_once_and_nothing_hangs_in_the_air(name: str, language: str) -> None:
    flow, chart = FLOWS[name], parse(drawn(FLOWS[name], language))
    steps = [step for step in every_step(flow.steps) if not (isinstance(step, Repeat) and not is_matrix(step))]
    wanted = Counter({f"s_{name_of(step.id)}" for step in steps})
    found = Counter(each for each in chart.ids if each in wanted)
    assert found == wanted
    assert set(Counter([*chart.ids, *(group for group, _ in chart.groups)]).values()) == {1}
    assert {end for edge in chart.edges for end in edge[:2]} <= set(chart.ids)


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_the_way_reaches_every_question(name: str) -> None:
    chart = parse(drawn(FLOWS[name]))
    solid = [(start, end) for start, end, dashed in chart.edges if not dashed]
    reached = {start for start, _ in solid[:1]}
    for _ in solid:
        reached |= {end for start, end in solid if start in reached}
    assert {f"s_{name_of(question.id)}" for question in FLOWS[name].questions} <= reached


def test_stages_and_repeats_are_groups_and_a_gate_stands_before_its_stage(small: Flow, phrases: Phrases) -> None:
    inside = graph_of(small, "fr", phrases).inside
    assert [(each.id, each.lines) for each in inside if isinstance(each, Group)] == [
        ("earlier_before", ("before",)),
        ("stage_later", ("later · Plus tard",)),
    ]
    gate = next(each for each in inside if isinstance(each, Node) and each.shape is Shape.GATE)
    assert gate.lines == ("later · opens: facilitator",)
    stage = inside[-1]
    assert isinstance(stage, Group)
    assert [each.lines for each in stage.inside if isinstance(each, Group)] == [("each · repeat · over: who",)]


def test_the_way_goes_on_and_round_and_ends(small: Flow, phrases: Phrases) -> None:
    assert edges_of(small, phrases, depends=False) == [
        ("s_who", "if_1", ""),
        ("if_1", "s_bye", "✓"),
        ("if_1", "gate_later", "✗"),
        ("gate_later", "if_2", ""),
        ("if_2", "s_again", "✓"),
        ("s_again", "s_again", "↻"),
        ("s_again", "s_thanks", ""),
        ("if_2", "s_thanks", "✗"),
        ("s_thanks", "if_3", ""),
        ("if_3", "s_many", "✓"),
    ]


def test_what_reads_an_answer_hangs_on_its_question(small: Flow, phrases: Phrases) -> None:
    assert [edge[:2] for edge in edges_of(small, phrases, depends=True)] == [
        ("s_who", "s_sum"),
        ("s_before-way", "if_1"),
        ("s_sum", "if_2"),
        ("s_who", "s_again"),
        ("s_sum", "s_thanks"),
        ("s_who", "if_3"),
    ]


def test_a_slot_is_shown_and_a_long_text_is_cut_after_a_word(small: Flow) -> None:
    assert "again · select_one<br/>‹item›#58; again?" in drawn(small)
    long = replace(small, steps=(Say(id="long", text=words("Some words " * 9)),))  # type: ignore[arg-type]
    assert "Some words Some words Some words Some words…" in drawn(long)


def test_every_kind_of_question_has_the_name_that_authors_write() -> None:
    assert {KINDS[kind] for kind in get_args(Question)} == set(TYPES) - {"matrix", "calculate"}


def hostile(flow: Flow, said: str) -> Flow:
    """With these words for every message and question, and in every title."""
    text = Text({language: (Words(Run(said)),) for language in flow.languages})
    steps = tuple(with_words(step, text) for step in flow.steps)
    return replace(flow, steps=steps, stages=tuple(replace(stage, title=text) for stage in flow.stages))


def with_words(step, text):  # type: ignore[no-untyped-def]  # any kind of step
    if isinstance(step, Repeat):
        return replace(step, steps=tuple(with_words(each, text) for each in step.steps), title=text)
    if isinstance(step, Say):
        return replace(step, text=text)
    return replace(step, ask=text) if hasattr(step, "ask") else step


@pytest.mark.parametrize("name", ["evening", "check-in"])
def test_no_words_break_the_picture(name: str) -> None:
    chart = parse(drawn(hostile(FLOWS[name], HOSTILE)))
    assert chart.ids == parse(drawn(FLOWS[name])).ids


@example(HOSTILE)
@example("direction \u00a0TB")
@given(st.text(st.characters() | st.sampled_from(HOSTILE), max_size=60))
def test_no_label_breaks_the_picture(said: str) -> None:
    inside = [Node(f"s_{shape.name.lower()}", shape, (said, said)) for shape in Shape]
    made = Graph((Group("stage_a", (said,), tuple(inside)),), (Edge("s_gate", "s_end", said or "x"),))
    chart = parse(as_mermaid(made))
    assert chart.ids == [node.id for node in inside]
    assert [read_back(label) for _, label in chart.groups] == [re.sub(r"[^\S\u00a0\u202f]+", " ", said).strip()]


def read_back(label: str) -> str:
    """As Mermaid reads it: an entity begins with # instead of &."""
    named = re.sub(r"#([a-z]+);", r"&\1;", label[1:-1])
    return unescape(re.sub(r"#([0-9]+);", lambda code: chr(int(code[1])), named))


@pytest.mark.parametrize("wrong", ['"', "[", "|", "\n", "#", ";", "`", "<b>"])
def test_the_grammar_sees_what_is_not_escaped(wrong: str, small: Flow) -> None:
    with pytest.raises(ValueError):
        parse(drawn(small).replace("Who?", f"Who{wrong}?"))
