"""Flows: the YAML that facilitators write, checked and compiled to the engine's flows; problems that teach; conversations as tests.

Start reading in workshops.py, then compiler.py. It must never store, send or report anything.
"""

from bot.flows.problems import Explanation, Place, Problem, Severity, explain, printed, to_json
from bot.flows.workshops import (
    Loaded,
    NotPublishable,
    Setting,
    Workshop,
    compile_source,
    load_all,
    load_workshop,
)

__all__ = [
    "Explanation",
    "Loaded",
    "NotPublishable",
    "Place",
    "Problem",
    "Setting",
    "Severity",
    "Workshop",
    "compile_source",
    "explain",
    "load_all",
    "load_workshop",
    "printed",
    "to_json",
]
