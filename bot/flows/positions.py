"""Positions: from an offset to a line and a column, and from the words of a scalar back to their place.

YAML folds lines, drops indentation and unescapes; what it never drops is a character that is not blank. So the n-th
such character of the words is the n-th of the source. It must never read a file.
"""

import re

BLANK = " \t\r\n"
ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
BLANK_ESCAPES = ("\\n", "\\t", "\\r", "\\ ", "\\\t", "\\\n")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both count from 1."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def line_at(text: str, offset: int) -> str:
    """The source line that holds `offset`."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text[start : len(text) if end < 0 else end].rstrip("\r")


def offset_in_source(source: str, start: int, style: str, words: str, at: int) -> int:
    """Where the character `at` of a scalar's `words` stands in `source`; the scalar begins at `start`.

    A blank is placed after the character before it.
    """
    before = sum(1 for letter in words[:at] if letter not in BLANK)
    offset = first_letter(source, start, style)
    offset += sum(letters(source, offset, style, before))
    if at < len(words) and words[at] not in BLANK:
        while offset < len(source) and source[offset] in BLANK:
            offset += 1
    return min(offset, len(source))


def first_letter(source: str, start: int, style: str) -> int:
    """Past the opening quote, or past the header line of a block."""
    if style in ("|", ">"):
        end = source.find("\n", start)
        return len(source) if end < 0 else end + 1
    return start + len(style)


def letters(source: str, offset: int, style: str, count: int) -> list[int]:
    """The widths in the source of the next characters, blanks among them, until `count` not blank are passed."""
    widths = []
    while count > 0 and offset < len(source):
        width = letter_width(source, offset, style)
        piece = source[offset : offset + width]
        count -= 0 if piece in BLANK or piece in BLANK_ESCAPES else 1
        widths.append(width)
        offset += width
    return widths


def letter_width(source: str, offset: int, style: str) -> int:
    if style == "'" and source.startswith("''", offset):
        return 2
    escape = ESCAPE.match(source, offset) if style == '"' else None
    return 1 if escape is None else escape.end() - escape.start()
