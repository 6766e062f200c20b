"""Stages: a titled part of a flow from its shape to the engine's.

It must never look at the steps in it.
"""

from datetime import timedelta

from bot.engine.flow import Reminding, Stage
from bot.flows import composite_schema
from bot.flows.authored import Author
from bot.flows.document import Path

UNITS = {"h": "hours", "d": "days"}


def made_stage(shape: composite_schema.Stage, author: Author, path: Path) -> Stage:
    remind = shape.remind
    after = None if remind is None else timedelta(**{UNITS[remind.after[-1]]: int(remind.after[:-1])})
    return Stage(
        id=shape.stage,
        title=author.label(shape.title, (*path, "title"), most=None),
        has_gate=shape.opens is not None,
        opens=shape.opens,
        remind=None if remind is None or after is None else Reminding(after, remind.most),
        minutes=shape.minutes,
    )
