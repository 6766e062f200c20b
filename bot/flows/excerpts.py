"""Excerpts: a step in a few words: its id, its kind as authors write it, and how it begins in one language.

A slot is shown by what stands in its braces, as ‹role›. It must never render an answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.engine import questions
from bot.engine.flow import Another, Calculate, Elements, Fixed, ItemsOf, Repeat, Say, Step
from bot.engine.items import name_of
from bot.engine.options import fixed_words
from bot.engine.texts import Either, ForEach, Part, Phrase, Progress, SettingSlot, Slot, Text, Words
from bot.engine.world import Phrases
from bot.flows.dependencies import is_matrix
from bot.flows.written import Writer

LONGEST = 44
"""Characters of an excerpt."""

KINDS: Mapping[type, str] = {
    questions.SelectOne: "select_one",
    questions.SelectMultiple: "select_multiple",
    questions.Scale: "scale",
    questions.Rank: "rank",
    questions.Number: "number",
    questions.Day: "date",
    questions.Hour: "time",
    questions.FreeText: "text",
    questions.Reflection: "reflection",
    questions.Listing: "list",
    questions.Consent: "consent",
    questions.Quote: "quote",
    questions.Review: "review",
    Calculate: "calculate",
}


@dataclass(frozen=True, slots=True)
class Excerpts:
    language: str
    phrases: Phrases
    writer: Writer

    def of_step(self, step: Step | Repeat) -> tuple[str, ...]:
        head = f"{name_of(step.id)} · {kind_of(step)}"
        match step:
            case Say(text=text):
                return head, self.beginning(text)
            case Calculate(value=value, when=when):
                made = self.writer.written(value)
                return head, made if when is None else f"{made} when {self.writer.written(when)}"
            case Repeat(steps=(asked, *_)):
                return head, *self.of_step(asked)[1:]
            case Repeat():
                return (head,)
            case _:
                return head, self.beginning(step.ask)

    def of_repeat(self, repeat: Repeat) -> tuple[str, ...]:
        head = f"{name_of(repeat.id)} · repeat · {self.turns(repeat.over)}"
        return (head,) if repeat.title is None else (head, fixed_words(repeat.title, self.language))

    def turns(self, over: Fixed | Elements | ItemsOf | Another) -> str:
        match over:
            case Fixed(codes):
                return f"count: {len(codes)}"
            case Elements(of):
                return f"over: {self.writer.name(of)}"
            case ItemsOf(earlier, _, where):
                condition = "" if where is None else f" where {self.writer.written(where)}"
                return f"over: {name_of(earlier)}{condition}"
            case Another(most=most):
                return f"another: {most}"
            case _:
                assert_never(over)

    def beginning(self, text: Text) -> str:
        """The first words of the first line."""
        words = "".join(self.words(text.parts.get(self.language, ())))
        first = next((line.strip() for line in words.splitlines() if line.strip()), "")
        return first if len(first) <= LONGEST else cut(first)

    def words(self, parts: Iterable[Part]) -> Iterator[str]:
        for part in parts:
            match part:
                case Words(run):
                    yield run.text
                case Phrase(key):
                    yield self.phrases.say(self.language, key)
                case Slot(expression):
                    yield f"‹{self.writer.written(expression)}›"
                case SettingSlot(name):
                    yield f"‹{name}›"
                case Either(_, then, otherwise, is_fallback):
                    yield from self.words(otherwise if is_fallback else then)
                case ForEach():
                    yield "…"
                case Progress():
                    pass
                case _:
                    assert_never(part)


def cut(words: str) -> str:
    """After a whole word, when there is one."""
    kept = words[:LONGEST]
    return (kept.rpartition(" ")[0] or kept).rstrip(",;:. ") + "…"


def kind_of(step: Step | Repeat) -> str:
    """As authors write it: a type, or the key that says what the step is."""
    match step:
        case Say(ends=ends):
            return "end" if ends else "say"
        case Repeat():
            return "matrix" if is_matrix(step) else "repeat"
        case _:
            return KINDS[type(step)]
