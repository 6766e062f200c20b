"""Stage lengths: how long a stage takes, by the number of its questions and words: what is too long for a bus ride.

An estimate and so a hint; it must never keep a flow from being published.
"""

from collections.abc import Iterator
from typing import Any

from bot.engine.flow import Flow
from bot.flows.document import Document
from bot.flows.plain_words import LONGEST_STAGE, minutes_needed
from bot.flows.problems import Problem
from bot.flows.sentences import words_to_read


def long_stages(document: Document, flow: Flow) -> Iterator[Problem]:
    """Each stage that takes longer than it says, or than a stage should."""
    for number, step in enumerate(steps_in(document.value)):
        if "stage" in step:
            most = max(step.get("minutes") or 0, LONGEST_STAGE)
            needed = max(minutes_of(step, language) for language in flow.languages)
            if round(needed) > most:
                values = {"name": step["stage"], "n": round(needed), "most": most}
                yield document.problem("H804", ("steps", number, "stage"), **values)


def steps_in(value: dict[str, Any]) -> list[dict[str, Any]]:
    found = value.get("steps")
    return [step for step in found if isinstance(step, dict)] if isinstance(found, list) else []


def minutes_of(step: dict[str, Any], language: str) -> float:
    """A repeat counts once."""
    inner = list(every_step(step))
    questions = sum("ask" in each or "same_as" in each for each in inner)
    return minutes_needed(questions, sum(words_to_read(words) for each in inner for words in said(each, language)))


def every_step(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in steps_in(step):
        yield each
        yield from every_step(each)


def said(step: dict[str, Any], language: str) -> Iterator[str]:
    """What everybody reads of a step; of variants the first."""
    for key in ("say", "ask", "hint", "end"):
        words = step.get(key)
        words = words[0].get("text") if isinstance(words, list) and words else words
        if isinstance(words, dict):
            yield words.get(language, "")
