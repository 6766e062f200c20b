"""The report as a JSON file, for programs: the released document, indented.

Its keys are explained in KEYS and a test holds both together. It must never add to what the document says.
"""

import json

from bot.report.document import plain
from bot.report.report import Report

KEYS = {
    "format": "name and version of this format",
    "cohort": "the group of people: id, name, workshop, date, languages; by language, its host and the title",
    "taken_at": "when the responses were frozen, ISO 8601 with its offset",
    "minimum": "smallest number of people in any cell that comes from answers",
    "rule": "name of the disclosure rule that was applied",
    "revisions": "content hashes of the flow revisions that were answered",
    "participation": "people who joined (null under the minimum), and who of them began and finished, as lines",
    "items": "the questions, in order: flow, kind, title, options (code and text), optional, sensitive, figure",
    "figure": "what may be told of a question",
    "question": "flow and question id, joined by a full stop",
    "of": "people in the base of the question; null under the minimum",
    "base": "everyone: all who began (or joined, where that is held back); seen: those who saw the question",
    "withheld": "null, or why nothing is told: few_answers or protected",
    "lines": "answers, or kinds of missing, and how many people gave them",
    "pooled": "a line told for several answers together, to protect people; or null",
    "unseen": "lines for people of the cohort outside the base",
    "median": "group of codes of the middle answer, or the two groups it falls between; empty: not told",
    "extent": "count; nearly_all: fewer than the minimum outside; majority: over half; few: under the minimum",
    "people": "how many; null unless the extent is count",
    "missing": "dont_know, declined, skipped, not_applicable, never_reached; unseen stands for the last two together",
}


def render_json(report: Report) -> str:
    return json.dumps(plain(report), ensure_ascii=False, sort_keys=True, indent=2) + "\n"
