"""`causerie check`: everything that can be wrong with workshops, their conversations played, and what none of them
reached."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import locales
from bot.flows import CheckReport, check_workshop, printed, to_json
from bot.locales import Phrases
from bot.places import shipped
from bot.settings import read_settings
from bot.wiring import workshops_folder

FORMATS = ("text", "json")


def command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Workshop folders; every workshop by default.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    lang: Annotated[str, typer.Option(help="The language of the explanations: en or fr.")] = "en",
) -> None:
    """Check workshops and play their conversations; exit 1 on any error."""
    phrases = locales.load(shipped("locales"))
    if format_ not in FORMATS or lang not in phrases.languages:
        raise typer.BadParameter(f"--format is one of {', '.join(FORMATS)}; --lang of {', '.join(phrases.languages)}.")
    folders = [folder for path in paths or [workshops_folder(read_settings())] for folder in folders_of(path)]
    if not folders:
        raise typer.BadParameter("There is no workshop.yaml there: name a workshop's folder, or one that holds some.")
    reports = {folder: check_workshop(folder, phrases) for folder in folders}
    for folder, report in reports.items():
        say_json(report, phrases, lang) if format_ == "json" else say(folder, report, phrases, lang)
    raise typer.Exit(1 if any(report.has_errors for report in reports.values()) else 0)


def folders_of(path: Path) -> list[Path]:
    """A workshop's folder, or those in it; a file stands for its folder."""
    folder = nearby(path.parent if path.is_file() else path)
    if (folder / "workshop.yaml").is_file():
        return [folder]
    return sorted(each.parent for each in folder.glob("*/workshop.yaml"))


def nearby(path: Path) -> Path:
    """As seen from here, so that a place can be clicked."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def say(folder: Path, report: CheckReport, phrases: Phrases, language: str) -> None:
    for problem in report.problems:
        typer.echo(printed(problem, phrases, language) + "\n")
    typer.echo(f"{folder.name} – {tally(report, phrases, language)}")
    for part in report.coverage:
        counts = {"reached": part.answers - len(part.missing), "answers": part.answers}
        words = phrases.say(language, "check.reached", flow=part.flow, language=part.language, **counts)
        typer.echo(f"  {words}")


def tally(report: CheckReport, phrases: Phrases, language: str) -> str:
    errors = sum(problem.is_error for problem in report.problems)
    counts = {
        "check.errors": errors,
        "check.warnings": len(report.problems) - errors,
        "check.conversations": report.conversations,
        "check.walks": report.walks,
    }
    return ", ".join(phrases.say(language, key, n=count) for key, count in counts.items())


def say_json(report: CheckReport, phrases: Phrases, language: str) -> None:
    """One problem a line."""
    for problem in report.problems:
        typer.echo(json.dumps(to_json(problem, phrases, language), ensure_ascii=False))
