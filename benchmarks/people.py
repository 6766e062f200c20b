"""The same people for every bot: they tap or type as soon as a question is there, and never think.

They tell questions by their buttons, so that any bot that asks twelve questions can be measured.
"""

import asyncio
import time
from dataclasses import dataclass

from bot.simulator import Message, Phone, Simulator

PATIENCE = 120.0
TICKS = ("☐", "☑")
WAYS = ("◀", "▶")


@dataclass(frozen=True, slots=True)
class Run:
    """`updates` were answered in `seconds`."""

    updates: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds


async def everybody(simulator: Simulator, people: int, code: str, questions: int = 12) -> Run:
    """All at once, from Start to the last question."""
    phones = [simulator.person(f"P{number}", ("en", "fr")[number % 2]) for number in range(people)]
    began = time.perf_counter()
    counts = await asyncio.gather(*(one_person(phone, code, questions) for phone in phones))
    return Run(sum(counts), time.perf_counter() - began)


async def one_person(phone: Phone, code: str, questions: int) -> int:
    """How many updates the person sent."""
    await phone.start(code)
    sent, answered = 1, 0
    for _ in range(questions):
        messages = await phone.until(lambda shown, last=answered: is_asked(shown, last), PATIENCE)
        question = messages[-1]
        answered = question.id
        sent += await answer(phone, question)
    await phone.until(lambda shown, last=answered: shown[-1].from_bot and shown[-1].id > last, PATIENCE)
    return sent


def is_asked(messages: list[Message], answered: int) -> bool:
    return bool(messages) and messages[-1].from_bot and messages[-1].id > answered


async def answer(phone: Phone, question: Message) -> int:
    rows = [button["text"] for row in question.inline or [] for button in row]
    choices = [label for label in rows if not any(sign in label for sign in WAYS)]
    if not choices:
        await phone.say("It is all right here, thank you")
        return 1
    await phone.tap(choices[0], question.id)
    if not choices[0].startswith(TICKS):
        return 1
    done = next(label for label in rows if "▶" in label)
    await phone.until(lambda shown: any(m.id == question.id and ticked(m) for m in shown), PATIENCE)
    await phone.tap(done, question.id)
    return 2


def ticked(message: Message) -> bool:
    return any("☑" in button["text"] for row in message.inline or [] for button in row)
