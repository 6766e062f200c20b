"""The keyboards under messages, judged as Telegram judges them (Client.cpp 9565-9760, td ReplyMarkup.cpp).

What Telegram drops silently is dropped silently here. It must never repair a keyboard that Telegram refuses.
"""

import json
from dataclasses import dataclass
from typing import Any

from bot.simulator import links
from bot.simulator import parameters as read
from bot.simulator.errors import bad_request
from bot.simulator.parameters import Parameters

MAX_IN_ROW = 12
MAX_BUTTONS = 300
MAX_INLINE_BUTTONS = 100
MAX_BYTES = 10_240  # "about 10 kB": tginfo/Telegram-Limits #187, #228
MAX_DATA_BYTES = 64
MAX_COPY_TEXT = 256
MAX_PLACEHOLDER = 64
STYLES = {"primary", "success", "danger"}

Button = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Markup:
    """What a message brings: at most one of an inline keyboard and an `input`, the phone's own keyboard."""

    inline: list[list[Button]] | None = None
    input: dict[str, Any] | None = None


NONE = Markup()


def markup(parameters: Parameters) -> Markup:
    """The `reply_markup` parameter. Raises `Refusal` with Telegram's words."""
    given = read.decoded(parameters, "reply_markup", "can't parse reply keyboard markup JSON object")
    if given is None:
        return NONE
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in given:
        return _inline(given["inline_keyboard"])
    if "keyboard" in given:
        return _reply(given)
    return _without_buttons(given)


def inline_only(parameters: Parameters) -> list[list[Button]] | None:
    """The inline keyboard of an edit, None for none; the other kinds are refused."""
    found = markup(parameters)
    if found.input is not None:
        raise bad_request("inline keyboard expected")
    return found.inline


def _inline(rows: Any) -> Markup:
    kept = _rows(rows, "inline_keyboard", _inline_button)
    if not kept:
        return NONE
    if _size(kept) > MAX_BYTES or sum(map(len, kept)) > MAX_INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return Markup(inline=kept)


def _reply(given: dict[str, Any]) -> Markup:
    kept = _rows(given["keyboard"], "keyboard", _reply_button)
    if not kept:
        return NONE
    if _size(kept) > MAX_BYTES:
        raise bad_request("reply markup is too long")
    flags = ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective")
    return Markup(input={"keyboard": kept} | {flag: bool(given.get(flag)) for flag in flags} | _placeholder(given))


def _size(rows: list[list[Button]]) -> int:
    """Bytes of the rows as JSON; half a surrogate pair has none and is refused, as in every text."""
    try:
        return len(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _without_buttons(given: dict[str, Any]) -> Markup:
    if given.get("remove_keyboard"):
        return Markup(input={"remove_keyboard": True})
    if given.get("force_reply"):
        return Markup(input={"force_reply": True} | _placeholder(given))
    return NONE


def _placeholder(given: dict[str, Any]) -> dict[str, str]:
    wanted = given.get("input_field_placeholder")
    if not wanted:
        return {}
    if not isinstance(wanted, str) or len(wanted) > MAX_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")  # (memory): the limit is sure, the words are not
    return {"input_field_placeholder": wanted}


def _rows(rows: Any, field: str, make: Any) -> list[list[Button]]:
    """The rows without empty buttons, at most 12 in a row and 300 in all; rows left empty go too."""
    if not isinstance(rows, list):
        raise bad_request(f'can\'t parse reply keyboard markup JSON object: Field "{field}" must be of type Array')
    kept: list[list[Button]] = []
    room = MAX_BUTTONS
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(
                f'can\'t parse reply keyboard markup JSON object: Field "{field}" must be an Array of Arrays'
            )
        buttons = [button for button in map(make, row) if button is not None][: min(MAX_IN_ROW, room)]
        room -= len(buttons)
        if buttons:
            kept.append(buttons)
    return kept


def _reply_button(given: Any) -> Button | None:
    if isinstance(given, str):
        return {"text": given} if given.strip() else None
    if not isinstance(given, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    label = _label(given, "keyboard button")
    return {"text": label} | _style(given, "keyboard button") if label else None


def _inline_button(given: Any) -> Button | None:
    kind = "inline keyboard button"
    if not isinstance(given, dict):
        raise bad_request(f"can't parse {kind}: InlineKeyboardButton must be an Object")
    label = _label(given, kind)
    action = _action(given)
    return {"text": label} | action | _style(given, kind) if label else None


def _label(given: dict[str, Any], kind: str) -> str:
    label = given.get("text")
    if label is None:
        raise bad_request(f"can't parse {kind}: Can't find field \"text\"")
    if not isinstance(label, str):
        raise bad_request(f'can\'t parse {kind}: Field "text" must be of type String')
    return label.strip()


def _style(given: dict[str, Any], kind: str) -> Button:
    style = given.get("style")
    if not style:
        return {}
    if not isinstance(style, str) or style not in STYLES:
        raise bad_request(f"can't parse {kind}: invalid button style specified")  # (memory)
    return {"style": style}


def _action(given: dict[str, Any]) -> Button:
    """The first of url, callback_data, copy_text that is there wins, the others are ignored."""
    if given.get("url"):
        return _url(str(given["url"]))
    if "callback_data" in given:
        return _callback(given["callback_data"])
    if isinstance(given.get("copy_text"), dict):
        return _copy(given["copy_text"].get("text"))
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _url(url: str) -> Button:
    checked = links.checked(url)
    if checked is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return {"url": checked}


def _callback(data: Any) -> Button:
    if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "replace")) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return {"callback_data": data}


def _copy(text: Any) -> Button:
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")  # (memory)
    return {"copy_text": {"text": text}}
