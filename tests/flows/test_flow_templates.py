"""Texts: what they show, what they refuse, and what is proved about the answers in them."""

from dataclasses import replace

import jinja2
import pytest
from flow_scopes import QUESTIONS, SCOPE
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.questions import SelectOne, option_of
from bot.engine.rendering import Reader, lower_first, render, upper_first
from bot.engine.texts import Run, Style, Text
from bot.engine.values import Answer
from bot.flows.conditions import parse_condition
from bot.flows.scope import Scope
from bot.flows.templates import Template, parse_template
from bot.locales import Phrases


def label(name: str, code: str, language: str) -> str | None:
    question = QUESTIONS[name]
    option = None if question is None else option_of(question, code)
    return None if option is None else option.words(language)


def reader(answers: dict[str, Answer], phrases: Phrases, language: str = "en") -> Reader:
    return Reader(language, answers, {"host_org": "The Depot"}, label, phrases)


def compiled(text: str, scope: Scope = SCOPE) -> Template:
    template = parse_template("en", text, scope)
    assert template.mistakes == ()
    return template


def runs(text: str, answers: dict[str, Answer], phrases: Phrases) -> tuple[Run, ...]:
    return render(Text({"en": compiled(text).parts}), reader(answers, phrases))


def shown(text: str, answers: dict[str, Answer], phrases: Phrases) -> str:
    return "".join(run.text for run in runs(text, answers, phrases))


def codes(text: str, scope: Scope = SCOPE) -> list[str]:
    return [each.code for each in parse_template("en", text, scope).mistakes]


HOSTILE = ("{{ 7*7 }}", "<b>bold</b>", "**x** *y* [z](https://example.org)", "{% if 1 == 1 %}", "🤷 « tel »  : ")


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_participant_typed_comes_out_as_typed(words: str, phrases: Phrases) -> None:
    told = runs("You said “{{ story|default('nothing') }}”.", {"story": words}, phrases)
    assert told == (Run(f"You said “{words}”."),)


def test_authored_marks_become_runs_and_slots_take_their_style(phrases: Phrases) -> None:
    told = runs("**Dear {{ host_org }}**, *see* the [guide](https://example.org/a).", {}, phrases)
    assert told == (
        Run("Dear The Depot", Style.BOLD),
        Run(", "),
        Run("see", Style.ITALIC),
        Run(" the "),
        Run("guide", href="https://example.org/a"),
        Run("."),
    )


def test_a_condition_inside_bold_words_is_bold_in_both_branches(phrases: Phrases) -> None:
    text = "**{% if role == 'lead' %}you lead{% else %}you do {{ host_org }}{% endif %}**"
    assert runs(text, {"role": "lead"}, phrases) == (Run("you lead", Style.BOLD),)
    assert runs(text, {"role": "other"}, phrases) == (Run("you do The Depot", Style.BOLD),)


@pytest.mark.parametrize("plain", ["2 * 3 * 4", "a*b*c", "5 ** 2", "* item", "[not a link]", "f(x)"])
def test_stars_and_brackets_that_are_no_marks_stay(plain: str, phrases: Phrases) -> None:
    assert runs(plain, {}, phrases) == (Run(plain),)


