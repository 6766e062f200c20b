"""Authored words: a text in every language of its workshop, checked and compiled.

What one language has, the others must have too: the words, and the names in them. It must never know what kind of
step the words belong to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.engine.expressions import names
from bot.engine.flow import FreeText, Question, SelectMultiple
from bot.engine.texts import Either, Part, Run, SettingSlot, Slot, Text, Words
from bot.flows import schema
from bot.flows.document import Document, Path
from bot.flows.problems import Problem
from bot.flows.scope import Scope
from bot.flows.templates import Template, parse_template
from bot.locales import typeset

LONGEST_MESSAGE = 4096
"""Bot API, sendMessage: the characters of a text."""
LONGEST_LABEL = 42
"""What a small phone shows of a button (content, b.0)."""
LONGEST_SETTING = 200

STRAIGHT = re.compile(r"[\"']")
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(slots=True)
class Author:
    """Compiles the texts of one document; what is wrong with them is added to `problems`."""

    document: Document
    languages: Sequence[str]
    settings: Mapping[str, bool]
    problems: list[Problem] = field(default_factory=list)

    def text(self, words: schema.Text, path: Path, scope: Scope) -> Text:
        """Words with slots and markup."""
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
        self.check_languages(words, path)
        self.check_translated(words, path)
        for language, said in words.items():
            self.check_marks(language, said, (*path, language))
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
        for each in template.mistakes:
            self.problems.append(self.document.problem_inside(each.code, path, each.at, each.width, **each.values))
        self.check_marks(language, said, path)
        length = longest(template.parts, language, scope)
        if length > LONGEST_MESSAGE:
            self.problems.append(self.document.problem("W505", path, n=length, most=LONGEST_MESSAGE))
        return template

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
        """The same words twice were probably never translated; a single word may be the same in both."""
        first = self.languages[0]
        for language in self.languages[1:]:
            said = words.get(language, "").strip()
            if said == words.get(first, "").strip() and " " in said:
                self.problems.append(self.document.problem("L403", (*path, language), language=language, other=first))

    def check_names(self, read: Mapping[str, Template], path: Path) -> None:
        every = frozenset().union(*(template.names for template in read.values()))
        for language, template in read.items():
            for name in sorted(every - template.names):
                self.problems.append(self.document.problem("L404", (*path, language), name=name, language=language))

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


def longest(parts: Sequence[Part], language: str, scope: Scope) -> int:
    """The most characters that a text can have."""
    return sum(each for part in parts for each in lengths(part, language, scope))


def lengths(part: Part, language: str, scope: Scope) -> Iterator[int]:
    match part:
        case Words(run):
            yield len(run.text)
        case SettingSlot():
            yield LONGEST_SETTING
        case Either(_, then, otherwise):
            yield max(longest(then, language, scope), longest(otherwise, language, scope))
        case Slot(expression, _, fallback):
            question = scope.earlier.get(next(iter(names(expression)), ""))
            yield max(len(fallback or ""), 0 if question is None else longest_answer(question, language))


def longest_answer(question: Question, language: str) -> int:
    if isinstance(question, FreeText):
        return question.longest
    labels = [len(option.words(language)) for option in question.options]
    return sum(labels) + 5 * len(labels) if isinstance(question, SelectMultiple) else max(labels)
