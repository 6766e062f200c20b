"""The shape of a conversation written as YAML: one small model per kind of line.

Shape alone; it must never know a flow.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, TypeAdapter

from bot.flows.schema import Name, Shape, Stem

DURATION = r"^[1-9][0-9]{0,3}[mhd]$"
"""Minutes, hours or days, like 25h."""


def said(value: Any) -> Any:
    """Words that are the same in every language, or a number that somebody typed."""
    number = isinstance(value, int) and not isinstance(value, bool)
    return {EVERY: str(value)} if number or isinstance(value, str) else value


EVERY = ""
"""Stands for every language in words that are the same in all."""
Said = Annotated[dict[str, str], BeforeValidator(said)]


class BotLine(Shape):
    bot: Said
    buttons: list[Said] | None = None


class MeLine(Shape):
    me: Said


class TapLine(Shape):
    tap: Said


class ToastLine(Shape):
    toast: Said


class RecordsLine(Shape):
    """Every response recorded since the last such line, by question; null for one that was skipped."""

    records: dict[Name, Any]


class LaterLine(Shape):
    later: Annotated[str, Field(pattern=DURATION)]


ConversationLine = BotLine | MeLine | TapLine | ToastLine | RecordsLine | LaterLine
LINES: dict[str, type[ConversationLine]] = {
    "bot": BotLine,
    "me": MeLine,
    "tap": TapLine,
    "toast": ToastLine,
    "records": RecordsLine,
    "later": LaterLine,
}


def line_kind(value: Any) -> str | None:
    return next((kind for kind in LINES if kind in value), None) if isinstance(value, dict) else None


LINE: TypeAdapter[ConversationLine] = TypeAdapter(
    Annotated[
        Annotated[BotLine, Tag("bot")]
        | Annotated[MeLine, Tag("me")]
        | Annotated[TapLine, Tag("tap")]
        | Annotated[ToastLine, Tag("toast")]
        | Annotated[RecordsLine, Tag("records")]
        | Annotated[LaterLine, Tag("later")],
        Discriminator(line_kind),
    ]
)


class ConversationFile(Shape):
    """Without a language it is played in every language of the workshop."""

    flow: Stem
    language: str | None = None
    conversation: Annotated[list[Any], Field(min_length=1)]
