"""What texts can say: variants, loops, lists, filters, links, settings, figures of the group; and where they cannot."""

from dataclasses import replace

import pytest
from small_flows import (
    DATASETS,
    HEAD,
    PARTS,
    ROLE,
    USERS,
    WORLD,
    WORRIES,
    answer,
    asked,
    codes_of,
    compiled,
    flow_of,
    heard,
    say,
    talk_of,
    told,
)

from bot.engine.flow import Say
from bot.engine.texts import Run, Words
from bot.engine.world import Figure

BYE = say("bye", "Bye")
VARIANTS = """\
- id: said
  say:
    - {when: "judge_now == earlier.judge", text: {en: "Still {{ judge_now }}", fr: "Toujours {{ judge_now }}"}}
    - {when: "judge_now > earlier.judge", text: {en: "Not {{ earlier.judge }}", fr: "Pas {{ earlier.judge }}"}}
    - {text: {en: Something else, fr: Autre chose}}
"""
AGAIN = "- {id: judge_now, same_as: earlier.judge}\n"


# Variants


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("2", "On my own", "Still On my own"),
        ("1", "On my own", "Not With help"),
        ("2", "With help", "Something else"),
        ("2", "I don’t know", "Something else"),
        (None, "On my own", "Something else"),
    ],
)
def test_the_first_variant_that_holds_is_said_and_the_last_when_none_does(
    before: str | None, now: str, said: str
) -> None:
    earlier = {} if before is None else {"earlier.judge": before}
    assert answer(talk_of(AGAIN, VARIANTS, earlier=earlier), now)[0] == said


def test_a_variant_knows_what_its_condition_proves_and_that_those_before_it_do_not_hold() -> None:
    assert told(AGAIN, VARIANTS) == []
    assert told(AGAIN, VARIANTS.replace("Something else", '"{{ earlier.judge }}"')) == ["W504"]
    unknown = "- id: a\n  say:\n    - {when: earlier.judge is not answered, text: {en: None, fr: Rien}}\n"
    rest = '    - {text: {en: "{{ earlier.judge }}!", fr: "{{ earlier.judge }}, oui!"}}\n'
    assert told(unknown + rest) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("    - {text: {en: Something else, fr: Autre chose}}\n", "", "S214"),
        ('{when: "judge_now == earlier.judge", ', "{", "S214"),
        ("judge_now == earlier.judge", "judge_now == earlier.jugde", "F301"),
        ("fr: Autre chose", "en2: Autre chose", "L401"),
        ("{when: ", "{if: ", "S201"),
    ],
)
def test_variants_end_with_one_for_everybody_else(before: str, after: str, code: str) -> None:
    assert code in told(AGAIN, VARIANTS.replace(before, after))


def test_a_question_and_an_ending_have_variants_too() -> None:
    question = (
        '- id: why\n  type: text\n  ask:\n    - {when: "role == \'lead\'", text: {en: "Why lead?", fr: "Pourquoi?"}}\n'
    )
    rest = '    - {text: {en: "Why not?", fr: "Pourquoi pas?"}}\n'
    assert answer(talk_of(ROLE, question + rest), "Leading") == ["Why lead?"]
    assert answer(talk_of(ROLE, question + rest), "Other") == ["Why not?"]
    ending = question.replace("ask:", "end:").replace("  type: text\n", "") + rest
    assert answer(talk_of(ROLE, ending), "Other")[0] == "Why not?"


# Loops and lists


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{% for datasets %}<{{ name|default('?') }}>{% endfor %}", "<x><y>"),
        ("{% for datasets where worry >= 2 %}<{{ name|default('?') }}>{% endfor %}", "<x>"),
        ("{% for datasets where item.worry >= 2 %}{{ item }}{% endfor %}", "1"),
        ("{% for datasets %}{% if worry >= 2 %}{{ worry }}{% else %}-{% endif %}{% endfor %}", "On my own-"),
        ("{{ list(datasets.name)|default('none') }}", "x and y"),
        ("{{ list(datasets.name where worry >= 2)|default('none') }}", "x"),
        ("{{ list(datasets.name where worry == 'dk')|default('none') }}", "none"),
        ("{{ list(datasets.worry)|lower_first|default('none') }}", "on my own and with help"),
        ("{{ count(datasets where worry >= 2) }} of {{ count(datasets) }}", "1 of 2"),
        ("{% for datasets %}{{ count(datasets where worry >= 2) }}{% endfor %}", "11"),
        ("{% for datasets %}{{ list(datasets.name)|default('?') }};{% endfor %}", "x and y;x and y;"),
    ],
)
def test_a_repeat_is_told_item_by_item_or_as_a_list(words: str, said: str) -> None:
    steps = (DATASETS, say("said", words))
    assert told(*steps) == []
    assert answer(talk_of(*steps), "x", "On my own", "y", "With help")[0] == f"{said} en"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{% for datasets %}{{ name }}{% endfor %}", "W504"),
        ("{% for datasets where name is answered %}{{ name }}{% endfor %}", None),
        ("{% for datasets %}{{ worry }}{% endfor %}", "W504"),
        ("{% for datasets where worry >= 1 %}{{ worry }}{% endfor %}", None),
        ("{{ list(datasets.name) }}", "W504"),
        ("{{ list(datasets.nam)|default('?') }}", "W516"),
        ("{{ list(datasets)|default('?') }}", "C602"),
        ("{{ list(worries.law)|default('?') }}", "W516"),
        ("{% for worries %}x{% endfor %}", "W516"),
        ("{% for users %}x{% endfor %}", "W516"),
        ("{% for datasts %}x{% endfor %}", "F301"),
        ("{% for datasets where wory >= 1 %}x{% endfor %}", "F301"),
        ("{% for datasets if worry >= 1 %}x{% endfor %}", "W502"),
        ("{% for x in datasets %}x{% endfor %}", "W502"),
        ("{% for datasets %}x", "W501"),
        ("{% for datasets %}x{% endif %}", "W501"),
        ("{% if 1 == 1 %}x{% endfor %}", "W501"),
        ("{% if role == 'lead' %}a{% else if role == 'other' %}b{% endif %}", "W502"),
        ("{{ name }}", "F317"),
        ("{{ item }}", "W503"),
        ("{{ parts }}", "C604"),
        ("{{ datasets }}", "C604"),
    ],
)
def test_what_a_loop_cannot_say_is_told(words: str, code: str | None) -> None:
    found = told(ROLE, WORRIES, USERS, PARTS, DATASETS, say("said", words))
    assert (found[:1] or [None]) == [code]


