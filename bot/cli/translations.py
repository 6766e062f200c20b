"""`causerie translations export|import`: a workshop's texts to a translator, as a PO file, and back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import locales
from bot.flows import printed
from bot.flows.merging import Imported, import_po
from bot.flows.po_files import CannotTranslate, read_entries
from bot.flows.reading import Refused
from bot.flows.translations import export_po, memory_path
from bot.locales import Phrases
from bot.places import shipped
from bot.settings import read_settings
from bot.wiring import workshops_folder

REFUSED, WRONG = 1, 2

app = typer.Typer(help="Translations: a workshop's texts as PO files.", no_args_is_help=True)
Workshop = Annotated[str, typer.Argument(help="The folder of a workshop, or its name among your workshops.")]
Lang = Annotated[str, typer.Option(help="The language to translate into, as fr or es.")]
Explain = Annotated[str, typer.Option(help="The language of what this command says: en or fr.")]
Target = Annotated[Path, typer.Argument(dir_okay=False, help="The PO file to write.")]
Sent = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The PO file to read.")]


class Voice:
    """The phrases of this command, in one language."""

    def __init__(self, phrases: Phrases, language: str) -> None:
        self.phrases, self.language = phrases, language

    def say(self, key: str, /, **values: object) -> str:
        return self.phrases.say(self.language, key, **values)

    def tally(self, counts: dict[str, int]) -> str:
        return ", ".join(self.say(key, n=count) for key, count in counts.items())


@app.callback()
def group() -> None:
    """Translations: every text of a workshop in a PO file for a translator, and what comes back."""


@app.command("export")
def export(
    workshop: Workshop,
    file: Target,
    lang: Lang,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    explain: Explain = "en",
) -> None:
    """Write every text of a workshop to a PO file, with the translations there are; those to look at are fuzzy."""
    voice = voice_in(explain)
    with told(voice):
        content = export_po(folder_of(workshop), lang)
        if file.is_file() and file.read_bytes() != content and not force:
            raise CannotTranslate("translations.file_exists", file=file)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    typer.echo(f"{file} – {voice.tally(counts_of(content, lang))}")


def counts_of(content: bytes, language: str) -> dict[str, int]:
    entries = read_entries(content, language, "")
    return {
        "translations.texts": len(entries),
        "translations.untranslated": sum(not entry.words for entry in entries),
        "translations.to_review": sum(entry.is_fuzzy for entry in entries),
    }


@app.command("import")
def import_(workshop: Workshop, file: Sent, lang: Lang, explain: Explain = "en") -> None:
    """Put a translated PO file into the workshop's files; exit 1 when an entry was refused."""
    voice = voice_in(explain)
    with told(voice):
        folder = folder_of(workshop)
        done = import_po(folder, lang, file.read_bytes(), str(file))
    for each in done.refused:
        reason = voice.say(each.reason, detail=each.detail)
        typer.echo(f"{file}:{each.line}  {each.key or '–'}  {reason}", err=True)
    typer.echo(f"{folder.name} ({lang}) – {voice.tally(counts_after(done))}")
    for sentence in state_of(done, folder, lang, voice):
        typer.echo(sentence)
    raise typer.Exit(REFUSED if done.refused else 0)


def counts_after(done: Imported) -> dict[str, int]:
    return {
        "translations.changed": len(done.changed),
        "translations.as_before": done.as_before,
        "translations.fuzzy": done.fuzzy,
        "translations.untranslated": done.untranslated,
        "translations.refused": len(done.refused),
    }


def state_of(done: Imported, folder: Path, language: str, voice: Voice) -> Iterator[str]:
    """What the workshop still lacks in a language, or that it speaks a new one."""
    if done.is_new:
        yield voice.say("translations.added", language=language)
    if done.is_waiting:
        file = memory_path(folder, language)
        yield voice.say("translations.waiting", language=language, n=done.missing, file=file)
    elif done.missing:
        yield voice.say("translations.missing", language=language, n=done.missing)


@contextmanager
def told(voice: Voice) -> Iterator[None]:
    """What cannot be is one sentence and exit 2; a flow that cannot be read is shown as the check shows it."""
    try:
        yield
    except CannotTranslate as trouble:
        typer.echo(voice.say(trouble.key, **trouble.values), err=True)
        raise typer.Exit(WRONG) from None
    except Refused as refused:
        typer.echo(printed(refused.problem, voice.phrases, voice.language), err=True)
        raise typer.Exit(REFUSED) from None


def voice_in(language: str) -> Voice:
    phrases = locales.load(shipped("locales"))
    if language not in phrases.languages:
        raise typer.BadParameter(f"--explain is one of {', '.join(phrases.languages)}.")
    return Voice(phrases, language)


def folder_of(workshop: str) -> Path:
    """A folder that holds a workshop.yaml: the one of this path, else the one of this name among the workshops."""
    shelf = workshops_folder(read_settings())
    named = [shelf / workshop] if re.fullmatch(r"[\w-]+", workshop) else []
    folder = next((each for each in (Path(workshop), *named) if (each / "workshop.yaml").is_file()), None)
    if folder is None:
        known = ", ".join(sorted(path.parent.name for path in shelf.glob("*/workshop.yaml")))
        raise CannotTranslate("translations.no_workshop", name=workshop, known=known)
    return folder
