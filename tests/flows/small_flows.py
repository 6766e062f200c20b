"""Small flows under test: a few steps after the flow that broken_files has before each of its broken files."""

from dataclasses import replace
from functools import cache
from textwrap import indent

from broken_files import EARLIER

from bot import places
from bot.engine.flow import Flow, Repeat, Step
from bot.engine.questions import Question
from bot.engine.values import Answer
from bot.engine.world import World
from bot.flows.compiler import CompiledFlow, compile_flow
from bot.flows.exports import Exports
from bot.flows.problems import Severity
from bot.flows.reading import read_text
from bot.flows.surroundings import Surroundings
from bot.flows.talk import Talk
from bot.locales import load

HEAD = """\
flow: only
title: {en: Only, fr: Seul}
scales:
  able:
    - {id: 1, label: {en: With help, fr: Avec de l’aide}}
    - {id: 2, label: {en: On my own, fr: Sans aide}}
    - {id: dk, missing: true, label: {en: I don’t know, fr: Je ne sais pas}}
choices:
  worries:
    - {id: misuse, label: {en: Misuse, fr: Un mauvais usage}}
    - {id: law, label: {en: The law, fr: La loi}}
    - {id: none, exclusive: true, label: {en: None of these, fr: Rien de cela}}
    - {id: dk, missing: true, label: {en: I don’t know, fr: Je ne sais pas}}
cards:
  places: {label: {en: Which places?, fr: Quels lieux?}, say: {en: There are five., fr: Il y en a cinq.}}
steps:
"""
ROLE = """\
- id: role
  type: select_one
  ask: {en: "Your role?", fr: "Votre rôle?"}
  options:
    - {id: lead, label: {en: Leading, fr: Direction}}
    - {id: other, label: {en: Other, fr: Autre}}
"""
WORRIES = """\
- {id: worries, type: select_multiple, choices: worries, ask: {en: "Any worries?", fr: "Des soucis?"}}
"""
USERS = """\
- {id: users, type: list, ask: {en: "Who?", fr: "Qui?"}}
"""
PARTS = """\
- id: parts
  type: matrix
  scale: able
  ask: {en: "How well?", fr: "À quel point?"}
  items:
    - {id: maps, label: {en: To read maps, fr: Lire des cartes}, short: {en: Maps, fr: Cartes}}
    - {id: tables, label: {en: To read tables, fr: Lire des tableaux}, short: {en: Tables, fr: Tableaux}}
"""
DATASETS = """\
- repeat: datasets
  count: 2
  steps:
    - {id: name, type: text, required: false, ask: {en: "Its name?", fr: "Son nom?"}}
    - {id: worry, type: scale, scale: able, ask: {en: "How able?", fr: "À quel point?"}}
"""
SETTINGS = {"host_org": True, "city": False, "event_date": True, "agenda": True}
WITHOUT_EARLIER = Surroundings(
    "small",
    ("en", "fr"),
    settings=SETTINGS,
    dates=frozenset({"event_date"}),
    lists=("agenda",),
    resources={"law25": {"en": ("Law 25", "https://example.org/en"), "fr": ("La loi 25", "https://example.org/fr")}},
)
PHRASES = load(places.shipped("locales"))
WORLD = World(
    PHRASES,
    {
        language: {"host_org": "The Depot", "event_date": "May 3", "event_date|month": "May", "city": "", "agenda": "x"}
        for language in ("en", "fr")
    },
    lists={"en": {"agenda": ("Maps", "Talks")}, "fr": {"agenda": ("Cartes", "Échanges")}},
)


def say(name: str, words: str, when: str = "") -> str:
    """A message with the same words, marked with their language, in both."""
    condition = f", when: {when!r}" if when else ""
    return f'- {{id: {name}, say: {{en: "{words} en", fr: "{words} fr"}}{condition}}}\n'


def asked(name: str, kind: str, more: str = "", words: str = "") -> str:
    ask = f'{{en: "{words or name}?", fr: "{words or name}, oui?"}}'
    return f"- {{id: {name}, type: {kind}, ask: {ask}{', ' if more else ''}{more}}}\n"


@cache
def around() -> Surroundings:
    """After `earlier`, which is also known as `needs-assessment`."""
    names = compile_flow(read_text("earlier.yaml", EARLIER), "earlier", WITHOUT_EARLIER).names
    exports = Exports().and_those_of("earlier", names).and_those_of("needs-assessment", names)
    return replace(WITHOUT_EARLIER, exports=exports)


def compiled(*steps: str) -> CompiledFlow:
    return compiled_file(HEAD + indent("".join(steps), "  "))


def compiled_file(text: str) -> CompiledFlow:
    return compile_flow(read_text("only.yaml", text), "only", around())


def told(*steps: str) -> list[str]:
    """The codes of what is wrong, each once, without hints."""
    return codes_of(HEAD + indent("".join(steps), "  "))


def codes_of(text: str) -> list[str]:
    problems = compiled_file(text).problems
    return list(dict.fromkeys(each.code for each in problems if each.severity is not Severity.HINT))


def flow_of(*steps: str) -> Flow:
    made = compiled(*steps)
    assert made.flow is not None, [(each.code, each.place.line, dict(each.values)) for each in made.problems]
    return made.flow


def step_of(*steps: str) -> Step | Repeat:
    """The last of the steps."""
    return flow_of(*steps).steps[-1]


def question_of(*steps: str) -> Question:
    step = step_of(*steps)
    assert isinstance(step, Question)
    return step


def talk_of(*steps: str, language: str = "en", earlier: dict[str, Answer] | None = None, world: World = WORLD) -> Talk:
    return Talk(flow_of(*steps), world, language, earlier)


def heard(talk: Talk) -> list[str]:
    """What the bot has said since it was last listened to."""
    return [each.words for each in talk.take_heard()]


def buttons(talk: Talk) -> list[str]:
    """Of the newest message."""
    return [button.label for row in talk.chat[-1].keyboard for button in row]


def answer(talk: Talk, *replies: str) -> list[str]:
    """Taps or types each reply; the last thing that the bot said to it."""
    for reply in replies:
        heard(talk)
        if not talk.tap(reply):
            talk.type(reply)
    return heard(talk)
