"""Flows drawn by hypothesis: what bot/flows would let through, in every mixture that its rules allow."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st
from made_dice import Dice
from made_outline import Outlined
from made_past import BORROWED, NAMES, SETS, past
from made_questions import EVERY_KIND, PLAIN_KINDS, Kind, consent
from made_steps import PLAIN_SHAPES, Maker
from made_words import LANGUAGES, label, text

from bot.engine.flow import (
    Card,
    Flow,
    Repeat,
    Revision,
    Stage,
    Step,
)
from bot.engine.questions import StepId
from bot.engine.values import Answer


@st.composite
def flows(draw: st.DrawFn, kinds: Sequence[Kind] = PLAIN_KINDS) -> Flow:
    """Three to seven steps, questions mostly; with the base consent first, or without."""
    dice = Dice(draw)
    maker, first = Maker(dice, kinds), begun(dice)
    return made((*first, *maker.steps([dice.any(*PLAIN_SHAPES) for _ in dice.several(3, 7)])))


@st.composite
def rich_flows(draw: st.DrawFn) -> Flow:
    """The whole language: repeats in repeats, borrowed options, calculations, stages with gates, early ends, some with
    a flow before them."""
    dice = Dice(draw)
    maker, first = Maker(dice, EVERY_KIND), begun(dice)
    earlier = past(dice) if dice.any(False, False, True) else None
    maker.names += NAMES if earlier is not None else ()
    steps = [*first, *maker.steps(maker.shapes(3, 6))]
    staged = [maker.in_stage(number) for number in dice.several(0, 3)]
    steps += [step for _, each in staged for step in each]
    steps += maker.steps(maker.shapes(0, 1))
    return made(tuple(steps), tuple(stage for stage, _ in staged), earlier)


def begun(dice: Dice) -> "list[Step | Repeat]":
    if dice.flip():
        return []
    return [consent({"id": StepId("agree"), "ask": text("agree")}, refusal=text("refused"))]


def made(
    steps: "tuple[Step | Repeat, ...]", stages: tuple[Stage, ...] = (), earlier: Mapping[str, Answer] | None = None
) -> Flow:
    flow = Outlined(
        id="made",
        workshop="made",
        title=text("title"),
        languages=LANGUAGES,
        steps=steps,
        revision=Revision("r1"),
        stages=stages,
        cards={"card": Card(label("e"), text("card"))},
        borrowed={} if earlier is None else BORROWED,
        borrowed_repeats=() if earlier is None else (SETS,),
    )
    object.__setattr__(flow, "earlier", earlier or {})
    return flow


def any_flows() -> st.SearchStrategy[Flow]:
    return st.one_of(flows(), rich_flows(), rich_flows())
