"""Messages on their way to the outbox: cut to what a chat can carry, and as JSON that comes back equal.

It must never change a word.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

from bot.engine.effects import Act, Button, Message, Press, Tone
from bot.engine.questions import StepId
from bot.engine.texts import Run, Runs, Style

LONGEST = 4096
"""Characters of one message (Bot API, sendMessage)."""


def to_json(message: Message, token: str) -> str:
    """`token` names the session to which the buttons belong."""
    runs = [[run.text, run.style, run.href] for run in message.runs]
    keyboard = [[[each.label, *press_parts(each.press), each.tone] for each in row] for row in message.keyboard]
    return json.dumps({"runs": runs, "keyboard": keyboard, "token": token}, ensure_ascii=False)


def press_parts(press: Press) -> tuple[str, str, int, str]:
    return press.act, press.step, press.asking, press.choice


def from_json(document: str) -> tuple[Message, str]:
    """The message and its session's token."""
    parts = json.loads(document)
    runs = tuple(Run(text, Style(style), href) for text, style, href in parts["runs"])
    keyboard = tuple(tuple(button_from(*each) for each in row) for row in parts["keyboard"])
    return Message(runs, keyboard), parts["token"]


def button_from(label: str, act: str, step: str, asking: int, choice: str, tone: str) -> Button:
    return Button(label, Press(Act(act), StepId(step), asking, choice), Tone(tone))


def split(message: Message, longest: int = LONGEST) -> tuple[Message, ...]:
    """The message, or its pieces in order, each within the limit; the buttons come under the last."""
    if len(message.words) <= longest:
        return (message,)
    *first, last = (Message(runs) for runs in pieces(message.runs, longest))
    return (*first, replace(last, keyboard=message.keyboard))


def pieces(runs: Runs, longest: int) -> Iterator[Runs]:
    """Cut at line ends or spaces where there are any."""
    page: list[Run] = []
    room = longest
    for run in runs:
        text = run.text
        while len(text) > room:
            at = cut(text, room)
            yield (*page, replace(run, text=text[:at]))
            text, page, room = text[at:].lstrip(), [], longest
        if text:
            page.append(replace(run, text=text))
            room -= len(text)
    if page:
        yield tuple(page)


def cut(text: str, room: int) -> int:
    """Where to cut so that at most `room` characters come before."""
    head = text[:room]
    return max(head.rfind("\n"), head.rfind(" ")) + 1 or room
