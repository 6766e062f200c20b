"""`causerie chat FLOW`: one flow in the terminal, nothing stored but the file that `--record` names."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.engine.flow import Flow
from bot.engine.items import name_of
from bot.engine.world import World
from bot.flows import NotRewritable
from bot.flows.reading import Refused, read_text
from bot.service.library import Library
from bot.settings import read_settings
from bot.terminal.recording import Beginning, clock_of_conversations, record
from bot.terminal.talk import Talk
from bot.wiring import load_library

HOW = "Type an answer, its number, or #2 to tap the second button. /back /skip /review /language; Ctrl-D ends."
RECORDED = "{} is a conversation now: put it into the tests folder of its workshop, and `causerie check` plays it."
OTHERWISE = "{} plays otherwise than your talk went: read it before you keep it."
UNPLAYABLE = "{} has what you did, but it cannot be played ({}): correct it, or record it again."


def command(
    flow: Annotated[str, typer.Argument(help="A flow's id, as check-in.")],
    lang: Annotated[str, typer.Option(help="The language to begin in.")] = "fr",
    open_: Annotated[list[str] | None, typer.Option("--open", help="A stage that is open; several times.")] = None,
    earlier: Annotated[list[str] | None, typer.Option(help="NAME=ANSWER of an earlier flow; several times.")] = None,
    file: Annotated[Path | None, typer.Option("--record", help="A YAML file to make of the talk, as a test.")] = None,
    force: Annotated[bool, typer.Option(help="Replace the file.")] = False,
) -> None:
    """Talk a flow through in the terminal. Nothing is stored, unless you record it as a test."""
    library = load_library(read_settings())
    found, world = find(library, flow)
    if lang not in found.languages:
        raise typer.BadParameter(f"--lang is one of {', '.join(found.languages)}.")
    beginning = Beginning(found, world, lang, stages(found, open_ or []), answers(found, earlier or []))
    if file is not None:
        check_place(file, force)
    typer.echo(HOW + (" /open STAGE opens a stage." if found.stages else ""), err=True)
    talk = beginning.talk() if file is None else beginning.talk(clock=clock_of_conversations())
    converse(talk)
    if file is not None:
        keep(file, beginning, talk)


def find(library: Library, name: str) -> tuple[Flow, World]:
    """The flow of that id in any workshop, with the made-up settings of its workshop."""
    for shelf in library.shelves.values():
        if name in shelf.flows:
            return shelf.flows[name], shelf.workshop.example_world(library.phrases)
    names = sorted(each for shelf in library.shelves.values() for each in shelf.flows)
    raise typer.BadParameter(f"There is no flow '{name}'; there is {', '.join(names)}.")


def stages(flow: Flow, named: list[str]) -> list[str]:
    known = [stage.id for stage in flow.stages]
    for name in named:
        if name not in known:
            raise typer.BadParameter(f"--open is one of {', '.join(known) or 'none: this flow has no stages'}.")
    return named


def answers(flow: Flow, given: list[str]) -> dict[str, Any]:
    """Written as in a conversation: a code, words in quotation marks, a list in brackets."""
    text = "\n".join(each.replace("=", ": ", 1) for each in given)
    try:
        found: dict[str, Any] = read_text("--earlier", text).value if given else {}
    except Refused:
        raise typer.BadParameter("--earlier is NAME=ANSWER, as needs_assessment.comfort=4.") from None
    for name in found:
        if name_of(name) not in flow.borrowed:
            known = ", ".join(sorted(flow.borrowed)) or "none: this flow reads no other"
            raise typer.BadParameter(f"--earlier is about {known}.")
    return found


def check_place(file: Path, force: bool) -> None:
    """Before the talk, so that none is lost."""
    if not file.parent.is_dir():
        raise typer.BadParameter(f"There is no folder {file.parent} for --record.")
    if file.exists() and not force:
        raise typer.BadParameter(f"{file} is there already: --force replaces it.")


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


def keep(file: Path, beginning: Beginning, talk: Talk) -> None:
    if not talk.done:
        return typer.echo("Nothing was said, so nothing is recorded.", err=True)
    try:
        plays_alike = record(file, beginning, talk)
    except NotRewritable as reason:
        typer.echo(UNPLAYABLE.format(file, reason), err=True)
        raise typer.Exit(1) from None
    return typer.echo((RECORDED if plays_alike else OTHERWISE).format(file), err=True)
