"""`causerie config show`: the settings in force, without secrets."""

import typer
from pydantic import SecretStr

from bot.settings import PREFIX, Settings, read_settings

app = typer.Typer(help="The settings.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The settings."""


@app.command()
def show() -> None:
    """Print every setting in force; a secret is only said to be set."""
    settings = read_settings()
    for name in Settings.model_fields:
        typer.echo(f"{PREFIX}{name.upper()}={shown(getattr(settings, name))}")


def shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set)"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)
