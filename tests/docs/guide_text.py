"""A guide as the tests read it: its headings, and its fenced blocks with what their info strings say they are.

```yaml file=flows/our-day/workshop.yaml    a whole file, put into the reader's folder
```yaml made=flows/our-day/tests/lou.yaml   a file that a command shown before has made
```yaml steps=shifts                        steps, or a part of a flow's or workshop's file (guide_examples.py)
```yaml steps=again flow=after              the same, of the flow `after` of an example with several flows
```yaml steps=more after=shifts             steps that come after those of another example
```text talk=shifts                         a chat with an example, in the guide's language; `>` is what the person does
```yaml talk=shifts                         the same as a conversation in YAML, in both languages
```yaml broken=colon                        an example with a mistake
```text says=colon                          what the checker says about it
```console run=first-check                  commands and what they print
```console run=record brief=yes             the same with what was typed and the last line only
```console shown=picture                    commands that are not run here
```mermaid picture=planning                 the picture of a flow
```yaml conversation=flows/…                a conversation, put where it belongs, with what really happens in it
```text                                     only to look at
"""

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = {"en": DOCS / "authors.md", "fr": DOCS / "auteurs.md"}

FENCED = re.compile(r"^```(?P<kind>\w+)(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(?P<depth>#+) (?P<words>.+)$", re.MULTILINE)
COMMENT = re.compile(r"\s*(?<!\S)# .*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """`role` is the key that says what the block is, `id` its value, `start` where its text begins in the guide."""

    kind: str
    role: str
    id: str
    others: dict[str, str]
    text: str
    start: int

    @property
    def name(self) -> str:
        return f"{self.kind} {self.role}={self.id}"

    @property
    def without_comments(self) -> str:
        return COMMENT.sub("", self.text)


@dataclass(frozen=True)
class Guide:
    language: str
    text: str

    @property
    def blocks(self) -> list[Block]:
        return [block_of(match) for match in FENCED.finditer(self.text)]

    def of(self, role: str, kind: str = "") -> list[Block]:
        return [block for block in self.blocks if block.role == role and kind in ("", block.kind)]

    @property
    def prose(self) -> str:
        """The guide with spaces in place of its blocks, so that everything stands where it stood."""
        return FENCED.sub(lambda match: " " * len(match[0]), self.text)

    @property
    def headings(self) -> list[re.Match[str]]:
        return list(HEADING.finditer(self.prose))

    @property
    def outline(self) -> list[str]:
        """Headings by their depth and blocks by their names, in order."""
        headings = [(match.start(), match["depth"]) for match in self.headings]
        blocks = [(block.start, block.name) for block in self.blocks]
        return [what for _, what in sorted(headings + blocks)]

    def with_texts(self, texts: dict[int, str]) -> str:
        """The guide with other texts in some of its blocks, by where these start."""
        whole, at = "", 0
        for block in self.blocks:
            whole += self.text[at : block.start] + texts.get(block.start, block.text)
            at = block.start + len(block.text)
        return whole + self.text[at:]


def block_of(match: re.Match[str]) -> Block:
    said = dict(each.split("=", 1) for each in match["info"].split())
    (role, name), *others = said.items() or [("plain", "")]
    return Block(match["kind"], role, name, dict(others), match["text"], match.start("text"))


def read_guide(language: str) -> Guide:
    return Guide(language, GUIDES[language].read_text(encoding="utf-8"))
