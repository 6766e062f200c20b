"""Hostile flows: every place that takes an expression takes the language alone; the rest is told with its column.

And what a participant types, however it looks, comes out as it was typed.
"""

import json
from pathlib import Path
from time import process_time

import pytest
from broken_files import EARLIER, WORKSHOP

from bot.flows import Problem, load_workshop
from bot.flows.problems import CODES
from bot.flows.talk import Talk
from bot.locales import Phrases

HEAD = """\
flow: only
title: {en: Only, fr: Seul}
scales:
  able:
    - {id: 1, label: {en: With help, fr: Avec de l’aide}}
    - {id: 2, label: {en: On my own, fr: Sans aide}}
cards:
  help: {label: {en: Help, fr: De l’aide}, say: {en: CARD, fr: Aide}}
steps:
  - id: role
    type: select_one
    ask: {en: "Your role?", fr: "Votre rôle?"}
    options:
      - {id: lead, label: {en: Leading, fr: Direction}}
      - {id: other, label: {en: Other, fr: Autre}}
  - id: kinds
    type: select_multiple
    ask: {en: "Which ones?", fr: "Lesquels?"}
    options_from: {options_of: earlier.kinds}
"""
CONDITIONS = {
    "when of a message": "  - {id: a, when: HERE, say: {en: Hello, fr: Bonjour}}",
    "when of an ending": "  - {id: a, when: HERE, end: {en: Hello, fr: Bonjour}}",
    "when of a question": "  - {id: a, type: time, when: HERE, ask: {en: Hello, fr: Bonjour}}",
    "when of a question asked again": "  - {id: a, same_as: earlier.judge, when: HERE}",
    "when of a repeat": "  - {repeat: a, count: 2, when: HERE, steps: [{id: b, say: {en: Hello, fr: Bonjour}}]}",
    "when inside a repeat": "  - {repeat: a, count: 2, steps: [{id: b, when: HERE, say: {en: Hello, fr: Bonjour}}]}",
    "when of a calculation": "  - {id: a, type: calculate, value: 1 + 1, when: HERE}",
    "value of a calculation": "  - {id: a, type: calculate, value: HERE}",
    "constraint": "  - {id: a, type: number, constraint: HERE, ask: {en: Hello, fr: Bonjour}}",
    "when of a variant": "  - {id: a, say: [{when: HERE, text: {en: Hello, fr: Bonjour}}, {text: {en: Hi, fr: Allô}}]}",
    "where of a repeat": "  - {repeat: a, over: earlier.datasets, where: HERE, "
    "steps: [{id: b, say: {en: Hello, fr: Bonjour}}]}",
    "where of options": "  - {id: a, type: rank, ask: {en: Hello, fr: Bonjour}, "
    "options_from: {items_of: earlier.factors, where: HERE}}",
}
EXPRESSIONS_IN_TEXTS = {
    "if": "{% if HERE %}yes{% endif %}",
    "elif": "{% if role == 'lead' %}yes{% elif HERE %}no{% endif %}",
    "for where": "{% for earlier.datasets where HERE %}yes{% endfor %}",
    "for": "{% for HERE %}yes{% endfor %}",
    "braces": "{{ HERE }}",
    "braces with a filter": "{{ HERE|lower|default('no') }}",
    "list where": "{{ list(earlier.datasets.name where HERE)|default('no') }}",
    "count where": "{{ count(earlier.datasets where HERE)|default('no') }}",
    "any where": "{% if any(earlier.datasets where HERE) %}yes{% endif %}",
}
TEXTS = {
    "message": "  - {id: a, say: {en: TEXT, fr: Bonjour}}",
    "ending": "  - {id: a, end: {en: TEXT, fr: Bonjour}}",
    "question": "  - {id: a, type: time, ask: {en: TEXT, fr: Bonjour}}",
    "hint": "  - {id: a, type: time, ask: {en: Hello, fr: Bonjour}, hint: {en: TEXT, fr: Bonjour}}",
    "variant": "  - {id: a, say: [{when: role == 'lead', text: {en: TEXT, fr: Bonjour}}, {text: {en: Hi, fr: Allô}}]}",
    "notice": "  - {id: a, type: consent, purpose: p, notice: [{en: TEXT, fr: Bonjour}], "
    "ask: {en: Hello, fr: Bonjour}, yes: {en: Yes, fr: Oui}, no: {en: No, fr: Non}}",
    "constraint message": "  - {id: a, type: number, constraint: a > 1, constraint_message: {en: TEXT, fr: Bonjour}, "
    "ask: {en: Hello, fr: Bonjour}}",
    "question about another turn": "  - {repeat: a, another: {ask: {en: TEXT, fr: Bonjour}, yes: {en: Yes, fr: Oui}, "
    "no: {en: No, fr: Non}}, steps: [{id: b, say: {en: Hello, fr: Bonjour}}]}",
    "words after other": "  - {id: a, type: select_one, ask: {en: Hello, fr: Bonjour}, options: "
    "[{id: b, specify: {en: TEXT, fr: Bonjour}, label: {en: B, fr: Bé}}, {id: c, label: {en: C, fr: Cé}}]}",
}
ATTACKS = (
    "9**9**9 > 1",
    "'a'*10**9 == 'x'",
    "role.__class__ == 'lead'",
    "().__class__.__bases__[0]",
    "role.__class__.__mro__[1].__subclasses__()",
    "__import__('os').system('ls')",
    "eval('1')",
    "(lambda: 1)() == 1",
    "f'{role}' == 'lead'",
    "(role := 'lead') == 'lead'",
    "[x for x in kinds] == 1",
    "role if role else kinds",
    "kinds[0] == 'people'",
    "{'a': 1}['a'] == 1",
    "not not not " * 20 + "role",
    "(" * 300 + "1" + ")" * 300,
    "1 << 99999 > 1",
    "role == 'lead' or " * 40 + "1 == 1",
    "9" * 400 + " > 1",
    "*kinds",
    "count(kinds, count(kinds), kinds) > 1",
    "await role",
    "yield",
    "role is role",
    "1_0j > 1",
    "...",
)
ATTACK = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:30])


