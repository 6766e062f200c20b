"""`causerie simulator`: the Bot API simulator alone, with its web chat."""

from typing import Annotated

import typer

from bot import simulator
from bot.settings import BadSetting


def command(
    listen: Annotated[str, typer.Option(help="Where to listen, HOST:PORT.")] = "127.0.0.1:8081",
    token: Annotated[str | None, typer.Option(help="The only token to accept; any by default.")] = None,
    clock_file: Annotated[str | None, typer.Option(help="Where to write how far the clock is ahead.")] = None,
) -> None:
    """Serve a Bot API simulator and its web chat on this machine."""
    try:
        simulator.main(listen, token, clock_file)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None
    except OSError:
        raise BadSetting(f"{listen} is taken: stop what uses it, or choose another with --listen.") from None
