"""Ground: what is known where the compiler stands: in the flow, in a stage, in a repeat.

It must never read a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.engine.expressions import Expression
from bot.engine.flow import Repeat, Say, Step
from bot.engine.items import name_of
from bot.engine.questions import Asked
from bot.flows.scope import Named, Turns


@dataclass(slots=True)
class Ground:
    """`outer` are the names from outside, `own` those that were added here since the last gate, `before` those added
    here before it. `width` is how wide the widest item's name is, `given` what holds everywhere on this ground,
    `ended` the message that has ended the flow here for everybody."""

    outer: dict[str, Named | None]
    own: dict[str, Named | None] = field(default_factory=dict)
    before: dict[str, Named | None] = field(default_factory=dict)
    level: int = 0
    width: int = 0
    stage: str | None = None
    given: tuple[Expression, ...] = ()
    ended: str = ""

    @property
    def names(self) -> dict[str, Named | None]:
        """Everything that may be named here."""
        return {**self.outer, **self.own}

    @property
    def added(self) -> dict[str, Named | None]:
        """Everything that this ground has added, as it was."""
        return {**self.before, **self.own}

    def pass_a_gate(self) -> None:
        """Behind a gate nothing before it is certain: who comes late may join the room there."""
        self.before |= self.own
        self.outer |= {name: uncertain(each) for name, each in self.own.items()}
        self.own = {}

    def come_to(self, messages: "tuple[Step | Repeat, ...]") -> None:
        """A message that ends the flow under no condition is the last that anybody sees."""
        for each in messages:
            if isinstance(each, Say) and each.ends and each.when is None:
                self.ended = name_of(each.id)

    def within(self, names: Mapping[str, Named | None], width: int, when: Expression | None) -> "Ground":
        """The ground of a repeat on this one."""
        given = self.given if when is None else (*self.given, when)
        wide = self.width + 1 + width if self.width else width
        return Ground({**self.names, **names}, level=self.level + 1, width=wide, stage=self.stage, given=given)


def uncertain(named: Named | None) -> Named | None:
    match named:
        case Turns(repeat, inner):
            return Turns(repeat, {name: uncertain(each) for name, each in inner.items()})
        case Asked():
            return replace(named, required=False)
        case _:
            return named