def test_a_loop_over_a_matrix_goes_through_its_answers() -> None:
    words = "{% for parts where item >= 2 %}<{{ item }}>{% endfor %}, {{ list(parts.item)|default('?') }}"
    assert told(PARTS, say("said", words)) == []
    assert (
        answer(talk_of(PARTS, say("said", words)), "On my own", "With help")[0]
        == "<On my own>, On my own and With help en"
    )
    assert told(PARTS, say("said", "{{ list(parts.maps)|default('?') }}")) == ["W516"]


def test_a_name_in_one_language_alone_is_told_by_the_name_that_was_written() -> None:
    english = "{% for datasets %}{{ worry|default('?') }}{% endfor %}"
    message = f'- {{id: a, say: {{en: "{english}", fr: "{{{{ count(datasets) }}}}"}}}}\n'
    (problem,) = [each for each in compiled(DATASETS, message).problems if each.is_error]
    assert (problem.code, problem.values["name"]) == ("L404", "worry")


# Filters


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", "0", "0 children"),
        ("en", "1", "1 child"),
        ("en", "2", "2 children"),
        ("fr", "0", "0 enfant"),
        ("fr", "1", "1 enfant"),
        ("fr", "2", "2 enfants"),
    ],
)
def test_a_plural_follows_the_rules_of_its_language(language: str, n: str, said: str) -> None:
    words = (
        "- {id: a, say: {en: \"{{ n|plural('child', 'children') }}\", fr: \"{{ n|plural('enfant', 'enfants') }}\"}}\n"
    )
    talk = talk_of(asked("n", "number", "min: 0"), words, language=language)
    assert answer(talk, n)[0].replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{{ n|plural('x', 'y') }}", None),
        ("{{ count(worries)|plural('x', 'y') }}", None),
        ("{{ day|month }}", None),
        ("{{ event_date|month }}", None),
        ("{{ event_date }}", None),
        ("{{ role|plural('x', 'y') }}", "W517"),
        ("{{ role|month }}", "W517"),
        ("{{ n|month }}", "W517"),
        ("{{ worries|plural('x', 'y')|default('?') }}", "W517"),
        ("{{ n|plural('x') }}", "W510"),
        ("{{ n|plural(n, n) }}", "W510"),
        ("{{ role|upper }}", "W510"),
        ("{{ role|default(role) }}", "W510"),
        ("{{ host_org|month }}", "W513"),
        ("{{ event_date|month|upper_first }}", "W513"),
        ("{{ event_date|lower }}", "W513"),
        ("{{ resources.law25|lower }}", "W513"),
    ],
)
def test_a_filter_fits_what_it_stands_after(words: str, code: str | None) -> None:
    steps = (ROLE, WORRIES, asked("n", "number"), asked("day", "date"), say("a", words))
    assert told(*steps) == ([] if code is None else [code])


def test_a_date_is_said_in_words_and_by_its_month() -> None:
    steps = (asked("day", "date"), say("a", "{{ day }}, in {{ day|month }}"))
    assert answer(talk_of(*steps), "2027-05-03")[0].replace("\u00a0", " ") == "May 3, 2027, in May 2027 en"


# Links and settings


def test_a_resource_is_a_link_in_each_language() -> None:
    (message,) = flow_of(say("a", "Read {{ resources.law25 }}.")).steps
    assert isinstance(message, Say)
    assert Words(Run("Law 25", href="https://example.org/en")) in message.text.parts["en"]
    assert Words(Run("La loi 25", href="https://example.org/fr")) in message.text.parts["fr"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{{ resources.law52 }}", "F316"),
        ("{{ resources }}", "W503"),
        ("{{ city }}", "W511"),
        ("{{ host_orgg }}", "W503"),
    ],
)
def test_a_link_or_a_setting_that_is_not_there_is_told(words: str, code: str) -> None:
    assert told(say("a", words)) == [code]


