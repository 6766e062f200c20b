"""The check of a workshop: its files, its conversations in every language, random walks, what nobody reached.

Everything is found in one run. It must never print, and never decide what an exit code is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.engine.flow import Flow, FreeText, Question, Say
from bot.engine.world import World
from bot.flows.conversations import Conversation, read_conversation
from bot.flows.player import Played, play
from bot.flows.problems import Place, Problem, closest, in_order
from bot.flows.reading import read_text
from bot.flows.talk import ANSWERED, SKIPPED, Reached
from bot.flows.walks import walk
from bot.flows.workshops import Loaded, Workshop, load_workshop, read_file
from bot.locales import Phrases

SEEDS = range(10)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one flow in one language: how many answers there are to give, and which nobody gave."""

    flow: str
    language: str
    answers: int
    missing: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`conversations` counts plays: a conversation in two languages is played twice."""

    loaded: Loaded
    problems: Sequence[Problem]
    conversations: int = 0
    walks: int = 0
    coverage: Sequence[Coverage] = ()

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


def check_workshop(folder: Path, phrases: Phrases) -> CheckReport:
    """Loads and checks the workshop in `folder`, plays its tests/*.yaml, walks each of its flows."""
    loaded = load_workshop(folder)
    if loaded.workshop is None:
        return CheckReport(loaded, loaded.problems)
    check = Check(folder, loaded, loaded.workshop, phrases)
    return check.report()


class Check:
    """One run over one workshop."""

    def __init__(self, folder: Path, loaded: Loaded, workshop: Workshop, phrases: Phrases) -> None:
        self.folder, self.loaded, self.workshop = folder, loaded, workshop
        self.world = World(phrases, workshop.examples())
        self.problems = list(loaded.problems)
        self.spoken = phrases.languages

    def report(self) -> CheckReport:
        unspoken = self.unspoken()
        if unspoken:
            return CheckReport(self.loaded, in_order([*self.problems, *unspoken]))
        plays = [each for path in self.tests() for each in self.played(path)]
        walks = sum(self.walked(flow) for flow in self.loaded.flows.values())
        coverage = self.coverage(plays)
        return CheckReport(self.loaded, in_order(self.problems), len(plays), walks, coverage)

    def unspoken(self) -> list[Problem]:
        """The workshop's languages in which the bot has no words of its own: nothing can be played."""
        document, known = read_file(self.folder / "workshop.yaml"), ", ".join(self.spoken)
        return [
            document.problem("L406", ("languages", number), language=language, known=known)
            for number, language in enumerate(self.workshop.languages)
            if language not in self.spoken
        ]

    def tests(self) -> list[Path]:
        return sorted((self.folder / "tests").glob("*.yaml"))

    def played(self, path: Path) -> list[tuple[str, Played]]:
        """The plays of one file, each with its flow."""
        conversation, problems = read_conversation(path)
        self.problems.extend(problems)
        if conversation is None or not self.can_be_played(conversation):
            return []
        plays = play(conversation, self.loaded.flows[conversation.flow], self.world)
        self.problems.extend(each.problem for each in plays if each.problem is not None)
        return [(conversation.flow, each) for each in plays]

    def can_be_played(self, conversation: Conversation) -> bool:
        document, flows = conversation.document, self.loaded.flows
        if conversation.flow not in flows:
            close, known = closest(conversation.flow, flows), ", ".join(flows)
            self.problems.append(document.problem("T703", ("flow",), name=conversation.flow, close=close, known=known))
            return False
        language, known = conversation.language, ", ".join(self.workshop.languages)
        if language is not None and language not in self.workshop.languages:
            self.problems.append(document.problem("L405", ("language",), language=language, known=known))
            return False
        return True

    def walked(self, flow: Flow) -> int:
        """How many walks were taken; the first that fails is a problem."""
        for count, (language, seed) in enumerate((each, seed) for each in flow.languages for seed in SEEDS):
            fault = fault_of_walk(flow, self.world, language, seed)
            if fault is not None:
                place = Place(str(self.folder / f"{flow.id}.yaml"))
                values = {"name": flow.id, "language": language, "seed": seed, "happened": fault}
                self.problems.append(Problem("T704", place, values))
                return count + 1
        return len(flow.languages) * len(SEEDS)

    def coverage(self, plays: Iterable[tuple[str, Played]]) -> list[Coverage]:
        reached: dict[str, set[Reached]] = {}
        for name, played in plays:
            reached.setdefault(name, set()).update(played.reached)
        found = []
        for flow in self.loaded.flows.values():
            given = reached.get(flow.id, set())
            parts = [coverage_of(flow, language, given) for language in flow.languages]
            self.problems.extend(self.unreached(flow, parts))
            found.extend(parts)
        return found

    def unreached(self, flow: Flow, coverage: Sequence[Coverage]) -> list[Problem]:
        """One warning per question, at its id."""
        document = read_text(str(self.folder / f"{flow.id}.yaml"), self.workshop.sources[flow.id])
        found = []
        for number, step in enumerate(flow.steps):
            missing = [each for part in coverage for each in part.missing if each.question == step.id]
            if missing:
                answers = ", ".join(dict.fromkeys(each.answer for each in missing))
                languages = ", ".join(dict.fromkeys(each.language for each in missing))
                values = {"name": f"{step.id} ({answers})", "language": languages}
                found.append(document.problem("T705", ("steps", number, "id"), **values))
        return found


def fault_of_walk(flow: Flow, world: World, language: str, seed: int) -> str | None:
    """What went wrong, without a word of what was typed; None when nothing did."""
    try:
        return "no end" if walk(flow, world, language, seed) is None else None
    except Exception as error:  # whatever the engine raises is a fault to report, beside the other problems
        return type(error).__name__


def coverage_of(flow: Flow, language: str, reached: set[Reached]) -> Coverage:
    questions = [step for step in flow.steps if not isinstance(step, Say)]
    wanted = [Reached(language, question.id, answer) for question in questions for answer in answers_to(question)]
    missing = tuple(each for each in wanted if each not in reached)
    return Coverage(flow.id, language, len(wanted), missing)


def answers_to(question: Question) -> list[str]:
    """Every answer that a question can get: its options, or words; and skipping."""
    skip = [] if question.required else [SKIPPED]
    if isinstance(question, FreeText):
        return [ANSWERED, *skip]
    return [*(option.code for option in question.options), *skip]
