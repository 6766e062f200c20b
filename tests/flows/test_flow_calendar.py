"""workshop.yaml: for whom a flow is, to whom a message goes, what the report names."""

from pathlib import Path

import pytest
from broken_files import EARLIER, WORKSHOP, written

from bot.engine.expressions import Compare
from bot.flows import Loaded, load_workshop
from bot.flows.audiences import Among, Answered, Everyone, Others, Progress, read_audience
from bot.flows.compiler import compile_flow
from bot.flows.exports import Exports
from bot.flows.problems import Severity
from bot.flows.reading import read_text
from bot.flows.surroundings import Surroundings

FLOWS = ("needs-assessment", "only")
KNOWN = Exports().and_those_of(
    "needs-assessment",
    compile_flow(read_text("earlier.yaml", EARLIER), "earlier", Surroundings("w", ("en", "fr"))).names,
)


def loaded(folder: Path, workshop: str) -> Loaded:
    return load_workshop(written({"workshop.yaml": workshop.encode()}, folder / "broken"))


def codes(folder: Path, workshop: str) -> list[str]:
    problems = loaded(folder, workshop).problems
    return list(dict.fromkeys(each.code for each in problems if each.severity is not Severity.HINT))


# To whom


@pytest.mark.parametrize(
    ("written", "audience"),
    [
        ("everyone", Everyone()),
        ("begun(needs-assessment)", Progress("begun", "needs-assessment")),
        ("begun(needs_assessment)", Progress("begun", "needs-assessment")),
        ("not finished(only)", Others(Progress("finished", "only"))),
        (
            "begun(only) and not finished(only)",
            Among((Progress("begun", "only"), Others(Progress("finished", "only"))), is_any=False),
        ),
        ("begun(only) or everyone", Among((Progress("begun", "only"), Everyone()), is_any=True)),
    ],
)
def test_an_audience_is_everyone_or_who_has_begun_or_finished_a_flow(written: str, audience: object) -> None:
    assert read_audience(written, FLOWS, KNOWN) == (audience, [])


@pytest.mark.parametrize("name", ["needs-assessment.judge", "needs_assessment.judge"])
def test_an_audience_may_hang_on_answers(name: str) -> None:
    audience, mistakes = read_audience(f"everyone and {name} >= 2", FLOWS, KNOWN)
    assert mistakes == []
    assert isinstance(audience, Among)
    last = audience.several[1]
    assert isinstance(last, Answered)
    assert isinstance(last.condition, Compare)


@pytest.mark.parametrize(
    ("written", "code", "found"),
    [
        ("all of them", "C609", "all of them"),
        ("", "C609", ""),
        ("nobody", "C609", "nobody"),
        ("begun", "C609", "begun"),
        ("begun()", "C609", "begun()"),
        ("begun(only, only)", "C609", "begun(only, only)"),
        ("begun('only')", "C609", "begun('only')"),
        ("ended(only)", "C609", "ended(only)"),
        ("everyone()", "C609", "everyone()"),
        ("everyone and 3", "C609", "3"),
        ("not finished(onlly)", "T703", "onlly"),
        ("everyone and judge >= 2", "F301", "judge"),
        ("everyone and needs-assessment.judge >= 7", "F305", "7"),
        ("everyone and needs-assessment.judge is 2", "C602", "needs-assessment.judge is 2"),
        ("x" * 501, "C603", ""),
    ],
)
def test_what_is_no_audience_is_told_where_it_stands(written: str, code: str, found: str) -> None:
    (mistake,) = read_audience(written, FLOWS, KNOWN)[1]
    assert mistake.code == code
    assert written[mistake.at :].startswith(found)


def test_every_mistake_of_an_audience_is_told_in_one_run() -> None:
    mistakes = read_audience("needs-assessment.jugde >= 2 or needs-assessment.judge >= 7", FLOWS, KNOWN)[1]
    assert [each.code for each in mistakes] == ["F301", "F305"]


# For whom, and when


