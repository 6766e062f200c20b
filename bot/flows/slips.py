"""Slips: what an author most likely did where YAML can no longer be read. The parser complains late: look before.

A guess for the advice and the place, never a reason to refuse: reading.py has refused already.
"""

import re
from dataclasses import dataclass

NO_SPACE = re.compile(r"^\s*(?:-\s+)?[a-z_]+:(?=[^\s:/])")
KEY = re.compile(r"^\s*(?:-\s+)?[a-z_]+:(?:\s|$)")
LIST_SIGN = re.compile(r"^\s*(?:-(?=[a-z_]+:)|–)")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^']|'')*'")
LINES_BEFORE = 12
"""How far before the complaint a slip is looked for: about a question."""


@dataclass(frozen=True, slots=True)
class Slip:
    """`at` is an offset in the file; `advice` says which way out to tell."""

    code: str
    at: int
    advice: str = ""


def slip_before(text: str, at: int, complaint: str) -> Slip | None:
    """The nearest slip at or before an offset; None when nothing is odd there."""
    for start, line in lines_before(text, at):
        found = slip_in(line)
        if found is not None:
            return Slip(found.code, start + found.at, found.advice)
    return Slip("P103", at, "indent") if "block" in complaint else None


def misplaced(text: str, at: int) -> Slip | None:
    """Where the parser meets a colon that it did not expect: the line's own key is not under its neighbours, or has
    no space before it. None for a colon inside words."""
    for start, line in lines_before(text, at)[:2]:
        slip = slip_in(line)
        if slip is not None and slip.advice == "space":
            return Slip(slip.code, start + slip.at, slip.advice)
    start, line = lines_before(text, at)[0]
    key = KEY.match(line)
    return Slip("P103", start + len(line) - len(line.lstrip()), "indent") if key and start + key.end() > at else None


def lines_before(text: str, at: int) -> list[tuple[int, str]]:
    """The line of an offset and those before it, nearest first, each with where it starts."""
    found: list[tuple[int, str]] = []
    start = text.rfind("\n", 0, at) + 1
    while len(found) < LINES_BEFORE:
        end = text.find("\n", start)
        found.append((start, text[start : len(text) if end < 0 else end]))
        if start == 0:
            break
        start = text.rfind("\n", 0, start - 1) + 1
    return found


def slip_in(line: str) -> Slip | None:
    words = line.partition(" #")[0]
    missing = NO_SPACE.match(words) or LIST_SIGN.match(words)
    if missing:
        return Slip("P103", missing.end() - 1, "space")
    bare = QUOTED.sub(lambda match: "x" * len(match[0]), words)
    if '"' in bare:
        return Slip("P106", bare.rfind('"'))
    if bare.count("{") > bare.count("}") and "{%" not in bare:
        return Slip("P103", bare.rfind("{"), "brace")
    return None
