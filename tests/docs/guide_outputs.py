"""What the blocks of a guide ought to hold that show what a program says: made by running it.

A guide is followed from its first line to its last, in a folder of its own, as a reader would.
"""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from guide_examples import NAME, lay_out
from guide_text import Block, Guide
from typer.testing import CliRunner

from bot.cli.app import application
from bot.flows import check_workshop, load_workshop, printed, read_conversation, rewrite
from bot.flows.talk import Talk
from bot.locales import Phrases

PROMPT = "\n> "
COMMAND = re.compile(r"^\$ ", re.MULTILINE)
FINISHED = "flow.finished"
"""What the bot says at the end of a flow that does not end with a message: the chats of a guide leave it out."""
UNREACHED = "T705"
"""Examples have no conversations that reach every answer; the first flow has."""


class Reader:
    """Somebody who follows a guide; `texts` are what its blocks should hold, by where they start."""

    def __init__(self, guide: Guide, phrases: Phrases, folder: Path) -> None:
        self.guide, self.phrases, self.folder = guide, phrases, folder
        self.texts: dict[int, str] = {}

    def follow(self) -> None:
        for number, block in enumerate(self.guide.blocks):
            made = self.made(block, self.folder / "examples" / str(number))
            if made is not None:
                self.texts[block.start] = made

    def made(self, block: Block, aside: Path) -> str | None:
        match block.role, block.kind:
            case "file", _:
                return self.write(block)
            case "made", _:
                return (self.folder / block.id).read_text(encoding="utf-8")
            case "conversation", _:
                return self.converse(block)
            case "run", _:
                return self.run(block)
            case "picture", _:
                return invoke(["graph", block.id, "--lang", self.guide.language], [])
            case "talk", "text":
                return chat_with(lay_out(self.guide, block, aside), block, self.guide.language, self.phrases)
            case "talk", "yaml":
                return conversation_with(lay_out(self.guide, block, aside), block, self.phrases)
            case "says", _:
                return complaints(lay_out(self.guide, block, aside), self.guide.language, self.phrases)
            case _:
                return None

    def write(self, block: Block) -> None:
        path = self.folder / block.id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def run(self, block: Block) -> str:
        """The commands of a block one after the other, each with what it prints."""
        shown = []
        for command in COMMAND.split(block.text)[1:]:
            first, *rest = command.splitlines()
            typed = [line.removeprefix("> ") for line in rest if line.startswith("> ")]
            printed = self.printed_by(first, typed)
            shown.append(f"$ {first}\n{briefly(typed, printed) if 'brief' in block.others else printed}")
        return "".join(shown)

    def printed_by(self, command: str, typed: Sequence[str]) -> str:
        program, *arguments = shlex.split(command)
        if program == "mkdir":
            (self.folder / arguments[0]).mkdir()
            return ""
        assert program == "./causerie", command
        return invoke(arguments, typed)

    def converse(self, block: Block) -> str:
        """A conversation, put where it belongs, with what really happens in it."""
        self.write(block)
        return with_what_happens(self.folder / block.id, self.phrases)


def briefly(typed: Sequence[str], printed: str) -> str:
    """What was typed, and the last line."""
    return "".join(f"> {each}\n" for each in typed) + "".join(printed.splitlines(keepends=True)[-1:])


def invoke(arguments: Sequence[str], typed: Sequence[str]) -> str:
    """What a terminal shows, with what was typed; the last prompt gets nothing but the end."""
    result = CliRunner().invoke(
        application(list(arguments)), list(arguments), input="".join(f"{each}\n" for each in typed)
    )
    first, *rest = result.output.split(PROMPT)
    said = [*(f"{PROMPT}{each}\n" for each in typed), "\n"]
    shown = first + "".join(mine + its for mine, its in zip(said, rest, strict=False))
    return "\n".join(line.rstrip() for line in shown.strip().splitlines()) + "\n"


# Chats


def chat_with(folder: Path, block: Block, language: str, phrases: Phrases) -> str:
    """A chat as it looks on a phone: words, buttons in brackets, and after > what the person taps or types."""
    loaded = load_workshop(folder)
    assert loaded.workshop is not None, loaded.problems
    talk = Talk(loaded.flows[NAME], loaded.workshop.example_world(phrases), language)
    lines = heard(talk)
    for action in (line[2:] for line in block.text.splitlines() if line.startswith("> ")):
        act(talk, action)
        lines += [f"> {action}", *heard(talk)]
    return "".join(f"{line}\n" for line in lines if line != phrases.say(language, FINISHED))


def act(talk: Talk, action: str) -> None:
    if action.startswith("[") and action.endswith("]"):
        assert talk.tap(action[1:-1]), f"no button {action} among {[each.label for each in talk.buttons()]}"
    else:
        talk.type(action)


def heard(talk: Talk) -> list[str]:
    lines: list[str] = []
    for each in talk.take_heard():
        lines += [] if not lines else [""]
        lines += [f"({each.words})"] if each.passing else each.words.split("\n")
        lines += buttons(each.buttons)
    return lines


def buttons(labels: Sequence[str], width: int = 76) -> list[str]:
    """In brackets, as many in a line as it holds."""
    lines: list[str] = []
    for label in (f"[{each}]" for each in labels):
        if lines and len(lines[-1]) + len(label) < width:
            lines[-1] += f" {label}"
        else:
            lines.append(f"  {label}")
    return lines


def conversation_with(folder: Path, block: Block, phrases: Phrases) -> str:
    path = folder / "tests" / "talk.yaml"
    path.parent.mkdir()
    path.write_text(block.text, encoding="utf-8")
    return with_what_happens(path, phrases)


def with_what_happens(path: Path, phrases: Phrases) -> str:
    """A conversation of a workshop, whose lines of the bot are written anew."""
    loaded = load_workshop(path.parent.parent)
    conversation, problems = read_conversation(path)
    assert loaded.workshop is not None, loaded.problems
    assert conversation is not None, problems
    rewrite(path, loaded.flows[conversation.flow], loaded.workshop.example_world(phrases))
    return path.read_text(encoding="utf-8")


def complaints(folder: Path, language: str, phrases: Phrases) -> str:
    """What the checker says of a workshop, but what no conversation reached."""
    problems = [each for each in check_workshop(folder, phrases).problems if each.code != UNREACHED]
    told = "\n\n".join(printed(problem, phrases, language) for problem in problems)
    return told.replace(f"{folder.parent}/", "flows/") + "\n"
