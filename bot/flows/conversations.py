"""Conversations: a talk with a flow, written down as YAML that a facilitator can read, and read here as lines.

It must never play: player.py does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.engine.values import Answer
from bot.engine.world import Figure, World
from bot.flows.document import Document
from bot.flows.document import Path as Where
from bot.flows.lines import EVERY, LINE, ConversationFile, ConversationLine, RecordsLine
from bot.flows.problems import Problem
from bot.flows.reading import Refused
from bot.flows.shapes import read_shape
from bot.flows.workshops import read_file

CONVERSATION_FILE: TypeAdapter[ConversationFile] = TypeAdapter(ConversationFile)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line and where it stands."""

    where: Where
    says: ConversationLine


@dataclass(frozen=True, slots=True)
class Conversation:
    """Without a `language` it is played in every language of the workshop."""

    document: Document
    flow: str
    language: str | None
    lines: Sequence[Line]
    earlier: Mapping[str, Any] = field(default_factory=dict)
    open: Sequence[str] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def world(self, world: World) -> World:
        """The world of the conversation: its stages open, its figures known."""
        return replace(world, open_stages=frozenset(self.open), figures=self.figures)

    def earlier_in(self, language: str) -> dict[str, Answer]:
        """The answers of earlier flows, in one language where they are words."""
        given = {name: as_answer(value, language) for name, value in self.earlier.items()}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def asserts_records(self) -> bool:
        return any(isinstance(line.says, RecordsLine) for line in self.lines)


def read_conversation(path: Path) -> tuple[Conversation | None, list[Problem]]:
    """The conversation of a file, or None when it has problems."""
    try:
        document = read_file(path)
    except Refused as refused:
        return None, [refused.problem]
    problems: list[Problem] = []
    head = read_shape(CONVERSATION_FILE, document, (), problems)
    if head is None:
        return None, problems
    wheres: list[Where] = [("conversation", number) for number in range(len(head.conversation))]
    shapes = [read_shape(LINE, document, where, problems) for where in wheres]
    lines = [Line(where, shape) for where, shape in zip(wheres, shapes, strict=True) if shape is not None]
    figures = {name: Figure(sum(counts.values()), counts) for name, counts in head.figures.items()}
    made = Conversation(document, head.flow, head.language, lines, head.earlier, head.open, figures)
    return (None if problems else made), problems


def as_answer(value: Any, language: str) -> Answer | None:
    """A value as it is written in YAML: a number is the code it looks like unless it has a point or is marked as a
    number, a table has the words by language."""
    if isinstance(value, dict):
        value = value.get("number", value.get(language))
        return value if isinstance(value, int | float) else as_answer(value, language)
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    if value is None or isinstance(value, float | bool):
        return value
    return str(value)


def words_in(language: str, said: Mapping[str, str]) -> str | None:
    """The words in one language; None when they were written in others only."""
    return said.get(language, said.get(EVERY))


def span(later: str) -> timedelta:
    return timedelta(**{UNITS[later[-1]]: int(later[:-1])})
