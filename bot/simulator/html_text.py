"""Telegram's own HTML, read as strictly as Telegram does: text and entities, or the error with its byte offset.

Source of every rule: td MessageEntity.cpp, parse_html. It must never accept what Telegram refuses: a bot that
works here and fails there is worse than no simulator.
"""

import re

from bot.simulator.errors import Refusal, bad_request
from bot.simulator.html_tags import ARGUMENTS, TAGS, OpenTag, complete
from bot.simulator.units import Entity, utf16_length

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile("[&<]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#(\d+)|([a-zA-Z]+));?")
_WORD = re.compile(r"[^ \t\r\n\v>]*")
_SPACES = re.compile(r"[ \t\r\n\v]*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\v=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and the entities in the order in which they were closed."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.units = 0
        self.pieces: list[str] = []
        self.open: list[OpenTag] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            found = _SPECIAL.search(self.source, self.at)
            self._emit(self.source[self.at : found.start() if found else None])
            self.at = found.start() if found else len(self.source)
            if found:
                self._reference() if found.group() == "&" else self._tag()
        if self.open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return self._finished()

    def _finished(self) -> tuple[str, list[Entity]]:
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self.pieces), self.entities

    def _emit(self, text: str) -> None:
        self.pieces.append(text)
        self.units += utf16_length(text)

    def _error(self, reason: str, at: int | None = None) -> Refusal:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {reason}{where}")

    def _reference(self) -> None:
        character, self.at = _decoded(self.source, self.at)
        if "\ud800" <= character <= "\udfff":
            raise bad_request(
                "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        self._emit(character)

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source.startswith("/", self.at):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def _here(self) -> str:
        return self.source[self.at : self.at + 1]

    def _start_tag(self, begin: int) -> None:
        tag = self._take(_WORD).lower()
        if not self._here():
            raise self._error("Unclosed start tag", begin)
        if tag not in TAGS:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(OpenTag(tag, argument, self.units, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._take(_SPACES)
            if self._here() == ">":
                self.at += 1
                return argument
            name, value = self._attribute(tag, begin)
            prefix = ARGUMENTS.get((tag, name))
            if prefix is not None and value.startswith(prefix):
                argument = value[len(prefix) :]
            elif (tag, name) == ("blockquote", "expandable"):
                argument = "expandable"

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._take(_ATTRIBUTE_NAME)
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
        self._take(_SPACES)
        if not self._here():
            raise self._error("Unclosed start tag", begin)
        if self._here() != "=":
            return name, ""
        self.at += 1
        self._take(_SPACES)
        if not self._here():
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted(self._here()) if self._here() in "'\"" else self._token()
        if not self._here():
            raise self._error("Unclosed start tag", begin)
        return name, value

    def _token(self) -> str:
        begin = self.at
        value = self._take(_TOKEN).lower()
        if self._here() and self._here() not in "> \t\r\n\v":
            raise self._error("Unexpected end of name token", begin)
        return value

    def _quoted(self, mark: str) -> str:
        self.at += 1
        value: list[str] = []
        while self._here() not in ("", mark):
            if self._here() == "&":
                character, self.at = _decoded(self.source, self.at)
                value.append(character)
            else:
                value.append(self._here())
                self.at += 1
        self.at += 1 if self._here() else 0
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.at += 1
        found = self._take(_WORD).lower()
        self._take(_SPACES)
        if self._here() != ">":
            raise self._error("Unclosed end tag", begin)
        self.at += 1
        expected = self.open[-1].name
        if found not in ("", expected):
            raise self._error(
                f'Unmatched end tag at byte offset {len(self.source[:begin].encode())}, expected "</{expected}>", '
                f'found "</{found}>"'
            )
        self._close(self.open.pop())

    def _close(self, tag: OpenTag) -> None:
        length = self.units - tag.offset
        if length == 0:
            return
        entity: Entity = {"type": TAGS[tag.name], "offset": tag.offset, "length": length}
        content = "".join(self.pieces[tag.pieces :])
        if complete(entity, tag, content, self.entities):
            self.entities.append(entity)


def _decoded(source: str, at: int) -> tuple[str, int]:
    """The character behind `&` at `at` and the place after it; a bare & stands for itself."""
    found = _REFERENCE.match(source, at)
    if found is None:
        return "&", at + 1
    hexadecimal, decimal, name = found.groups()
    if name:
        return (_NAMED[name], found.end()) if name in _NAMED else ("&", at + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or len(found.group().rstrip(";")) > 10:
        return "&", at + 1
    return chr(code), found.end()
