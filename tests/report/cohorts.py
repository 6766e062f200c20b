"""Cohorts for the report's tests: Awa, Sam and as many others as a test needs, with answers written as counts."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from bot.report import Answer, CohortFacts, Option, PersonRow, Question, Snapshot

COMFORT = (
    Option("1", {"en": "Not at all comfortable", "fr": "Pas du tout à l’aise"}),
    Option("2", {"en": "Not very comfortable", "fr": "Peu à l’aise"}),
    Option("3", {"en": "Moderately comfortable", "fr": "Moyennement à l’aise"}),
    Option("4", {"en": "Quite comfortable", "fr": "Assez à l’aise"}),
    Option("5", {"en": "Very comfortable", "fr": "Très à l’aise"}),
    Option("dk", {"en": "Don’t know", "fr": "Je ne sais pas"}, missing=True),
)
ROLES = (
    Option("lead", {"en": "Leadership or coordination", "fr": "Direction ou coordination"}),
    Option("front", {"en": "Direct service", "fr": "Intervention ou services directs"}),
    Option("oth", {"en": "Other", "fr": "Autre"}),
)
WORRIES = (
    Option("misuse", {"en": "Our data could be misused", "fr": "Nos données pourraient être mal utilisées"}),
    Option("law", {"en": "The law may not allow it", "fr": "La loi ne le permet peut-être pas"}),
    Option("funder", {"en": "Funders could judge us", "fr": "Les bailleurs de fonds pourraient nous juger"}),
    Option("none", {"en": "None of these", "fr": "Aucune de ces réponses"}),
)
COMFORT_QUESTION = Question(
    "comfort",
    "needs",
    "scale",
    {
        "en": "How comfortable is your organization with sharing data?",
        "fr": "À quel point votre organisme est-il à l’aise de partager des données?",
    },
    COMFORT,
)
ROLE_QUESTION = Question(
    "role",
    "needs",
    "select_one",
    {"en": "What best describes your role?", "fr": "Qu’est-ce qui décrit le mieux votre rôle?"},
    ROLES,
)
WORRY_QUESTION = Question(
    "worry",
    "needs",
    "select_multiple",
    {"en": "What worries you about sharing data?", "fr": "Qu’est-ce qui vous inquiète dans le partage de données?"},
    WORRIES,
    sensitive=True,
)
HOPE_QUESTION = Question(
    "hope",
    "needs",
    "text",
    {"en": "What do you hope to leave with?", "fr": "Que souhaitez-vous en retirer?"},
    optional=True,
)
QUESTIONS = (ROLE_QUESTION, COMFORT_QUESTION, WORRY_QUESTION, HOPE_QUESTION)
MISSING = ("skipped", "declined", "dont_know", "not_applicable")


def facts(**changes: object) -> CohortFacts:
    values: dict[str, object] = {
        "id": "c1",
        "name": "Moncton",
        "workshop": "data-for-impact",
        "title": {"en": "Data for impact", "fr": "Des données qui comptent"},
        "host": {"en": "Carrefour communautaire", "fr": "Carrefour communautaire"},
        "date": date(2026, 12, 5),
        "taken_at": datetime(2026, 12, 6, 18, 30, tzinfo=UTC),
        "minimum": 5,
        "languages": ("en", "fr"),
        "revisions": ("4f2a9c", "1b77d0"),
        **changes,
    }
    return CohortFacts(**values)  # type: ignore[arg-type]


def answers(counts: Mapping[str, int]) -> list[Answer | None]:
    """One entry per person: `{"4": 3, "skipped": 1, "never_reached": 2, "misuse+law": 1}`."""
    return [answer_of(name) for name, people in counts.items() for _ in range(people)]


def answer_of(name: str) -> Answer | None:
    if name == "never_reached":
        return None
    if name in MISSING:
        return Answer(name)  # type: ignore[arg-type]
    return Answer("answered", () if name == "words" else tuple(name.split("+")))


def people_with(columns: Mapping[str, Sequence[Answer | None]], finished: int) -> tuple[PersonRow, ...]:
    size = max(len(column) for column in columns.values())
    return tuple(
        PersonRow(
            contributor=f"person-{number}",
            organisation=f"organisation-{number // 3}",
            language="fr" if number % 3 else "en",
            finished=number < finished,
            answers={
                key: answer
                for key, column in columns.items()
                if number < len(column) and (answer := column[number]) is not None
            },
        )
        for number in range(size)
    )


def cohort(
    counts: Mapping[str, Mapping[str, int]],
    questions: Iterable[Question] = QUESTIONS,
    finished: int | None = None,
    **changes: object,
) -> Snapshot:
    """Each question (by id) answered as counted; the longest column says how many people joined."""
    asked = tuple(question for question in questions if question.id in counts)
    columns = {question.key: answers(counts[question.id]) for question in asked}
    size = max(len(column) for column in columns.values())
    return Snapshot(facts(**changes), asked, people_with(columns, size if finished is None else finished))


def keyed(value: bytes) -> str:
    return hmac.new(b"a key of the store", value, hashlib.sha256).hexdigest()
