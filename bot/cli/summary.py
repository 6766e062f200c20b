"""`causerie summary COHORT`: the cohort's report, in files."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.locales import Phrases
from bot.report import Report, file_stem, render_html, render_json
from bot.service import facilitation
from bot.service.reporting import Made, summarise
from bot.settings import Settings, read_settings
from bot.wiring import clock_of, load_library, opened

LANGUAGES = ("en", "fr", "both")
FORMATS = ("html", "json")


def command(
    cohort: str,
    lang: Annotated[str, typer.Option(help="en, fr or both.")] = "both",
    format_: Annotated[str, typer.Option("--format", help="html or json.")] = "html",
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to write to.")] = Path(),
) -> None:
    """Write a cohort's report; small groups are never shown."""
    if lang not in LANGUAGES or format_ not in FORMATS:
        raise typer.BadParameter(f"--lang is one of {', '.join(LANGUAGES)}; --format one of {', '.join(FORMATS)}.")
    made, phrases = asyncio.run(make(read_settings(), cohort))
    path = write(made.report, phrases, lang, format_, out)
    if not made.is_new:
        typer.echo(
            f"Too few people have changed since {made.report.taken_at:%Y-%m-%d}: this is that release.", err=True
        )
    typer.echo(str(path))


async def make(settings: Settings, named: str) -> tuple[Made, Phrases]:
    library = load_library(settings)
    async with opened(settings) as database:
        cohort = await facilitation.one_cohort(database, named)
        return await summarise(database, library, cohort, clock_of(settings), "operator"), library.phrases


def write(report: Report, phrases: Phrases, lang: str, format_: str, folder: Path) -> Path:
    """The file that was written."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = file_stem(report)
    path = folder / (f"{stem}.json" if format_ == "json" else f"{stem}.{lang}.html")
    path.write_text(render_json(report) if format_ == "json" else render_html(report, lang, phrases), encoding="utf-8")
    return path
