"""The report as words for a chat: plain paragraphs, in one language.

The caller splits and sends them. It must never say a number that the Report does not tell.
"""

from bot.locales import Phrases
from bot.report import sentences
from bot.report.report import Item, Report
from bot.report.sentences import Speaker


def summary_words(report: Report, language: str, phrases: Phrases) -> list[str]:
    """A header, one paragraph per question, and how people were protected."""
    speaker = Speaker(report, language, phrases)
    if report.participation.joined is None:
        return [header(speaker)]
    blocks = [block(speaker, number, item) for number, item in enumerate(report.items, start=1)]
    return [header(speaker), *blocks, speaker.say("method.protection", k=report.minimum)]


def header(speaker: Speaker) -> str:
    who = " ".join(sentences.participation(speaker))
    return "\n".join([sentences.heading(speaker), *sentences.circumstances(speaker), who])


def block(speaker: Speaker, number: int, item: Item) -> str:
    said = [f"• {sentence}" for sentence in sentences.answers(speaker, item)]
    if item.figure.base == "seen" and item.figure.of is not None:
        said.insert(0, f"• {speaker.say('seen', n=item.figure.of)}")
    return "\n".join([f"{number}. {speaker.text(item.title)}", *said])
