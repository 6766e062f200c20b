"""What somebody typed, read as an answer: typing is as good as tapping, and nothing is guessed."""

import pytest
from chat import BEGINNING

from bot.engine.flow import Flow
from bot.engine.options import Option
from bot.engine.questions import Question, SelectMultiple, SelectOne, StepId
from bot.engine.replies import Ambiguous, Misread, Reading, Setting, Understood
from bot.engine.replies import read as read_in
from bot.engine.texts import Run, Text, Words
from bot.engine.values import Kind


def read(question: Question, typed: str, language: str = "en") -> Reading:
    return read_in(question, typed, Setting(language, BEGINNING))


def codes(reading: Reading) -> object:
    """What was understood, the codes it could be, or the key of the explanation."""
    match reading:
        case Understood(_, value):
            return value
        case Ambiguous(options):
            return {option.code for option in options}
        case Misread(problem):
            return problem


def text(en: str, fr: str) -> Text:
    return Text({"en": (Words(Run(en)),), "fr": (Words(Run(fr)),)})


def one(*labels: tuple[str, str]) -> SelectOne:
    options = tuple(Option(str(at), text(*label)) for at, label in enumerate(labels))
    return SelectOne(id=StepId("q"), ask=text("Which?", "Lequel?"), options=options)


UNDERSTOOD = [
    ("role", "1", "lead"),
    ("role", " 2. ", "front"),
    ("role", "Direct service", "front"),
    ("role", "DIRECT SERVICE!", "front"),
    ("role", "intervention ou services directs", "front"),
    ("role", "Conseil d'administration ou benevolat", "board"),
    ("role", "conseil d administration ou bénévolat", "board"),
    ("role", "Leadership", "lead"),
    ("role", "Directoin ou coordination", "lead"),
    ("comfort", "5", "5"),
    ("comfort", "tres à l’aise", "5"),
    ("comfort", "very confortable", "5"),
    ("comfort", "dont know", "dk"),
    ("shared", "oui", "yes"),
    ("shared", "Non.", "no"),
    ("agree", "Yes", "yes"),
    ("agree", "oui", "yes"),
    ("agree", "no", "no"),
    ("kinds", "1, 3 et 4", ("contact", "family", "money")),
    ("kinds", "4 1", ("contact", "money")),
    ("kinds", "3;1\n1", ("contact", "family")),
    ("kinds", "Les noms et les coordonnées", ("contact",)),
    ("kinds", "les noms et les coordonnees, la sante et les besoins de soutien", ("contact", "health")),
    ("kinds", "Family and household and Income and expenses", ("family", "money")),
    ("kinds", "visits and income", ("visits", "money")),
    ("kinds", "je ne sais pas", ("dk",)),
    ("held_back", "Une loi, ou une promesse faite aux gens", "promise"),
    ("with_whom", "Funders & Researchers", ("funders", "research")),
]


@pytest.mark.parametrize(("question", "typed", "value"), UNDERSTOOD)
def test_a_number_a_label_its_beginning_or_a_close_spelling_is_understood(
    flow: Flow, question: str, typed: str, value: object
) -> None:
    assert codes(read(flow.question(question), typed)) == value


NEVER_GUESSED = [
    ("comfort", "comfortable"),
    ("comfort", "uncomfortable"),
    ("comfort", "very uncomfortable"),
    ("comfort", "inconfortable"),
    ("comfort", "à l’aise"),
    ("comfort", "6.5"),
    ("agree", "Oui, j’accepte pas"),
    ("agree", "Non j’accepte"),
    ("agree", "je n’accepte pas"),
    ("agree", "yes I do not agree"),
    ("agree", "merci"),
    ("agree", "thank you"),
    ("held_back", "asked"),
    ("shared", "sais"),
    ("kinds", "no income"),
    ("role", "0"),
    ("role", "6"),
    ("role", "9" * 5000),
    ("role", "e"),
]


@pytest.mark.parametrize(("question", "typed"), NEVER_GUESSED)
def test_words_that_may_mean_something_else_are_never_taken_for_an_answer(
    flow: Flow, question: str, typed: str
) -> None:
    assert not isinstance(read(flow.question(question), typed), Understood)


def test_what_could_be_two_options_is_asked_back(flow: Flow) -> None:
    assert codes(read(flow.question("comfort"), "not")) == {"1", "2"}
    assert codes(read(flow.question("kinds"), "1, les")) == {"contact", "visits", "money"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("typed", ["{}", "  {} …", "« {} »"])
def test_every_label_of_the_shipped_flow_can_be_typed_in_either_language(flow: Flow, language: str, typed: str) -> None:
    for step in flow.steps:
        for number, option in enumerate(getattr(step, "options", ()), 1):
            wanted = (option.code,) if isinstance(step, SelectMultiple) else option.code
            label = option.words(language)
            for words in (
                label,
                label.upper(),
                label.lower(),
                label.replace("’", "'"),
                label.replace("’", " "),
                number,
            ):
                assert codes(read(step, typed.format(words))) == wanted


def test_a_label_goes_before_a_number() -> None:
    children = one(("0", "0"), ("1", "1"), ("2", "2"))
    assert codes(read(children, "1")) == "1"
    assert codes(read(children, "0")) == "0"
    assert codes(read(one(("Ten", "Dix"), ("Two", "Deux")), "2")) == "1"


def test_ligatures_may_be_typed_apart() -> None:
    assert codes(read(one(("Heart", "Cœur"), ("Sister", "Sœur")), "soeur")) == "1"


def test_a_choice_outside_the_scale_keeps_its_kind(flow: Flow) -> None:
    assert read(flow.question("comfort"), "je ne sais pas") == Understood(Kind.DONT_KNOW, "dk")
    assert read(flow.question("kinds"), "8") == Understood(Kind.DONT_KNOW, ("dk",))


@pytest.mark.parametrize(
    ("question", "typed", "problem"),
    [
        ("role", "  ", "reply.empty"),
        ("reflection", "\n\t", "reply.empty"),
        ("role", "purple", "reply.no_match"),
        ("kinds", "1, purple", "reply.no_match_several"),
        ("kinds", "1 et 8", "reply.stands_alone"),
        ("with_whom", "1, 2, 3, 4", "reply.too_many"),
        ("reflection", "x" * 601, "reply.too_long"),
    ],
)
def test_what_is_wrong_is_named(flow: Flow, question: str, typed: str, problem: str) -> None:
    assert codes(read(flow.question(question), typed)) == problem


def test_too_few_picks_are_named_with_how_many_are_needed(flow: Flow) -> None:
    kinds = flow.question("kinds")
    assert isinstance(kinds, SelectMultiple)
    pair = SelectMultiple(id=kinds.id, ask=kinds.ask, options=kinds.options, least=2)
    assert read(pair, "1") == Misread("reply.too_few", 2)
    assert codes(read(pair, "8")) == ("dk",)


def test_words_are_kept_as_typed_but_for_the_space_around_them(flow: Flow) -> None:
    words = "{{ 7*7 }} <b>x</b> « oui » **non**\n\n  ligne"
    assert read(flow.question("reflection"), f"  {words}\n") == Understood(Kind.ANSWERED, words)
    assert codes(read(flow.question("reflection"), "é" * 600)) == "é" * 600
