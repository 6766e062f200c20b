"""Builds the object graph; the only file that knows everyone. It must never decide anything about a conversation."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot import locales
from bot.flows import load_all
from bot.places import shipped
from bot.service.clock import Clock, clock_ahead, real_clock
from bot.service.clockwork import Clockwork
from bot.service.conversation import Conversation
from bot.service.delivery import Delivery
from bot.service.library import Library
from bot.service.working import Worker
from bot.settings import BadSetting, Settings
from bot.store import Database, InstallationKey
from bot.telegram.api import connected
from bot.telegram.courtesy import Courtesies
from bot.telegram.introduction import introduce
from bot.telegram.poller import Poller
from bot.telegram.sender import Sender

HEALTH_SECONDS = 5.0
log = structlog.get_logger(__name__)


class NoWorkshop(Exception):
    """There is no workshop that could be held; the message says what to do."""


def workshops_folder(settings: Settings) -> Path:
    return settings.workshops or shipped("flows")


def load_library(settings: Settings) -> Library:
    """Every workshop of the folder. Raises NoWorkshop when there is none, or one has errors."""
    folder = workshops_folder(settings)
    if not folder.is_dir():
        raise NoWorkshop(f"There is no folder {folder}: set CAUSERIE_WORKSHOPS to the folder of your workshops.")
    loaded = load_all(folder).values()
    if not loaded:
        raise NoWorkshop(f"There is no workshop in {folder}: put one there, or correct CAUSERIE_WORKSHOPS.")
    if any(each.has_errors for each in loaded):
        raise NoWorkshop(f"A workshop in {folder} has errors: `causerie check` shows each with what to do.")
    return Library(loaded, locales.load(shipped("locales")))


def clock_of(settings: Settings) -> Clock:
    return real_clock if settings.clock is None else clock_ahead(settings.clock)


@asynccontextmanager
async def opened(settings: Settings, *, exclusive: bool = False, create: bool = False) -> AsyncIterator[Database]:
    """The database, opened with the installation's key. Raises StoreProblem."""
    key = InstallationKey.load(settings.key, is_credential=settings.key_is_a_credential)
    database = await Database.open(
        settings.database, settings.keyring_database, key, exclusive=exclusive, create=create
    )
    try:
        yield database
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class Running:
    """The parts of a running bot that somebody outside needs."""

    poller: Poller
    delivery: Delivery
    worker: Worker
    clockwork: Clockwork
    courtesies: Courtesies


@asynccontextmanager
async def assembled(settings: Settings, database: Database, library: Library) -> AsyncIterator[Running]:
    """The bot, introduced to Telegram and ready to run. Raises WrongToken or Unintroduced."""
    if settings.token is None:
        raise BadSetting("CAUSERIE_TOKEN is not set: ask @BotFather on Telegram for a bot's token, and put it there.")
    token, clock, owner = settings.token.get_secret_value(), clock_of(settings), f"bot-{os.getpid()}"
    bot_id, name = await introduce(settings.api_url, token, library.phrases)
    log.info("introduced", bot=name)
    async with database.transaction() as tx:
        await library.publish(tx, clock())
    async with connected(settings.api_url, token) as api:
        courtesies = Courtesies(api, library.phrases)
        delivery = Delivery(database, Sender(api), clock, owner)
        conversation = Conversation(database, library, delivery, courtesies, clock, settings.owners)
        worker = Worker(database, library, delivery, clock, owner, settings.owners)
        poller = Poller(api, bot_id, conversation.receive, clock)
        yield Running(poller, delivery, worker, Clockwork(database, library, clock), courtesies)


async def run_bot(settings: Settings) -> None:
    """The bot, until it is cancelled; then what is under way is finished. One process for a database."""
    library = load_library(settings)
    async with opened(settings, exclusive=True, create=True) as database, assembled(settings, database, library) as bot:
        await bot.delivery.start()
        await bot.worker.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                for work in (bot.poller.run(), bot.delivery.run(), bot.worker.run(), bot.clockwork.run()):
                    tasks.create_task(work)
                tasks.create_task(tell_health(settings, bot))
                log.info("running")
        finally:
            await bot.delivery.stop()
            await bot.courtesies.drain()


async def tell_health(settings: Settings, bot: Running) -> None:
    """Writes when Telegram last answered, for `causerie health`; a file, so that nothing has to listen."""
    path, clock = settings.health_file, clock_of(settings)
    while True:
        last = bot.poller.last_good_at
        state = {"pid": os.getpid(), "told_at": clock().isoformat(), "polled_at": last and last.isoformat()}
        with suppress(OSError):  # a full disk is the database's alarm
            write_whole(path, json.dumps(state))
        await asyncio.sleep(HEALTH_SECONDS)


def write_whole(path: Path, words: str) -> None:
    """Replaces a file at once, so that a reader never sees half of it."""
    half = path.with_suffix(".new")
    half.write_text(words, encoding="utf-8")
    half.replace(path)
