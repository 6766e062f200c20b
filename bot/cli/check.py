"""`causerie check`: everything that can be wrong with workshops, their conversations played, and what none of them
reached."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import locales
from bot.flows import (
    CheckReport,
    Coverage,
    NotRewritable,
    Problem,
    Severity,
    check_workshop,
    load_workshop,
    printed,
    read_conversation,
    rewrite,
    to_json,
)
from bot.locales import Phrases
from bot.places import shipped
from bot.settings import read_settings
from bot.wiring import workshops_folder

FORMATS = ("text", "json")


def command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Workshop folders; every workshop by default.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    lang: Annotated[str, typer.Option(help="The language of the explanations: en or fr.")] = "en",
    update: Annotated[bool, typer.Option("--update", help="First write conversations anew.")] = False,
) -> None:
    """Check workshops and play their conversations; exit 1 on any error."""
    phrases = locales.load(shipped("locales"))
    if format_ not in FORMATS or lang not in phrases.languages:
        raise typer.BadParameter(f"--format is one of {', '.join(FORMATS)}; --lang of {', '.join(phrases.languages)}.")
    folders = [folder for path in paths or [workshops_folder(read_settings())] for folder in folders_of(path)]
    if not folders:
        where = ", ".join(str(path.absolute()) for path in paths or [workshops_folder(read_settings())])
        raise typer.BadParameter(
            f"There is no workshop.yaml in {where}: name a workshop's folder, or one that holds some."
        )
    if update:
        for folder in folders:
            rewrite_all(folder, phrases, lang)
    reports = {folder: check_workshop(folder, phrases) for folder in folders}
    for folder, report in reports.items():
        say_json(folder, report, phrases, lang) if format_ == "json" else say(folder, report, phrases, lang)
    raise typer.Exit(1 if any(report.has_errors for report in reports.values()) else 0)


def rewrite_all(folder: Path, phrases: Phrases, language: str) -> None:
    """What people do in the conversations is kept; what comes of it is written anew, to be read as any change."""
    loaded = load_workshop(folder)
    world = None if loaded.workshop is None else loaded.workshop.example_world(phrases)
    for path in sorted((folder / "tests").glob("*.yaml")):
        conversation, _ = read_conversation(path)
        flow = None if conversation is None else loaded.flows.get(conversation.flow)
        if flow is None or world is None:
            continue
        try:
            key = "check.rewritten" if rewrite(path, flow, world) else ""
        except NotRewritable:
            key = "check.not_rewritten"
        if key:
            typer.echo(phrases.say(language, key, file=str(path)), err=True)


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
    for problem in worth_telling(report):
        typer.echo(printed(problem, phrases, language) + "\n")
    typer.echo(f"{folder.name} – {tally(report, phrases, language)}")
    for part in report.coverage:
        counts = {"reached": part.answers - len(part.missing), "answers": part.answers}
        words = phrases.say(language, "check.reached", flow=part.flow, language=part.language, **counts)
        typer.echo(f"  {words}")


def worth_telling(report: CheckReport) -> list[Problem]:
    """Errors first; while there are any, hints and what nobody has tried yet would only bury them."""
    order = list(Severity)
    later = {"T705"} if report.has_errors else set()
    told = [each for each in report.problems if each.code not in later]
    kept = [each for each in told if not (report.has_errors and each.severity is Severity.HINT)]
    return sorted(kept, key=lambda each: order.index(each.severity))


def tally(report: CheckReport, phrases: Phrases, language: str) -> str:
    by_severity = Counter(problem.severity for problem in report.problems)
    hints = {"check.hints": by_severity[Severity.HINT]} if by_severity[Severity.HINT] else {}
    counts = {
        "check.errors": by_severity[Severity.ERROR],
        "check.warnings": by_severity[Severity.WARNING],
        **hints,
        "check.conversations": report.conversations,
        "check.walks": report.walks,
    }
    return ", ".join(phrases.say(language, key, n=count) for key, count in counts.items())


def say_json(folder: Path, report: CheckReport, phrases: Phrases, language: str) -> None:
    """An object a line: every problem, then the tally of the workshop."""
    for problem in report.problems:
        typer.echo(json.dumps(to_json(problem, phrases, language), ensure_ascii=False))
    typer.echo(json.dumps(counted(folder, report), ensure_ascii=False))


def counted(folder: Path, report: CheckReport) -> dict[str, Any]:
    by_severity = Counter(problem.severity for problem in report.problems)
    return {
        "workshop": folder.name,
        **{f"{severity}s": by_severity[severity] for severity in Severity},
        "conversations": report.conversations,
        "walks": report.walks,
        "coverage": [covered(part) for part in report.coverage],
    }


def covered(part: Coverage) -> dict[str, Any]:
    missing = [{"question": each.question, "answer": each.answer} for each in part.missing]
    reached = part.answers - len(missing)
    return {
        "flow": part.flow,
        "language": part.language,
        "reached": reached,
        "answers": part.answers,
        "missing": missing,
    }
