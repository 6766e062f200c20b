"""Exports: what the flows after a flow may name of it, by full name (`needs_assessment.comfort`).

Somebody may answer a flow without the one before it, so every one of these answers may be missing. It must never
compile.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace

from bot.engine.flow import Calculate, Repeat, Step
from bot.engine.items import name_of
from bot.engine.questions import Question, StepId
from bot.engine.texts import OF_THE_COHORT
from bot.flows.scope import Current, Named, Turns


@dataclass(frozen=True, slots=True)
class Exports:
    """`names` for conditions and texts; `originals` are the same questions as their own flow has them."""

    names: Mapping[str, Named | None] = field(default_factory=dict)
    originals: Mapping[str, Question] = field(default_factory=dict)

    def and_those_of(self, flow: str, names: Mapping[str, Named | None]) -> "Exports":
        """With a further flow's own names."""
        prefix = prefix_of(flow)
        renamed = {f"{prefix}.{name}": exported(each, prefix) for name, each in names.items()}
        questions = {
            f"{prefix}.{name}": each
            for name, each in names.items()
            if each is not None and not isinstance(each, Calculate | Turns | Current)
        }
        return Exports({**self.names, **renamed}, {**self.originals, **questions})


def prefix_of(flow: str) -> str:
    """A flow's id as conditions can name it."""
    return flow.replace("-", "_")


def exported(named: Named | None, prefix: str) -> Named | None:
    match named:
        case None | Current():
            return named
        case Turns(repeat, inner):
            known = {name: exported(each, prefix) for name, each in inner.items()}
            return Turns(replace(repeat, id=full(repeat.id, prefix), when=None, steps=()), known)
        case Calculate():
            return replace(named, id=full(named.id, prefix), when=None)
        case question:
            return replace(question, id=full(question.id, prefix), when=None, required=False)


def full(key: str, prefix: str) -> StepId:
    return StepId(f"{prefix}.{key}")


def borrowed(
    steps: tuple[Step | Repeat, ...], names: Mapping[str, Named | None]
) -> tuple[dict[str, Step | Repeat], tuple[Repeat, ...]]:
    """Of the earlier flows' questions and repeats, those that the steps read."""
    by_key: dict[str, Step | Repeat] = {}
    repeats: dict[str, Repeat] = {}
    for each in every(names.values()):
        if isinstance(each, Turns):
            repeats[name_of(each.repeat.id)] = each.repeat
        else:
            by_key[name_of(each.id)] = each
    read = {name_in(word) for step in steps for word in strings(step)}
    own = {key: each for key, each in {**repeats, **by_key}.items() if key in read}
    return own, tuple(each for key, each in repeats.items() if key in read)


def name_in(word: str) -> str:
    """The question or repeat that a key is about; a figure of the group is about one too."""
    name = name_of(word.lstrip("#"))
    return name.removeprefix(OF_THE_COHORT).rpartition(".")[0] if name.startswith(OF_THE_COHORT) else name


def every(names: Iterable[Named | None]) -> Iterator[Question | Calculate | Turns]:
    for each in names:
        if isinstance(each, Turns):
            yield each
            yield from every(each.inner.values())
        elif each is not None and not isinstance(each, Current):
            yield each


def strings(thing: object) -> Iterator[str]:
    """Every string in a step: ids, names, also words, which are no names."""
    match thing:
        case str():
            yield thing
        case Mapping():
            yield from (word for each in thing.values() for word in strings(each))
        case tuple() | frozenset():
            yield from (word for each in thing for word in strings(each))
        case _ if is_dataclass(thing) and not isinstance(thing, type):
            yield from (word for each in fields(thing) for word in strings(getattr(thing, each.name)))
        case _:
            return
