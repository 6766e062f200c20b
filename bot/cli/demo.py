"""`causerie demo`: everything at once and nothing to configure: simulator, bot, a rehearsed cohort, its reports, a
chat page.

The bot is a process of its own, so that it can be killed and seen to go on. It must never touch a real installation:
all that it keeps is in a temporary folder, and no setting of the environment or of `.env` reaches it.
"""

import asyncio
import contextlib
import os
import signal
import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.cli import cohort as cohorts
from bot.cli import logs
from bot.cli.child import Child
from bot.cli.config import shown
from bot.cli.summary import write
from bot.locales import Phrases
from bot.places import shipped
from bot.rehearsal.people import characters, play
from bot.service import facilitation
from bot.service.facilitation import NewCohort
from bot.service.reporting import Made, summarise
from bot.settings import PREFIX, BadSetting, Settings
from bot.simulator import Simulator
from bot.store import InstallationKey
from bot.wiring import clock_of, load_library, opened

TOKEN = "1000:demo"  # noqa: S105 - a sham: the simulator's own
WORKSHOP, TITLE = "community-check-in", "Maison du quartier"
UNTIL = ("delete_date", "2027-06-30")
CONSOLE = Console(stderr=True)


def command(
    people: Annotated[int, typer.Option(min=0, max=500, help="How many synthetic people take part.")] = 48,
    seed: Annotated[int, typer.Option(help="The same seed, the same answers.")] = 1,
    out: Annotated[Path, typer.Option(help="Where to write the reports.")] = Path("demo-reports"),
    once: Annotated[bool, typer.Option("--once", help="End after the reports.")] = False,
    listen: Annotated[str, typer.Option(help="Where the chat page is served, HOST:PORT.")] = "127.0.0.1:8081",
) -> None:
    """Show everything: a rehearsed cohort, its reports, and a chat in the browser. No token, no account."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        raise typer.BadParameter(f"--listen wants HOST:PORT, as 127.0.0.1:8081, not {listen}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: the bot must not stay behind
    with tempfile.TemporaryDirectory(prefix="causerie-") as folder, contextlib.suppress(KeyboardInterrupt):
        settings = settings_in(Path(folder), listen)
        logs.configure(settings.log_level, TOKEN)
        try:
            asyncio.run(show(settings, host, int(port), people, seed, out, once))
        except OSError as trouble:
            if trouble.errno not in (98, 48, 10048):  # address in use, on Linux, macOS and Windows
                raise
            raise BadSetting(f"{listen} is taken: stop what uses it, or choose another --listen.") from None


def settings_in(folder: Path, listen: str) -> Settings:
    """Built without reading any: what is not named here has its default."""
    return Settings.model_construct(
        token=SecretStr(TOKEN),
        api_url=f"http://{listen}",
        data=folder / "data",
        key=folder / "keys" / "installation.key",
        workshops=shipped("flows"),
        clock=folder / "clock",
        log_level="WARNING",
    )


async def show(settings: Settings, host: str, port: int, people: int, seed: int, out: Path, once: bool) -> None:
    async with Simulator(TOKEN, clock_file=str(settings.clock), host=host, port=port) as simulator:
        InstallationKey.create(settings.key)
        new = await cohort_of(settings)
        async with Child(environment(settings)) as bot, asyncio.TaskGroup() as tasks:
            alive = tasks.create_task(bot.keep_alive())
            await rehearse(simulator.url, new.participant_code, people, seed)
            await write_reports(settings, new, out)
            if once:
                alive.cancel()
            else:
                invite(simulator.url, new, bot)


async def write_reports(settings: Settings, new: NewCohort, out: Path) -> None:
    made, phrases = await summary_of(settings, new)
    for lang, format_ in (("fr", "html"), ("en", "html"), ("both", "html"), ("both", "json")):
        CONSOLE.print(f"  wrote {write(made.report, phrases, lang, format_, out)}")


async def cohort_of(settings: Settings) -> NewCohort:
    """Filled in as the workshop's own examples say, in both languages."""
    examples = load_library(settings).shelves[WORKSHOP].workshop.examples()
    filled = {f"{name}.{language}": value for language, each in examples.items() for name, value in each.items()}
    wanted = {name: value for name, value in filled.items() if not name.startswith(UNTIL[0])} | dict([UNTIL])
    day = cohorts.day_of("2026-12-05")
    return await cohorts.make(settings, WORKSHOP, TITLE, day, "America/Moncton", "fr", wanted, 5)


def environment(settings: Settings) -> dict[str, str]:
    """For the bot's own process: every setting, also the empty ones, so that none is looked for elsewhere."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "CREDENTIALS_DIRECTORY"))}
    return rest | {f"{PREFIX}{name.upper()}": as_set(getattr(settings, name)) for name in Settings.model_fields}


def as_set(value: object) -> str:
    """As somebody would write it in the environment."""
    return value.get_secret_value() if isinstance(value, SecretStr) else shown(value)


async def rehearse(url: str, code: str, people: int, seed: int) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=CONSOLE) as progress:
        task = progress.add_task("People answering, in English and French", total=people)
        await play(url, code, characters(people, seed), lambda: progress.advance(task))


async def summary_of(settings: Settings, new: NewCohort) -> tuple[Made, Phrases]:
    library = load_library(settings)
    async with opened(settings) as database:
        found = await facilitation.one_cohort(database, new.cohort.id)
        return await summarise(database, library, found, clock_of(settings), "operator"), library.phrases


def invite(url: str, new: NewCohort, bot: Child) -> None:
    awa = urlencode({"start": new.participant_code, "name": "Awa", "lang": "fr"})
    noor = urlencode({"start": new.facilitator_code, "name": "Noor", "lang": "en"})
    CONSOLE.print("\nOpen in a browser:")
    CONSOLE.print(f"  to take part, in French      {url}/?{awa}", soft_wrap=True)
    CONSOLE.print(f"  to facilitate, in English    {url}/?{noor}   (then send /summary)", soft_wrap=True)
    CONSOLE.print(
        f"\nThe bot is process {bot.pid}. Kill it whenever you like (kill -9 {bot.pid}, or type k and Enter):"
    )
    CONSOLE.print("it comes back by itself and goes on where everybody was. Ctrl-C ends the demo.")
