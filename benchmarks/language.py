"""The flow language: a turn on the longest shipped flow, the load of 3,000 lines, the check of everything shipped.

    .venv/bin/python -m benchmarks.language [--talks 40]

Each figure stands beside another of the same run, so that what is compared is the program and not the machine: a turn
beside the JSON of its session, a load beside YAML's own reading of the same text, the check beside its loading.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ruamel.yaml import YAML

from bot import locales, places
from bot.engine.events import Event
from bot.engine.flow import Flow
from bot.engine.session import Session, from_json, to_json
from bot.engine.turn import turn
from bot.engine.world import World
from bot.flows import check_workshop, load_workshop
from bot.flows.talk import Talk
from bot.flows.walks import walk
from bot.locales import Phrases

FLOWS = places.shipped("flows")
LINES = 3000


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds: what else runs on the machine is not counted."""
    start = time.process_time()
    work()
    return time.process_time() - start


def turns(flow: Flow, world: World, talks: int) -> list[tuple[Session, Event, World]]:
    """Every turn of so many random talks."""
    taken: list[tuple[Session, Event, World]] = []
    happen = Talk.happen

    def kept(talk: Talk, event: Event) -> None:
        taken.append((talk.session, event, talk.world))
        happen(talk, event)

    Talk.happen = kept  # type: ignore[method-assign]  # for the length of the recording
    try:
        for seed in range(talks):
            walk(flow, world, ("en", "fr")[seed % 2], seed)
    finally:
        Talk.happen = happen  # type: ignore[method-assign]
    return taken


def timed_turns(flow: Flow, taken: list[tuple[Session, Event, World]]) -> list[float]:
    return [seconds(lambda case=case: turn(flow, case[0], case[1], case[2])) for case in taken]  # type: ignore[misc]


def round_trips(taken: list[tuple[Session, Event, World]]) -> list[float]:
    """What the session costs to write and to read, which the database needs for every update anyway."""
    return [seconds(lambda case=case: from_json(json.loads(json.dumps(to_json(case[0]))))) for case in taken]  # type: ignore[misc]


def long_flow() -> str:
    """A flow of 3,000 lines, both languages, every fourth question with a condition."""
    head = 'flow: long\ntitle: {en: "Long", fr: "Long"}\nsteps:\n'
    return head + "".join(question(number) for number in range((LINES - 3) // 10))


def question(number: int) -> str:
    when = f"    when: q{number - 1} == 'yes'\n" if number % 4 == 3 else "    required: true\n"
    return (
        f"  - id: q{number}\n    type: select_one\n{when}    ask:\n"
        f'      en: "Question number {number}?"\n      fr: "La question numéro {number}?"\n    options:\n'
        '      - {id: yes, label: {en: "Yes", fr: "Oui"}}\n      - {id: no, label: {en: "No", fr: "Non"}}\n'
        "    # one more line\n"
    )


WORKSHOP = 'workshop: long\nformat: 1\nlanguages: [en, fr]\ntitle: {en: "Long", fr: "Long"}\nflows:\n  - {flow: long}\n'


def loading(folder: Path) -> tuple[int, float, float]:
    """Lines, seconds to load the flow, seconds for ruamel's own reading of the same text."""
    text = long_flow()
    (folder / "long").mkdir()
    (folder / "long" / "workshop.yaml").write_text(WORKSHOP, encoding="utf-8")
    (folder / "long" / "long.yaml").write_text(text, encoding="utf-8")
    own = seconds(lambda: load_workshop(folder / "long"))
    plain = seconds(lambda: YAML(typ="safe", pure=True).load(text))
    return text.count("\n"), own, plain


def checks(phrases: Phrases) -> Iterator[tuple[str, float, float]]:
    for folder in sorted(path.parent for path in FLOWS.glob("*/workshop.yaml")):
        yield (
            folder.name,
            seconds(lambda f=folder: check_workshop(f, phrases)),
            seconds(lambda f=folder: load_workshop(f)),
        )  # type: ignore[misc]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--talks", type=int, default=40)
    talks = parser.parse_args().talks
    phrases = locales.load(places.shipped("locales"))
    loaded = load_workshop(FLOWS / "data-for-impact")
    assert loaded.workshop is not None
    flow, world = loaded.flows["reflection"], loaded.workshop.example_world(phrases)
    taken = turns(flow, world, talks)
    timed_turns(flow, taken[:200])  # what is made once is made
    own, trips = timed_turns(flow, taken), round_trips(taken)
    tell(own, trips)
    with tempfile.TemporaryDirectory() as folder:
        lines, load, plain = loading(Path(folder))
    print(f"load of {lines} lines: {load:.2f} s, YAML alone {plain:.2f} s, ratio {load / plain:.2f}")
    every = list(checks(phrases))
    for name, check, alone in every:
        print(f"check of {name}: {check:.1f} s, of which loading {alone:.1f} s")
    print(f"check of everything shipped: {sum(check for _, check, _ in every):.1f} s")


def tell(own: list[float], trips: list[float]) -> None:
    middle, json_middle = statistics.median(own) * 1000, statistics.median(trips) * 1000
    late = statistics.quantiles(own, n=100)[98] * 1000
    speed = 1 / statistics.mean(own)
    print(f"{len(own)} turns of reflection: median {middle:.3f} ms, p99 {late:.2f} ms, {speed:.0f} a second")
    print(f"JSON of the same sessions: median {json_middle:.3f} ms, ratio {middle / json_middle:.2f}")


if __name__ == "__main__":
    main()
