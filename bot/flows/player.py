"""The player: a conversation played against its flow, line by line; the whole transcript is asserted.

The first line that goes otherwise is a problem with the line's own place, what was written and what happened. It
must never change a file: rewriting.py does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from bot.engine.flow import Flow
from bot.engine.values import Answer
from bot.engine.world import World
from bot.flows.conversations import Conversation, Line, as_answer, span, words_in
from bot.flows.document import Path
from bot.flows.lines import BotLine, CloseLine, LaterLine, MeLine, OpenLine, RecordsLine, TapLine, ToastLine
from bot.flows.problems import Problem, Term, closest
from bot.flows.talk import Heard, Reached, Talk
from bot.locales import typeset

NOTHING = Term("nothing")


@dataclass(frozen=True, slots=True)
class Played:
    """One conversation in one language."""

    language: str
    problem: Problem | None
    reached: frozenset[Reached]


class Otherwise(Exception):
    """The talk took another way than the line."""

    def __init__(self, code: str, where: Path, **values: object) -> None:
        super().__init__(code)
        self.code, self.where, self.values = code, where, values


def play(conversation: Conversation, flow: Flow, world: World) -> list[Played]:
    """The conversation in its language, or in every language of the flow."""
    languages = flow.languages if conversation.language is None else (conversation.language,)
    return [play_in(language, conversation, flow, world) for language in languages]


def play_in(language: str, conversation: Conversation, flow: Flow, world: World) -> Played:
    talk = Talk(flow, conversation.world(world), language, conversation.earlier_in(language))
    player = Player(conversation, talk, language)
    problem = None
    try:
        player.play()
    except Otherwise as fault:
        problem = conversation.document.problem(fault.code, fault.where, language=language, **fault.values)
    return Played(language, problem, frozenset(player.talk.reached))


@dataclass(slots=True)
class Player:
    """`language` chooses among the words of a line; the person may change theirs on the way."""

    conversation: Conversation
    talk: Talk
    language: str

    def play(self) -> None:
        for line in self.conversation.lines:
            self.follow(line)
        last = self.conversation.lines[-1]
        self.expect_silence(last, Term("end"))
        if self.conversation.asserts_records and self.talk.records:
            self.otherwise(last, Term("end"), shown_records(self.talk.records))

    def follow(self, line: Line) -> None:
        match line.says:
            case BotLine(bot=bot, buttons=buttons):
                self.hear(line, self.words(line, bot), buttons)
            case ToastLine(toast=toast):
                self.hear_passing(line, self.words(line, toast))
            case RecordsLine(records=records):
                self.compare_records(line, records)
            case MeLine(me=me):
                self.expect_silence(line, Term("nothing"))
                self.talk.type(self.words(line, me))
            case TapLine(tap=tap):
                self.expect_silence(line, Term("nothing"))
                self.tap(line, self.words(line, tap))
            case LaterLine(later=later):
                self.expect_silence(line, Term("nothing"))
                self.talk.wait(span(later))
            case OpenLine(open=stage):
                self.expect_silence(line, Term("nothing"))
                self.open(line, stage)
            case CloseLine():
                self.expect_silence(line, Term("nothing"))
                self.talk.close()
            case _:
                assert_never(line.says)

    def open(self, line: Line, stage: str) -> None:
        known = [each.id for each in self.talk.flow.stages]
        if stage not in known:
            raise Otherwise(
                "T706", (*line.where, "open"), name=stage, close=closest(stage, known), known=", ".join(known)
            )
        self.talk.open(stage)

    def words(self, line: Line, said: dict[str, str]) -> str:
        words = words_in(self.language, said)
        if words is None:
            raise Otherwise("L401", line.where)
        return words

    def hear(self, line: Line, words: str, buttons: Sequence[dict[str, str]] | None) -> None:
        heard = self.talk.heard.pop(0) if self.talk.heard else None
        if heard is None or heard.passing or not same(self.language, words, heard):
            self.otherwise(line, *compared(words, heard))
        if buttons is not None and heard is not None:
            wanted = [self.words(line, label) for label in buttons]
            if wanted != list(heard.buttons):
                self.otherwise(line, " | ".join(wanted), " | ".join(heard.buttons) or NOTHING)

    def hear_passing(self, line: Line, words: str) -> None:
        heard = self.talk.heard.pop(0) if self.talk.heard else None
        if heard is None or not heard.passing or not same(self.language, words, heard):
            self.otherwise(line, f"toast: {words}", NOTHING if heard is None else shown(heard))

    def expect_silence(self, line: Line, expected: Term) -> None:
        if self.talk.heard:
            self.otherwise(line, expected, shown(self.talk.heard[0]))

    def tap(self, line: Line, label: str) -> None:
        known = [button.label for button in self.talk.buttons()]
        if not self.talk.tap(label):
            newest = " | ".join(known[-8:])
            raise Otherwise("T702", line.where, name=label, known=newest, close=closest(label, known))

    def compare_records(self, line: Line, written: dict[str, Any]) -> None:
        happened = self.talk.take_records()
        expected = {name: as_answer(value, self.language) for name, value in written.items()}
        if plainly(expected) != plainly(happened):
            self.otherwise(line, shown_records(expected), shown_records(happened))

    def otherwise(self, line: Line, expected: str | Term, happened: str | Term) -> None:
        raise Otherwise("T701", line.where, expected=expected, happened=happened)


def same(language: str, written: str, heard: Heard) -> bool:
    """Exactly; but what typography repairs in a flow may be typed plainly in its conversations too."""
    return heard.words in (written, typeset(language, written))


def compared(words: str, heard: Heard | None) -> tuple[str | Term, str | Term]:
    """What was written and what was heard, from the first line that differs."""
    if heard is None or heard.passing:
        return f"bot: {words}", NOTHING if heard is None else shown(heard)
    written, said = words.split("\n"), heard.words.split("\n")
    same = next((at for at, pair in enumerate(zip(written, said, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(written), len(said)) if same is None else same
    return from_line(written, at), from_line(said, at)


def from_line(lines: Sequence[str], at: int) -> str | Term:
    rest = "\n".join(lines[at : at + 3])
    return ("… " if at else "bot: ") + rest if rest else Term("end")


def shown(heard: Heard) -> str:
    return f"toast: {heard.words}" if heard.passing else f"bot: {heard.words}"


def shown_records(records: dict[str, Answer | None]) -> str:
    listed = (f"{name}: {shown_answer(value)}" for name, value in records.items())
    return "records: {" + ", ".join(listed) + "}"


def shown_answer(value: Answer | None) -> str:
    if value is None:
        return "null"
    return "[" + ", ".join(value) + "]" if isinstance(value, tuple) else str(value)


def plainly(records: dict[str, Answer | None]) -> dict[str, object]:
    """A number is written as its digits."""
    return {name: value if value is None or isinstance(value, tuple) else str(value) for name, value in records.items()}
