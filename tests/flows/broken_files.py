"""A broken file as the check sees it: alone in a small workshop, so that its report is about it and nothing else.

The workshop has a flow before it to name (`earlier`), settings of every type and a resource. A broken file may also
hold several files, each after a line `# file: its/name`; they keep the line numbers that they have in it.
"""

import re
from pathlib import Path
from shutil import copytree

from bot.flows import Problem, check_workshop, printed
from bot.locales import Phrases

BROKEN = Path(__file__).parent / "broken"
KITCHEN = Path(__file__).parent / "fixtures" / "kitchen"

WORKSHOP = """\
workshop: broken
format: 1
languages: [en, fr]
title: {en: Broken, fr: Brisé}
flows:
  - {flow: earlier}
  - {flow: only}
settings:
  - {id: host_org, label: {en: Host, fr: Hôte}}
  - {id: city, required: false, label: {en: City, fr: Ville}}
  - {id: event_date, type: date, label: {en: Date, fr: Date}, example: {en: "2027-05-03", fr: "2027-05-03"}}
  - {id: agenda, type: list, label: {en: Agenda, fr: Programme}, example: {en: Maps; Talks, fr: Cartes; Échanges}}
resources:
  - {id: law25, label: {en: Law 25, fr: La loi 25}, href: {en: "https://example.org/en", fr: "https://example.org/fr"}}
"""
EARLIER = """\
flow: earlier
title: {en: Earlier, fr: Avant}
scales:
  able:
    - {id: 1, label: {en: With help, fr: Avec de l’aide}}
    - {id: 2, label: {en: On my own, fr: Sans aide}}
    - {id: dk, missing: true, label: {en: I don’t know, fr: Je ne sais pas}}
steps:
  - {id: judge, type: scale, scale: able, ask: {en: "Can you judge?", fr: "Savez-vous juger?"}}
  - id: explain
    type: scale
    scale: able
    ask:
      en: "You judge {{ judge|default('?') }}. Can you explain?"
      fr: "Vous jugez {{ judge|default('?') }}. Savez-vous expliquer?"
  - id: kinds
    type: select_multiple
    ask: {en: "Which data?", fr: "Quelles données?"}
    options:
      - {id: people, label: {en: People, fr: Des gens}}
      - {id: places, label: {en: Places, fr: Des lieux}}
  - id: factors
    type: matrix
    scale: able
    ask: {en: "And here?", fr: "Et ici?"}
    items:
      - {id: mindset, label: {en: Mindset, fr: L’état d’esprit}}
      - {id: culture, label: {en: Culture, fr: La culture}}
  - {id: hope, type: text, required: false, ask: {en: "Your hope?", fr: "Votre espoir?"}}
  - {id: users, type: list, ask: {en: "Who uses them?", fr: "Qui s’en sert?"}}
  - repeat: datasets
    count: 2
    steps:
      - {id: name, type: text, ask: {en: "Its name?", fr: "Son nom?"}}
      - {id: worry, type: scale, scale: able, ask: {en: "A worry?", fr: "Un souci?"}}
"""
FLOW = """\
flow: only
title: {en: Only, fr: Seul}
steps:
  - {id: hello, say: {en: Hello, fr: Bonjour}}
"""
MADE: dict[str, bytes] = {"P101-too-large": b"# padding\n" * 30_000}
"""What is too large to keep beside its report."""

ALONE = b"# alone"
"""How a file begins that shall stand in a folder without workshop.yaml."""
PART = re.compile(rb"^# file: (\S+)\n", re.MULTILINE)


def content_of(name: str) -> bytes:
    return MADE[name] if name in MADE else (BROKEN / f"{name}.yaml").read_bytes()


def names() -> list[str]:
    return sorted({path.stem for path in BROKEN.glob("*.yaml")} | MADE.keys())


def laid_out(name: str, folder: Path) -> Path:
    """The workshop around a broken file: it is the workshop's own file, a conversation, a flow, or several files."""
    content = content_of(name)
    if PART.match(content):
        return written(parts_of(content), folder / "broken")
    if b"\nconversation:" in content:
        copytree(KITCHEN, folder / "kitchen", ignore=lambda *_: ["tests"])
        return written({"tests/talk.yaml": content}, folder / "kitchen")
    if content.startswith(b"workshop:"):
        return written({"workshop.yaml": content}, folder / "broken")
    if content.startswith(ALONE):
        (folder / "broken").mkdir()
        return folder / "broken"
    return written({"only.yaml": content}, folder / "broken")


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every file in a file, by name; blank lines stand for what is before it."""
    starts = list(PART.finditer(content))
    ends = [start.start() for start in starts[1:]] + [len(content)]
    return {
        start[1].decode(): b"\n" * content.count(b"\n", 0, start.end()) + content[start.end() : end]
        for start, end in zip(starts, ends, strict=True)
    }


def written(files: dict[str, bytes], folder: Path) -> Path:
    """The files, and those of the small workshop around them that it lists; `earlier` only where it is named, for a
    check also walks through it."""
    named = any(b"earlier" in content for content in files.values())
    workshop = WORKSHOP if named else WORKSHOP.replace("  - {flow: earlier}\n", "")
    around = {} if folder.name == "kitchen" else {"workshop.yaml": workshop.encode(), "only.yaml": FLOW.encode()}
    every = {**around, **files}
    if b"flow: earlier" in every.get("workshop.yaml", b"") and "earlier.yaml" not in every:
        every["earlier.yaml"] = EARLIER.encode()
    for name, content in every.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def problems_of(name: str, folder: Path, phrases: Phrases) -> list[Problem]:
    """Without what no conversation reached: these files have none, and none is meant but in the file about that."""
    report = check_workshop(laid_out(name, folder), phrases)
    return [problem for problem in report.problems if problem.code != "T705" or is_about_it(name, problem)]


def is_about_it(name: str, problem: Problem) -> bool:
    return name.startswith(problem.code) and Path(problem.place.file).name == "only.yaml"


def report_of(name: str, folder: Path, phrases: Phrases) -> str:
    """As it is printed, in English and then in French, with paths that begin at the workshop's folder."""
    problems = problems_of(name, folder, phrases)
    told = [printed(problem, phrases, language) for language in ("en", "fr") for problem in problems]
    return "\n\n".join(told).replace(f"{folder}/", "") + "\n"
