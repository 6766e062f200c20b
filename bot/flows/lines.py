"""The shape of a conversation written as YAML: one small model per kind of line.

Shape alone; it must never know a flow.
"""

from typing import Annotated, Any, Literal

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
    """Every response recorded since the last such line, by question (`name@2` in a repeat); null for one that was
    skipped."""

    records: dict[str, Any]


class LaterLine(Shape):
    later: Annotated[str, Field(pattern=DURATION)]


class OpenLine(Shape):
    """The facilitator, or a date, opens this stage."""

    open: Name


class CloseLine(Shape):
    """The flow takes no more replies."""

    close: Literal[True]


ConversationLine = BotLine | MeLine | TapLine | ToastLine | RecordsLine | LaterLine | OpenLine | CloseLine
LINES: dict[str, type[ConversationLine]] = {
    "bot": BotLine,
    "me": MeLine,
    "tap": TapLine,
    "toast": ToastLine,
    "records": RecordsLine,
    "later": LaterLine,
    "open": OpenLine,
    "close": CloseLine,
}


def line_kind(value: Any) -> str | None:
    return next((kind for kind in LINES if kind in value), None) if isinstance(value, dict) else None


def line_tag(value: Any) -> str | None:
    kind = line_kind(value)
    return None if kind is None else f"§{kind}"


LINE: TypeAdapter[ConversationLine] = TypeAdapter(
    Annotated[
        Annotated[BotLine, Tag("§bot")]
        | Annotated[MeLine, Tag("§me")]
        | Annotated[TapLine, Tag("§tap")]
        | Annotated[ToastLine, Tag("§toast")]
        | Annotated[RecordsLine, Tag("§records")]
        | Annotated[LaterLine, Tag("§later")]
        | Annotated[OpenLine, Tag("§open")]
        | Annotated[CloseLine, Tag("§close")],
        Discriminator(line_tag),
    ]
)


class ConversationFile(Shape):
    """Without a language it is played in every language of the workshop. `earlier` are answers of earlier flows by
    full name, `open` the stages that are open at the beginning, `figures` the group's, by question and code."""

    flow: Stem
    language: str | None = None
    earlier: dict[str, Any] = Field(default_factory=dict)
    open: list[Name] = Field(default_factory=list)
    figures: dict[str, dict[str, int]] = Field(default_factory=dict)
    conversation: Annotated[list[Any], Field(min_length=1)]
