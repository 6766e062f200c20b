"""The witness: what Telegram was told and what was on disk at that moment, and in the end who lost what.

It reads the database by a connection of its own. It must never change anything.
"""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg
from crowd import Asked, Participant

from bot.store import Database, people, responses
from bot.store.responses import StoredResponse

BOT = 1


@dataclass
class Witness:
    """Hooks of the simulator: every acknowledgement is looked up on disk, every prompt counted."""

    database: str
    """The address of it."""
    acknowledged: int = 0
    not_on_disk: int = 0
    life: int = 0
    prompts: set[tuple[int, Asked]] = field(default_factory=set)
    repeats: list[tuple[int, int, Asked]] = field(default_factory=list)
    """Life, person and question of each prompt that had come before."""

    async def on_acknowledge(self, update_ids: list[int]) -> None:
        """Before Telegram forgets them: each must be in the inbox, as another process sees it."""
        ids = ",".join(map(str, update_ids))
        found = read(self.database, f"SELECT count(*) FROM inbox WHERE bot_id = {BOT} AND update_id IN ({ids})")  # noqa: S608 - numbers
        self.acknowledged += len(update_ids)
        self.not_on_disk += len(set(update_ids)) - int(found)

    async def on_request(self, method: str, parameters: dict[str, Any]) -> None:
        """Which question, at which asking, a message puts: its buttons say it."""
        if method != "sendmessage" or "reply_markup" not in parameters:
            return
        keyboard = parameters["reply_markup"]
        rows = (json.loads(keyboard) if isinstance(keyboard, str) else keyboard)["inline_keyboard"]
        parts = [str(button["callback_data"]).split(":") for row in rows for button in row]
        chat = int(parameters["chat_id"])
        for asked in {(step, int(asking)) for _, act, asking, step, _ in parts if act in "ptdsbk"}:
            if (chat, asked) in self.prompts:
                self.repeats.append((self.life, chat, asked))
            self.prompts.add((chat, asked))

    def repeated(self, crowd: list[Participant]) -> Counter[tuple[int, int]]:
        """How many repeated prompts by life and person, but for those asked for by “No, ask me again”."""
        wanted = {(each.phone.id, asked) for each in crowd for asked in each.dropped}
        return Counter((life, chat) for life, chat, asked in self.repeats if (chat, asked) not in wanted)


def read(database: str, query: LiteralString) -> int:
    """One number, by a connection that has nothing to do with the bot's."""
    if database.startswith("sqlite"):
        path = database.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return int(connection.execute(query).fetchone()[0])
    with psycopg.connect(database) as server:
        row = server.execute(query).fetchone()
        return int(row[0]) if row else 0


@dataclass(frozen=True)
class Verdict:
    """Exact counts. `recorded` responses; of those answered: lost, recorded twice, with another's value or question."""

    answered: int
    recorded: int
    lost: int
    doubled: int
    misfiled: int


async def judge(database: Database, crowd: list[Participant]) -> Verdict:
    """Everybody's ledger against everything recorded of them, every version of it."""
    sums: Counter[str] = Counter()
    async with database.reading() as tx:
        known = await people.find(tx, BOT, [each.phone.id for each in crowd])
        for each in crowd:
            person = known.get(each.phone.id)
            rows = [] if person is None else await responses.history(tx, person.id)
            sums.update(compared(each, rows))
    return Verdict(*(sums[name] for name in Verdict.__annotations__))


def compared(person: Participant, rows: list[StoredResponse]) -> dict[str, int]:
    recorded = Counter((row.question, row.asking) for row in rows)
    wrong = [row for row in rows if person.ledger.get((row.question, row.asking)) != row.value]
    return {
        "answered": len(person.ledger),
        "recorded": len(rows),
        "lost": len(person.ledger.keys() - recorded.keys()),
        "doubled": sum(times - 1 for times in recorded.values()),
        "misfiled": len(wrong),
    }
