"""A cohort's snapshot → figures → disclosure → Report → a file or a chat's words.

Pure: no clock, no randomness, no tables. Whatever a person reads comes from a Report, and a Report is made
in one place only, `build`, behind the disclosure rules; it must never offer a way around them.
"""

from bot.report.building import build
from bot.report.document import from_json, to_json
from bot.report.html_file import render_html
from bot.report.json_file import render_json
from bot.report.kinds import Kind
from bot.report.releases import contributors, may_release, somebody_left
from bot.report.report import Report, file_stem
from bot.report.snapshot import Answer, AnswerKind, CohortFacts, MissingKind, Option, PersonRow, Question, Snapshot
from bot.report.words import summary_words

__all__ = [
    "Answer",
    "AnswerKind",
    "CohortFacts",
    "Kind",
    "MissingKind",
    "Option",
    "PersonRow",
    "Question",
    "Report",
    "Snapshot",
    "build",
    "contributors",
    "file_stem",
    "from_json",
    "may_release",
    "render_html",
    "render_json",
    "somebody_left",
    "summary_words",
    "to_json",
]
