"""An expression is written back as its author wrote it, and means the same when it is read again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.flow import Flow, Revision
from bot.flows import load_workshop
from bot.flows.conditions import parse_condition
from bot.flows.written import Writer
from tests.flows.flow_scopes import QUESTIONS, SCOPE, words

WORKSHOP = """\
workshop: kitchen
format: 1
languages: [en, fr]
title: {en: Kitchen, fr: Cuisine}
flows:
  - {flow: first-visit}
  - {flow: second}
"""
HEAD = """\
flow: {flow}
title: {{en: Visit, fr: Visite}}
scales:
  far:
    - {{id: -1, label: {{en: Near, fr: Près}}}}
    - {{id: 0, label: {{en: There, fr: Là}}}}
    - {{id: moon, label: {{en: The moon, fr: La lune}}}}
    - {{id: dk, missing: true, label: {{en: I don’t know, fr: Je ne sais pas}}}}
steps:
"""
QUESTIONS_OF_A_VISIT = """\
  - {id: way, type: scale, scale: far, ask: {en: Way?, fr: Chemin?}}
  - {id: back, type: scale, scale: far, ask: {en: Back?, fr: Retour?}}
  - id: who
    type: select_multiple
    ask: {en: Who?, fr: Qui?}
    options:
      - {id: team, label: {en: Team, fr: Équipe}}
      - {id: "7", label: {en: Seven, fr: Sept}}
      - {id: dk, missing: true, label: {en: I don’t know, fr: Je ne sais pas}}
  - {id: note, type: text, required: false, ask: {en: Note?, fr: Note?}}
  - {id: total, type: calculate, value: count(who) + 1}
  - id: rooms
    type: matrix
    scale: far
    ask: {en: Rooms, fr: Pièces}
    items:
      - {id: bath, label: {en: Bath, fr: Bain}}
      - {id: den, label: {en: Den, fr: Salon}}
  - repeat: guests
    another: {ask: {en: Another?, fr: Encore?}, yes: {en: "Yes", fr: Oui}, no: {en: "No", fr: Non}}
    steps:
      - {id: mood, type: scale, scale: far, ask: {en: Mood?, fr: Humeur?}}
"""
CONDITIONS = [
    "way == 'moon'",
    "way == -1",
    "way != 0",
    "way >= 'moon'",
    "way < -1",
    "way <= back",
    "way in ['moon', 0]",
    "way not in ['moon', 0]",
    "'team' in who",
    "'7' not in who",
    "way is answered",
    "way is not answered",
    "who is answered",
    "who is not answered",
    "note is answered",
    "not (way is answered and back == 'dk')",
    "not way == 0",
    "not (way == 0 or back == 0) and who is answered",
    "way == 0 or back == 0 and note is answered",
    "(way == 0 or back == 0) and note is answered",
    "(way == 0 and back == 0) and note is answered",
    "count(who) >= 2",
    "count(who) - 1 >= 2 + total",
    "count(who) - (total + 1) == -2",
    "total > 1.5",
    "rooms.bath >= 0",
    "rooms.bath < rooms.den",
    "count(rooms) == 2",
    "any(rooms where item == 'dk')",
    "count(guests) > 1",
    "count(guests where mood >= 0) == count(guests)",
    "any(guests where mood == 'moon' and way == 0)",
]
LATER = [
    "first_visit.way >= 0",
    "first_visit.way is not answered",
    "first_visit.rooms.den == 'moon'",
    "any(first_visit.guests where item.mood == 0)",
    "count(first_visit.rooms where item == -1) > 1",
]


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flow]:
    folder = tmp_path_factory.mktemp("flows") / "kitchen"
    folder.mkdir()
    write(folder, "workshop", WORKSHOP)
    write(folder, "first-visit", HEAD.format(flow="first-visit") + QUESTIONS_OF_A_VISIT + messages(CONDITIONS))
    write(folder, "second", HEAD.format(flow="second") + messages(LATER))
    return dict(load_workshop(folder).flows)


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def messages(conditions: list[str]) -> str:
    said = 'say: {{en: "Said {0}.", fr: "Dit {0}."}}'
    lines = [f'  - {{id: m{n}, when: "{each}", {said.format(n)}}}' for n, each in enumerate(conditions)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("flow", "conditions"), [("first-visit", CONDITIONS), ("second", LATER)])
def test_a_condition_is_written_as_its_author_wrote_it(
    flow: str, conditions: list[str], flows: dict[str, Flow]
) -> None:
    made = flows[flow]
    whens = {step.id: step.when for step in made.steps if step.id.startswith("m")}
    assert [Writer(made).written(whens[f"m{n}"]) for n in range(len(conditions))] == conditions


ATOMS = st.sampled_from(
    [
        *(
            "role == 'lead'",
            "role != 'other'",
            "role in ['lead', 'other']",
            "role is answered",
            "story is not answered",
        ),
        *("comfort >= 2", "comfort == 'dk'", "comfort < worry", "comfort is answered", "worry is not answered"),
        *("'people' in kinds", "'money' not in kinds", "count(kinds) >= 2", "count(kinds) + 1 > 2 - count(kinds)"),
    ]
)
SOURCES = st.recursive(
    ATOMS,
    lambda parts: (
        st.builds("not ({})".format, parts)
        | st.builds("({}) and ({})".format, parts, parts)
        | st.builds("({}) or ({})".format, parts, parts)
        | st.builds("{} and {} or not {}".format, parts, parts, ATOMS)
    ),
    max_leaves=8,
)
EVERY_QUESTION = Flow(
    id="all",
    workshop="all",
    title=words("All"),
    languages=("en", "fr"),
    steps=tuple(each for each in QUESTIONS.values() if each is not None),
    revision=Revision(""),
)


@given(SOURCES)
def test_what_is_written_means_the_same(source: str) -> None:
    read, mistakes = parse_condition(source, SCOPE)
    again, faults = parse_condition(Writer(EVERY_QUESTION).written(read), SCOPE)
    assert (again, faults) == (read, []) or mistakes
