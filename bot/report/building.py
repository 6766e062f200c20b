"""Building: a snapshot becomes a Report, by way of disclosure.

The only module that sees both sides. It must never hand a figure on that disclosure did not return.
"""

from datetime import datetime

from bot.report.disclosure import RULE, protect
from bot.report.figures import figures
from bot.report.protected import Figure
from bot.report.report import Cohort, Item, Label, Report
from bot.report.snapshot import CohortFacts, Question, Snapshot


def build(snapshot: Snapshot) -> Report:
    protected = protect(figures(snapshot))
    pairs = zip(snapshot.questions, protected.figures, strict=True)
    return Report(
        cohort=cohort_of(snapshot.cohort),
        # Through text, so that a report is equal to itself read back from its document.
        taken_at=datetime.fromisoformat(snapshot.cohort.taken_at.isoformat()),
        minimum=snapshot.cohort.minimum,
        rule=RULE,
        revisions=tuple(sorted(snapshot.cohort.revisions)),
        participation=protected.participation,
        items=tuple(item(question, figure) for question, figure in pairs),
    )


def cohort_of(facts: CohortFacts) -> Cohort:
    return Cohort(
        facts.id, facts.name, facts.workshop, dict(facts.title), dict(facts.host), facts.date, facts.languages
    )


def item(question: Question, figure: Figure) -> Item:
    labels = tuple(Label(each.code, dict(each.label)) for each in question.options if not each.missing)
    return Item(
        question.flow,
        question.kind,
        dict(question.title),
        labels,
        question.optional,
        question.sensitive,
        figure,
    )
