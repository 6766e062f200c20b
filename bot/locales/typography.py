"""Typography of outgoing text: Canadian French spacing and typographic marks.

Applied once, to authored text, before anybody's answer is put in: a person's words are quoted as typed. It must never
change what a text says, and applying it twice must change nothing more.

Rules: Office québécois de la langue française, spacing table; no-break space before a colon and inside guillemets,
before % and $; no space before ? ! ; in text without a thin space.
"""

import re

NO_BREAK = "\u00a0"
SPACE = "[ \u00a0\u202f]"

EVERY_LANGUAGE = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
)
FRENCH = (
    (re.compile(rf"{SPACE}+([;!?])"), r"\1"),
    (re.compile(rf"(?<=[^\s:]){SPACE}*:(?=\s|$)"), f"{NO_BREAK}:"),
    (re.compile(rf"«{SPACE}*"), f"«{NO_BREAK}"),
    (re.compile(rf"{SPACE}*»"), f"{NO_BREAK}»"),
    (re.compile(rf"(?<=\d){SPACE}*%(?!\w)"), f"{NO_BREAK}%"),
    (re.compile(rf"(?<=\d){SPACE}*\$"), f"{NO_BREAK}$"),
    (re.compile(rf"(?<=\d){SPACE}h{SPACE}(?=\d\d\b)"), f"{NO_BREAK}h{NO_BREAK}"),
)


def typeset(language: str, text: str) -> str:
    """`text` with the marks and spaces of `language`; other languages than French get the common rules alone."""
    for pattern, replacement in EVERY_LANGUAGE + (FRENCH if language == "fr" else ()):
        text = pattern.sub(replacement, text)
    return text