def test_a_flow_is_for_those_whose_earlier_answers_say_so(tmp_path: Path) -> None:
    calendar = '- {flow: only, opens: "-7d", closes: "+1d 17:00", for: "earlier.judge >= 2"}'
    made = loaded(tmp_path, WORKSHOP.replace("- {flow: only}", calendar))
    assert made.workshop is not None
    first, second = made.workshop.calendar
    assert (first.flow, first.condition) == ("earlier", None)
    assert (second.opens, second.closes) == ("-7d", "+1d 17:00")
    assert isinstance(second.condition, Compare)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("earlier.judge is answered and any(earlier.datasets where worry >= 2)", None),
        ("only.hello is answered", "F301"),
        ("judge >= 2", "F301"),
        ("earlier.judge >= 9", "F305"),
        ("earlier.judge", "C605"),
        ("host_org == 'x'", "F301"),
        ("cohort.earlier.judge.n > 3", "C607"),
    ],
)
def test_for_whom_a_flow_is_names_the_flows_before_it(condition: str, code: str | None, tmp_path: Path) -> None:
    workshop = WORKSHOP.replace("- {flow: only}", f'- {{flow: only, for: "{condition}"}}')
    assert codes(tmp_path, workshop) == ([] if code is None else [code])


def test_the_first_flow_cannot_be_for_those_who_answered_a_later_one(tmp_path: Path) -> None:
    workshop = WORKSHOP.replace("- {flow: earlier}", '- {flow: earlier, for: "only.hello is answered"}')
    assert codes(tmp_path, workshop) == ["F301"]


# The report, the settings, outreach


def report(names: str) -> str:
    return WORKSHOP + f"report:\n  sections:\n    - {{id: a, title: {{en: A, fr: Ah}}, questions: [{names}]}}\n"


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("earlier.judge", None),
        ("earlier.factors", None),
        ("earlier.factors.mindset", None),
        ("earlier.datasets", None),
        ("earlier.worry", None),
        ("earlier.jugde", "earlier.judge"),
        ("judge", "earlier.judge"),
        ("only.hello", ""),
    ],
)
def test_the_report_names_questions_that_exist(name: str, close: str | None, tmp_path: Path) -> None:
    found = [each for each in loaded(tmp_path, report(name)).problems if each.is_error]
    assert [(each.code, each.values["close"]) for each in found] == ([] if close is None else [("F327", close)])


def test_an_analysis_names_questions_in_its_roles(tmp_path: Path) -> None:
    section = (
        "{id: a, title: {en: A, fr: Ah}, analysis: before_after, with: {before: earlier.judge, after: only.judge}}"
    )
    assert codes(tmp_path, WORKSHOP + f"report:\n  sections:\n    - {section}\n") == ["F327"]
    assert codes(
        tmp_path / "b", WORKSHOP + f"report:\n  sections:\n    - {section.replace('before_after', 'pie')}\n"
    ) == ["S204"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("type: list", "type: number", "S204"),
        ('href: {en: "https://example.org/en"', 'href: {en: "http://example.org/en"', "W509"),
        ("- {id: city,", "- {id: cohort,", "F307"),
        ("- {id: city,", "- {id: agenda,", "F311"),
        ("fr: La loi 25}", "es: La ley 25}", "L401"),
    ],
)
def test_settings_and_resources_are_checked(before: str, after: str, code: str, tmp_path: Path) -> None:
    assert before in WORKSHOP
    assert code in codes(tmp_path, WORKSHOP.replace(before, after))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Hello from {{ host_org }}, in {{ event_date|month }}.", []),
        ("You said {{ earlier.judge|default('?') }}.", ["W512"]),
        ("Hello from {{ host_orgg }}.", ["W503"]),
        ("{% if earlier.judge >= 2 %}Hello.{% endif %}", ["F301"]),
    ],
)
def test_what_the_bot_sends_by_itself_names_settings_alone(words: str, found: list[str], tmp_path: Path) -> None:
    text = f'{{en: "{words} en", fr: "{words} fr"}}'
    outreach = f'outreach:\n  messages:\n    - {{id: a, at: "+1d", to: everyone, text: {text}}}\n'
    assert codes(tmp_path, WORKSHOP + outreach) == found