# Figures of the group


def with_figure(key: str, **counts: int) -> dict[str, Figure]:
    return {key: Figure(sum(counts.values()), {code.strip("_"): n for code, n in counts.items()})}


FIGURES = "{% if cohort.earlier.judge is answered %}{{ cohort.earlier.judge.n }} people.{% endif %}"


def test_a_message_may_show_the_figure_of_a_question_that_was_answered() -> None:
    world = replace(WORLD, figures=with_figure("earlier.judge", _1=4, _2=3))
    assert told(say("a", FIGURES)) == []
    assert heard(talk_of(say("a", FIGURES), earlier={"earlier.judge": "1"}, world=world))[0] == "7 people. en"
    assert heard(talk_of(say("a", FIGURES), world=world))[0].strip() == "en"
    assert heard(talk_of(say("a", FIGURES), earlier={"earlier.judge": "1"}))[0].strip() == "en"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("{{ cohort.earlier.judge.n }}", ["W504"]),
        ("{{ cohort.earlier.judge.n|default('?') }}", []),
        ("{% if cohort.earlier.judge is not answered %}{{ cohort.earlier.judge.n }}{% endif %}", ["W504"]),
        ("{% if cohort.earlier.judge is not answered %}-{% else %}{{ cohort.earlier.judge.n }}{% endif %}", []),
        ("{% if cohort.earlier.judge.n >= 5 %}{{ cohort.earlier.judge.same }}{% endif %}", []),
        ("{% if cohort.earlier.explain is answered %}{{ cohort.earlier.judge.n }}{% endif %}", ["W504"]),
        ("{% if cohort.earlier.judge is answered %}{{ cohort.earlier.judge.same_or_more }}{% endif %}", ["W504"]),
        (
            "{% if earlier.judge is answered and cohort.earlier.judge is answered %}"
            "{{ cohort.earlier.judge.same_or_more }}{% endif %}",
            [],
        ),
        ("{% if cohort.earlier.judge.same_or_less >= 1 %}{{ cohort.earlier.judge.same_or_less }}{% endif %}", []),
        ("{{ cohort.role.same|default('?') }}", []),
        ("{{ cohort.role.same_or_more|default('?') }}", ["C608"]),
        ("{{ cohort.earlier.hope.n|default('?') }}", ["C608"]),
        ("{{ cohort.earlier.judge.most|default('?') }}", ["C608"]),
        ("{{ cohort.earlier.jugde.n|default('?') }}", ["F301"]),
        ("{{ cohort.n|default('?') }}", ["F301"]),
    ],
)
def test_a_figure_may_be_withheld_and_there_are_only_a_few(words: str, codes: list[str]) -> None:
    assert told(ROLE, say("a", words)) == codes


@pytest.mark.parametrize(
    "step",
    [
        asked("why", "text", words="{{ cohort.role.n|default(1) }}").replace("(1)", "('1')"),
        say("a", "A", "cohort.role.n > 5"),
        "- {id: a, type: calculate, value: cohort.role.n + 1}\n",
        asked("n", "number", "constraint: n < cohort.role.n"),
        "- {repeat: each, count: 2, when: cohort.role is answered, steps: [{id: b, say: {en: B, fr: Bé}}]}\n",
    ],
)
def test_nothing_but_a_message_hangs_on_the_group(step: str) -> None:
    assert told(ROLE, step) == ["C607"]


# Where answers cannot be quoted


@pytest.mark.parametrize(
    "words", ["{{ role }}", "{% if role == 'lead' %}x{% endif %}", "{% for datasets %}x{% endfor %}"]
)
def test_a_hint_quotes_no_answer(words: str) -> None:
    hint = f'hint: {{en: "{words} en", fr: "{words} fr"}}'
    assert told(ROLE, DATASETS, asked("why", "text", hint)) == ["W512"]


def test_a_card_names_settings_and_links_but_no_answer() -> None:
    card = "There are five."
    with_setting = HEAD.replace(card, "'In {{ event_date|month }}: {{ resources.law25 }}'").replace(
        "Il y en a cinq.", "'En {{ event_date|month }}\u00a0: {{ resources.law25 }}'"
    )
    assert codes_of(with_setting + "  - {id: a, say: {en: A, fr: Ah}}\n") == []
    with_answer = HEAD.replace(card, "'{{ role }} en'").replace("Il y en a cinq.", "'{{ role }} fr'")
    assert codes_of(with_answer + "  - {id: a, say: {en: A, fr: Ah}}\n") == ["W512"]


def test_the_same_words_in_two_languages_are_told_and_the_same_tag_is_not() -> None:

    assert told(USERS, '- {id: a, say: {en: "{{ users|lower }}?", fr: "{{ users|lower }}?"}}\n') == []
    assert told(USERS, '- {id: a, say: {en: "So {{ users }}?", fr: "So {{ users }}?"}}\n') == ["L403"]
