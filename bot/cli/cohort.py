"""`causerie cohort create|list|show`: holdings of a workshop, with their invitations."""

import asyncio
import json
from datetime import date
from typing import Annotated, Any

import typer

from bot.service import facilitation
from bot.service.facilitation import BadCohort, CohortView, NewCohort
from bot.settings import Settings, read_settings
from bot.telegram.introduction import bot_name
from bot.wiring import clock_of, load_library, opened

app = typer.Typer(help="Cohorts: holdings of a workshop.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@app.callback()
def group() -> None:
    """Cohorts: one holding of a workshop each."""


@app.command()
def create(
    workshop: str,
    name: Annotated[str, typer.Option(help="What facilitators call it.")],
    day: Annotated[str, typer.Option("--date", help="The day of the workshop, written 2026-12-05.")],
    timezone: Annotated[str, typer.Option(help="As America/Moncton.")] = "America/Toronto",
    language: Annotated[str, typer.Option(help="The language for people whose own we do not speak.")] = "fr",
    setting: Annotated[list[str] | None, typer.Option("--set", help="ID=WORDS, once for each setting.")] = None,
    minimum: Annotated[int, typer.Option(help="The smallest group whose results are shown; 5 or more.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Make a cohort; prints its invitation codes and links, which nobody can read again later."""
    settings = read_settings()
    wanted = dict(pair_of(each) for each in setting or [])
    new = asyncio.run(make(settings, workshop, name, day_of(day), timezone, language, wanted, minimum))
    link = asyncio.run(link_of(settings))
    typer.echo(json.dumps(as_document(new, link), ensure_ascii=False) if as_json else as_words(new, link))


async def make(
    settings: Settings,
    workshop: str,
    name: str,
    day: date,
    timezone: str,
    language: str,
    wanted: dict[str, str],
    minimum: int,
) -> NewCohort:
    library = load_library(settings)
    if workshop not in library.shelves:
        raise BadCohort(f"There is no workshop '{workshop}'; there is {', '.join(sorted(library.shelves))}.")
    now = clock_of(settings)()
    shelf = library.shelves[workshop]
    cohort = facilitation.planned(shelf.workshop, name, day, timezone, language, wanted, minimum, now)
    async with opened(settings, create=True) as database:
        return await facilitation.create(database, cohort, now)


def pair_of(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not sign:
        raise BadCohort(f"--set takes ID=WORDS, for example --set host_org=“Maple Street”, not '{words}'.")
    return name.strip(), value.strip()


def day_of(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadCohort(f"--date takes a day written 2026-12-05, not '{words}'.") from None


async def link_of(settings: Settings) -> str:
    """The beginning of an invitation link; without Telegram, only the words to send."""
    name = None if settings.token is None else await bot_name(settings.api_url, settings.token.get_secret_value())
    return f"https://t.me/{name}?start=" if name else "/start "


def as_document(new: NewCohort, link: str) -> dict[str, Any]:
    return {
        "id": new.cohort.id,
        "name": new.cohort.name,
        "workshop": new.cohort.workshop,
        "date": new.cohort.date.isoformat(),
        "code": new.participant_code,
        "link": link + new.participant_code,
        "facilitator_code": new.facilitator_code,
        "facilitator_link": link + new.facilitator_code,
    }


def as_words(new: NewCohort, link: str) -> str:
    return (
        f"{new.cohort.name} ({new.cohort.workshop}, {new.cohort.date})\n"
        f"  id            {new.cohort.id}\n"
        f"  participants  {link}{new.participant_code}\n"
        f"  facilitator   {link}{new.facilitator_code}  (one use, seven days)\n"
        "Keep both: the codes are not stored and cannot be shown again."
    )


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Every cohort, by date."""
    views = asyncio.run(every())
    if as_json:
        typer.echo(json.dumps([view_document(view) for view in views], ensure_ascii=False))
    else:
        typer.echo("\n".join(view_line(view) for view in views) or "There is no cohort yet: `causerie cohort create`.")


@app.command()
def show(cohort: str, as_json: AsJson = False) -> None:
    """One cohort, named by its id or the beginning of its name."""
    view = asyncio.run(one(cohort))
    typer.echo(json.dumps(view_document(view), ensure_ascii=False) if as_json else view_line(view))


@app.command()
def delete(
    cohort: str,
    yes: Annotated[bool, typer.Option("--yes", help="Really: nothing brings the answers back.")] = False,
) -> None:
    """Delete what was answered in a cohort, and the people who are nowhere else; its reports stay. For the promised
    day."""
    if not yes:
        raise BadCohort("This deletes every answer of the cohort for good: add --yes if you mean it.")
    people = asyncio.run(gone(cohort))
    typer.echo(f"Deleted: {people} people's answers. The cohort is closed.", err=True)


async def gone(named: str) -> int:
    settings = read_settings()
    async with opened(settings) as database:
        found = await facilitation.one_cohort(database, named)
        return await facilitation.delete(database, found, clock_of(settings)())


async def every() -> list[CohortView]:
    async with opened(read_settings()) as database:
        return await facilitation.every_cohort(database)


async def one(named: str) -> CohortView:
    async with opened(read_settings()) as database:
        cohort = await facilitation.one_cohort(database, named)
        return next(view for view in await facilitation.every_cohort(database) if view.cohort.id == cohort.id)


def view_document(view: CohortView) -> dict[str, Any]:
    cohort = view.cohort
    return {
        "id": cohort.id,
        "name": cohort.name,
        "workshop": cohort.workshop,
        "date": cohort.date.isoformat(),
        "timezone": cohort.timezone,
        "minimum": cohort.minimum,
        "joined": view.people,
        "status": view.by_status,
    }


def view_line(view: CohortView) -> str:
    cohort, counts = view.cohort, view.by_status
    told = ", ".join(f"{people} {status}" for status, people in sorted(counts.items()))
    return f"{cohort.date}  {cohort.name}  ({cohort.workshop}, {cohort.id})  {view.people} joined" + (
        told and f": {told}"
    )
