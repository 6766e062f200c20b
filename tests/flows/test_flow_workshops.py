"""A folder becomes a workshop with its flows; a stored source becomes the same flow again."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bot.engine.flow import Say
from bot.engine.questions import Consent, FreeText, Reflection, Scale, SelectMultiple, SelectOne
from bot.engine.values import Kind
from bot.flows import Loaded, NotPublishable, compile_source, load_all, load_workshop, revision_of

KITCHEN = Path(__file__).parent / "fixtures" / "kitchen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(KITCHEN, tmp_path / "kitchen")


def edited(folder: Path, file: str, before: str, after: str) -> Loaded:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return load_workshop(folder)


def test_a_good_workshop_has_no_problems(kitchen: Loaded) -> None:
    assert list(kitchen.problems) == []
    assert kitchen.workshop is not None
    assert kitchen.workshop.title["fr"] == "Table de cuisine"
    assert kitchen.workshop.flows == ("evening",)
    assert [(each.id, each.kind, each.required) for each in kitchen.workshop.settings] == [
        ("host_org", "text", True),
        ("delete_date", "date", True),
    ]


def test_every_kind_of_step_is_compiled(kitchen: Loaded) -> None:
    kinds = [type(step) for step in kitchen.flows["evening"].steps]
    assert kinds == [Say, Consent, SelectMultiple, Scale, SelectOne, Reflection, FreeText, Say]


def test_a_question_keeps_what_its_author_wrote(kitchen: Loaded) -> None:
    flow = kitchen.flows["evening"]
    kinds, guest, story = flow.question("kinds"), flow.question("guest"), flow.question("story")
    assert isinstance(kinds, SelectMultiple)
    assert isinstance(guest, SelectOne)
    assert isinstance(story, Reflection)
    assert (kinds.least, kinds.most, [option.exclusive for option in kinds.options]) == (1, 3, [False] * 3 + [True])
    assert (guest.sensitive, [option.missing for option in guest.options]) == (True, [None, None, Kind.DECLINED])
    assert (story.required, story.share, story.longest) == (False, "facilitators", {"en": 300, "fr": 300})


def test_a_scale_is_ordered_without_its_missing_options(kitchen: Loaded) -> None:
    scale = kitchen.flows["evening"].question("frequency")
    assert isinstance(scale, Scale)
    assert scale.order == ("1", "2", "3")
    assert scale.options[3].missing is Kind.DONT_KNOW


def test_a_missing_option_of_a_multiple_choice_stands_alone(folder: Path) -> None:
    edited(folder, "evening.yaml", "id: none, exclusive: true", "id: none, missing: declined")
    loaded = edited(folder, "evening.yaml", "{{ kinds|lower }}", "{{ kinds|default('?')|lower }}")
    question = loaded.flows["evening"].question("kinds")
    assert isinstance(question, SelectMultiple)
    assert question.options[3].exclusive


def test_the_version_of_a_consent_changes_with_its_words_in_that_language_alone(folder: Path) -> None:
    before = load_workshop(folder).flows["evening"].question("agree")
    after = (
        edited(folder, "evening.yaml", "There is no more.", "There is a little more.")
        .flows["evening"]
        .question("agree")
    )
    assert isinstance(before, Consent)
    assert isinstance(after, Consent)
    assert before.version["en"] != after.version["en"]
    assert before.version["fr"] == after.version["fr"]


def test_the_revision_is_the_hash_of_the_source_whatever_its_line_ends(folder: Path, kitchen: Loaded) -> None:
    text = (folder / "evening.yaml").read_text(encoding="utf-8")
    assert kitchen.flows["evening"].revision == revision_of(text)
    assert revision_of(text.replace("\n", "\r\n")) == revision_of(text) == revision_of("\ufeff" + text)
    assert revision_of(text + "# a remark\n") != revision_of(text)


def test_windows_line_ends_change_no_flow(folder: Path, kitchen: Loaded) -> None:
    path = folder / "evening.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_workshop(folder).flows["evening"] == kitchen.flows["evening"]


def test_a_stored_source_gives_the_same_flow_again(kitchen: Loaded) -> None:
    assert kitchen.workshop is not None
    source = kitchen.workshop.sources["evening"]
    assert compile_source(kitchen.workshop, "evening", source) == kitchen.flows["evening"]


@pytest.mark.parametrize("source", ["flow: evening\n", "[" * 50, "", "flow: evening\nsteps:\n  - {id: a}\n"])
def test_a_stored_source_with_errors_is_not_publishable(kitchen: Loaded, source: str) -> None:
    assert kitchen.workshop is not None
    with pytest.raises(NotPublishable) as refusal:
        compile_source(kitchen.workshop, "evening", source)
    assert all(problem.is_error for problem in refusal.value.problems)
    assert str(refusal.value) == ", ".join(sorted({problem.code for problem in refusal.value.problems}))


def test_warnings_do_not_keep_a_flow_from_being_published(kitchen: Loaded) -> None:
    assert kitchen.workshop is not None
    source = kitchen.workshop.sources["evening"].replace(
        "{en: Family,", "{en: The family and everybody who belongs to it,"
    )
    compile_source(kitchen.workshop, "evening", source)


def test_a_flow_with_an_error_is_left_out_and_the_workshop_stays(folder: Path) -> None:
    loaded = edited(folder, "evening.yaml", "when: frequency >= 2", "when: frequensy >= 2")
    assert loaded.workshop is not None
    assert (dict(loaded.flows), dict(loaded.workshop.sources)) == ({}, {})
    assert [problem.code for problem in loaded.problems] == ["F301"]


def test_one_run_finds_the_problems_of_every_step(folder: Path) -> None:
    text = (folder / "evening.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("minutes: 3", "minuts: 3"),
        ("scale: often", "scale: oftn"),
        ("type: reflection", "type: reflexion"),
        ("{{ count(kinds) }} kinds", "{{ count(kind) }} kinds"),
    ):
        text = text.replace(before, after)
    (folder / "evening.yaml").write_text(text, encoding="utf-8")
    assert [problem.code for problem in load_workshop(folder).problems] == ["S201", "F306", "S204", "F301"]


def test_naming_a_step_that_cannot_be_read_is_no_further_mistake(folder: Path) -> None:
    loaded = edited(folder, "evening.yaml", "max_length: 300", "max_length: many")
    assert [problem.code for problem in loaded.problems] == ["S203"]


def test_problems_come_in_the_order_of_the_file(folder: Path) -> None:
    loaded = edited(folder, "evening.yaml", "fr: ", "frr: ")
    places = [(problem.place.line, problem.place.column) for problem in loaded.problems]
    assert places == sorted(places)
    assert len(places) > 20


def test_a_workshop_is_named_after_its_folder(folder: Path) -> None:
    loaded = edited(folder, "workshop.yaml", "workshop: kitchen", "workshop: pantry")
    assert [problem.code for problem in loaded.problems] == ["S207"]
    assert loaded.workshop is None


def test_a_base_consent_is_asked_whatever_was_said(folder: Path) -> None:
    loaded = edited(folder, "evening.yaml", "    purpose: take_part\n", "    purpose: take_part\n    when: 1 == 1\n")
    assert [problem.code for problem in loaded.problems] == ["F313"]


def test_every_workshop_of_a_folder_is_loaded(folder: Path) -> None:
    copytree(folder, folder.parent / "empty")
    (folder.parent / "empty" / "workshop.yaml").write_text("", encoding="utf-8")
    (folder.parent / "notes").mkdir()
    loaded = load_all(folder.parent)
    assert {name: each.has_errors for name, each in loaded.items()} == {"empty": True, "kitchen": False}
    assert loaded["empty"].workshop is None


def test_a_flow_cannot_reach_outside_its_folder(folder: Path) -> None:
    (folder.parent / "secret.yaml").write_text("flow: secret\n", encoding="utf-8")
    loaded = edited(folder, "workshop.yaml", "flow: evening", "flow: ../secret")
    assert [problem.code for problem in loaded.problems] == ["S205"]


def test_examples_stand_for_settings_and_labels_for_examples(folder: Path) -> None:
    loaded = edited(folder, "workshop.yaml", ", example: {en: The Depot, fr: Le Dépôt}", "")
    assert loaded.workshop is not None
    assert loaded.workshop.examples()["fr"] == {"host_org": "Organisme hôte", "delete_date": "1er mai 2027"}


def test_a_language_that_the_workshop_does_not_have_yet_is_asked_for_everywhere(folder: Path, kitchen: Loaded) -> None:
    assert kitchen.workshop is not None
    around = replace(kitchen.workshop.around["evening"], languages=("en", "fr", "iu"))
    trilingual = replace(kitchen.workshop, around={"evening": around})
    with pytest.raises(NotPublishable) as refusal:
        compile_source(trilingual, "evening", kitchen.workshop.sources["evening"])
    assert {problem.code for problem in refusal.value.problems} == {"L401"}
