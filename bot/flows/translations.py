"""Translations: a workshop's texts for a translator, and which translations their source has left behind.

What was translated from what is remembered in `translations/<language>.po` beside the flows; an import writes it
(merging.py). It must never translate, nor change a flow.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import shorten

from bot.flows.po_files import CannotTranslate, Entry, read_entries, write_entries
from bot.flows.problems import Problem
from bot.flows.reading import Refused
from bot.flows.translatable import LANGUAGE, AuthoredText, Manuscript, read_manuscript

MEMORY = "translations"
"""The folder of a workshop for what was translated from what."""
SHORT = 70


def export_po(folder: Path, language: str) -> bytes:
    """Every text with its translation, if there is one. A stale one is fuzzy and says what it was made from.

    The source is the workshop's first language. Raises CannotTranslate, Refused for a file that cannot be read, and
    OSError without workshop.yaml.
    """
    manuscript = manuscript_for(folder, language)
    memory = read_memory(folder, language)
    return write_entries((entry_of(text, language, memory) for text in manuscript.texts), language, name_of(folder))


def manuscript_for(folder: Path, language: str) -> Manuscript:
    if not LANGUAGE.fullmatch(language):
        raise CannotTranslate("translations.no_language", language=language)
    manuscript = read_manuscript(folder)
    if language == manuscript.source_language:
        raise CannotTranslate("translations.source_language", language=language)
    return manuscript


def entry_of(text: AuthoredText, language: str, memory: dict[str, Entry]) -> Entry:
    """Words that wait for the rest of their language are in the memory alone."""
    remembered = memory.get(text.key)
    waiting = remembered.words if remembered else ""
    stale = is_stale(text, language, remembered)
    return Entry(
        key=text.key,
        source=text.source,
        words=text.words(language) or waiting,
        is_fuzzy=stale,
        before=remembered.source if remembered and stale else "",
        place=(Path(text.document.file).name, text.line),
        comments=text.comments,
    )


def is_stale(text: AuthoredText, language: str, remembered: Entry | None) -> bool:
    """The source is another one than was translated, and nobody has changed the translation since."""
    if remembered is None or remembered.source == text.source:
        return False
    return text.words(language) in ("", remembered.words)


def stale_translations(folder: Path, languages: Sequence[str]) -> list[Problem]:
    """L407 at each translation whose source has changed since it was made.

    For the check: what it reports elsewhere (a file that cannot be read), and a memory that was spoilt, give none.
    """
    found: list[Problem] = []
    kept = [language for language in languages if memory_path(folder, language).is_file()]
    with suppress(Refused, OSError):
        texts = read_manuscript(folder).texts if kept else ()
        for language in kept:
            with suppress(CannotTranslate):
                memory = read_memory(folder, language)
                found.extend(stale_among(texts, language, memory))
    return found


def stale_among(texts: Iterable[AuthoredText], language: str, memory: dict[str, Entry]) -> list[Problem]:
    stale = [text for text in texts if text.words(language) and is_stale(text, language, memory.get(text.key))]
    return [
        text.document.problem(
            "L407",
            (*text.path, language),
            language=language,
            other=text.source_language,
            line=text.line,
            before=shorten(memory[text.key].source, SHORT, placeholder="…"),
        )
        for text in stale
    ]


def memory_path(folder: Path, language: str) -> Path:
    return folder / MEMORY / f"{language}.po"


def read_memory(folder: Path, language: str) -> dict[str, Entry]:
    """What was translated from what, by key. Raises CannotTranslate for a file that was spoilt."""
    path = memory_path(folder, language)
    entries = read_entries(path.read_bytes(), language, str(path)) if path.is_file() else []
    return {entry.key: entry for entry in entries}


def name_of(folder: Path) -> str:
    return folder.resolve().name
