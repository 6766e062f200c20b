"""An attacker who knows the rule and everything printed, and tries every cohort that would have printed it.

Only for small cohorts: all ways to spread n people over the cells of a row.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

Vector = tuple[int, ...]


@dataclass
class Knowledge:
    """Per printed output, the values that each cell may have."""

    values: dict[Hashable, list[set[int]]] = field(default_factory=dict)
    rows: dict[Hashable, int] = field(default_factory=lambda: defaultdict(int))

    def learn(self, output: Hashable, row: Vector) -> None:
        sets = self.values.setdefault(output, [set() for _ in row])
        for seen, value in zip(sets, row, strict=True):
            seen.add(value)
        self.rows[output] += 1


def attack(printed: Iterable[tuple[Vector, Hashable]]) -> Knowledge:
    """`printed` pairs every possible row with what it prints."""
    knowledge = Knowledge()
    for row, output in printed:
        knowledge.learn(output, row)
    return knowledge


def spreads(people: int, cells: int) -> Iterator[Vector]:
    """Every way to put this many people into this many cells."""
    if cells == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in spreads(people - first, cells - 1):
            yield (first, *rest)
