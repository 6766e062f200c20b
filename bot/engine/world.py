"""The world around a session: what a turn may read and must never change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Phrases(Protocol):
    """The bot's own words (bot/locales gives them)."""

    def say(self, language: str, key: str, /, **values: object) -> str: ...

    def list(self, language: str, items: Iterable[str]) -> str: ...

    def number(self, language: str, value: float) -> str: ...

    def counted(self, language: str, n: float, one: str, several: str) -> str:
        """The number with the word that fits it: `0 réponse`, `0 answers`."""
        ...

    def day(self, language: str, iso: str) -> str: ...

    def month(self, language: str, iso: str) -> str: ...

    def hour(self, language: str, iso: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """What the group answered to one question, already protected (bot/report): `n` people, and how many per code."""

    n: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class World:
    """`settings` are what the cohort filled in, by id, ready to print, by language; `lists` the lines of settings that
    are lists. `open_stages` are those that a date or the facilitator has opened, `opens` when the others will, ready
    to print, by stage and language. `figures` are the group's, by question. `is_over` says that the flow takes no
    more replies."""

    phrases: Phrases
    settings: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    open_stages: frozenset[str] = frozenset()
    opens: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    is_over: bool = False
