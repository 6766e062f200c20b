"""`causerie chat FLOW`: one flow in the terminal, nothing stored."""

from typing import Annotated

import typer

from bot.engine.flow import Flow
from bot.engine.world import World
from bot.service.library import Library
from bot.settings import read_settings
from bot.terminal.talk import Talk
from bot.wiring import load_library

HOW = "Type an answer, its number, or #2 to tap the second button. /back /skip /review /language; Ctrl-D ends."


def command(
    flow: Annotated[str, typer.Argument(help="A flow's id, as check-in.")],
    lang: Annotated[str, typer.Option(help="The language to begin in.")] = "fr",
) -> None:
    """Talk a flow through in the terminal. Nothing is stored."""
    library = load_library(read_settings())
    found, world = find(library, flow)
    if lang not in found.languages:
        raise typer.BadParameter(f"--lang is one of {', '.join(found.languages)}.")
    typer.echo(HOW, err=True)
    converse(Talk(found, world, lang))


def find(library: Library, name: str) -> tuple[Flow, World]:
    """The flow of that id in any workshop, with the made-up settings of its workshop."""
    for shelf in library.shelves.values():
        if name in shelf.flows:
            return shelf.flows[name], World(library.phrases, shelf.workshop.examples())
    names = sorted(each for shelf in library.shelves.values() for each in shelf.flows)
    raise typer.BadParameter(f"There is no flow '{name}'; there is {', '.join(names)}.")


def converse(talk: Talk) -> None:
    lines = talk.open()
    while True:
        typer.echo("\n".join(lines))
        if talk.is_over:
            return None
        try:
            lines = talk.hear(input("\n> "))
        except (EOFError, KeyboardInterrupt):
            return typer.echo()
