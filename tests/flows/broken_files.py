"""A broken file as the check sees it: alone in a small workshop, so that its report is about it and nothing else."""

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
  - {flow: only}
settings:
  - {id: host_org, label: {en: Host, fr: Hôte}}
  - {id: city, required: false, label: {en: City, fr: Ville}}
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


def content_of(name: str) -> bytes:
    return MADE[name] if name in MADE else (BROKEN / f"{name}.yaml").read_bytes()


def names() -> list[str]:
    return sorted({path.stem for path in BROKEN.glob("*.yaml")} | MADE.keys())


def laid_out(name: str, folder: Path) -> Path:
    """The workshop around a broken file: it is the workshop's own file, a conversation, or a flow."""
    content = content_of(name)
    if b"\nconversation:" in content:
        copytree(KITCHEN, folder / "kitchen", ignore=lambda *_: ["tests"])
        (folder / "kitchen" / "tests").mkdir()
        (folder / "kitchen" / "tests" / "talk.yaml").write_bytes(content)
        return folder / "kitchen"
    (folder / "broken").mkdir()
    about_workshop = content.startswith(b"workshop:")
    if content.startswith(ALONE):
        return folder / "broken"
    (folder / "broken" / "workshop.yaml").write_bytes(content if about_workshop else WORKSHOP.encode())
    (folder / "broken" / "only.yaml").write_bytes(FLOW.encode() if about_workshop else content)
    return folder / "broken"


def problems_of(name: str, folder: Path, phrases: Phrases) -> list[Problem]:
    """Without what no conversation reached: these files have none."""
    report = check_workshop(laid_out(name, folder), phrases)
    unreached = {"T705"} - {name[:4]}
    return [problem for problem in report.problems if problem.code not in unreached]


def report_of(name: str, folder: Path, phrases: Phrases) -> str:
    """As it is printed, in English and then in French, with paths that begin at the workshop's folder."""
    problems = problems_of(name, folder, phrases)
    told = [printed(problem, phrases, language) for language in ("en", "fr") for problem in problems]
    return "\n\n".join(told).replace(f"{folder}/", "") + "\n"