def problems_of(tmp_path: Path, flow: str, workshop: str = WORKSHOP) -> list[Problem]:
    (tmp_path / "broken").mkdir()
    for name, content in (("workshop", workshop), ("earlier", EARLIER), ("only", flow)):
        (tmp_path / "broken" / f"{name}.yaml").write_text(content, encoding="utf-8")
    return list(load_workshop(tmp_path / "broken").problems)


def is_refused_in_place(problems: list[Problem], attack: str) -> bool:
    """An error at the line of the attack, from its quotation mark to its end, by a code that has its sentences."""
    errors = [each for each in problems if each.is_error and each.code in CODES and attack in each.place.excerpt]
    begins = [each.place.excerpt.index(attack) for each in errors]
    return any(
        begin <= each.place.column <= begin + len(attack) + 1 for each, begin in zip(errors, begins, strict=True)
    )


def head(card: str = "Hello") -> str:
    return HEAD.replace("CARD", json.dumps(card))


@ATTACK
@pytest.mark.parametrize("place", CONDITIONS)
def test_a_condition_takes_nothing_but_its_language(place: str, attack: str, tmp_path: Path) -> None:
    step = CONDITIONS[place].replace("HERE", json.dumps(attack))
    assert is_refused_in_place(problems_of(tmp_path, head() + step + "\n"), attack)


@ATTACK
@pytest.mark.parametrize("tag", EXPRESSIONS_IN_TEXTS)
def test_a_tag_takes_nothing_but_its_language(tag: str, attack: str, tmp_path: Path) -> None:
    step = TEXTS["message"].replace("TEXT", json.dumps(EXPRESSIONS_IN_TEXTS[tag].replace("HERE", attack)))
    problems = problems_of(tmp_path, head() + step + "\n")
    assert any(each.is_error and attack[:60] in each.place.excerpt for each in problems)


@pytest.mark.parametrize("tag", ["if", "braces", "for"])
@pytest.mark.parametrize("text", [*TEXTS, "card"])
def test_no_text_takes_what_a_message_does_not(text: str, tag: str, tmp_path: Path) -> None:
    words = EXPRESSIONS_IN_TEXTS[tag].replace("HERE", "role.__class__")
    step = TEXTS.get(text, TEXTS["message"]).replace("TEXT", json.dumps("Hello" if text == "card" else words))
    problems = problems_of(tmp_path, head(words if text == "card" else "Hello") + step + "\n")
    assert is_refused_in_place(problems, words)


@ATTACK
def test_for_whom_a_flow_is_takes_nothing_but_conditions(attack: str, tmp_path: Path) -> None:
    workshop = WORKSHOP.replace("{flow: only}", "{flow: only, for: " + json.dumps(attack) + "}")
    assert is_refused_in_place(problems_of(tmp_path, head() + CONDITIONS["constraint"], workshop), attack)


@ATTACK
def test_an_audience_takes_nothing_but_its_words(attack: str, tmp_path: Path) -> None:
    message = '{id: a, at: "+1d", to: ' + json.dumps(attack) + ", text: {en: Hello, fr: Bonjour}}"
    workshop = WORKSHOP + f"outreach:\n  messages:\n    - {message}\n"
    assert is_refused_in_place(problems_of(tmp_path, head(), workshop), attack)


@pytest.mark.parametrize(
    "step",
    [
        "{id: a, same_as: HERE}",
        "{id: a, type: review, of: [HERE], ask: {en: Hello, fr: Bonjour}}",
        "{id: a, type: text, suggest: [HERE], ask: {en: Hello, fr: Bonjour}}",
        "{id: a, type: scale, scale: able, retrospective_of: HERE, ask: {en: Hello, fr: Bonjour}}",
        "{id: a, type: rank, options_from: {options_of: HERE}, ask: {en: Hello, fr: Bonjour}}",
        "{repeat: a, over: HERE, steps: [{id: b, say: {en: Hello, fr: Bonjour}}]}",
    ],
)
@pytest.mark.parametrize(
    "attack", ["role.__class__", "eval('1')", "../only", "role-__class__", "1.0", "a" * 91, "9.9e9"]
)
def test_a_name_is_nothing_but_a_name(step: str, attack: str, tmp_path: Path) -> None:
    flow = head() + "  - " + step.replace("HERE", json.dumps(attack)) + "\n"
    assert is_refused_in_place(problems_of(tmp_path, flow), attack)


