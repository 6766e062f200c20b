"""Conversations: a talk with a flow, written down as YAML that a facilitator can read, and read here as lines.

It must never play: player.py does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter

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
    return (None if problems else Conversation(document, head.flow, head.language, lines)), problems


def words_in(language: str, said: Mapping[str, str]) -> str | None:
    """The words in one language; None when they were written in others only."""
    return said.get(language, said.get(EVERY))


def span(later: str) -> timedelta:
    return timedelta(**{UNITS[later[-1]]: int(later[:-1])})