def test_a_slot_takes_part_in_french_typography(phrases: Phrases) -> None:
    parts = parse_template("fr", "Écrivez à {{ host_org }} : « {{ role }} » ou {{ count(kinds) }} %", SCOPE).parts
    told = render(Text({"fr": parts}), reader({"role": "lead", "kinds": ("people",)}, phrases, "fr"))
    assert told == (Run("Écrivez à The Depot\u00a0: «\u00a0lead fr\u00a0» ou 1\u00a0%"),)


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("{{ 9**9**9 }}", "C602", "9**9**9"),
        ("{{ role.__class__ }}", "C602", "role.__class__"),
        ("{{ 'a'*10**9 }}", "C602", "'a'*10**9"),
        ("{{ role|center(999999999) }}", "W510", "center(999999999)"),
        ("{{ role|default(story) }}", "W510", "default(story)"),
        ("{{ cycler.__init__.__globals__ }}", "C602", "cycler"),
        ("{{ self }}", "W503", "self"),
        ("{{ ending }}", "F302", "ending"),
        ("{{ hello }}", "F310", "hello"),
        ("{{ host_org|upper_first }}", "W513", "host_org"),
        ("{% for x in kinds %}{% endfor %}", "W502", " x in kinds"),
        ("{% macro x() %}{% endmacro %}", "W502", " x()"),
        ("{% include 'secret' %}", "W502", " 'secret'"),
        ("{% set x = 1 %}", "W502", " x = 1"),
        ("{% words role %}", "W502", " role"),
        ("{% value role %}", "W502", " role"),
        ("{% %}", "W502", ""),
        ("{%- if role == 'lead' %}x{% endif %}", "W502", "- if"),
        ("{% raw %}{{ x }}{% endraw %}", "W502", " "),
        ("{% if role == 'lead' %}open", "W501", " role"),
        ("{% if role %}x{% endif %}", "C605", "role"),
        ("{# a comment #}", "W501", "{#"),
        ("{{ role", "W501", "{{"),
        ("role }}", "W501", "}}"),
        ("{{ }}", "C601", ""),
        ("{% endif %}", "W502", " "),
        ("[here](javascript:alert(1))", "W509", "[here]"),
        ("[here](http://example.org)", "W509", "[here]"),
    ],
)
def test_what_texts_do_not_have_is_refused_where_it_stands(text: str, code: str, found: str) -> None:
    mistakes = parse_template("en", text, SCOPE).mistakes
    assert mistakes[0].code == code
    assert text[mistakes[0].at :].startswith(found)


@pytest.mark.parametrize("opening", ["{% if role == 'lead' %}", "{% if role == 'lead' %}{% elif role == 'other' %}"])
def test_branches_in_branches_without_end_are_refused(opening: str) -> None:
    assert codes(opening * 3000)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "{{",
                "}}",
                "{%",
                "%}",
                " if ",
                " elif ",
                " else ",
                "endif",
                "role",
                "== 'lead'",
                "|",
                "**",
                "x",
                "[y](",
                ")",
                "\n",
            ]
        ),
        max_size=20,
    )
)
def test_no_text_makes_the_reader_raise(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(0 <= each.at <= len(text) for each in parse_template("fr", text, SCOPE).mistakes)


OPTIONAL = {**QUESTIONS, "role": replace(QUESTIONS["role"], required=False)}  # type: ignore[type-var]
CONDITION, _ = parse_condition("'people' in kinds", SCOPE)
SOMETIMES = {**QUESTIONS, "role": replace(QUESTIONS["role"], when=CONDITION)}  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("{{ role }}", True),
        ("{{ story }}", False),
        ("{{ story|default('…') }}", True),
        ("{% if story is answered %}{{ story }}{% endif %}", True),
        ("{% if story is not answered %}{{ story }}{% endif %}", False),
        ("{% if story is not answered %}none{% else %}{{ story }}{% endif %}", True),
        ("{% if role == 'lead' %}{{ story }}{% endif %}", False),
        ("{% if role == 'lead' or story is answered %}{{ story }}{% endif %}", False),
        ("{% if role == 'lead' and story is answered %}{{ story }}{% endif %}", True),
        ("{{ comfort }}", False),
        ("{% if comfort is answered %}{{ comfort }}{% endif %}", True),
        ("{% if comfort >= 2 %}{{ comfort }}{% endif %}", True),
        ("{% if comfort == 'dk' %}unsure{% else %}{{ comfort }}{% endif %}", True),
        ("{% if comfort != 1 %}{{ comfort }}{% endif %}", False),
        ("{% if comfort in [1, 2] %}{{ comfort }}{% endif %}", True),
        ("{% if not comfort == 'dk' %}{{ comfort }}{% endif %}", True),
    ],
)
def test_an_answer_that_may_lack_needs_a_default_or_a_proof(text: str, allowed: bool) -> None:
    assert (codes(text) == []) is allowed
    assert set(codes(text)) <= {"W504"}


