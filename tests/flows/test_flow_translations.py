"""A workshop's texts go out to a translator and come back, and what their source left behind is told."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows import load_workshop, printed
from bot.flows.marks import marks_apart
from bot.flows.merging import Imported, Reason, import_po
from bot.flows.po_files import CannotTranslate, Entry, read_entries, write_entries
from bot.flows.reading import UNSHOWN, Refused
from bot.flows.translatable import read_manuscript
from bot.flows.translations import export_po, memory_path, stale_translations
from bot.locales import Phrases
from bot.places import shipped

CHECK_IN = shipped("flows") / "community-check-in"
WORKSHOP = """\
workshop: small
format: 1
languages: [en, fr]
title: {en: Small, fr: Petit}
flows:
  - {flow: only}
"""
FLOW = """\
flow: only
title: {en: Only, fr: Seul}
steps:
  # Said with a smile.
  - id: hello
    # The person has just come in.
    say:
      en: "Hello, {{ host }}"
      fr: "Bonjour, {{ host }}"
  - stage: later
    steps:
      - repeat: sets
        steps:
          - id: name
            ask: {en: Its name?, fr: Son nom?}
            max_length: {en: 300, fr: 360}
            notice:
              - {en: One, fr: Un}
              - when: "x is answered"
                text: {en: Two, fr: Deux}
