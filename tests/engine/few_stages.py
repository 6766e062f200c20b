"""Three stages of a group, and somebody who goes through them."""

from chat import Chat
from few_steps import begun, one, say, words
from made_words import text

from bot.engine.flow import Stage, Step
from bot.engine.world import World

BEFORE = Stage("before", text("Before"))
TODAY = Stage("today", text("Today"), has_gate=True)
AFTER = Stage("after", text("After"), has_gate=True)
GROUP: tuple[Step, ...] = (
    one("role", stage="before"),
    words("why", stage="before"),
    say("hello", stage="today"),
    one("mood", stage="today"),
    one("next", stage="after"),
    say("bye"),
)


def person(world: World, *steps: Step, stages: tuple[Stage, ...] = (BEFORE, TODAY, AFTER)) -> Chat:
    return begun(world, *(steps or GROUP), stages=stages)
