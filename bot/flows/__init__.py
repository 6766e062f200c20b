"""Flows: the YAML that facilitators write, checked and compiled; problems that teach; conversations as tests.

Start reading in workshops.py, then compiler.py; checks.py is the whole check. It must never store or send anything.
"""

from bot.flows.checks import CheckReport, Coverage, check_workshop
from bot.flows.compiler import revision_of
from bot.flows.conversations import Conversation, read_conversation
from bot.flows.player import Played, play
from bot.flows.problems import Explanation, Place, Problem, Severity, explain, printed, to_json
from bot.flows.rewriting import NotRewritable, rewrite
from bot.flows.walks import walk
from bot.flows.workshops import (
    Loaded,
    NotPublishable,
    Opening,
    Setting,
    Workshop,
    compile_source,
    lines_of,
    load_all,
    load_workshop,
    printed_setting,
)

__all__ = [
    "CheckReport",
    "Conversation",
    "Coverage",
    "Explanation",
    "Loaded",
    "NotPublishable",
    "NotRewritable",
    "Opening",
    "Place",
    "Played",
    "Problem",
    "Setting",
    "Severity",
    "Workshop",
    "check_workshop",
    "compile_source",
    "explain",
    "lines_of",
    "load_all",
    "load_workshop",
    "play",
    "printed",
    "printed_setting",
    "read_conversation",
    "revision_of",
    "rewrite",
    "to_json",
    "walk",
]
