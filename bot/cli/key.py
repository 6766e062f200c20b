"""`causerie key create`: the installation's key."""

import typer

from bot.settings import read_settings
from bot.store import InstallationKey

app = typer.Typer(help="The installation's key.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The installation's key, without which nothing that was answered can be read."""


@app.command()
def create() -> None:
    """Make the key file named by CAUSERIE_KEY; an existing one is never replaced."""
    path = read_settings().key
    InstallationKey.create(path)
    typer.echo(f"Made {path}. Keep a copy on another machine: without it nothing can be read again.", err=True)
