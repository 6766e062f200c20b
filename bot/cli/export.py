"""`causerie export COHORT`: consented rows as JSON lines, audited."""

import asyncio
import json

import typer

from bot.service import facilitation
from bot.service.exporting import Row, export_rows
from bot.settings import read_settings
from bot.wiring import clock_of, load_library, opened


def command(cohort: str) -> None:
    """Print the rows of a cohort as JSON lines: codes, never words that were not meant for the team. It is audited."""
    for row in asyncio.run(rows(cohort)):
        typer.echo(json.dumps(row, ensure_ascii=False))


async def rows(named: str) -> list[Row]:
    settings = read_settings()
    library = load_library(settings)
    async with opened(settings) as database:
        found = await facilitation.one_cohort(database, named)
        return await export_rows(database, library, found, clock_of(settings)())
