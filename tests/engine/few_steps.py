"""Small flows for the examples: a few steps, made by hand, and somebody who has just begun."""

from typing import Any

from chat import Chat
from made_words import LANGUAGES, label, options, text

from bot.engine.expressions import AnswerTo, Compare, Expression, Item, Literal
from bot.engine.flow import Another, Card, Fixed, Flow, Repeat, Revision, Say, Stage, Step
from bot.engine.items import LEVELS, template_key
from bot.engine.options import Option
from bot.engine.questions import FreeText, Listing, Number, Scale, SelectMultiple, SelectOne, StepId
from bot.engine.texts import Part, Progress, Run, Slot, Text, Words
from bot.engine.world import World

THREE = options("a", "b", "c")


def flow_of(*steps: Step | Repeat, stages: tuple[Stage, ...] = (), **fields: Any) -> Flow:
    cards = {"card": Card(label("e"), text("the card"))}
    return Flow(
        id="small",
        workshop="made",
        title=text("title"),
        languages=LANGUAGES,
        steps=steps,
        revision=Revision("r"),
        stages=stages,
        cards=cards,
        **fields,
    )


def begun(world: World, *steps: Step | Repeat, stages: tuple[Stage, ...] = (), language: str = "en") -> Chat:
    return Chat(flow_of(*steps, stages=stages), world, language).start()


def name(short: str, depth: int = 0) -> StepId:
    return StepId(template_key(short, depth))


def one(short: str, offered: tuple[Option, ...] = THREE, depth: int = 0, **fields: Any) -> SelectOne:
    return SelectOne(**asked(short, depth, fields), options=offered)


def several(short: str, offered: tuple[Option, ...] = THREE, depth: int = 0, **fields: Any) -> SelectMultiple:
    return SelectMultiple(**asked(short, depth, fields), options=offered)


def words(short: str, depth: int = 0, **fields: Any) -> FreeText:
    return FreeText(**{"longest": dict.fromkeys(LANGUAGES, 60), **asked(short, depth, fields)})


def listing(short: str, depth: int = 0, **fields: Any) -> Listing:
    return Listing(**asked(short, depth, fields))


def number(short: str, depth: int = 0, **fields: Any) -> Number:
    return Number(**asked(short, depth, fields))


def asked(short: str, depth: int, fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": name(short, depth), "ask": text(short), **fields}


def say(short: str, *parts: Part, depth: int = 0, **fields: Any) -> Say:
    return Say(id=name(short, depth), text=text(short, *parts), **fields)


def both(*parts: Part) -> Text:
    """The same parts in every language."""
    return Text(dict.fromkeys(LANGUAGES, parts))


def typed(words: str) -> Words:
    return Words(Run(words))


def turns(
    short: str, *steps: Step | Repeat, codes: tuple[str, ...] = ("1", "2"), depth: int = 0, **fields: Any
) -> Repeat:
    return Repeat(id=name(short, depth), over=fields.pop("over", Fixed(codes)), steps=steps, **fields)


def another(short: str, most: int = 3, depth: int = 0) -> Another:
    return Another(one(f"{short}_more", options("yes", "no"), depth + 1), most)


def equals(key: str, code: str | int) -> Expression:
    return Compare(AnswerTo(key), "==", Literal(code))


def matrix(**fields: object) -> Repeat:
    ask = both(typed("How is "), Slot(Item("#factors", LEVELS[0])), Progress("factors", LEVELS[0]))
    scale = Scale(id=StepId(f"factors@{LEVELS[0]}"), ask=ask, options=options("a", "b", "c", "dk"))
    return turns("factors", scale, codes=("a", "b"), options=options("a", "b"), **fields)


def next_put(chat: Chat) -> list[str | None]:
    """The questions that were put just now."""
    return [send.step for send in chat.sends if send.step is not None]


def through(chat: Chat, *labels: str) -> Chat:
    for each in labels:
        chat.tap(each)
    return chat
