"""`causerie db upgrade|check`: the database brought to this build's version, and looked over."""

import asyncio

import typer

from bot.settings import read_settings
from bot.store import checking, versions
from bot.wiring import opened

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The database."""


@app.command()
def upgrade() -> None:
    """Bring the database to this build's version; stop the bot first."""
    before, after = asyncio.run(versions.upgrade(read_settings().database))
    typer.echo(f"The database was at version {before} and is at version {after}.", err=True)


@app.command()
def check() -> None:
    """Look for damage; exit 1 when there is any."""
    findings = asyncio.run(look())
    for finding in findings:
        typer.echo(f"{'ok ' if finding.is_good else 'BAD'}  {finding.name}: {finding.detail}")
    raise typer.Exit(0 if all(finding.is_good for finding in findings) else 1)


async def look() -> "list[checking.Finding]":
    async with opened(read_settings()) as database:
        return list(await checking.check(database))
