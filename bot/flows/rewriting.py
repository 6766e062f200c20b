"""Rewriting: what a conversation expects, replaced by what happens; what people do in it is kept.

For `--update`: the difference is then read by a person, as any change. It must never be part of a check.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, ScalarString

from bot.engine.flow import Flow
from bot.engine.values import Answer
from bot.engine.world import World
from bot.flows.conversations import Conversation, Line, read_conversation, span, words_in
from bot.flows.lines import BotLine, CloseLine, LaterLine, MeLine, OpenLine, TapLine, ToastLine
from bot.flows.talk import Heard, Talk

WIDTH = 4096
LONG = 80
"""How many characters of words in all languages stand on one line."""

ACTIONS = (MeLine, TapLine, LaterLine, OpenLine, CloseLine)
"""What happens in a conversation; everything else is what comes of it."""

CODE = re.compile(r"(?!null$|true$|false$)[a-z][a-z0-9_-]*")


class NotRewritable(Exception):
    """The conversation cannot be followed: it has problems, or takes another course in another language."""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that a person did (None at the beginning), and what came of it in each language."""

    action: Any
    heard: Mapping[str, Sequence[Heard]]
    records: Mapping[str, Mapping[str, Answer | None]]
    with_buttons: frozenset[int]


def rewrite(path: Path, flow: Flow, world: World) -> bool:
    """Fills and refreshes the `bot`, `toast` and `records` lines of a file; says whether the file changed.

    Buttons are listed where they were listed before, records where the file has any or has no
    expectation at all yet. Raises NotRewritable.
    """
    conversation, _ = read_conversation(path)
    if conversation is None:
        raise NotRewritable(path.name)
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = WIDTH, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    before = path.read_text(encoding="utf-8")
    document = yaml.load(before)
    document["conversation"] = rewritten(conversation, document["conversation"], flow, world)
    after = StringIO()
    yaml.dump(document, after)
    path.write_text(after.getvalue(), encoding="utf-8", newline="\n")
    return after.getvalue() != before


def rewritten(conversation: Conversation, old: Sequence[Any], flow: Flow, world: World) -> CommentedSeq:
    languages = flow.languages if conversation.language is None else (conversation.language,)
    is_new = len(conversation.lines) == len(actions(conversation))
    listed = is_new or conversation.asserts_records
    lines = CommentedSeq()
    for section in sections(conversation, old, flow, world, languages):
        if section.action is not None:
            lines.append(section.action)
        if listed and any(section.records.values()):
            lines.append(records_line(section.records))
        for number, heard in enumerate(side_by_side(section.heard)):
            lines.append(heard_line(heard, number in section.with_buttons))
    return lines


def actions(conversation: Conversation) -> list[int]:
    """The numbers of the lines in which something happens."""
    return [number for number, line in enumerate(conversation.lines) if isinstance(line.says, ACTIONS)]


def sections(
    conversation: Conversation, old: Sequence[Any], flow: Flow, world: World, languages: Sequence[str]
) -> list[Section]:
    own = conversation.world(world)
    talks = {language: Talk(flow, own, language, conversation.earlier_in(language)) for language in languages}
    found = [taken(None, talks, buttons_from(conversation, 0))]
    for number in actions(conversation):
        for language, talk in talks.items():
            act(conversation.lines[number], talk, language)
        found.append(taken(old[number], talks, buttons_from(conversation, number + 1)))
    return found


def taken(action: Any, talks: Mapping[str, Talk], with_buttons: frozenset[int]) -> Section:
    records = {language: talk.take_records() for language, talk in talks.items()}
    heard = {language: talk.take_heard() for language, talk in talks.items()}
    return Section(action, heard, records, with_buttons)


def buttons_from(conversation: Conversation, start: int) -> frozenset[int]:
    """Which of the messages after a line had their buttons listed."""
    said: list[Line] = []
    for line in conversation.lines[start:]:
        if isinstance(line.says, ACTIONS):
            break
        if isinstance(line.says, (BotLine, ToastLine)):
            said.append(line)
    return frozenset(number for number, line in enumerate(said) if isinstance(line.says, BotLine) and line.says.buttons)


def act(line: Line, talk: Talk, language: str) -> None:
    match line.says:
        case LaterLine(later=later):
            return talk.wait(span(later))
        case OpenLine(open=stage):
            return talk.open(stage)
        case CloseLine():
            return talk.close()
        case MeLine(me=said) | TapLine(tap=said):
            words = words_in(language, said)
        case _:
            raise AssertionError("only what a person does is acted")
    if words is None:
        raise NotRewritable(f"no words in {language}")
    if isinstance(line.says, MeLine):
        return talk.type(words)
    if not talk.tap(words):
        raise NotRewritable(f"no such button in {language}")
    return None


def side_by_side(heard: Mapping[str, Sequence[Heard]]) -> list[dict[str, Heard]]:
    """Each message in every language. Raises NotRewritable when their number differs."""
    rows = []
    for row in zip_longest(*heard.values()):
        if None in row:
            raise NotRewritable("the languages go different ways: give the conversation one language")
        rows.append(dict(zip(heard, row, strict=True)))
    return rows


def heard_line(heard: Mapping[str, Heard], with_buttons: bool) -> CommentedMap:
    first = next(iter(heard.values()))
    words = {language: each.words for language, each in heard.items()}
    line = CommentedMap({"toast" if first.passing else "bot": said(words)})
    if with_buttons and first.buttons:
        rows = zip(*(each.buttons for each in heard.values()), strict=True)
        line["buttons"] = CommentedSeq(said(dict(zip(heard, row, strict=True))) for row in rows)
    return line


def said(words: Mapping[str, str]) -> Any:
    """Words by language; plain when they are the same in all."""
    if len(set(words.values())) == 1:
        return quoted(next(iter(words.values())))
    table = {language: quoted(each) for language, each in words.items()}
    short = not any("\n" in each for each in words.values()) and sum(map(len, words.values())) < LONG
    return in_one_line(table) if short else CommentedMap(table)


def quoted(words: str) -> ScalarString:
    if "\n" in words:
        return LiteralScalarString(words)  # type: ignore[no-any-return]  # ruamel's strings have an untyped constructor
    return DoubleQuotedScalarString(words)  # type: ignore[no-any-return]


def records_line(records: Mapping[str, Mapping[str, Answer | None]]) -> CommentedMap:
    """What was recorded, by question; by language too where somebody typed other words."""
    first = next(iter(records.values()))
    table = CommentedMap()
    for name, value in first.items():
        said_in = {language: each.get(name) for language, each in records.items()}
        same = all(each == value for each in said_in.values())
        table[name] = recorded(value) if same else in_one_line({key: recorded(each) for key, each in said_in.items()})
    return CommentedMap({"records": in_one_line(table)})


def recorded(value: Answer | None) -> Any:
    if isinstance(value, tuple):
        codes = CommentedSeq(coded(code) for code in value)
        codes.fa.set_flow_style()
        return codes
    return coded(value) if isinstance(value, str) else value


def coded(value: str) -> str:
    """A code without quotation marks, anything else with them."""
    return value if CODE.fullmatch(value) else DoubleQuotedScalarString(value)


def in_one_line(table: Mapping[str, Any]) -> CommentedMap:
    line = CommentedMap(table)
    line.fa.set_flow_style()
    return line
