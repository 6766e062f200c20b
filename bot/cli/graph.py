"""`causerie graph FLOW`: the flow as a picture, in Mermaid's language, to standard output."""

from typing import Annotated

import typer

from bot.cli.chat import find
from bot.flows.graph import graph_of
from bot.flows.mermaid import as_mermaid
from bot.settings import read_settings
from bot.wiring import load_library

FORMATS = ("mermaid",)


def command(
    flow: Annotated[str, typer.Argument(help="A flow's id, as check-in.")],
    lang: Annotated[str, typer.Option(help="The language of the words in it.")] = "fr",
    format_: Annotated[str, typer.Option("--format", help="mermaid.")] = "mermaid",
) -> None:
    """Draw a flow: its stages, questions, conditions, and what hangs on which answer."""
    library = load_library(read_settings())
    found, _ = find(library, flow)
    if format_ not in FORMATS:
        raise typer.BadParameter(f"--format is one of {', '.join(FORMATS)}.")
    if lang not in found.languages:
        raise typer.BadParameter(f"--lang is one of {', '.join(found.languages)}.")
    typer.echo(as_mermaid(graph_of(found, lang, library.phrases)), nl=False)
