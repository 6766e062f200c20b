"""Items: a step of a repeat as it is for one item, and the keys by which such steps are known.

A step that is asked once has its id for a key (`worry`). In a repeat the key ends with the item (`worry@2`), in a
repeat inside that one with both (`access@2.team`). A flow holds such steps as templates, in whose names a sign stands
for the item of each level; `at` puts an item in its place, everywhere at once, so that nothing after it needs to know
of repeats. It must never look at a session.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast
from zlib import crc32

Thing = TypeVar("Thing")

LEVELS = ("\ue000", "\ue001")
"""The signs for the item of the outer and of the inner repeat. No file may hold them (bot/flows/reading.py)."""

AT, WITHIN = "@", "."


def template_key(name: str, depth: int) -> str:
    """The key of a question that stands so many repeats deep, before its items are known."""
    return f"{name}{AT}{WITHIN.join(LEVELS[:depth])}" if depth else name


def name_of(key: str) -> str:
    """The question's id in a key."""
    return key.partition(AT)[0]


def item_of(key: str) -> str:
    """The item in a key, empty outside repeats."""
    return key.partition(AT)[2]


def mark(words: str) -> str:
    """Names somebody's words: an item of a repeat over them is the same item wherever they stand in their list."""
    return f"{crc32(words.encode(errors='replace')) & 0xFFFFF:05x}"


def at(thing: Thing, path: tuple[str, ...]) -> Thing:
    """`thing` with an item for the sign of every level on the way; what holds no sign stays the same object."""
    for sign, item in zip(LEVELS, path, strict=False):
        thing = put_in(thing, sign, item)
    return thing


def put_in(thing: Thing, sign: str, item: str) -> Thing:
    match thing:
        case str():
            return cast(Thing, thing.replace(sign, item)) if sign in thing else thing
        case tuple() | Mapping():
            return put_into_several(thing, sign, item)
        case _ if is_dataclass(thing) and not isinstance(thing, type):
            return put_into_fields(thing, sign, item)
        case _:
            return thing


def put_into_several(things: Thing, sign: str, item: str) -> Thing:
    if isinstance(things, Mapping):
        made = {key: put_in(each, sign, item) for key, each in things.items()}
        return cast(Thing, made) if any(made[key] is not things[key] for key in made) else things
    several = cast("tuple[object, ...]", things)
    put = tuple(put_in(each, sign, item) for each in several)
    changed = any(new is not old for new, old in zip(put, several, strict=True))
    return cast(Thing, put) if changed else things


def put_into_fields(thing: Thing, sign: str, item: str) -> Thing:
    held = {each.name: getattr(thing, each.name) for each in fields(thing) if each.init}  # type: ignore[arg-type]  # a dataclass
    put = {name: put_in(value, sign, item) for name, value in held.items()}
    changed = {name: value for name, value in put.items() if value is not held[name]}
    return replace(thing, **changed) if changed else thing  # type: ignore[type-var]  # a dataclass
