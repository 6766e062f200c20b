"""Outline: the steps of a flow's file as the author has written them: their ids, where they stand, what is in them.

It must never read a step's shape: shapes.py does.
"""

from collections.abc import Iterator
from typing import Any

from bot.engine.flow import Repeat, Step
from bot.engine.items import name_of
from bot.engine.questions import FreeText, Listing, Quote
from bot.flows.document import Document, Path


def all_of(steps: tuple[Step | Repeat, ...]) -> Iterator[Step | Repeat]:
    for step in steps:
        yield step
        if isinstance(step, Repeat):
            yield from all_of(step.steps)


def value_of(document: Document, path: Path) -> Any:
    value: Any = document.value
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


IDS = ("id", "repeat", "stage")


def key_of_id(step: object) -> str:
    return next((key for key in IDS if isinstance(step, dict) and key in step), "id")


def id_of(step: object) -> str:
    """The id that a step claims, well formed or not; empty when it has none."""
    name = step.get(key_of_id(step)) if isinstance(step, dict) else None
    return name if isinstance(name, str) else ""


def ids_in(steps: object) -> Iterator[str]:
    """Every id in the order of the file."""
    for step in steps if isinstance(steps, list) else ():
        yield id_of(step)
        yield from ids_in(step.get("steps") if isinstance(step, dict) else None)


def shared_without_permission(steps: tuple[Step | Repeat, ...]) -> Iterator[tuple[str, str]]:
    """The questions whose words are meant for the report, though no quote question asks for the permission; `list` for
    one that none could ask for."""
    every = list(all_of(steps))
    quoted = {each.of for each in every if isinstance(each, Quote)}
    shared = (each for each in every if isinstance(each, FreeText | Listing) and each.share == "report")
    kinds = ((each, "list" if isinstance(each, Listing) else "") for each in shared)
    return ((name_of(each.id), kind) for each, kind in kinds if each.id not in quoted)
