"""Wording: a step as the message that a person sees, finished in that person's language.

Here a question gets its words, its earlier answer and, from keyboards.py, its buttons. It must never change a session.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.engine import keyboards, recaps
from bot.engine.effects import Keyboard, Message
from bot.engine.flow import Flow
from bot.engine.items import name_of
from bot.engine.options import Option, fixed_words
from bot.engine.questions import (
    Choice,
    Consent,
    Day,
    FreeText,
    Hour,
    Listing,
    Number,
    Question,
    Rank,
    Review,
    option_of,
)
from bot.engine.relevance import asked_again
from bot.engine.rendering import Reader, joined, plain, render
from bot.engine.session import Response, Session
from bot.engine.surveying import Survey
from bot.engine.texts import Run, Runs, Style, Text
from bot.engine.values import Answer, Kind
from bot.engine.world import World

CHOSEN, BETWEEN = "✓", " · "


@dataclass(frozen=True, slots=True)
class Wording:
    """All that words are made from, at one moment of one session."""

    flow: Flow
    session: Session
    seen: Survey
    world: World

    @property
    def language(self) -> str:
        return self.session.language

    def phrase(self, key: str, /, **values: object) -> str:
        return self.world.phrases.say(self.language, key, **values)

    def reader(self) -> Reader:
        settings = self.world.settings.get(self.language, {})
        return Reader(self.language, self.seen.answers, settings, self.label, self.world.phrases)

    def label(self, name: str, value: str, language: str) -> str | None:
        """How a value of a question is quoted in a text; after `#` stands a repeat, whose item is named in full."""
        if name.startswith("#"):
            repeat = self.flow.repeats.get(name_of(name[1:]))
            found = next((each for each in (repeat.options if repeat else ()) if each.code == value), None)
            return None if found is None else found.words(language)
        match self.flow.question(name):
            case Day():
                return self.world.phrases.day(language, value)
            case Hour():
                return self.world.phrases.hour(language, value)
            case _:
                option = self.option(name, value)
                return None if option is None else option.in_short(language)

    def option(self, name: str, code: str) -> Option | None:
        """As it is offered now, else as the flow has it: what was picked may no longer be on offer."""
        template = self.flow.by_id.get(name_of(name))
        for question in (self.seen.question(name), template):
            found = option_of(question, code) if isinstance(question, Choice) else None
            if found is not None:
                return found
        return None

    def runs(self, text: Text) -> Runs:
        return render(text, self.reader())

    def plain(self, text: Text) -> str:
        return plain(text, self.reader())

    def message(self, text: Text) -> Message:
        return Message(self.runs(text))

    def note(self, key: str, /, keyboard: Keyboard = (), **values: object) -> Message:
        """One of the bot's own sentences."""
        return Message((Run(self.phrase(key, **values)),), keyboard)

    def answer(self, question: Question, value: Answer) -> str:
        """An answer as words: labels, what was typed, or how the language writes a number or a date."""
        match question:
            case Number():
                unit = "" if question.unit is None else "\u00a0" + fixed_words(question.unit, self.language)
                return self.world.phrases.number(self.language, float(str(value))) + unit
            case Rank() if isinstance(value, tuple):
                return BETWEEN.join(f"{n}. {self.chosen(question, code)}" for n, code in enumerate(value, 1))
            case Choice() if isinstance(value, tuple):
                return BETWEEN.join(self.chosen(question, code) for code in value)
            case Choice():
                return self.chosen(question, str(value))
            case Day() | Hour():
                return self.label(question.id, str(value), self.language) or str(value)
            case _:
                return BETWEEN.join(value) if isinstance(value, tuple) else str(value)

    def chosen(self, question: Choice, code: str) -> str:
        option = option_of(question, code) or self.option(question.id, code)
        return "…" if option is None else option.words(self.language)

    def response(self, question: Question, response: Response) -> str:
        return self.phrase("answer.skipped") if response.value is None else self.answer(question, response.value)


def question_message(wording: Wording, question: Question) -> Message:
    """The question with its buttons; put again, it shows the earlier answer and offers to keep it."""
    hint = () if question.hint is None else (Run("\n"), *in_italics(wording.runs(question.hint)))
    runs = (*wording.runs(question.ask), *hint, *so_far(wording, question), *earlier_answer(wording, question))
    return Message(joined(runs), keyboards.keyboard(wording, question))


def so_far(wording: Wording, question: Question) -> Iterator[Run]:
    """What has been gathered for a list, or what a review shows."""
    match question:
        case Listing():
            yield from (Run(f"\n{n}. {words}") for n, words in enumerate(wording.session.ticks, 1))
            key = "list.more" if wording.session.ticks else "list.how"
            yield Run("\n\n" + wording.phrase(key, n=question.most), Style.ITALIC)
        case Review():
            yield from recaps.lines(wording, recaps.reviewed(wording, question))
        case _:
            return


def earlier_answer(wording: Wording, question: Question) -> Runs:
    before = wording.session.responses.get(question.id)
    if before is None or isinstance(question, Review):
        return ()
    words = wording.phrase("question.earlier", answer=wording.response(question, before))
    again = len(asked_again(question, wording.session, wording.seen))
    more = "\n" + wording.phrase("question.asks_again", n=again) if again else ""
    return (Run(f"\n\n{words}{more}", Style.ITALIC),)


def in_italics(runs: Runs) -> Runs:
    return tuple(replace(run, style=Style.ITALIC) for run in runs)


def settled_message(wording: Wording, question: Question, kind: Kind, value: Answer | None) -> Message:
    """The question as it stays in the chat once answered: no buttons, and the choice under it."""
    asked = wording.runs(question.ask)
    match question:
        case Review():
            return Message(joined((*asked, *so_far(wording, question))))
        case _ if kind is Kind.SKIPPED:
            return Message((*asked, Run("\n\n" + wording.phrase("answer.skipped"), Style.ITALIC)))
        case FreeText():
            return Message(asked)
        case _ if value is None:
            return Message(asked)
        case _:
            return Message((*asked, Run(f"\n\n{CHOSEN} {wording.answer(question, value)}", Style.BOLD)))


def consent_messages(wording: Wording, question: Consent) -> tuple[Message, ...]:
    return tuple(wording.message(text) for text in question.notice)
