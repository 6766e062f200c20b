"""Buttons on the wire: a press as callback data, and back. Short, readable, and bound to one session by its token.

    aB3dE6gH:p:3:kinds:contact      token, act, asking, step, choice

Bot API, InlineKeyboardButton: 1 to 64 bytes. The ids that the flow language allows always fit; a test shows it.
"""

from typing import Any

from bot.engine.effects import Act, Button, Keyboard, Press, Tone
from bot.engine.questions import StepId

MOST_BYTES = 64
STYLES = {Tone.CHOSEN: "success", Tone.FORWARD: "primary"}


def data_of(press: Press, token: str) -> str:
    return f"{token}:{press.act}:{press.asking}:{press.step}:{press.choice}"


def press_of(data: str) -> tuple[str, Press] | None:
    """The session's token and the press; None for data that no button of ours carries."""
    parts = data.split(":") if data.isascii() and data.isprintable() else []
    if len(parts) != 5 or not parts[2].isdigit() or parts[1] not in tuple(Act):
        return None
    token, act, asking, step, choice = parts
    return token, Press(Act(act), StepId(step), int(asking[:9]), choice)


def markup(keyboard: Keyboard, token: str) -> dict[str, Any]:
    """An inline keyboard; empty rows stand for none, which also takes an old one away."""
    return {"inline_keyboard": [[button_markup(each, token) for each in row] for row in keyboard]}


def button_markup(button: Button, token: str) -> dict[str, str]:
    shown = {"text": button.label, "callback_data": data_of(button.press, token)}
    style = STYLES.get(button.tone)
    return shown if style is None else {**shown, "style": style}
