"""Conversations: the whole transcript is asserted, in every language; --update writes what happens."""

from pathlib import Path
from shutil import copytree

import pytest

from bot.engine.world import World
from bot.flows import Loaded, NotRewritable, Problem, check_workshop, explain, play, read_conversation, rewrite
from bot.flows.talk import Reached, Talk
from bot.locales import Phrases

KITCHEN = Path(__file__).parent / "fixtures" / "kitchen"
TESTS = sorted((KITCHEN / "tests").glob("*.yaml"))
REFUSAL = """\
flow: evening
language: fr
conversation:
  - bot: "Bienvenue! Voici une soirée avec Le Dépôt : un guide en dit plus."
  - bot: |-
      Nous gardons vos réponses.
      Jusqu’au 1er mai 2027.
  - bot: Acceptez-vous?
    buttons: ["Oui, j’accepte", Dites-m’en plus, "Non, merci", English]
  - tap: Non, merci
  - bot: Très bien, au revoir.
"""
AGREED = (
    REFUSAL.replace("Non, merci\n  - bot: Très bien, au revoir.\n", "Oui, j’accepte\n")
    + """\
  - bot: |-
      Que cuisinez-vous?
      De un à trois.
    buttons: [☐ De la soupe, ☐ Du pain, ☐ Du gâteau, ☐ Rien de cela, Terminé ▶]
"""
)


def problems_of(text: str, tmp_path: Path, kitchen: Loaded, world: World) -> list[Problem]:
    path = tmp_path / "talk.yaml"
    path.write_text(text, encoding="utf-8")
    conversation, problems = read_conversation(path)
    if conversation is None:
        return problems
    played = play(conversation, kitchen.flows[conversation.flow], world)
    return [each.problem for each in played if each.problem is not None]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_the_kitchen_talks_as_its_conversations_say(path: Path, kitchen: Loaded, world: World, update: bool) -> None:
    conversation, problems = read_conversation(path)
    assert conversation is not None, problems
    flow = kitchen.flows[conversation.flow]
    if update:
        rewrite(path, flow, world)
        conversation, _ = read_conversation(path)
        assert conversation is not None
    assert [each.problem for each in play(conversation, flow, world)] == [None] * (1 if conversation.language else 2)


@pytest.mark.parametrize("text", [REFUSAL, AGREED], ids=["refusal", "agreed"])
def test_a_transcript_that_is_whole_and_right_passes(text: str, tmp_path: Path, kitchen: Loaded, world: World) -> None:
    assert problems_of(text, tmp_path, kitchen, world) == []


def test_typography_may_be_typed_plainly(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    plain = REFUSAL.replace("\u00a0", " ").replace("’", "'").replace('"Oui, j\'accepte"', '"Oui, j’accepte"')
    plain = plain.replace("Dites-m'en", "Dites-m’en")
    assert problems_of(plain, tmp_path, kitchen, world) == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("  - bot: Très bien, au revoir.\n", "", 10),
        ("Très bien, au revoir.", "Très bien.", 11),
        ("  - tap: Non, merci\n", "", 10),
        ("      Jusqu’au 1er mai 2027.", "      Jusqu’au 1er mai 2028.", 5),
        ('"Non, merci", English', '"Non, merci"', 8),
        ("  - tap: Non, merci\n", "  - tap: Non, merci\n  - toast: Merci\n", 11),
        ("  - bot: Très bien, au revoir.\n", "  - bot: Très bien, au revoir.\n  - bot: À bientôt.\n", 12),
        ("  - bot: Très bien, au revoir.\n", "  - bot: Très bien, au revoir.\n  - records: {agree: yes}\n", 12),
    ],
)
def test_a_transcript_that_goes_otherwise_is_told_at_its_line(
    before: str, after: str, line: int, tmp_path: Path, kitchen: Loaded, world: World
) -> None:
    assert before in REFUSAL
    problems = problems_of(REFUSAL.replace(before, after), tmp_path, kitchen, world)
    assert [(problem.code, problem.place.line) for problem in problems] == [("T701", line)]


