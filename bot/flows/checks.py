"""The check of a workshop: its files, its conversations in every language, random walks, what nobody reached.

Everything is found in one run. It must never print, and never decide what an exit code is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bot.engine.flow import Calculate, Flow, Repeat, Say, Step, every_step
from bot.engine.items import name_of
from bot.engine.questions import Choice, Review
from bot.engine.relevance import answers_to_pass_on
from bot.engine.values import Answer
from bot.flows.branches import branches_of
from bot.flows.conversations import Conversation, read_conversation
from bot.flows.document import Path as Where
from bot.flows.outline import id_of, key_of_id
from bot.flows.player import Played, play
from bot.flows.problems import Place, Problem, closest, in_order
from bot.flows.reading import read_text
from bot.flows.stage_lengths import long_stages
from bot.flows.talk import ANSWERED, SKIPPED, Reached
from bot.flows.translations import stale_translations
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
        self.world = workshop.example_world(phrases)
        self.problems = list(loaded.problems)
        self.spoken = phrases.languages

    def report(self) -> CheckReport:
        self.problems.extend(stale_translations(self.folder, self.workshop.languages))
        unspoken = self.unspoken()
        if unspoken:
            return CheckReport(self.loaded, in_order([*self.problems, *unspoken]))
        plays = [each for path in self.tests() for each in self.played(path)]
        walks = self.walked()
        for flow in self.loaded.flows.values():
            document = read_text(str(self.folder / f"{flow.id}.yaml"), self.workshop.sources[flow.id])
            self.problems.extend(long_stages(document, flow))
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
        if conversation.flow in self.workshop.flows and conversation.flow not in flows:
            return False  # it has errors of its own, which are told
        if conversation.flow not in flows:
            close, known = closest(conversation.flow, flows), ", ".join(flows)
            self.problems.append(document.problem("T703", ("flow",), name=conversation.flow, close=close, known=known))
            return False
        stages = [stage.id for stage in flows[conversation.flow].stages]
        for number, name in enumerate(conversation.open):
            if name not in stages:
                values = {"name": name, "close": closest(name, stages), "known": ", ".join(stages)}
                self.problems.append(document.problem("T706", ("open", number), **values))
        language, known = conversation.language, ", ".join(self.workshop.languages)
        if language is not None and language not in self.workshop.languages:
            self.problems.append(document.problem("L405", ("language",), language=language, known=known))
            return False
        return True

    def walked(self) -> int:
        """How many walks were taken through the flows in order; the first of a flow that fails is a problem. Every
        other walker comes to each flow without the answers of those before it."""
        failed: set[str] = set()
        count = 0
        for language, seed in product(self.workshop.languages, SEEDS):
            earlier: dict[str, Answer] = {}
            for flow in self.loaded.flows.values():
                if flow.id not in failed:
                    count += 1
                    failed |= self.walk(flow, language, seed, earlier)
        return count

    def walk(self, flow: Flow, language: str, seed: int, earlier: dict[str, Answer]) -> set[str]:
        """One walk; its answers are added to `earlier`. The flow's id when it failed."""
        try:
            talk = walk(flow, self.world, language, seed, earlier if seed % 2 else {})
            fault = None if talk is not None else "no end"
        except Exception as error:  # whatever the engine raises is a fault to report, beside the other problems
            talk, fault = None, type(error).__name__
        if talk is not None:
            earlier |= answers_to_pass_on(flow, talk.session, talk.world)
            return set()
        place = Place(str(self.folder / f"{flow.id}.yaml"))
        values = {"name": flow.id, "language": language, "seed": seed, "happened": fault}
        self.problems.append(Problem("T704", place, values))
        return {flow.id}

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
        paths = dict(paths_in(document.value.get("steps"), ("steps",)))
        for name in dict.fromkeys(name_of(step.id) for step in every_step(flow.steps)):
            missing = [each for part in coverage for each in part.missing if each.question == name]
            if missing:
                answers = ", ".join(dict.fromkeys(each.answer for each in missing))
                languages = ", ".join(dict.fromkeys(each.language for each in missing))
                values = {"name": f"{name} ({answers})", "language": languages}
                found.append(document.problem("T705", path_of(name, paths), **values))
        return found


def coverage_of(flow: Flow, language: str, reached: set[Reached]) -> Coverage:
    steps = every_step(flow.steps)
    every = {(name_of(step.id), each) for step in steps for each in (*answers_to(step), *branches_of(step, language))}
    wanted = [Reached(language, name, each) for name, each in sorted(every)]
    missing = tuple(each for each in wanted if each not in reached)
    return Coverage(flow.id, language, len(wanted), missing)


def answers_to(step: Step | Repeat) -> list[str]:
    """Every answer that a question can get: its options, or words; and skipping."""
    match step:
        case Say() | Calculate() | Repeat():
            return []
        case Review():
            return [ANSWERED]
        case Choice() if step.options:
            return [*(option.code for option in step.options), *([] if step.required else [SKIPPED])]
        case _:
            return [ANSWERED, *([] if step.required else [SKIPPED])]


def paths_in(steps: object, path: Where) -> Iterator[tuple[str, Where]]:
    """Where every step of a file has its id."""
    for number, step in enumerate(steps if isinstance(steps, list) else ()):
        key = key_of_id(step)
        yield id_of(step), (*path, number, key)
        yield from paths_in(step.get("steps"), (*path, number, "steps"))


def path_of(name: str, paths: Mapping[str, Where]) -> Where:
    """The step's own; of a question that was made (“other”, “another?”), that of the step it was made for."""
    near = [each for each in paths if each and name.startswith(f"{each}_")]
    return paths.get(name) or paths.get(max(near, key=len, default=""), ("steps",))
