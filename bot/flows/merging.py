"""Merging: what a translator sends back, put into the YAML files and into the memory of what was translated.

An import changes the words of the translation and no other byte, or no file at all; a new language, once whole, also
joins `languages` and the numbers by language. An entry that no longer fits is refused alone, and said. It must never
touch words in another language.
"""

from codecs import BOM_UTF8
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.flows.document import Document, Listing
from bot.flows.marks import marks_apart
from bot.flows.po_files import CannotTranslate, Entry, read_entries, write_entries
from bot.flows.reading import Refused, read_bytes
from bot.flows.replacing import write_together
from bot.flows.splicing import Edit, applied, is_readable, item_added, pair_added, words_put
from bot.flows.translatable import WORKSHOP, Manuscript, Search, value_in
from bot.flows.translations import manuscript_for, memory_path, name_of, read_memory


class Reason(StrEnum):
    """Why an entry is refused, as the key of its phrase."""

    STALE = "translations.refused.stale"
    UNKNOWN = "translations.refused.unknown"
    MARKS = "translations.refused.marks"
    UNREADABLE = "translations.refused.unreadable"


@dataclass(frozen=True, slots=True)
class Refusal:
    """`line` is the entry's in the PO file, `detail` what differs."""

    reason: Reason
    key: str
    line: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """`changed` are the keys of the texts whose words in the files are others now; `missing` texts have none.

    A language that is not the workshop's yet goes into the files when nothing is missing: it `is_new`. Until then it
    `is_waiting` in the memory.
    """

    changed: tuple[str, ...]
    as_before: int
    fuzzy: int
    untranslated: int
    refused: tuple[Refusal, ...]
    missing: int
    is_new: bool
    is_waiting: bool


def import_po(folder: Path, language: str, po: bytes, file: str = "PO") -> Imported:
    """Merges a PO file; `file` is what its faults are told with.

    Raises CannotTranslate, Refused for a file of the workshop that cannot be read, and OSError; then nothing changed.
    """
    merge = Merge(manuscript_for(folder, language), language, read_memory(folder, language))
    for entry in read_entries(po, language, file):
        merge.take(entry)
    write_together(merge.contents())
    return merge.report()


