"""Markup: authored words with `**bold**`, `*italic*` and `[label](https://…)` as typeset runs.

A slot takes part in typography and styles as one letter would; what a participant typed enters later, through the
slot, and is never read here. It must never see an answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from bot.engine.texts import Either, ForEach, Part, Phrase, Progress, Run, SettingSlot, Slot, Style, Words
from bot.locales import typeset

SLOT = "\N{MATHEMATICAL BOLD DIGIT ZERO}"
"""Stands for a slot while words are typeset: a digit to the rules of typography, and a letter nobody writes."""

MARKUP = re.compile(
    r"\*\*(?=\S)(?P<bold>[^\n]+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^\n*]+?)(?<=\S)\*(?![\w*])"
    rf"|\[(?P<label>[^\]\n{SLOT}]+)\]\((?P<href>https://[^\s){SLOT}]+)\)"
)
OTHER_LINK = re.compile(r"\[[^\]\n]+\]\((?!https://)[^)\n]*\)")
UNCLOSED = re.compile(r"\*\*")

Piece = str | Part


def finished(language: str, pieces: Sequence[Piece]) -> tuple[Part, ...]:
    """Authored words and slots as parts of a text."""
    slots = iter([piece for piece in pieces if not isinstance(piece, str)])
    parts: list[Part] = []
    for run in runs_of(typeset(language, flat(pieces))):
        for words in re.split(f"({SLOT})", run.text):
            if words == SLOT:
                parts.append(styled(next(slots), run.style))
            elif words:
                parts.append(Words(replace(run, text=words)))
    return tuple(parts)


def flat(pieces: Sequence[Piece]) -> str:
    return "".join(piece.replace(SLOT, "0") if isinstance(piece, str) else SLOT for piece in pieces)


def runs_of(words: str) -> Iterator[Run]:
    at = 0
    for match in MARKUP.finditer(words):
        yield Run(words[at : match.start()])
        yield marked(match)
        at = match.end()
    yield Run(words[at:])


def marked(match: re.Match[str]) -> Run:
    if match["bold"]:
        return Run(match["bold"], Style.BOLD)
    if match["italic"]:
        return Run(match["italic"], Style.ITALIC)
    return Run(match["label"], href=match["href"])


def styled(part: Part, style: Style) -> Part:
    match part:
        case _ if style is Style.PLAIN:
            return part
        case Words(run):
            return Words(replace(run, style=style))
        case Slot() | SettingSlot() | Phrase():
            return replace(part, style=style)
        case Progress():
            return part
        case ForEach():
            return replace(part, parts=all_styled(part.parts, style), style=style)
        case Either(_, then, otherwise, _):
            return replace(part, then=all_styled(then, style), otherwise=all_styled(otherwise, style))
        case _:
            assert_never(part)


def all_styled(parts: Sequence[Part], style: Style) -> tuple[Part, ...]:
    return tuple(styled(part, style) for part in parts)
