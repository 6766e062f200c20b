"""A text as a method's parameters give it: parsed, trimmed, measured, with its entities.

It must never keep an entity outside the text. Rules: td MessageEntity.cpp and MessageContent.cpp; the 100
entities are the server's own limit.
"""

import re
from typing import Any

from bot.simulator import links
from bot.simulator import parameters as read
from bot.simulator.errors import Refusal, bad_request
from bot.simulator.html_text import parse_html
from bot.simulator.parameters import Parameters
from bot.simulator.units import Entity, utf16_length

MAX_TEXT = 4096
MAX_RAW_BYTES = 32_768
MAX_ENTITIES = 100

_BLANK = " \t\r\n\v\f\0"
_KEPT = ("type", "offset", "length", "url", "user", "language", "custom_emoji_id", "unix_time")
_KINDS = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
}
# td's order for entities that begin and end together.
_OUTER_FIRST = ("expandable_blockquote", "blockquote", "pre", "code", "text_link", "text_mention", "bold", "italic")
_FOUND = re.compile(
    r"(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?!\w|/)|(?P<url>\bhttps?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)])"
)


def formatted(parameters: Parameters, name: str = "text") -> tuple[str, list[Entity]]:
    """The text of a new message. Raises `Refusal` when it is empty, too long or badly marked up."""
    raw = read.text(parameters, name)
    if not raw:
        raise bad_request("message text is empty")
    if len(raw.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    text, entities = _marked_up(parameters, raw)
    text, entities = trimmed(text, entities)
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, ordered(entities + detected(text, entities))


def _marked_up(parameters: Parameters, raw: str) -> tuple[str, list[Entity]]:
    mode = read.text(parameters, "parse_mode").lower()
    if mode == "html":
        return parse_html(raw)
    if mode in ("markdown", "markdownv2"):
        raise bad_request("this simulator reads HTML and entities, not Markdown: choose parse_mode HTML")
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    complaint = "can't parse entities JSON object"
    return raw, explicit(raw, read.decoded(parameters, "entities", complaint) or [])


def explicit(text: str, given: Any) -> list[Entity]:
    """The `entities` array; unknown kinds and empty ones are left out, halves of characters refused."""
    if not isinstance(given, list) or not all(isinstance(entity, dict) for entity in given):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    found = [_read(text, entity) for entity in given if entity.get("type") in _KINDS]
    return [entity for entity in found if entity is not None]


def _read(text: str, given: Entity) -> Entity | None:
    offset, length = _whole(given.get("offset")), _whole(given.get("length"))
    if length <= 0:
        return None
    _check_place(text, offset, length)
    entity = {key: given[key] for key in _KEPT if key in given} | {"offset": offset, "length": length}
    if entity["type"] != "text_link":
        return entity
    entity["url"] = links.checked(str(given.get("url", "")))
    return entity if entity["url"] else None


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _check_place(text: str, offset: int, length: int) -> None:
    units = text.encode("utf-16-le")
    end = offset + length
    if offset < 0 or end * 2 > len(units):
        raise _misplaced(f"Entity beginning at UTF-16 offset {offset} ends after the end of the text", text)
    for place, verb in ((offset, "begins"), (end, "ends")):
        if 0xDC <= (units[2 * place + 1] if 2 * place < len(units) else 0) <= 0xDF:
            before = units[: 2 * place - 2].decode("utf-16-le")
            raise _misplaced(f"Entity {verb} in a middle of a UTF-16 symbol", before)


def _misplaced(reason: str, before: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason} at byte offset {len(before.encode())}")


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends; entities follow, those left empty are dropped."""
    kept = text.lstrip(_BLANK)
    gone = len(text) - len(kept)  # blanks are one UTF-16 unit each
    kept = kept.rstrip(_BLANK)
    if not entities or len(kept) == len(text):
        return kept, entities
    size = utf16_length(kept)
    moved = []
    for entity in entities:
        begin = max(0, entity["offset"] - gone)
        end = min(size, entity["offset"] + entity["length"] - gone)
        if end > begin:
            moved.append(entity | {"offset": begin, "length": end - begin})
    return kept, moved


def detected(text: str, entities: list[Entity] | None = None) -> list[Entity]:
    """Commands and web links that Telegram finds by itself, outside code and links already there."""
    if "/" not in text:
        return []
    found = []
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        if not any(_covers(entity, offset, length) for entity in entities or ()):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def _covers(entity: Entity, offset: int, length: int) -> bool:
    opaque = entity["type"] in ("pre", "code", "text_link", "text_mention")
    return opaque and entity["offset"] < offset + length and offset < entity["offset"] + entity["length"]


def ordered(entities: list[Entity]) -> list[Entity]:
    """As Telegram gives them: by place, the longer first, at most 100."""
    if len(entities) < 2:
        return entities
    return sorted(entities, key=_order)[:MAX_ENTITIES]


def _order(entity: Entity) -> tuple[int, int, int]:
    kind = entity["type"]
    rank = _OUTER_FIRST.index(kind) if kind in _OUTER_FIRST else len(_OUTER_FIRST)
    return entity["offset"], -entity["length"], rank