class Merge:
    """One PO file on its way into one workshop; `words` are those that fit, by key."""

    def __init__(self, manuscript: Manuscript, language: str, memory: Mapping[str, Entry]) -> None:
        self.manuscript, self.language, self.memory = manuscript, language, memory
        self.texts = {text.key: text for text in manuscript.texts}
        self.words: dict[str, str] = {}
        self.refused: list[Refusal] = []
        self.fuzzy = self.untranslated = 0

    def take(self, entry: Entry) -> None:
        if not entry.words.strip():
            self.untranslated += 1
        elif entry.is_fuzzy:
            self.fuzzy += 1
        elif refusal := self.refusal(entry):
            self.refused.append(refusal)
        else:
            self.words[entry.key] = entry.words

    def refusal(self, entry: Entry) -> Refusal | None:
        """Words that stand in the file already were accepted by whoever put them there, whatever their marks."""
        text = self.texts.get(entry.key)
        if text is None:
            return Refusal(Reason.UNKNOWN, entry.key, entry.line)
        if entry.source != text.source:
            return Refusal(Reason.STALE, entry.key, entry.line)
        differing = marks_apart(text.source, entry.words)
        if differing and entry.words != text.words(self.language):
            return Refusal(Reason.MARKS, entry.key, entry.line, differing)
        return None if is_readable(entry.words) else Refusal(Reason.UNREADABLE, entry.key, entry.line)

    @property
    def is_listed(self) -> bool:
        return self.language in self.manuscript.languages

    def waiting(self) -> dict[str, str]:
        """Words of earlier imports that no file has yet and whose source is still the same."""
        return {
            key: self.memory[key].words
            for key, text in self.texts.items()
            if key in self.memory and self.memory[key].source == text.source and not text.words(self.language)
        }

    def missing(self) -> int:
        given = self.words.keys() | (set() if self.is_listed else self.waiting().keys())
        return sum(not text.words(self.language) and key not in given for key, text in self.texts.items())

    def changes(self) -> dict[str, str]:
        """What goes into the files. A language in half of the texts would keep the workshop from being held."""
        if not self.is_listed and self.missing():
            return {}
        chosen = self.words if self.is_listed else self.waiting() | self.words
        return {key: words for key, words in chosen.items() if words != self.texts[key].words(self.language)}

    @property
    def is_new(self) -> bool:
        return not self.is_listed and not self.missing()

    def contents(self) -> dict[Path, bytes]:
        """The files that become others, by path."""
        changes = self.changes()
        found: dict[Path, bytes] = {}
        for stem, document in self.manuscript.documents.items():
            put = {key: words for key, words in changes.items() if self.texts[key].document is document}
            content = self.rewritten(stem, document, put)
            if content is not None:
                found[Path(document.file)] = content
        return found | self.remembered()

    def rewritten(self, stem: str, document: Document, put: Mapping[str, str]) -> bytes | None:
        """A document with its new words, read back to be sure that it says the same and them; None without any."""
        expected, edits = deepcopy(document.value), []
        for key, words in put.items():
            text = self.texts[key]
            edits.append(words_put(document.text, text.table, self.language, text.source_language, words))
            value_at(expected, text.path)[self.language] = words
        if self.is_new:
            edits += self.lengths_added(document, expected)
        if self.is_new and stem == WORKSHOP:
            edits += language_added(document, self.language)
            expected["languages"].append(self.language)
        return content_of(document, edits, expected) if edits else None

    def lengths_added(self, document: Document, expected: Any) -> list[Edit]:
        """Numbers by language say how long an answer may be: a new language gets the largest of the others."""
        edits = []
        for found in Search(self.manuscript.source_language, int).inside(document.root, ""):
            given = [value_in(found.table, language) for language in self.manuscript.languages]
            most = max(each for each in given if isinstance(each, int))
            value_at(expected, found.path)[self.language] = most
            edits.append(pair_added(document.text, found.table, f"{self.language}: {most}"))
        return edits

    def remembered(self) -> dict[Path, bytes]:
        path = memory_path(self.manuscript.folder, self.language)
        entries = [entry for key in self.texts if (entry := self.memory_of(key)) is not None]
        content = write_entries(entries, self.language, name_of(self.manuscript.folder))
        return {path: content} if entries and not (path.is_file() and path.read_bytes() == content) else {}

    def memory_of(self, key: str) -> Entry | None:
        if key in self.words:
            return Entry(key, self.texts[key].source, self.words[key])
        kept = self.memory.get(key)
        return None if kept is None else Entry(key, kept.source, kept.words)

    def report(self) -> Imported:
        changed, missing = tuple(self.changes()), self.missing()
        return Imported(
            changed=changed,
            as_before=len(self.words.keys() - set(changed)),
            fuzzy=self.fuzzy,
            untranslated=self.untranslated,
            refused=tuple(self.refused),
            missing=missing,
            is_new=self.is_new,
            is_waiting=not self.is_listed and missing > 0,
        )


def value_at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def language_added(document: Document, language: str) -> list[Edit]:
    listing = document.node(("languages",))
    return [item_added(document.text, listing, language)] if isinstance(listing, Listing) else []


def content_of(document: Document, edits: list[Edit], expected: Any) -> bytes:
    """Raises CannotTranslate for a file laid out so that no edit fits, Refused for one that grows too large."""
    mark = BOM_UTF8 if Path(document.file).read_bytes().startswith(BOM_UTF8) else b""
    content = mark + applied(document.text, edits).encode()
    try:
        found = read_bytes(document.file, content).value
    except Refused as refused:
        if refused.problem.code == "P101":
            raise
        found = None
    if found != expected:
        raise CannotTranslate("translations.unusual", file=document.file)
    return content