def test_an_optional_question_may_lack_an_answer() -> None:
    assert codes("{{ role }}", replace(SCOPE, earlier=OPTIONAL)) == ["W504"]


def test_a_count_needs_its_question_to_have_a_response() -> None:
    sometimes = replace(SCOPE, earlier={**QUESTIONS, "kinds": replace(QUESTIONS["kinds"], required=False)})  # type: ignore[type-var]
    assert codes("{{ count(kinds) }}") == []
    assert codes("{{ count(kinds) + 1 }}", sometimes) == ["W504"]
    assert codes("{{ count(kinds)|default('no') }}", sometimes) == []
    assert codes("{% if kinds is answered %}{{ count(kinds) }}{% endif %}", sometimes) == []


def test_a_question_asked_under_the_same_condition_has_its_answer() -> None:
    sometimes = replace(SCOPE, earlier=SOMETIMES)
    assert codes("{{ role }}", sometimes) == ["W504"]
    assert codes("{{ role }}", sometimes.assuming(CONDITION)) == []
    assert codes("{% if 'people' in kinds and comfort > 1 %}{{ role }}{% endif %}", sometimes) == []


def test_the_default_is_shown_for_dont_know(phrases: Phrases) -> None:
    text = "Often: {{ comfort|upper_first|default('hard to say') }}"
    assert shown(text, {"comfort": "dk"}, phrases) == "Often: Hard to say"
    assert shown(text, {}, phrases) == "Often: Hard to say"
    assert shown(text, {"comfort": "2"}, phrases) == "Often: 2 en"


def test_a_text_that_is_not_drawn_again_may_quote_no_answer() -> None:
    fixed = SCOPE.without_answers()
    assert codes("{{ host_org }}", fixed) == []
    assert codes("{{ role }}", fixed) == ["W512"]
    assert codes("{{ count(kinds) }}", fixed) == ["W512"]
    assert codes("{% if role == 'lead' %}x{% endif %}", fixed) == ["W512"]


# Jinja2 as the oracle: what we accept, it renders to the same words.

SAME_AS_JINJA = (
    "Hello {{ host_org }}!",
    "{{ role|lower_first }} and {{ role|upper_first }}",
    "{{ story|default('nothing')|lower }}",
    "a{% if role == 'lead' %}b{% elif role == 'other' %}c{% else %}d{% endif %}e",
    "{% if story is answered %}{{ story }}{% else %}{% if count(kinds) >= 2 %}several{% endif %}{% endif %}\n",
    "{{ count(kinds) + 1 }}",
    "{% if 'people' in kinds and not role == 'other' %}yes{% endif %}",
)


@pytest.mark.parametrize("text", SAME_AS_JINJA)
@pytest.mark.parametrize("story", [None, "My Words"])
@pytest.mark.parametrize("role", ["lead", "other"])
def test_jinja2_would_show_the_same(text: str, story: str | None, role: str, phrases: Phrases) -> None:
    answers: dict[str, Answer] = {"role": role, "kinds": ("people", "money")}
    answers |= {} if story is None else {"story": story}
    assert shown(text, answers, phrases) == jinja_shown(text, answers)


def jinja_shown(text: str, answers: dict[str, Answer]) -> str:
    environment = jinja2.Environment(autoescape=False, keep_trailing_newline=True)  # noqa: S701 - an oracle for plain words
    environment.filters |= {"lower_first": lower_first, "upper_first": upper_first}
    environment.tests["answered"] = lambda value: not isinstance(value, jinja2.Undefined)
    values = {name: Spoken(value, name) if isinstance(value, str) else value for name, value in answers.items()}
    return environment.from_string(text).render(values, host_org="The Depot", count=len)


class Spoken(str):
    """An option that is compared by its code and shown by its label."""

    __slots__ = ()

    def __new__(cls, value: str, name: str) -> "Spoken":
        question = QUESTIONS[name]
        has_options = isinstance(question, SelectOne)
        return super().__new__(cls, f"{value} en" if has_options else value)

    def __eq__(self, other: object) -> bool:
        return str(self).removesuffix(" en") == other

    __hash__ = str.__hash__
