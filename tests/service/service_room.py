"""A room for the tests of the service: the bot as wiring builds it, a simulator, a cohort, and people with phones.

Everything is real but Telegram; `settle` runs it until nothing is left to do, so that no test waits.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from bot.locales import Phrases
from bot.service import facilitation
from bot.service.conversation import Conversation
from bot.service.facilitation import NewCohort
from bot.service.library import Library
from bot.settings import Settings
from bot.simulator import Phone, Simulator
from bot.simulator.update_queue import encoded
from bot.store import Database, memberships, responses
from bot.store.responses import StoredResponse
from bot.store.schema import metadata
from bot.telegram.wire import read_update
from bot.wiring import Running, clock_of

WORKSHOP, TOKEN, BOT = "community-check-in", "1:TEST", 1
WORDS = "Moins de papiers, et mieux expliquer."
ANSWERS = ("oui", "1", "1, 2", "1", "non", "2", "3", WORDS)
"""From the consent to the reflection, by typing; “no” to `shared` leads to `held_back`."""
VALUES = {
    "agree": '"yes"',
    "role": '"lead"',
    "kinds": '["contact", "visits"]',
    "kept": '"paper"',
    "shared": '"no"',
    "held_back": '"promise"',
    "comfort": '"3"',
    "reflection": f'"{WORDS}"',
}
"""What is recorded of them, by question."""


@dataclass
class ServiceRoom:
    """One installation in one process, with the cohort `new`."""

    sim: Simulator
    database: Database
    library: Library
    bot: Running
    settings: Settings
    new: NewCohort

    @property
    def phrases(self) -> Phrases:
        return self.library.phrases

    @property
    def conversation(self) -> Conversation:
        return Conversation(self.database, self.library, self.bot.delivery, self.bot.courtesies, self.now)

    def now(self) -> datetime:
        return clock_of(self.settings)()

    async def take_in_together(self) -> None:
        """All that waits at Telegram, as one batch, and what comes of it."""
        queue = self.sim.exchange.queue
        raw = json.loads(encoded(queue.take(100)))
        await self.conversation.receive([known for each in raw if (known := read_update(BOT, each, self.now()))])
        queue.confirm(raw[-1]["update_id"] + 1)
        await self.settle()

    async def settle(self) -> None:
        """Takes in what waits at Telegram, and sends and does all that comes of it."""
        while self.sim.pending:
            await self.bot.poller.step()
        await self.bot.delivery.drain()
        await self.bot.worker.step()
        await self.bot.delivery.drain()
        await self.bot.courtesies.drain()

    async def say(self, phone: Phone, *words: str) -> None:
        """Types each and waits for what comes of it."""
        for each in words:
            await phone.say(each)
            await self.settle()

    async def tap(self, phone: Phone, label: str) -> None:
        await phone.tap(label)
        await self.settle()

    async def join(self, name: str, language: str, code: str | None = None) -> Phone:
        """Somebody who opens a link: the cohort's, or that of `code`."""
        phone = self.sim.person(name, language)
        await phone.start(code or self.new.participant_code)
        await self.settle()
        return phone

    async def finished(self, name: str, language: str = "fr") -> Phone:
        """Somebody who has answered everything."""
        phone = await self.join(name, language)
        await self.say(phone, *ANSWERS)
        return phone

    async def many_finished(self, people: int) -> list[Phone]:
        """So many people who answer side by side."""
        phones = [self.sim.person(f"Sam {number}", ("fr", "en")[number % 2]) for number in range(people)]
        for words in (f"/start {self.new.participant_code}", *ANSWERS):
            for phone in phones:
                await phone.say(words)
            await self.take_in_together()
        return phones

    async def another_cohort(self, name: str) -> NewCohort:
        return await new_cohort(self.library, self.database, name, self.now())

    async def members(self, of: NewCohort) -> int:
        async with self.database.reading() as tx:
            return await memberships.count(tx, of.cohort.id)

    async def responses(self) -> dict[str, dict[str, StoredResponse]]:
        """The responses of the cohort that count, by person and question."""
        found: dict[str, dict[str, StoredResponse]] = {}
        async with self.database.reading() as tx:
            for each in await responses.of_cohort(tx, self.new.cohort.id):
                if each.is_live:
                    found.setdefault(each.participant_id, {})[each.question] = each
        return found

    async def values(self) -> list[dict[str, str]]:
        """For each person, what is recorded by question."""
        return [{name: each.value for name, each in own.items()} for own in (await self.responses()).values()]

    async def rows(self) -> dict[str, int]:
        """How many rows each table has; empty ones and the keys of updates are left out."""
        counts = {}
        async with self.database.reading() as tx:
            for table in metadata.sorted_tables:
                counts[table.name] = (await tx.rows(select(func.count()).select_from(table)))[0][0]
        return {name: number for name, number in counts.items() if number and name != "inbox"}

    def said(self, phone: Phone, key: str, **values: object) -> bool:
        """Whether the chat's last message is this phrase, in the language of either."""
        return phone.last.text in {self.phrases.say(each, key, **values) for each in self.phrases.languages}


async def new_cohort(library: Library, database: Database, name: str, now: datetime) -> NewCohort:
    """A cohort of the shipped workshop, in French for people whose own language nobody speaks."""
    workshop = library.shelves[WORKSHOP].workshop
    filled = workshop.examples()["fr"] | {"delete_date": "2027-06-30"}
    day = date(2026, 12, 5)
    wanted = facilitation.planned(workshop, name, day, "America/Moncton", "fr", filled, 5, now)
    return await facilitation.create(database, wanted, now)