"""

Change = Callable[[Entry], Entry]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return laid_out(tmp_path, FLOW)


@pytest.fixture
def check_in(tmp_path: Path) -> Path:
    return check_in_at(tmp_path)


def check_in_at(folder: Path) -> Path:
    """The shipped workshop as if nobody had ever translated it."""
    return Path(copytree(CHECK_IN, folder / CHECK_IN.name, ignore=lambda *_: ["translations"]))


def laid_out(folder: Path, flow: str | bytes, workshop: str = WORKSHOP) -> Path:
    (folder / "small").mkdir()
    (folder / "small" / "workshop.yaml").write_text(workshop, encoding="utf-8")
    (folder / "small" / "only.yaml").write_bytes(flow.encode() if isinstance(flow, str) else flow)
    return folder / "small"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.yaml")}


def entries_of(folder: Path, language: str = "fr") -> dict[str, Entry]:
    return {entry.key: entry for entry in read_entries(export_po(folder, language), language, "")}


def came_back(folder: Path, change: Change, language: str = "fr") -> Imported:
    """The export, each entry changed by a translator, imported."""
    entries = [change(entry) for entry in entries_of(folder, language).values()]
    return import_po(folder, language, write_entries(entries, language, "small"))


def saying(key: str, words: str) -> Change:
    return lambda entry: replace(entry, words=words) if entry.key == key else entry


def as_it_is(entry: Entry) -> Entry:
    return entry


def edit(path: Path, before: str, after: str) -> None:
    """As an author does, by hand."""
    content = path.read_bytes()
    assert content.count(before.encode()) == 1
    path.write_bytes(content.replace(before.encode(), after.encode()))


# Out


def test_every_text_goes_out_under_a_key_that_names_its_step(small: Path) -> None:
    assert list(entries_of(small)) == [
        "workshop:title",
        "only:title",
        "only:steps.hello.say",
        "only:steps.later.steps.sets.steps.name.ask",
        "only:steps.later.steps.sets.steps.name.notice[0]",
        "only:steps.later.steps.sets.steps.name.notice[1].text",
    ]


def test_a_step_that_is_moved_keeps_its_key(small: Path) -> None:
    before = set(entries_of(small))
    hello = FLOW[FLOW.index("  # Said") : FLOW.index("  - stage")]
    (small / "only.yaml").write_text(FLOW.replace(hello, "") + hello, encoding="utf-8")
    assert set(entries_of(small)) == before


def test_an_id_that_stands_twice_makes_two_keys(tmp_path: Path) -> None:
    step = "  - {id: hello, say: {en: Hello, fr: Bonjour}}\n"
    small = laid_out(tmp_path, f"flow: only\ntitle: {{en: Only, fr: Seul}}\nsteps:\n{step}{step}")
    assert list(entries_of(small))[2:] == ["only:steps.hello.say", "only:steps.hello.say~2"]


def test_an_entry_has_its_place_and_the_remark_above_it(small: Path) -> None:
    catalogue = read_po(BytesIO(export_po(small, "fr")), abort_invalid=True)
    message = catalogue.get("Hello, {{ host }}", context="only:steps.hello.say")
    assert message is not None
    assert message.string == "Bonjour, {{ host }}"
    assert message.locations == [("only.yaml", 8)]
    assert message.auto_comments == ["The person has just come in."]
    assert not message.flags


def test_words_that_begin_with_a_number_sign_are_no_remark(tmp_path: Path) -> None:
    flow = "flow: only\nhint: |-\n  # not a remark\ntitle: {en: Only, fr: Seul}\n"
    assert read_manuscript(laid_out(tmp_path, flow)).texts[1].comments == ()


def test_an_export_holds_no_date_and_nothing_of_the_machine(check_in: Path, tmp_path: Path) -> None:
    content = export_po(check_in, "fr")
    assert content == export_po(check_in_at(tmp_path / "elsewhere"), "fr")
    assert b"-Date" not in content
    assert str(check_in.parent).encode() not in content
    assert b"Babel" not in content
    assert b"python-format" not in content, "what is in braces is no matter of Python"


def test_all_the_words_of_the_shipped_workshop_are_read_back_by_babel(check_in: Path) -> None:
    catalogue = read_po(BytesIO(export_po(check_in, "fr")), abort_invalid=True)
    texts = read_manuscript(check_in).texts
    found = {message.context: (message.id, message.string) for message in catalogue if message.id}
    assert found == {text.key: (text.source, text.words("fr")) for text in texts}
    assert len(texts) > 60


def test_a_language_that_nobody_has_written_goes_out_empty(small: Path) -> None:
    assert {entry.words for entry in entries_of(small, "es").values()} == {""}


@pytest.mark.parametrize(
    ("language", "key"), [("en", "translations.source_language"), ("Klingon", "translations.no_language")]
)
def test_a_language_that_nothing_can_be_translated_into_is_told(small: Path, language: str, key: str) -> None:
    with pytest.raises(CannotTranslate, match=key):
        export_po(small, language)


@pytest.mark.parametrize("languages", ["en", "[]", "[english]", "[1]"])
def test_a_workshop_without_proper_languages_is_refused_with_its_place(tmp_path: Path, languages: str) -> None:
    small = laid_out(tmp_path, FLOW, WORKSHOP.replace("[en, fr]", languages))
    with pytest.raises(Refused):
        export_po(small, "fr")


# Back


def test_an_import_of_what_was_exported_leaves_every_byte(check_in: Path) -> None:
    before = files_of(check_in)
    done = came_back(check_in, as_it_is)
    assert files_of(check_in) == before
    assert (done.changed, done.refused, done.missing) == ((), (), 0)
    assert done.as_before == len(entries_of(check_in))


def test_a_changed_entry_changes_just_its_own_words(check_in: Path) -> None:
    before = files_of(check_in)
    done = came_back(check_in, saying("check-in:steps.shared.hint", "Un total compte aussi."))
    assert done.changed == ("check-in:steps.shared.hint",)
    old, new = "Les totaux d’un rapport à un bailleur de fonds comptent aussi.", "Un total compte aussi."
    assert before["check-in.yaml"].count(old.encode()) == 1
    before["check-in.yaml"] = before["check-in.yaml"].replace(old.encode(), new.encode())
    assert files_of(check_in) == before


def test_an_entry_without_words_or_marked_fuzzy_is_left_out(small: Path) -> None:
    before = files_of(small)
    done = came_back(small, lambda entry: replace(entry, words="  " if "title" in entry.key else "X", is_fuzzy=True))
    assert (done.untranslated, done.fuzzy) == (2, 4)
    assert files_of(small) == before
    assert not memory_path(small, "fr").exists()


def test_an_entry_whose_source_has_changed_is_refused_alone(small: Path) -> None:
    entries = [
        replace(entry, words=entry.words.upper()) for entry in entries_of(small).values() if "{" not in entry.source
    ]
    edit(small / "only.yaml", "Its name?", "What name?")
    done = import_po(small, "fr", write_entries(entries, "fr", "small"))
    refusal = done.refused[0]
    assert (refusal.reason, refusal.key) == (Reason.STALE, "only:steps.later.steps.sets.steps.name.ask")
    assert len(done.refused) == 1
    assert "Son nom?" in (small / "only.yaml").read_text(encoding="utf-8")
    assert "fr: SEUL" in (small / "only.yaml").read_text(encoding="utf-8")


def test_an_entry_of_no_text_is_refused_with_its_line(small: Path) -> None:
    entries = [*entries_of(small).values(), Entry("only:steps.gone.say", "Gone", "Parti")]
    content = write_entries(entries, "fr", "small")
    refusal = import_po(small, "fr", content).refused[0]
    assert (refusal.reason, refusal.key) == (Reason.UNKNOWN, "only:steps.gone.say")
    assert content.decode().split("\n")[refusal.line - 1] == 'msgid "Gone"'


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("Bonjour", "{{ host }}"),
        ("Bonjour, {{ hôte }}", "{{ host }}, {{ hôte }}"),
        ("Bonjour, {{ host }", "{{ host }}, {{"),
        ("Bonjour, {{ host }} et {{ host }}", "{{ host }}"),
        ("{% if x %}Bonjour{% endif %}, {{ host }}", "{% if x %}, {% endif %}"),
    ],
)
def test_a_place_that_is_lost_or_added_is_refused(small: Path, words: str, detail: str) -> None:
    before = files_of(small)
    done = came_back(small, saying("only:steps.hello.say", words))
    assert [(each.reason, each.detail) for each in done.refused] == [(Reason.MARKS, detail)]
    assert files_of(small) == before


@pytest.mark.parametrize("words", ["Bonjour, {{host|default('à vous | tous')}}", "{{  host|lower }}, bonjour"])
def test_a_place_may_be_moved_and_have_filters_of_its_own(small: Path, words: str) -> None:
    assert not came_back(small, saying("only:steps.hello.say", words)).refused
    assert entries_of(small)["only:steps.hello.say"].words == words


@pytest.mark.parametrize("sign", ["\x07", "\uf0b7"])
def test_a_sign_that_no_font_shows_is_refused(small: Path, sign: str) -> None:
    before = files_of(small)
    done = came_back(small, saying("only:title", f"{sign} Seul"))
    assert [(each.reason, each.key) for each in done.refused] == [(Reason.UNREADABLE, "only:title")]
    assert files_of(small) == before


def test_words_whose_places_differ_already_are_not_refused_as_they_are(small: Path) -> None:
    edit(small / "only.yaml", "Bonjour, {{ host }}", "Bonjour")
    assert not came_back(small, as_it_is).refused


def test_a_file_of_another_language_is_told(small: Path) -> None:
    content = write_entries(entries_of(small).values(), "de", "small")
    with pytest.raises(CannotTranslate, match="other_language"):
        import_po(small, "fr", content)


@pytest.mark.parametrize("language", ["fr_CA", "fr-CA", ""])
def test_a_regional_kind_of_the_language_is_the_language_and_so_is_none(small: Path, language: str) -> None:
    assert not import_po(small, "fr", write_entries(entries_of(small).values(), language, "small")).refused


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (b'msgctxt "x"\nmsgid "a"\nmsgstr "b\n', 3),
        (b'msgctxt "x"\nmsgid "a"\nmsgstr "a "b" c"\n', 3),
        (b'msgid "a"\n\nmsgid "b"\nmsgstr ""\n', 1),
        (b"<<<<<<< HEAD\n", 1),
        (b'\nmsgid "caf\xe9"\nmsgstr ""\n', 2),
        (b"\x00\x01\x02", 1),
    ],
)
def test_what_is_no_po_file_is_told_with_its_line(small: Path, broken: bytes, line: int) -> None:
    before = files_of(small)
    with pytest.raises(CannotTranslate) as told:
        import_po(small, "fr", broken, "sent.po")
    assert (told.value.key, told.value.values) == ("translations.no_po_file", {"file": "sent.po", "line": line})
    assert files_of(small) == before


def test_a_file_that_another_program_has_set_anew_is_understood(small: Path) -> None:
    content = export_po(small, "fr").replace(b"Son nom?", b"Quel\\nnom?").replace(b"\n", b"\r\n")
    header = b'"Language: fr\\n"\r\n"PO-Revision-Date: 2026-11-20 10:00-0400\\n"\r\n"X-Generator: Poedit 3.5\\n"'
    content = (
        b"\xef\xbb\xbf" + content.replace(b'"Language: fr\\n"', header) + b'\r\n#~ msgid "old"\r\n#~ msgstr "vieux"\r\n'
    )
    assert len(import_po(small, "fr", content).changed) == 1
    assert entries_of(small)["only:steps.later.steps.sets.steps.name.ask"].words == "Quel\nnom?"


def test_a_file_that_would_grow_too_large_is_left_alone(small: Path) -> None:
    before = files_of(small)
    with pytest.raises(Refused):
        came_back(small, saying("only:steps.hello.say", "{{ host }}" + "x" * 300_000))
    assert files_of(small) == before


def test_a_layout_that_no_edit_fits_is_told_and_left_alone(tmp_path: Path) -> None:
    small = laid_out(tmp_path, "flow: only\nhint:\n  en: A\n  ? fr\ntitle: {en: Only, fr: Seul}\n")
    before = files_of(small)
    with pytest.raises(CannotTranslate, match="unusual"):
        came_back(small, saying("only:hint", "B"))
    assert files_of(small) == before


def test_nothing_is_written_when_one_of_the_files_cannot_be(check_in: Path) -> None:
    (check_in / "translations").write_text("in the way", encoding="utf-8")
    before = files_of(check_in)
    with pytest.raises(OSError, match="translations"):
        came_back(check_in, saying("check-in:title", "Autre titre"))
    assert files_of(check_in) == before
    assert list(check_in.glob("*.new")) == []


def test_a_file_keeps_its_rights_and_its_byte_order_mark(tmp_path: Path) -> None:
    small = laid_out(tmp_path, b"\xef\xbb\xbf" + FLOW.encode())
    (small / "only.yaml").chmod(0o640)
    came_back(small, saying("only:title", "Unique"))
    assert (small / "only.yaml").read_bytes() == b"\xef\xbb\xbf" + FLOW.replace("Seul", "Unique").encode()
    assert (small / "only.yaml").stat().st_mode & 0o777 == 0o640


ANY = st.one_of(
    st.text().map(lambda words: UNSHOWN.sub("", words)),
    st.text(st.sampled_from("ab é«»“”’'\"\\:#-{}[],%|> \t\n\r\u00a0\u2028\x85")),
)


@settings(deadline=None, max_examples=100)
@given(words=st.lists(ANY.filter(str.strip), min_size=6, max_size=6))
def test_whatever_a_translator_writes_is_what_the_reader_reads(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    small = laid_out(tmp_path_factory.mktemp("any"), FLOW)
    keys = entries_of(small)
    sent = {key: f"{each}{{{{ host }}}}" if "hello" in key else each for key, each in zip(keys, words, strict=True)}
    done = came_back(small, lambda entry: replace(entry, words=sent[entry.key]))
    refused = {each.key for each in done.refused}
    assert refused == {key for key, each in sent.items() if marks_apart(keys[key].source, each)}
    for text in read_manuscript(small).texts:
        before = keys[text.key]
        assert text.source == before.source
        assert text.words("fr") == (before.words if text.key in refused else sent[text.key])


# A third language


def in_spanish(entry: Entry) -> Entry:
    return replace(entry, words=f"¡{entry.source}!")


def test_a_third_language_joins_when_every_text_has_it(check_in: Path) -> None:
    before = files_of(check_in)
    done = came_back(check_in, in_spanish, "es")
    assert (done.is_new, done.missing, len(done.changed)) == (True, 0, len(entries_of(check_in)))
    loaded = load_workshop(check_in)
    assert loaded.workshop is not None
    assert loaded.workshop.languages == ("en", "fr", "es")
    assert not {problem.code for problem in loaded.problems} & {"L401", "L402", "L403", "L404", "L405"}
    assert {text.words("es") == f"¡{text.source}!" for text in read_manuscript(check_in).texts} == {True}
    for name, content in before.items():
        after = iter((check_in / name).read_bytes())
        assert all(byte in after for byte in content), "nothing that was there is gone"


def test_a_new_language_may_answer_as_long_as_the_longest(small: Path) -> None:
    came_back(small, in_spanish, "es")
    assert "max_length: {en: 300, fr: 360, es: 360}\n" in (small / "only.yaml").read_text(encoding="utf-8")


def test_until_then_it_waits_in_the_memory_and_the_workshop_stays_as_it_is(small: Path) -> None:
    before = files_of(small)
    done = came_back(small, lambda entry: in_spanish(entry) if "title" in entry.key else entry, "es")
    assert (done.is_new, done.is_waiting, done.missing, done.changed) == (False, True, 4, ())
    assert files_of(small) == before
    assert [entry.words for entry in entries_of(small, "es").values() if entry.words] == ["¡Small!", "¡Only!"]


def test_the_last_texts_bring_the_waiting_ones_in(small: Path) -> None:
    came_back(small, lambda entry: in_spanish(entry) if "title" in entry.key else entry, "es")
    rest = [in_spanish(entry) for entry in entries_of(small, "es").values() if not entry.words]
    done = import_po(small, "es", write_entries(rest, "es", "small"))
    assert (done.is_new, len(done.changed)) == (True, 6)
    assert "languages: [en, fr, es]\n" in (small / "workshop.yaml").read_text(encoding="utf-8")
    assert read_manuscript(small).texts[0].words("es") == "¡Small!"


def test_words_that_wait_are_fuzzy_once_their_source_has_changed(small: Path) -> None:
    came_back(small, lambda entry: in_spanish(entry) if "title" in entry.key else entry, "es")
    edit(small / "workshop.yaml", "en: Small", "en: Tiny")
    entry = entries_of(small, "es")["workshop:title"]
    assert (entry.words, entry.is_fuzzy) == ("¡Small!", True)
    done = came_back(small, lambda entry: entry if entry.is_fuzzy else in_spanish(entry), "es")
    assert (done.is_waiting, done.missing) == (True, 1)
    assert stale_translations(small, ["en", "fr", "es"]) == []


def test_a_list_of_languages_in_lines_gets_a_line(tmp_path: Path) -> None:
    lines = "languages:\n- en  # the source\n- fr  # done\n"
    small = laid_out(tmp_path, FLOW, WORKSHOP.replace("languages: [en, fr]\n", lines))
    assert came_back(small, in_spanish, "es").is_new
    assert lines + "- es\n" in (small / "workshop.yaml").read_text(encoding="utf-8")


def test_a_text_that_lacks_one_of_the_languages_is_counted(small: Path) -> None:
    edit(small / "only.yaml", "{en: One, fr: Un}", "{en: One}")
    assert came_back(small, as_it_is).missing == 1
    assert came_back(small, saying("only:steps.later.steps.sets.steps.name.notice[0]", "Un")).missing == 0
    assert (small / "only.yaml").read_text(encoding="utf-8") == FLOW


# What the source left behind


@pytest.fixture
def stale(small: Path) -> Path:
    came_back(small, as_it_is)
    edit(small / "only.yaml", "Hello, {{ host }}", "Good day, {{ host }}")
    return small


def test_a_translation_whose_source_has_changed_is_told_at_its_words(stale: Path) -> None:
    (problem,) = stale_translations(stale, ["en", "fr"])
    assert problem.code == "L407"
    assert not problem.is_error
    assert (problem.place.file, problem.place.line) == (str(stale / "only.yaml"), 9)
    assert problem.place.excerpt[problem.place.column - 1 :] == '"Bonjour, {{ host }}"'


@pytest.mark.parametrize(("language", "words"), [("en", "Hello, {{ host }}"), ("fr", "Bonjour, {{ host }}")])
def test_it_is_explained_in_both_languages(stale: Path, phrases: Phrases, language: str, words: str) -> None:
    (problem,) = stale_translations(stale, ["en", "fr"])
    told = printed(problem, phrases, language)
    assert words in told
    assert "Hello, {{ host }}" in told, "what it was made from"


def test_it_goes_out_fuzzy_with_what_it_was_made_from(stale: Path) -> None:
    entry = entries_of(stale)["only:steps.hello.say"]
    assert (entry.words, entry.is_fuzzy) == ("Bonjour, {{ host }}", True)
    assert '#| msgid "Hello, {{ host }}"\n' in export_po(stale, "fr").decode()


def test_an_earlier_source_of_several_lines_goes_out_line_by_line(small: Path) -> None:
    edit(small / "only.yaml", "Hello, {{ host }}", 'Say \\"hi\\" \\"you\\"\\nto {{ host }}')
    came_back(small, as_it_is)
    edit(small / "only.yaml", '\\"you\\"', "")
    previous = '#| msgid ""\n#| "Say \\"hi\\" \\"you\\"\\n"\n#| "to {{ host }}"\n'
    assert previous in export_po(small, "fr").decode()


def test_a_translation_that_somebody_changed_since_is_not_told(stale: Path) -> None:
    edit(stale / "only.yaml", "Bonjour, {{ host }}", "Bonne journée, {{ host }}")
    assert stale_translations(stale, ["en", "fr"]) == []


def test_taking_off_the_mark_says_that_it_is_still_right(stale: Path) -> None:
    assert came_back(stale, as_it_is).fuzzy == 1
    assert len(stale_translations(stale, ["en", "fr"])) == 1
    came_back(stale, lambda entry: replace(entry, is_fuzzy=False))
    assert stale_translations(stale, ["en", "fr"]) == []


def test_the_memory_of_a_text_that_is_gone_goes_with_it(small: Path) -> None:
    came_back(small, as_it_is)
    edit(small / "only.yaml", "              - {en: One, fr: Un}\n", "")
    came_back(small, as_it_is)
    assert b"One" not in memory_path(small, "fr").read_bytes()


def test_the_memory_has_no_places_so_that_moving_a_step_does_not_change_it(small: Path) -> None:
    came_back(small, as_it_is)
    before = memory_path(small, "fr").read_bytes()
    edit(small / "only.yaml", "flow: only\n", "# A new remark\nflow: only\n")
    came_back(small, as_it_is)
    assert memory_path(small, "fr").read_bytes() == before


def test_a_spoilt_memory_or_workshop_is_no_matter_of_staleness(stale: Path) -> None:
    memory = memory_path(stale, "fr")
    good = memory.read_bytes()
    memory.write_bytes(b"<<<<<<< HEAD\n" + good)
    assert stale_translations(stale, ["en", "fr"]) == []
    memory.write_bytes(good)
    (stale / "only.yaml").write_bytes(b"steps: [")
    assert stale_translations(stale, ["en", "fr"]) == []


def test_an_import_does_not_write_over_a_spoilt_memory(stale: Path) -> None:
    memory_path(stale, "fr").write_bytes(b"<<<<<<< HEAD\n")
    with pytest.raises(CannotTranslate) as told:
        import_po(stale, "fr", b"")
    assert told.value.values == {"file": str(memory_path(stale, "fr")), "line": 1}
