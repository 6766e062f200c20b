"""Marks: what stands in braces in a text, and whether a translation has kept it.

It must never know what a mark means: a name that no question has is the check's to find.
"""

import re
from collections import Counter

MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%|%\}", re.DOTALL)
BEFORE_FILTERS = re.compile(r"(?:'[^']*'|\"[^\"]*\"|[^|'\"])*")


def marks_apart(source: str, words: str) -> str:
    """The places and conditions that only one of the two has, or has more often; empty when there are none."""
    one, other = (Counter(essence(mark) for mark in MARK.findall(each)) for each in (source, words))
    return ", ".join([*(one - other), *(other - one)])


def essence(mark: str) -> str:
    """A mark without what a translation may change: its blanks, and the filters, which hold words."""
    if not mark.startswith("{{") or mark == "{{":
        return " ".join(mark.split())
    name, *_ = BEFORE_FILTERS.findall(mark[2:-2])
    return "{{ " + " ".join(name.split()) + " }}"
