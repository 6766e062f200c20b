"""Working: the jobs that commands have asked for, done outside the transaction that asked.

Each is leased, done and finished from the database, so a crash leaves none behind. It must never do anything that
its asker has
since lost the right to.
"""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.engine.effects import Message
from bot.engine.texts import Run, Style
from bot.report import summary_words
from bot.service import messages
from bot.service.clock import Clock
from bot.service.conversation import Landing
from bot.service.library import Library
from bot.service.reporting import BeingUpdated, summarise
from bot.store import cohorts, facilitators, jobs, outbox, people
from bot.store.database import Database
from bot.store.jobs import Job
from bot.store.outbox import NewMessage
from bot.store.problems import Refused, Unavailable

LEASE = timedelta(minutes=5)
TRIES = 3
EVERY_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Worker:
    """Does jobs one after the other; `run` for ever, `step` until none is left."""

    def __init__(
        self,
        database: Database,
        library: Library,
        delivery: Landing,
        clock: Clock,
        owner: str,
        owners: Sequence[int] = (),
    ) -> None:
        self._database, self._library, self._delivery = database, library, delivery
        self._clock, self._owner, self._owners = clock, owner, frozenset(owners)

    async def start(self) -> None:
        """What an earlier run of the single process left half done is done again."""
        async with self._database.transaction() as tx:
            await jobs.void_all(tx)

    async def run(self) -> None:
        while True:
            try:
                await self.step()
            except (Unavailable, Refused) as problem:
                log.warning("jobs_wait", reason=str(problem))
            await asyncio.sleep(EVERY_SECONDS)

    async def step(self) -> int:
        """Does every job that waits; how many."""
        done = 0
        while leased := await self._lease():
            for job in leased:
                await self._do(job)
                done += 1
        return done

    async def _lease(self) -> list[Job]:
        async with self._database.reading() as tx:
            if not await jobs.waiting(tx, self._clock()):
                return []
        async with self._database.transaction() as tx:
            return await jobs.lease(tx, self._owner, self._clock(), self._clock() + LEASE, 1)

    async def _do(self, job: Job) -> None:
        arguments = json.loads(job.arguments)
        try:
            pages = await self._summary(arguments)
        except Unavailable:
            raise
        except Exception as fault:
            log.error("job_failed", job=job.id, kind=job.kind, reason=type(fault).__name__, attempts=job.attempts)
            if job.attempts < TRIES:
                return await self._finish(job, "new", [], arguments)
            pages = [self._library.phrases.say(arguments["language"], "summary.failed")]
            return await self._finish(job, "failed", pages, arguments)
        return await self._finish(job, "done", pages, arguments)

    async def _summary(self, arguments: dict[str, str]) -> list[str]:
        """The summary in the asker's language, as paragraphs."""
        language, phrases = arguments["language"], self._library.phrases
        async with self._database.reading() as tx:
            cohort = await cohorts.get(tx, arguments["cohort"])
            roles = (await facilitators.of(tx, [arguments["participant"]])).get(arguments["participant"], [])
            person = (await people.get(tx, [arguments["participant"]])).get(arguments["participant"])
        is_owner = person is not None and person.user_id in self._owners
        may = any(role.cohort_id == arguments["cohort"] and role.removed_at is None for role in roles)
        if cohort is None or not (may or is_owner):
            return [phrases.say(language, "command.facilitators")]
        try:
            made = await summarise(self._database, self._library, cohort, self._clock, arguments["participant"])
        except BeingUpdated:
            return [phrases.say(language, "summary.being_updated")]
        return summary_words(made.report, language, phrases)

    async def _finish(self, job: Job, state: str, paragraphs: list[str], arguments: dict[str, str]) -> None:
        """The messages are queued in the transaction that ends the job: once, whatever happens."""
        now = self._clock()
        queued = [
            NewMessage(arguments["participant"], f"{job.id}:{number}", "reply", messages.to_json(page, ""), now, now)
            for number, page in enumerate(pages_of(paragraphs))
        ]
        async with self._database.transaction() as tx:
            known = await people.get(tx, [arguments["participant"]])
            await outbox.add(tx, queued if known else [])
            await jobs.finish(tx, job.id, state, None, now)
        self._delivery.wake()


def pages_of(paragraphs: list[str]) -> list[Message]:
    """Paragraphs joined into as few messages as hold them; the first line of a paragraph is its heading."""
    pages: list[Message] = []
    for paragraph in paragraphs:
        block = block_of(paragraph)
        last = pages[-1] if pages else None
        if last is not None and len(last.words) + len(block.words) + 2 <= messages.LONGEST:
            pages[-1] = Message((*last.runs, Run("\n\n"), *block.runs))
        else:
            pages.append(block)
    return [page for each in pages for page in messages.split(each)]


def block_of(paragraph: str) -> Message:
    head, line_end, rest = paragraph.partition("\n")
    return Message((Run(head, Style.BOLD), Run(line_end + rest)) if rest else (Run(paragraph),))
