"""Protected figures: all that a renderer may know of a cohort's answers.

Plain data, made by disclosure alone. A number in here may be printed as it is; nothing in here was ever finer
than what may be told.
"""

from dataclasses import dataclass
from typing import Literal

from bot.report.cells import Reason

Extent = Literal["count", "nearly_all", "majority", "few"]
Base = Literal["everyone", "seen"]


@dataclass(frozen=True, slots=True)
class Line:
    """Some answers or kinds of missing, and how many people gave one of them.

    `people` is there for the extent `count` only. `nearly_all`: fewer than the minimum are outside;
    `majority`: more than half; `few`: fewer than the minimum.
    """

    options: tuple[str, ...]
    missing: tuple[str, ...]
    extent: Extent
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be told of one question.

    `of` counts the people of `base`: everyone who began (who joined, where that number is held back) or those
    who saw the question; None under the minimum. `pooled` is a sum told for several cells; `unseen` are
    people of the cohort outside `of`. `median` names one group of option codes, or the two it falls between.
    """

    question: str
    of: int | None
    base: Base
    withheld: Reason | None
    lines: tuple[Line, ...] = ()
    pooled: Line | None = None
    unseen: tuple[Line, ...] = ()
    median: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """People who joined (None under the minimum), and of them who began and finished as far as may be told."""

    joined: int | None
    begun: Line | None
    finished: Line | None


@dataclass(frozen=True, slots=True)
class ProtectedFigures:
    participation: Participation
    figures: tuple[Figure, ...]
