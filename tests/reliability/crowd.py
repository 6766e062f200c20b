"""People with phones who answer nine questions: the eight of the shipped flow, then the last one once more, changed.

They answer what they see, by taps or typing, and note what they answered. They must never look into the bot.
"""

import asyncio
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.simulator import Message, Phone

Asked = tuple[str, int]
"""A question and its asking, as its buttons carry them."""

CODES: dict[str, tuple[str, ...]] = {
    "role": ("lead", "front", "admin", "board", "other"),
    "kinds": ("contact", "visits", "family", "money", "health", "status", "stories"),
    "kept": ("paper", "sheets", "system", "heads"),
    "shared": ("yes", "no"),
    "with_whom": ("funders", "community", "gov", "research", "concerned", "public"),
    "held_back": ("nobody", "promise", "harm", "how", "right"),
    "comfort": ("1", "2", "3", "4", "5"),
}
SEVERAL = ("kinds", "with_whom")
UP_TO_DATE = ("Noted. Everything is up to date.", "C’est noté. Tout est à jour.")


@dataclass
class Participant:
    """One person; `ledger` is what they answered, by question and asking, in the form in which it is recorded."""

    phone: Phone
    language: str
    chance: random.Random
    ledger: dict[Asked, str] = field(default_factory=dict)
    dropped: set[Asked] = field(default_factory=set)
    is_done: bool = False
    _seen: set[int] = field(default_factory=set)
    _asked_to_change: bool = False
    _has_changed: bool = False

    async def take_part(self, code: str) -> None:
        await self.phone.start(code)
        while not self.is_done:
            version = self.phone.chat.version
            await self._look()
            if not self.is_done:
                await self.phone.changed(version)

    async def _look(self) -> None:
        """Does something about each new message of the bot, the newest first."""
        for message in reversed(self.phone.messages):
            if message.from_bot and message.id not in self._seen:
                self._seen.add(message.id)
                await self._meet(message)

    async def _meet(self, message: Message) -> None:
        presses = {act: (step, asking, data) for act, asking, step, data in presses_of(message)}
        if "n" in presses:
            step, asking, data = presses["n"]
            self.dropped.add((step, asking))
            await self.phone.tap_data(data, message.id)
        elif "c" in presses:
            await self._change(message)
        elif presses:
            step, asking, _ = next(iter(presses.values()))
            await self._answer(message, step, asking)
        elif message.text.startswith(("Thank you! That", "Merci! C’était")) and not self._asked_to_change:
            self._asked_to_change = True
            await self.phone.say("/review" if self.language == "en" else "/revoir")
        elif message.text in UP_TO_DATE:
            self.is_done = True

    async def _change(self, message: Message) -> None:
        for act, _, step, data in presses_of(message):
            if (act, step) == ("c", "reflection") and not self._has_changed:
                self._has_changed = True
                await self.phone.tap_data(data, message.id)

    async def _answer(self, message: Message, step: str, asking: int) -> None:
        """A question met before is a repeated prompt: tapped as before, and words are not written twice."""
        asked = (step, asking)
        if step == "reflection":
            if asked not in self.ledger:
                words = f"{step} {asking} of {self.phone.id}: {self.chance.random()}"
                self.ledger[asked] = json.dumps(words)
                await self.phone.say(words)
            return
        known = json.loads(self.ledger[asked]) if asked in self.ledger else None
        value = known if known is not None else self._choice(step)
        self.ledger[asked] = json.dumps(value)
        if known is None and self.chance.random() < 0.3:
            await self.phone.say(self._typed(step, value))
        else:
            await self._tap(message, step, value)

    def _choice(self, step: str) -> object:
        if step == "agree":
            return "yes"
        if step in SEVERAL:
            picked = self.chance.sample(CODES[step], self.chance.randint(1, 3))
            return [code for code in CODES[step] if code in picked]
        return self.chance.choice(CODES[step])

    def _typed(self, step: str, value: object) -> str:
        if step == "agree":
            return "yes" if self.language == "en" else "oui"
        picked = value if isinstance(value, list) else [value]
        return ", ".join(str(CODES[step].index(code) + 1) for code in picked)

    async def _tap(self, message: Message, step: str, value: object) -> None:
        picked: list[str] = value if isinstance(value, list) else [str(value)]
        act = "t" if step in SEVERAL else "p"
        head = f"{token_of(message)}:{{}}:{asking_of(message)}:{step}:"
        for code in picked:
            await self.phone.forge(head.format(act) + code, message.id)
        if step in SEVERAL:
            await self.phone.forge(head.format("d"), message.id)


def presses_of(message: Message) -> Iterator[tuple[str, int, str, str]]:
    """Act, asking and step of each button, with its data; not of the one that changes the language."""
    for row in message.inline or ():
        for button in row:
            _, act, asking, step, _ = str(button["callback_data"]).split(":")
            if act != "l":
                yield act, int(asking), step, str(button["callback_data"])


def token_of(message: Message) -> str:
    return next(data.partition(":")[0] for _, _, _, data in presses_of(message))


def asking_of(message: Message) -> int:
    return next(asking for _, asking, _, _ in presses_of(message))


async def gather_side_by_side(people: list[Participant], code: str, at_once: int) -> None:
    """Everybody takes part, so many at a time."""
    room = asyncio.Semaphore(at_once)

    async def take_part(each: Participant) -> None:
        async with room:
            await each.take_part(code)

    async with asyncio.TaskGroup() as tasks:
        for each in people:
            tasks.create_task(take_part(each))
