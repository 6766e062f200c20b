"""Telegram's HTML tags: which there are, and the entity that each becomes when it is closed.

It must never look at the text around a tag; html_text.py reads that.
"""

import re
from dataclasses import dataclass

from bot.simulator import links
from bot.simulator.errors import bad_request
from bot.simulator.units import Entity

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
ARGUMENTS = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "unix"): "",
}


@dataclass(slots=True)
class OpenTag:
    """A tag not yet closed; `offset` in UTF-16 units, `pieces` of text before it."""

    name: str
    argument: str
    offset: int
    pieces: int


def complete(entity: Entity, tag: OpenTag, content: str, earlier: list[Entity]) -> bool:
    """Adds what the kind of entity needs; False when Telegram keeps the text and drops the entity."""
    if tag.name == "a":
        return _linked(entity, tag.argument or content)
    if tag.name == "tg-emoji":
        if not tag.argument.isdecimal() or int(tag.argument) == 0:
            raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = tag.argument
    elif tag.name == "tg-time" and tag.argument.isdecimal():
        entity["unix_time"] = int(tag.argument)
    elif tag.name == "blockquote" and tag.argument:
        entity["type"] = "expandable_blockquote"
    elif tag.name in ("pre", "code"):
        return _code(entity, tag, earlier)
    return True


def _linked(entity: Entity, link: str) -> bool:
    mention = re.fullmatch(r"tg://user\?id=(\d+)", link)
    if mention:
        entity["type"] = "text_mention"
        entity["user"] = {"id": int(mention[1]), "is_bot": False, "first_name": ""}
        return True
    entity["url"] = links.checked(link)
    return entity["url"] is not None


def _code(entity: Entity, tag: OpenTag, earlier: list[Entity]) -> bool:
    """`<pre><code class="language-x">`, in either order, is one entity with a language."""
    if tag.name == "code" and tag.argument:
        entity["language"] = tag.argument
    inner = earlier[-1] if earlier else None
    if inner is None or {inner["type"], entity["type"]} != {"pre", "code"}:
        return True
    language = inner.get("language") or entity.get("language")
    if (inner["offset"], inner["length"]) != (entity["offset"], entity["length"]) or not language:
        return True
    inner["type"], inner["language"] = "pre", language
    return False
