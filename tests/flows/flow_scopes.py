"""Questions to name in conditions and texts under test: one of each kind."""

from dataclasses import replace

from bot.engine.options import Code, Option
from bot.engine.questions import FreeText, Question, Scale, SelectMultiple, SelectOne, StepId
from bot.engine.texts import Run, Text, Words
from bot.engine.values import Kind
from bot.flows.scope import Scope

LANGUAGES = ("en", "fr")


def words(text: str) -> Text:
    return Text({language: (Words(Run(f"{text} {language}")),) for language in LANGUAGES})


def option(code: str, missing: Kind | None = None) -> Option:
    return Option(Code(code), words(code), missing)


ROLE = SelectOne(id=StepId("role"), ask=words("role"), options=(option("lead"), option("other")))
COMFORT = Scale(
    id=StepId("comfort"),
    ask=words("comfort"),
    options=(option("1"), option("2"), option("3"), option("dk", Kind.DONT_KNOW)),
)
WORRY = Scale(id=StepId("worry"), ask=words("worry"), options=COMFORT.options)
KINDS = SelectMultiple(
    id=StepId("kinds"), ask=words("kinds"), options=(option("people"), option("places"), option("money"))
)
STORY = FreeText(id=StepId("story"), ask=words("story"), required=False, longest=dict.fromkeys(LANGUAGES, 1000))
QUESTIONS: dict[str, Question | None] = {each.id: each for each in (ROLE, COMFORT, WORRY, KINDS, STORY)}

SCOPE = Scope(
    earlier=QUESTIONS,
    later=frozenset({"ending"}),
    messages=frozenset({"hello"}),
    settings={"host_org": True},
)
WITH_FAULTY = replace(SCOPE, earlier={**QUESTIONS, "faulty": None})
