"""Synthetic people: seeded characters who read the last message and answer it as somebody might.

They tell questions by their buttons, as a person does. It must never know the flow that it answers.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.rehearsal.phone import Phone, Stuck

NAMES = {
    "fr": ("Awa", "Benoît", "Chloé", "Djamila", "Émile", "Fatou", "Gaston", "Hélène", "Ines", "Jules"),
    "en": ("Noor", "Alex", "Beth", "Carlos", "Dana", "Eli", "Farah", "Grace", "Hugo", "Ivy"),
}
WORDS = {
    "fr": (
        "Je voudrais que les gens puissent voir ce que nous gardons sur eux.",
        "Rien à changer pour l’instant, mais il faudrait mieux l’expliquer.",
        "Moins de papiers qui traînent dans le bureau.",
    ),
    "en": (
        "I would like people to be able to see what we keep about them.",
        "Nothing to change for now, but we should explain it better.",
        "Fewer sheets of paper lying around the office.",
    ),
}
UNTICKED, WAY_OUT = "☐", ("◀", "▶")
MOST_TURNS, PATIENCE_SECONDS = 80, 90


@dataclass(frozen=True, slots=True)
class Character:
    """How somebody answers: how likely they type a choice instead of tapping it, and write when they may skip."""

    name: str
    language: str
    types: float
    writes: float
    seed: int


def characters(people: int, seed: int) -> list[Character]:
    """So many people, half of them in French; the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - a rehearsal is repeatable, not secret
    return [character(number, chance) for number in range(people)]


def character(number: int, chance: random.Random) -> Character:
    language = ("fr", "en")[number % 2]
    name = NAMES[language][number // 2 % len(NAMES[language])]
    return Character(name, language, chance.choice((0.0, 0.0, 0.3)), chance.random(), chance.randrange(2**32))


async def play(simulator: str, code: str, cast: list[Character], done: Callable[[], None], at_once: int = 12) -> None:
    """Everybody joins by the invitation and answers to the end; `done` is called for each who arrives there."""
    room = asyncio.Semaphore(at_once)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
        for each in cast:
            tasks.create_task(take_part(session, simulator, code, each, room, done))


async def take_part(
    session: aiohttp.ClientSession,
    simulator: str,
    code: str,
    who: Character,
    room: asyncio.Semaphore,
    done: Callable[[], None],
) -> None:
    async with room:
        phone = await Phone.of(session, simulator, who.name, who.language)
        await phone.start(code)
        await Participant(phone, who).answer_everything()
        done()


class Participant:
    """A character with a phone in hand."""

    def __init__(self, phone: Phone, who: Character) -> None:
        self._phone, self._who = phone, who
        self._chance = random.Random(who.seed)  # noqa: S311 - repeatable
        self._answered: int | None = None

    async def answer_everything(self) -> None:
        """Until a message asks for nothing more. Raises Stuck when the bot stays silent, or never stops asking."""
        for _ in range(MOST_TURNS):
            question = await self._next_question()
            if question is None:
                return
            await self._answer(question)
        raise Stuck(f"{self._who.name} was asked {MOST_TURNS} times and did not arrive at the end.")

    async def _next_question(self) -> dict[str, Any] | None:
        """The newest message once it asks something, or None when the bot has said its last word."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._read_on()
        except TimeoutError:
            raise Stuck(f"The bot left {self._who.name} without an answer for {PATIENCE_SECONDS} seconds.") from None

    async def _read_on(self) -> dict[str, Any] | None:
        while True:
            last = self._phone.last
            if last is not None and last["buttons"] and last["id"] != self._answered:
                return last
            if last is None or self._answered is None or last["id"] <= self._answered:
                await self._phone.look()
            elif await self._phone.stays_quiet():  # words alone may be the last, or come just before their question
                return None

    async def _answer(self, question: dict[str, Any]) -> None:
        labels = [button["text"] for row in question["buttons"] for button in row]
        choices = [label for label in labels if not any(sign in label for sign in WAY_OUT)]
        self._answered = question["id"]
        if any(label.startswith(UNTICKED) for label in choices):
            await self._tick(question, labels, choices)
        elif len(choices) > 1:
            await self._choose(question, choices)
        elif self._chance.random() < self._who.writes or len(labels) < 2:
            await self._phone.say(self._chance.choice(WORDS[self._who.language]))
        else:
            await self._phone.tap(question["id"], labels[-1])

    async def _tick(self, question: dict[str, Any], labels: list[str], choices: list[str]) -> None:
        count = min(self._chance.randint(1, 3), len(choices) - 1)
        wanted = sorted(self._chance.sample(range(len(choices) - 1), count))
        if self._chance.random() < self._who.types:
            return await self._phone.say(", ".join(str(number + 1) for number in wanted))
        for number in wanted:
            await self._phone.tap(question["id"], choices[number])
            await self._phone.look()
        done = next(label for label in labels if any(sign in label for sign in WAY_OUT) and "◀" not in label)
        return await self._phone.tap(question["id"], done)

    async def _choose(self, question: dict[str, Any], choices: list[str]) -> None:
        """The first of a consent's choices is yes; the others are drawn, the first more often."""
        first = (
            0
            if self._is_consent(choices)
            else min(self._chance.randrange(len(choices)), self._chance.randrange(len(choices)))
        )
        if self._chance.random() < self._who.types:
            return await self._phone.say(str(first + 1))
        return await self._phone.tap(question["id"], choices[first])

    def _is_consent(self, choices: list[str]) -> bool:
        """A consent is the one question that offers another language."""
        return any(label in ("English", "Français") for label in choices)
