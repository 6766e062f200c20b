"""A second opinion on what a step depends on: the answers that its words quote and its options hang on.

Found by walking whatever is in its dataclasses; in what goes round a repeat, a name stands for all of its items. It
must never call a function of the engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from naive import SIGNS, Env, Values, written

from bot.engine.expressions import AnswerTo, AnyWhere, CountWhere, IsAnswered, Item, PositionOf
from bot.engine.flow import Say
from bot.engine.options import FromItems
from bot.engine.questions import Quote, Review
from bot.engine.texts import ForEach, Progress

Mention = tuple[str, tuple[str, ...], bool]
"""A name, the items it stands at, and whether it is meant at every item further in."""


def quotes(step: Any, env: Env, values: Values) -> dict[str, Any]:
    """What the step would quote now, by key."""
    mentions = {each for thing in depends_on(step) for each in mentioned(thing, env, frozenset())}
    found: dict[str, Any] = {}
    for name, path, everywhere in mentions:
        if everywhere:
            found |= {written(k): v for k, v in values.items() if k[0] == name and k[1][: len(path)] == path}
        else:
            found[written((name, path))] = values.get((name, path))
    return found


def depends_on(step: Any) -> Iterator[Any]:
    yield step.text if isinstance(step, Say) else step.ask
    yield getattr(step, "source", None)
    if isinstance(step, Quote):
        yield AnswerTo(step.of)
    if isinstance(step, Review):
        yield from map(AnswerTo, step.of)


def mentioned(thing: Any, env: Env, loops: frozenset[str]) -> Iterator[Mention]:
    """Every question named anywhere inside; `loops` are the signs of the repeats that are gone round here."""
    match thing:
        case AnswerTo(name) | PositionOf(name) | IsAnswered(name):
            if not name.startswith("cohort."):
                yield mention(name, env, loops)
        case Item() | Progress():
            pass
        case CountWhere(repeat, level) | AnyWhere(repeat, level) | ForEach(repeat, level):
            yield mention(repeat, env, loops)
            yield from inside(thing, env, loops | {SIGNS[level]})
        case FromItems(of=of, level=level, where=where):
            yield mention(of, env, loops)
            yield from mentioned(where, env, loops | {SIGNS[level]})
        case _:
            if type(thing).__name__ in ("FromAnswer", "FromWords"):
                yield mention(thing.of, env, loops)
            yield from inside(thing, env, loops)


def inside(thing: Any, env: Env, loops: frozenset[str]) -> Iterator[Mention]:
    if isinstance(thing, Mapping):
        thing = tuple(thing.values())
    if is_dataclass(thing):
        thing = tuple(getattr(thing, each.name) for each in fields(thing) if each.name != "quotes")
    for each in thing if isinstance(thing, tuple) else ():
        yield from mentioned(each, env, loops)


def mention(name: str, env: Env, loops: frozenset[str]) -> Mention:
    base, _, path = name.partition("@")
    parts = [part for part in path.split(".") if part]
    fixed = next((at for at, part in enumerate(parts) if part in loops), len(parts))
    return base, tuple(env.get(part, part) for part in parts[:fixed]), fixed < len(parts)
