"""The world around a session: what a turn may read and must never change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Phrases(Protocol):
    """The bot's own words (bot/locales gives them)."""

    def say(self, language: str, key: str, /, **values: object) -> str: ...

    def list(self, language: str, items: Iterable[str]) -> str: ...


@dataclass(frozen=True, slots=True)
class World:
    """`settings` are what the cohort filled in, by id, ready to print, by language."""

    phrases: Phrases
    settings: Mapping[str, Mapping[str, str]]
