"""The unit in which Telegram measures text: an entity counts UTF-16 units.

It must never be used for the limits of length, which count code points.
"""

from typing import Any

Entity = dict[str, Any]


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts entities."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers."""
    if text.isascii():
        return text[offset : offset + length]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")
