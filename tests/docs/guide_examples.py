"""The examples of a guide as whole workshops: what an example leaves out is put around it.

A block is a list of steps, a part of a flow's file, or a part of workshop.yaml. What is put around it comes after it,
so that line numbers in it stay what the reader sees.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

from guide_text import Block, Guide

NAME = "example"
WORKSHOP_KEYS = {"workshop", "format", "languages", "flows", "settings", "resources", "outreach", "report"}
TITLE = 'title: {en: "An example", fr: "Un exemple"}\n'


@dataclass(frozen=True)
class Part:
    """`flow` is the flow that it belongs to."""

    flow: str
    text: str

    @property
    def keys(self) -> set[str]:
        return set(re.findall(r"^(\w+):", self.text, re.MULTILINE))

    @property
    def is_workshop(self) -> bool:
        return bool(self.keys & WORKSHOP_KEYS)


def parts_of(guide: Guide, name: str) -> list[Part]:
    """Of an example and of those that it comes after."""
    blocks = [block for block in guide.blocks if block.role in ("steps", "broken") and block.id == name]
    needed = [each for block in blocks if "after" in block.others for each in block.others["after"].split(",")]
    before = [part for each in needed for part in parts_of(guide, each)]
    return [*before, *(Part(block.others.get("flow", NAME), block.text) for block in blocks)]


def write_example(parts: list[Part], folder: Path) -> Path:
    """The workshop's folder."""
    workshop = folder / NAME
    workshop.mkdir(parents=True)
    flows = list(dict.fromkeys(part.flow for part in parts if not part.is_workshop))
    for flow in flows:
        text = flow_file(flow, [part for part in parts if part.flow == flow and not part.is_workshop])
        (workshop / f"{flow}.yaml").write_text(text, encoding="utf-8")
    (workshop / "workshop.yaml").write_text(workshop_file(flows, parts), encoding="utf-8")
    return workshop


def flow_file(flow: str, parts: list[Part]) -> str:
    """Parts with keys, then the lists of steps, which stand as deep as in the parts."""
    keyed = "".join(part.text for part in parts if part.keys)
    listed = indent("".join(part.text for part in parts if not part.keys), "  ")
    steps = "" if "steps:" in keyed or not listed else "steps:\n"
    return f"{keyed}{steps}{listed}flow: {flow}\n{TITLE}"


def workshop_file(flows: list[str], parts: list[Part]) -> str:
    own = "".join(part.text for part in parts if part.is_workshop)
    keys = set().union(*(part.keys for part in parts if part.is_workshop), set())
    listed = "" if "flows" in keys else f"flows: [{', '.join(f'{{flow: {flow}}}' for flow in flows)}]\n"
    return f"{own}workshop: {NAME}\nformat: 1\nlanguages: [en, fr]\n{TITLE}{listed}"


def lay_out(guide: Guide, block: Block, folder: Path) -> Path:
    return write_example(parts_of(guide, block.id), folder)
