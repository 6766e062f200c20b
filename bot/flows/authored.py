"""Authored words: a text in every language of its workshop, checked and compiled.

What one language has, the others must have too: the words, and the names in them. It must never know what kind of
step the words belong to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.engine.expressions import AnswerTo, Expression, Item
from bot.engine.items import name_of
from bot.engine.mentions import names
from bot.engine.questions import Choice, FreeText, Listing, Question, Rank, SelectMultiple
from bot.engine.texts import Either, ForEach, Part, Phrase, Progress, Run, SettingSlot, Slot, Text, Words
from bot.flows import plain_words, schema
from bot.flows.conditions import parse_condition
from bot.flows.document import Document, Path
from bot.flows.expression_source import Mistake
from bot.flows.problems import Problem
from bot.flows.scope import Scope, Turns
from bot.flows.templates import Template, parse_template
from bot.locales import typeset

LONGEST_MESSAGE = 4096
"""Bot API, sendMessage: the characters of a text."""
LONGEST_WRITTEN, MOST_TOLD = 4 * LONGEST_MESSAGE, 20
"""With what stands in tags and branches; and how many mistakes of one text are told at once."""
LONGEST_LABEL = 42
"""What a small phone shows of a button (content, b.0)."""
LONGEST_SETTING, LONGEST_NUMBER, MANY_ITEMS = 200, 42, 5
"""Guesses for what is not known before people answer."""

STRAIGHT = re.compile(r"[\"']")
TAGS = re.compile(r"\{\{(?:(?!\{\{|\}\}).)*+\}\}|\{%(?:(?!\{%|%\}).)*+%\}", re.DOTALL)


@dataclass(slots=True)
class Author:
    """Compiles the texts of one document; what is wrong with them is added to `problems`."""

    document: Document
    languages: Sequence[str]
    settings: Mapping[str, bool]
    problems: list[Problem] = field(default_factory=list)
    list_settings: tuple[str, ...] = ()

    def said(self, words: schema.Said, path: Path, scope: Scope) -> Text:
        """A text, or variants of it: the first that holds is said, else the last."""
        if isinstance(words, dict):
            return self.text(words, path, scope)
        texts: list[tuple[Expression | None, Text]] = []
        for number, variant in enumerate(words):
            when = self.condition(variant.when, (*path, number, "when"), scope)
            if (when is None) is (number + 1 < len(words)):
                advice = "last" if when is not None else ""
                self.problems.append(self.document.problem("S214", (*path, number), advice=advice))
            texts.append((when, self.text(variant.text, (*path, number, "text"), scope.assuming(when))))
            scope = scope if when is None else scope.excluding(when)
        return Text({language: one_of(texts, language) for language in self.languages})

    def condition(self, when: str | None, path: Path, scope: Scope) -> Expression | None:
        if when is None:
            return None
        condition, mistakes = parse_condition(when, scope)
        self.report_inside(mistakes, path)
        return condition

    def report_inside(self, mistakes: Sequence[Mistake], path: Path) -> None:
        for each in mistakes[:MOST_TOLD]:
            self.problems.append(self.document.problem_inside(each.code, path, each.at, each.width, **each.values))

    def text(self, words: schema.Text, path: Path, scope: Scope) -> Text:
        """Words with slots and markup."""
        words = self.short_enough(words, path)
        self.check_languages(words, path)
        self.check_translated(words, path)
        read = {
            language: self.read(language, words[language], (*path, language), scope)
            for language in self.languages
            if language in words
        }
        if not any(template.mistakes for template in read.values()):
            self.check_names(read, path)
        self.check_settings(read, path)
        return Text({language: read[language].parts if language in read else () for language in self.languages})

    def label(self, words: schema.Text, path: Path, most: int | None = LONGEST_LABEL) -> Text:
        """Words alone: buttons and titles have neither slots nor markup."""
        words = self.short_enough(words, path)
        self.check_languages(words, path)
        self.check_translated(words, path)
        for language, said in words.items():
            self.check_marks(language, said, (*path, language))
            odd = [*plain_words.typography(language, said), *plain_words.glossary(language, said)]
            self.report_inside(odd, (*path, language))
            tag = TAGS.search(said)
            if tag:
                self.problems.append(
                    self.document.problem_inside("W502", (*path, language), tag.start(), len(tag[0]), found=tag[0])
                )
            if most is not None and len(said) > most:
                self.problems.append(self.document.problem("W506", (*path, language), n=len(said), most=most))
        return Text({each: (Words(Run(typeset(each, words.get(each, "")))),) for each in self.languages})

    def read(self, language: str, said: str, path: Path, scope: Scope) -> Template:
        template = parse_template(language, said, scope)
        self.report_inside(template.mistakes, path)
        self.check_marks(language, said, path)
        self.report_inside([*plain_words.typography(language, said), *plain_words.glossary(language, said)], path)
        self.report_inside(plain_words.hints(language, said, is_question="ask" in path), path)
        length = longest(template.parts, language, scope)
        if length > LONGEST_MESSAGE:
            self.problems.append(self.document.problem("W505", path, n=length, most=LONGEST_MESSAGE))
        return template

    def short_enough(self, words: schema.Text, path: Path) -> schema.Text:
        """Without what is so long that nobody wrote it for a message: it would take long to read, and is told."""
        kept = {language: said if len(said) <= LONGEST_WRITTEN else "…" for language, said in words.items()}
        for language in words:
            if kept[language] != words[language]:
                n = len(words[language])
                self.problems.append(self.document.problem("W505", (*path, language), n=n, most=LONGEST_MESSAGE))
        return kept

    def check_languages(self, words: schema.Text, path: Path) -> None:
        for language in self.languages:
            if language not in words:
                self.problems.append(self.document.problem("L401", path, language=language))
            elif not words[language].strip():
                self.problems.append(self.document.problem("L402", (*path, language), language=language))
        for language in words:
            if language not in self.languages:
                known = ", ".join(self.languages)
                self.problems.append(
                    self.document.problem_with_key("L405", (*path, language), language=language, known=known)
                )

    def check_translated(self, words: schema.Text, path: Path) -> None:
        """The same words twice were probably never translated; a single word, or a tag, may be the same in both."""
        first = self.languages[0]
        for language in self.languages[1:]:
            said = words.get(language, "").strip()
            if said == words.get(first, "").strip() and " " in TAGS.sub("x", said):
                self.problems.append(self.document.problem("L403", (*path, language), language=language, other=first))

    def check_names(self, read: Mapping[str, Template], path: Path) -> None:
        every = frozenset().union(*(template.names for template in read.values()))
        for language, template in read.items():
            for name in sorted(every - template.names):
                where, shown = (*path, language), name_of(name)
                self.problems.append(self.document.problem("L404", where, name=shown, language=language))

    def check_settings(self, read: Mapping[str, Template], path: Path) -> None:
        for language, template in read.items():
            for name in sorted(template.names & self.settings.keys()):
                if not self.settings[name]:
                    self.problems.append(self.document.problem("W511", (*path, language), name=name))

    def check_marks(self, language: str, said: str, path: Path) -> None:
        """What typography cannot repair: straight quotation marks, guillemets or stars without their pair."""
        words = typeset(language, TAGS.sub(lambda match: "x" * len(match[0]), said))
        straight = STRAIGHT.search(words)
        if straight or words.count("«") != words.count("»"):
            found = straight[0] if straight else "«" if "«" in words else "»"
            at = max(0, said.find(found))
            self.problems.append(self.document.problem_inside("W507", path, at, 1, found=found))
        if words.count("**") % 2:
            self.problems.append(self.document.problem_inside("W508", path, said.rfind("**"), 2))


def one_of(texts: Sequence[tuple[Expression | None, Text]], language: str) -> tuple[Part, ...]:
    """Variants as a chain of `if` and `else`."""
    (when, text), rest = texts[0], texts[1:]
    if when is None or not rest:
        return text.parts[language]
    return (Either(when, text.parts[language], one_of(rest, language)),)


def longest(parts: Sequence[Part], language: str, scope: Scope) -> int:
    """The most characters that a text can have."""
    return sum(each for part in parts for each in lengths(part, language, scope))


def lengths(part: Part, language: str, scope: Scope) -> Iterator[int]:
    match part:
        case Words(run):
            yield len(run.text)
        case SettingSlot() | Phrase():
            yield LONGEST_SETTING
        case Progress():
            yield len(" (20/20)")
        case Either(_, then, otherwise, _):
            yield max(longest(then, language, scope), longest(otherwise, language, scope))
        case ForEach():
            yield MANY_ITEMS * longest(part.parts, language, scope)
        case Slot(expression, _, fallback):
            yield max(len(fallback or ""), longest_value(expression, language, scope))


def longest_value(expression: Expression, language: str, scope: Scope) -> int:
    """Of a value of a known question; numbers and items are short."""
    if not isinstance(expression, AnswerTo | Item):
        return LONGEST_NUMBER
    wanted = names(expression)
    found = [
        each for each in scope.earlier.values() if not isinstance(each, Turns) and getattr(each, "id", "") in wanted
    ]
    return max((longest_answer(each, language) for each in found if isinstance(each, Question)), default=LONGEST_NUMBER)


def longest_answer(question: Question, language: str) -> int:
    match question:
        case FreeText():
            return max(question.longest.values())
        case Listing():
            return question.most * (question.longest + 2)
        case Choice() if not question.options:
            return LONGEST_SETTING
        case Choice():
            labels = [len(option.words(language)) for option in question.options]
            several = isinstance(question, SelectMultiple | Rank)
            return sum(labels) + 5 * len(labels) if several else max(labels)
        case _:
            return LONGEST_NUMBER
