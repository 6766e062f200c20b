"""A made-up flow as a counter-example shows it: a line per step. Its whole representation has a thousand."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from bot.engine.flow import Flow, Repeat
from bot.engine.texts import Run, Text, Words
from bot.engine.values import Answer

UNSAID = ("id", "ask", "text", "steps", "stage", "options", "title", "quotes")
SIGNS = str.maketrans({"\ue000": "①", "\ue001": "②"})


class Outlined(Flow):
    """A flow that shows its outline, with the answers of an earlier one that it comes with."""

    earlier: Mapping[str, Answer]

    def __repr__(self) -> str:
        gates = " ".join(f"{stage.id}{'|' if stage.has_gate else ''}" for stage in self.stages)
        return "\n".join((f"Flow [{gates}] {self.earlier or ''}", *lines(self.steps, "  "))).translate(SIGNS)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


def lines(steps: tuple[Any, ...], indent: str) -> Iterator[str]:
    for step in steps:
        stage = f" in {step.stage}" if step.stage else ""
        codes = ",".join(option.code for option in getattr(step, "options", ()))
        told = [f"{name}={value}" for name, value in said_of(step)]
        yield f"{indent}{type(step).__name__} {step.id}{stage} {codes} {' '.join(told)}"
        if isinstance(step, Repeat):
            yield from lines(step.steps, indent + "  ")


def said_of(step: Any) -> Iterator[tuple[str, str]]:
    """What is not as it is in most steps."""
    words = getattr(step, "ask", None) or getattr(step, "text", None)
    if isinstance(words, Text):
        yield "says", brief(tuple(part for part in words.parts["en"] if not isinstance(part, Words)))
    for each in fields(step):
        value = getattr(step, each.name)
        if each.name not in UNSAID and value != each.default and value not in (None, (), {}):
            yield each.name, brief(value)


def brief(thing: Any) -> str:
    if isinstance(thing, Text | Run):
        return "…"
    if is_dataclass(thing):
        inner = [
            brief(getattr(thing, each.name)) for each in fields(thing) if getattr(thing, each.name) != each.default
        ]
        return f"{type(thing).__name__}({', '.join(inner)})"
    if isinstance(thing, Mapping):
        return "{…}"
    return f"({' '.join(map(brief, thing))})" if isinstance(thing, tuple) else str(thing)
