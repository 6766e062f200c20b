"""Kinds of questions, and texts: what both sides of disclosure speak of.

It must never hold anything about people.
"""

from collections.abc import Mapping
from typing import Literal

Texts = Mapping[str, str]  # language → words
Kind = Literal["select_one", "select_multiple", "scale", "text", "reflection", "consent"]
