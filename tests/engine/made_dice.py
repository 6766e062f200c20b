"""Dice: one drawn choice after the other. Far cheaper than a strategy for each place, of which a flow has hundreds."""

from typing import Any

from hypothesis import strategies as st

UP_TO = [st.integers(0, most) for most in range(200)]


class Dice:
    """What hypothesis draws, and shrinks towards the first of the choices."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def any(self, *choices: Any) -> Any:
        return choices[self.number(len(choices) - 1)]

    def number(self, most: int) -> int:
        return self.draw(UP_TO[most]) if most else 0

    def flip(self) -> bool:
        return self.number(1) == 1

    def several(self, least: int, most: int) -> range:
        """So many times."""
        return range(least + self.number(most - least))

    def some(self, *choices: Any) -> tuple[Any, ...]:
        """One or more of them, in their order."""
        kept = tuple(choice for choice in choices if self.flip())
        return kept or (self.any(*choices),)