def test_what_was_written_and_what_happened_stand_under_each_other(
    tmp_path: Path, kitchen: Loaded, world: World, phrases: Phrases
) -> None:
    wrong = REFUSAL.replace("1er mai 2027", "1er mai 2028")
    told = explain(problems_of(wrong, tmp_path, kitchen, world)[0], phrases, "en")
    assert told.why == "written:  … Jusqu’au 1er mai 2028.\nhappened: … Jusqu’au 1er mai 2027."


def test_records_are_complete_once_a_conversation_lists_any(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    listed = AGREED.replace("Oui, j’accepte\n", "Oui, j’accepte\n  - records: {agree: yes}\n")
    assert problems_of(listed, tmp_path, kitchen, world) == []
    further = listed + "  - tap: Du pain\n  - tap: Terminé ▶\n  - bot: À quelle fréquence?\n"
    assert [problem.code for problem in problems_of(further, tmp_path, kitchen, world)] == ["T701"]
    assert problems_of(further + "  - records: {kinds: [bread]}\n", tmp_path, kitchen, world) == []


def test_a_toast_is_heard_and_ticks_are_seen(tmp_path: Path, kitchen: Loaded, world: World, phrases: Phrases) -> None:
    toast = phrases.say("fr", "reply.too_few", n=1)
    assert problems_of(AGREED + f'  - tap: Terminé ▶\n  - toast: "{toast}"\n', tmp_path, kitchen, world) == []
    ticked = AGREED + "  - tap: De la soupe\n  - tap: ☑ De la soupe\n"
    assert problems_of(ticked, tmp_path, kitchen, world) == []
    assert [problem.code for problem in problems_of(AGREED + "  - tap: ☑ De la soupe\n", tmp_path, kitchen, world)] == [
        "T702"
    ]


def test_the_newest_message_with_the_button_is_tapped(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    asked_again = (
        AGREED.split("  - tap:")[0]
        + "  - tap: Dites-m’en plus\n  - bot: Il n’y a rien de plus.\n  - bot: Acceptez-vous?\n"
    )
    assert (
        problems_of(asked_again + "  - tap: Non, merci\n  - bot: Très bien, au revoir.\n", tmp_path, kitchen, world)
        == []
    )


def test_commands_work_in_both_languages(tmp_path: Path, kitchen: Loaded, world: World, phrases: Phrases) -> None:
    for command in ("/back", "/retour"):
        text = AGREED + f'  - me: {command}\n  - bot: "{phrases.say("fr", "back.first")}"\n'
        assert problems_of(text, tmp_path, kitchen, world) == []
    for command in ("/language en", "/langue en"):
        text = AGREED + f'  - me: {command}\n  - bot: "What do you cook?\\nOne to three."\n'
        assert problems_of(text, tmp_path, kitchen, world) == []


def test_words_missing_in_a_language_are_told(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    text = REFUSAL.replace("language: fr\n", "").replace("bot: Acceptez-vous?", "bot: {fr: Acceptez-vous?}")
    assert [problem.code for problem in problems_of(text, tmp_path, kitchen, world)] == ["T701"]
    english = "flow: evening\nconversation:\n  - bot: {fr: Bonjour}\n"
    assert [problem.code for problem in problems_of(english, tmp_path, kitchen, world)] == ["L401", "T701"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("hears: x", "S211"),
        ("me: [x]", "S203"),
        ("later: soon", "S205"),
        ("records: yes", "S203"),
        ("{bot: x, button: [y]}", "S201"),
        ("just words", "S203"),
    ],
)
def test_a_line_of_the_wrong_shape_is_told(line: str, code: str, tmp_path: Path, kitchen: Loaded, world: World) -> None:
    text = f"flow: evening\nconversation:\n  - {line}\n"
    assert [problem.code for problem in problems_of(text, tmp_path, kitchen, world)] == [code]


def test_time_passes_and_timers_fire(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    waited = REFUSAL.split("  - tap:")[0] + "  - later: 25h\n"
    assert problems_of(waited, tmp_path, kitchen, world) == []


def test_a_timer_that_was_cancelled_is_not_kept(kitchen: Loaded, world: World) -> None:
    talk = Talk(kitchen.flows["evening"], world, "fr")
    assert list(talk.timers) == ["unconsented"]
    talk.type("oui")
    assert talk.timers == {}


def test_the_newest_of_two_buttons_is_meant(kitchen: Loaded, world: World) -> None:
    talk = Talk(kitchen.flows["evening"], world, "fr")
    for words in ("oui", "4", "/passer", "/retour"):
        talk.type(words)
    back = [button.press.step for button in talk.buttons() if button.label == "◀ Retour"]
    newest = talk.newest("◀ Retour")
    assert back == ["note", "story"]
    assert newest is not None
    assert newest.press.step == "story"


def test_what_was_reached_is_known_by_language(kitchen: Loaded, world: World) -> None:
    conversation, _ = read_conversation(KITCHEN / "tests" / "guests.yaml")
    assert conversation is not None
    (played,) = play(conversation, kitchen.flows["evening"], world)
    assert Reached("fr", "kinds", "soup") in played.reached
    assert Reached("fr", "guest", "family") in played.reached
    assert Reached("fr", "story", "answered") in played.reached
    assert {each.language for each in played.reached} == {"fr"}


def test_a_refusal_and_a_wish_for_more_are_reached_too(kitchen: Loaded, world: World) -> None:
    reached = set()
    for path in TESTS:
        conversation, _ = read_conversation(path)
        assert conversation is not None
        reached |= {each for played in play(conversation, kitchen.flows["evening"], world) for each in played.reached}
    assert {each.answer for each in reached if each.question == "agree" and each.language == "en"} == {
        "yes",
        "no",
        "more",
    }


def test_update_writes_what_really_happens_and_keeps_what_people_did(
    tmp_path: Path, kitchen: Loaded, world: World
) -> None:
    path = tmp_path / "talk.yaml"
    actions = '  - tap: {en: "Yes, I agree", fr: "Oui, j’accepte"}\n  - me: "1"  # soup\n'
    path.write_text(f"# The short way.\nflow: evening\nconversation:\n{actions}", encoding="utf-8")
    assert rewrite(path, kitchen.flows["evening"], world)
    assert problems_of(path.read_text(encoding="utf-8"), tmp_path, kitchen, world) == []
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# The short way.\n")
    assert "# soup" in text
    assert "records: {kinds: [soup]}" in text
    assert not rewrite(path, kitchen.flows["evening"], world)


def test_words_typed_in_each_language_are_recorded_in_each(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    path = tmp_path / "talk.yaml"
    path.write_text(
        'flow: evening\nconversation:\n  - me: {en: "yes", fr: "oui"}\n  - me: "4"\n'
        "  - me: {en: A walk., fr: Une marche.}\n",
        encoding="utf-8",
    )
    assert rewrite(path, kitchen.flows["evening"], world)
    text = path.read_text(encoding="utf-8")
    assert 'records: {story: {en: "A walk.", fr: "Une marche."}}' in text
    assert problems_of(text, tmp_path, kitchen, world) == []


def test_update_repairs_wrong_words_and_keeps_lists_of_buttons(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    path = tmp_path / "talk.yaml"
    path.write_text(REFUSAL.replace("Acceptez-vous?", "Alors?").replace('"Non, merci", ', ""), encoding="utf-8")
    assert rewrite(path, kitchen.flows["evening"], world)
    text = path.read_text(encoding="utf-8")
    assert problems_of(text, tmp_path, kitchen, world) == []
    assert text.count("buttons:") == 1


def test_update_gives_up_where_there_is_no_way_on(tmp_path: Path, kitchen: Loaded, world: World) -> None:
    path = tmp_path / "talk.yaml"
    text = "flow: evening\nconversation:\n  - tap: Peut-être\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotRewritable):
        rewrite(path, kitchen.flows["evening"], world)
    assert path.read_text(encoding="utf-8") == text


def test_a_conversation_in_a_language_that_the_workshop_lacks_is_told(tmp_path: Path, phrases: Phrases) -> None:
    folder = copytree(KITCHEN, tmp_path / "kitchen")
    (folder / "tests" / "other.yaml").write_text(REFUSAL.replace("language: fr", "language: iu"), encoding="utf-8")
    errors = [problem for problem in check_workshop(folder, phrases).problems if problem.is_error]
    assert [problem.code for problem in errors] == ["L405"]
