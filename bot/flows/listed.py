"""Listed: the scales, lists of choices and cards at the head of a flow's file, each read on its own.

It must never look at a step.
"""

from bot.engine.flow import Card
from bot.flows.asking import Listed, Lists
from bot.flows.authored import Author
from bot.flows.choice_questions import check_points, compile_options
from bot.flows.document import Document, Path
from bot.flows.shapes import read_shape
from bot.flows.step_shapes import CARD, OPTIONS
from bot.flows.surroundings import Surroundings


def read_lists(document: Document, author: Author, around: Surroundings) -> Lists:
    """What the steps of the file may use; None stands for what is faulty."""
    scales = {name: options_at(document, author, ("scales", name)) for name in names_at(document, "scales")}
    for name, points in scales.items():
        check_points(author, None if points is None else points.options, ("scales", name))
    return Lists(
        scales={name: None if points is None else points.options for name, points in scales.items()},
        choices={name: options_at(document, author, ("choices", name)) for name in names_at(document, "choices")},
        cards={name: card_at(document, author, ("cards", name), around) for name in names_at(document, "cards")},
        originals=around.exports.originals,
    )


def names_at(document: Document, key: str) -> list[str]:
    found = document.value.get(key)
    return list(found) if isinstance(found, dict) else []


def options_at(document: Document, author: Author, path: Path) -> Listed | None:
    options = read_shape(OPTIONS, document, path, author.problems)
    return None if options is None else compile_options(author, options, path)


def card_at(document: Document, author: Author, path: Path, around: Surroundings) -> Card | None:
    shape = read_shape(CARD, document, path, author.problems)
    if shape is None:
        return None
    return Card(
        author.label(shape.label, (*path, "label")), author.text(shape.say, (*path, "say"), around.without_answers)
    )
