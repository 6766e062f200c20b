"""Stages: parts of a flow that open at their time; and what is certain about answers before and behind a gate."""

from datetime import timedelta

import pytest
from small_flows import DATASETS, ROLE, WORRIES, answer, asked, flow_of, heard, say, talk_of, told

from bot.engine.flow import Reminding

BYE = say("bye", "Bye")


def stage(name: str, *steps: str, more: str = "") -> str:
    inner = "".join("    " + line + "\n" for step in steps for line in step.splitlines())
    head = f"- stage: {name}\n  title: {{en: Part {name}, fr: Partie {name}}}\n"
    return head + (f"  {more}\n" if more else "") + f"  steps:\n{inner}"


def test_a_stage_has_a_title_its_time_and_its_reminders() -> None:
    more = 'opens: "-7d 09:00"\n  minutes: 5\n  remind: {after: 2d, most: 3}'
    (made,) = flow_of(stage("first", BYE, more=more)).stages
    assert (made.id, made.has_gate, made.opens, made.minutes) == ("first", True, "-7d 09:00", 5)
    assert made.remind == Reminding(timedelta(days=2), 3)
    assert flow_of(stage("first", BYE)).stages[0].has_gate is False


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("opens: facilitator", None),
        ("opens: -7d", None),
        ('opens: "+0d 15:30"', None),
        ("opens: in a week", "S205"),
        ('opens: "+1d 9:00"', "S205"),
        ("opens: 2027-05-03", "S205"),
        ("remind: {after: 12h}", None),
        ("remind: {after: 2w}", "S205"),
        ("remind: {after: 2d, most: 4}", "S206"),
        ("remind: 2d", "S203"),
        ("when: role == 'lead'", "S201"),
    ],
)
def test_times_are_written_in_one_way(more: str, code: str | None) -> None:
    assert told(ROLE, stage("first", BYE, more=more)) == ([] if code is None else [code])


def test_a_gate_is_waited_at_until_it_opens() -> None:
    steps = (stage("first", ROLE), stage("second", BYE, more="opens: facilitator"))
    talk = talk_of(*steps)
    assert "Part second" in answer(talk, "Leading")[0]
    talk.open("second")
    assert heard(talk)[0].endswith("Bye en")


def test_a_stage_stands_in_nothing() -> None:
    assert told(stage("outer", stage("inner", BYE))) == ["F325"]
    in_repeat = "- repeat: each\n  count: 2\n  steps:\n" + "".join(
        "    " + line + "\n" for line in stage("inner", asked("name", "text")).splitlines()
    )
    assert told(in_repeat) == ["F325"]
    assert told(stage("first", ROLE), stage("first", BYE)) == ["F303"]


# What is certain


QUOTED = say("quoted", "You said {{ role }}")


def test_in_its_own_stage_a_required_answer_is_there() -> None:
    assert told(stage("first", ROLE, QUOTED)) == []
    assert told(stage("first", ROLE), stage("second", QUOTED)) == []


def test_behind_a_gate_a_required_answer_may_be_missing() -> None:
    """Who comes late may join the room there."""
    assert told(stage("first", ROLE), stage("second", QUOTED, more="opens: facilitator")) == ["W504"]
    assert told(ROLE, stage("second", QUOTED, more="opens: -7d")) == ["W504"]


@pytest.mark.parametrize(
    "words",
    [
        "You said {{ role|default('nothing') }}",
        "{% if role is answered %}You said {{ role }}{% endif %}",
        "{% if role == 'lead' %}You said {{ role }}{% endif %}",
    ],
)
def test_behind_a_gate_words_for_none_or_a_proof_are_enough(words: str) -> None:
    assert told(stage("first", ROLE), stage("second", say("quoted", words), more="opens: facilitator")) == []


def test_behind_a_gate_nothing_of_a_repeat_is_certain_either() -> None:
    required = DATASETS.replace("required: false, ", "")
    loop = say("loop", "{% for datasets %}{{ name }} {% endfor %}")
    assert told(required, loop) == []
    assert told(stage("first", required), stage("second", loop, more="opens: facilitator")) == ["W504"]


def test_an_answer_of_this_room_is_certain_again() -> None:
    second = stage("second", ROLE, QUOTED, more="opens: facilitator")
    assert told(stage("first", WORRIES), second) == []
    assert told(second, stage("third", say("again", "You said {{ role }}"))) == []
    third = stage("third", say("again", "You said {{ role }}"), more="opens: facilitator")
    assert told(second, third) == ["W504"]


def test_the_answers_of_an_earlier_flow_are_never_certain() -> None:
    assert told(say("a", "{{ earlier.judge }}")) == ["W504"]
    assert told(say("a", "{{ count(earlier.kinds) }}")) == ["W504"]
    assert told(say("a", "{{ earlier.judge }}", "earlier.judge >= 1")) == []
    assert told(say("a", "{{ count(earlier.kinds) }}", "earlier.kinds is answered")) == []


def test_what_stands_under_the_same_condition_as_its_question_is_certain() -> None:
    story = asked("story", "text", "when: role == 'lead'")
    assert told(ROLE, story, say("a", "{{ story }}")) == ["W504"]
    assert told(ROLE, story, say("a", "{{ story }}", "role == 'lead'")) == []
    assert told(ROLE, story, say("a", "{{ story }}", "role == 'other'")) == ["W504"]


# What can never be


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("role == 'lead' and role == 'other'", ["F314"]),
        ("role == 'lead' and not role == 'lead'", ["F314"]),
        ("role == 'lead' and role not in ['lead', 'other']", ["F314"]),
        ("earlier.judge > 2", ["F314"]),
        ("earlier.judge >= 2 and earlier.judge == 'dk'", ["F314"]),
        ("1 == 2", ["F314"]),
        ("1 == 1", []),
        ("role == 'lead' or role == 'other'", []),
        ("role == 'lead' and count(worries) > 1", []),
        ("role is answered and role is not answered", ["F314"]),
    ],
)
def test_a_condition_that_can_never_hold_is_told(condition: str, codes: list[str]) -> None:
    assert told(ROLE, WORRIES, say("a", "A", condition)) == codes


def test_a_condition_that_its_repeat_rules_out_is_told() -> None:
    inner = asked("name", "text", "when: role == 'other'")
    assert told(ROLE, f"- repeat: each\n  count: 2\n  when: role == 'lead'\n  steps:\n    {inner}") == ["F314"]
