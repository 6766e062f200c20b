"""What the flow before a made-up flow left: a scale, some picks, and a repeat whose turns can be gone round again."""

from made_dice import Dice
from made_names import Named, Turns
from made_words import LANGUAGES, options, text

from bot.engine.flow import Fixed, Repeat
from bot.engine.items import template_key
from bot.engine.questions import FreeText, Scale, SelectMultiple, StepId
from bot.engine.values import Answer

MOOD = Scale(id=StepId("past.mood"), ask=text("mood"), options=options("a", "b", "c", "dk"), required=False)
KINDS = SelectMultiple(id=StepId("past.kinds"), ask=text("kinds"), options=options("a", "b", "c", "x"), required=False)
WORTH = Scale(
    id=StepId(template_key("past.worth", 1)), ask=text("worth"), options=options("a", "b", "c", "dk"), required=False
)
NAME = FreeText(
    id=StepId(template_key("past.name", 1)), ask=text("name"), longest=dict.fromkeys(LANGUAGES, 60), required=False
)
POINTS = (None, "a", "b", "c", "dk")
SETS = Repeat(id=StepId("past.sets"), over=Fixed(()), steps=())
NAMES: tuple[Named, ...] = (MOOD, KINDS, Turns(SETS, 0, (WORTH, NAME)))
BORROWED = {"past.mood": MOOD, "past.kinds": KINDS, "past.worth": WORTH, "past.name": NAME, "past.sets": SETS}


def past(dice: Dice) -> dict[str, Answer]:
    """What somebody answered then, if anything."""
    sets = dice.any((), ("1",), ("1", "2", "3"))
    found: dict[str, Answer | None] = {
        "past.mood": dice.any(*POINTS),
        "past.kinds": dice.any(None, ("a",), ("a", "c"), ("x",)),
        "past.sets": sets,
        **{f"past.worth@{item}": dice.any(*POINTS) for item in sets},
        **{f"past.name@{item}": f"set {item}" for item in sets},
    }
    return {key: each for key, each in found.items() if each is not None}
