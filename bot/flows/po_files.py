"""PO files: texts on their way to a translator and back, as every translator's program reads them.

An entry's msgctxt is the text's key. The same texts make the same bytes, on any day and any machine. It must never
look into a workshop: whether an entry still fits is decided in translations.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

UNFOLDED = 1_000_000
"""A width that no line reaches: only the texts' own lines break, so a changed word changes one line."""

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: {workshop}\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
LINE = re.compile(r'\s*|\s*#.*|\s*(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) +)?"(?:[^"\\]|\\.)*"\s*')
PREVIOUS = re.compile(rb'^#\| msgid "" ".*', re.MULTILINE)


class CannotTranslate(Exception):
    """What was asked for cannot be; `key` and `values` are the phrase that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Entry:
    """A text and its translation. `before` is the source that was translated, when the source is another now;
    `place` is the source's file and line, `line` the entry's own in its PO file.
    """

    key: str
    source: str
    words: str = ""
    is_fuzzy: bool = False
    before: str = ""
    place: tuple[str, int] | None = None
    comments: tuple[str, ...] = ()
    line: int = 0


def write_entries(entries: Iterable[Entry], language: str, workshop: str) -> bytes:
    catalogue = Catalog()
    for entry in entries:
        catalogue[entry.source] = message_of(entry)
    file = BytesIO()
    file.write(HEADER.format(workshop=workshop, language=language).encode())
    write_po(file, catalogue, width=UNFOLDED, omit_header=True, include_previous=True)
    return PREVIOUS.sub(in_lines, file.getvalue()).rstrip(b"\n") + b"\n"


def message_of(entry: Entry) -> Message:
    places = [entry.place] if entry.place else []
    flags = ["fuzzy"] if entry.is_fuzzy else []
    message = Message(
        entry.source, entry.words, places, flags, entry.comments, previous_id=entry.before, context=entry.key
    )
    # Babel takes “100 % of” and “{name}” for the places of a program
    message.flags -= {"python-format", "python-brace-format"}
    return message


def in_lines(previous: re.Match[bytes]) -> bytes:
    """Babel puts the lines of an earlier source in one; other programs expect one string a line."""
    return previous[0].replace(b'" "', b'"\n#| "')


def read_entries(content: bytes, language: str, file: str) -> list[Entry]:
    """Raises CannotTranslate for what is no PO file, or is one of another language; `file` is told with it."""
    catalogue = read_catalogue(content, file)
    found = (catalogue.locale_identifier or language).partition("_")[0].lower()
    if found != language:
        raise CannotTranslate("translations.other_language", file=file, found=found, language=language)
    return [entry_of(message) for message in catalogue if message.id]


def read_catalogue(content: bytes, file: str) -> Catalog:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise no_po_file(file, content.count(b"\n", 0, error.start) + 1) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if not LINE.fullmatch(line):  # Babel would lose a letter where a quotation mark is missing
            raise no_po_file(file, number)
    try:
        return read_po(StringIO(text, newline="\n"), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        raise no_po_file(file, error.lineno + 1) from None
    except (ValueError, LookupError):  # a date or a number of the header
        raise no_po_file(file, 1) from None


def no_po_file(file: str, line: int) -> CannotTranslate:
    return CannotTranslate("translations.no_po_file", file=file, line=line)


def entry_of(message: Message) -> Entry:
    """One with plural forms is nothing that we wrote: it gets no words."""
    source, words = ("" if not isinstance(each, str) else each for each in (message.id, message.string))
    return Entry(str(message.context or ""), source, words, message.fuzzy, line=message.lineno or 0)