@pytest.mark.parametrize(
    "words",
    [
        "{% for earlier.datasets %}" * 3000,
        "{% for earlier.datasets %}" * 3 + "x" + "{% endfor %}" * 3,
        "{% if role == 'lead' %}" * 3000,
        "{{ role }" * 4000,
        "{{a" * 5000,
        "{% for x in range(10**9) %}{% endfor %}",
        "{% while 1 == 1 %}{% endwhile %}",
        "{% else if role == 'lead' %}",
        "{% if role == 'lead' %}yes{% endfor %}no{% endif %}",
        "{% for earlier.datasets %}yes{% endif %}",
    ],
    ids=lambda words: words[:30],
)
def test_a_text_that_never_ends_is_refused_in_a_moment(words: str, tmp_path: Path) -> None:
    begun = process_time()
    problems = problems_of(tmp_path, head() + TEXTS["message"].replace("TEXT", json.dumps(words)) + "\n")
    assert any(each.is_error for each in problems)
    assert process_time() - begun < 10  # generous for a busy machine


@pytest.mark.parametrize(
    "unit", ["{{ x }}", "{{ x|", "{% if x is answered %}", "**a", "« ", "[a](", "and what ", "\\n"]
)
def test_a_file_of_one_long_text_is_checked_in_a_moment(unit: str, tmp_path: Path) -> None:
    text = '"' + unit * (120_000 // len(unit)) + '"'
    begun = process_time()
    problems = problems_of(tmp_path, head() + TEXTS["message"].replace("TEXT", text) + "\n")
    assert "W505" in {each.code for each in problems}
    assert process_time() - begun < 5  # generous; without a limit some of these take minutes


def test_a_name_that_only_python_would_read_is_told_as_no_part_of_the_language(tmp_path: Path) -> None:
    step = CONDITIONS["when of a message"].replace("HERE", "earlier.__dict__ is answered")
    (problem,) = problems_of(tmp_path, head() + step + "\n")
    assert (problem.code, problem.values["found"]) == ("C602", "earlier.__dict__")


# What a participant types

TYPED = ("{{ 7*7 }}", "<b>bold</b>", "**x** *y*", "{% for x %}", "[a](https://a.ca)", "a\ue000b\ue001c", "« x » :")
QUOTING = """\
flow: only
title: {en: Only, fr: Seul}
steps:
  - {id: story, type: text, ask: {en: "Tell us?", fr: "Racontez-nous?"}, share: report}
  - {id: users, type: list, most: 1, ask: {en: "Who?", fr: "Qui?"}}
  - {id: said, say: {en: "**{{ story }}** and {{ users }}", fr: "**{{ story }}** et {{ users }}"}}
  - repeat: each
    over: users
    steps:
      - {id: what, type: text, ask: {en: "What of {{ item }}?", fr: "Quoi de {{ item }}?"}}
  - id: list
    say:
      en: "{{ list(each.what)|default('?') }}; {% for each %}{{ item }}: {{ what }}{% endfor %}"
      fr: "{{ list(each.what)|default('?') }}; {% for each %}{{ item }}\u00a0: {{ what }}{% endfor %}"
  - id: which
    type: select_one
    options_from: {answer_to: users, also: [{id: none, label: {en: None, fr: Aucun}}]}
    ask: {en: "Which one?", fr: "Lequel?"}
  - {id: chosen, say: {en: "You chose {{ which|default('?') }}.", fr: "Vous avez choisi {{ which|default('?') }}."}}
  - id: story_quote
    type: quote
    of: story
    ask: {en: "May we print “{{ story }}”?", fr: "Pouvons-nous publier «\u00a0{{ story }}\u00a0»?"}
    options:
      - {id: none, label: {en: No, fr: Non}}
      - {id: unsigned, label: {en: Yes, fr: Oui}}
""".replace("id: list", "id: listed")


@pytest.mark.parametrize("words", TYPED)
def test_what_a_participant_types_comes_out_as_typed_wherever_it_is_quoted(
    words: str, tmp_path: Path, phrases: Phrases
) -> None:
    assert [each for each in problems_of(tmp_path, QUOTING) if each.is_error] == []
    loaded = load_workshop(tmp_path / "broken")
    assert loaded.workshop is not None
    talk = Talk(loaded.flows["only"], loaded.workshop.example_world(phrases), "en")
    talk.type(words)
    talk.type(words)
    assert talk.tap("Done ▶")
    talk.type(words)
    assert talk.tap(words)
    heard = [each.words for each in talk.heard]
    assert f"{words} and {words}" in heard
    assert f"What of {words}?" in heard
    assert f"{words}; {words}: {words}" in heard
    assert f"You chose {words}." in heard
    assert f"May we print “{words}”?" in heard
