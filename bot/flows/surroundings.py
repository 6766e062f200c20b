"""Surroundings: what a flow's file may count on from its workshop: languages, settings, links, earlier flows.

It must never hold anything of the flow itself.
"""

import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.flows.exports import Exports
from bot.flows.scope import Scope
from bot.flows.workshop_schema import WorkshopFile

RESERVED = frozenset({*keyword.kwlist, "answered", "count", "default", "any", "list", "where", "item", "cohort"})
"""Names that conditions and texts use for something else."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`settings` say by id whether they must be filled in; `dates` and `lists` are those of these types. `resources`
    are links by id: label and address by language."""

    workshop: str
    languages: Sequence[str]
    settings: Mapping[str, bool] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()
    resources: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    exports: Exports = field(default_factory=Exports)

    @property
    def without_answers(self) -> Scope:
        """What a text may name that is not drawn again when an answer changes."""
        return Scope(settings=self.settings, dates=self.dates, resources=self.resources, fixed=True)


def surroundings(shape: WorkshopFile) -> Surroundings:
    return Surroundings(
        workshop=shape.workshop,
        languages=shape.languages,
        settings={setting.id: setting.required for setting in shape.settings},
        dates=frozenset(setting.id for setting in shape.settings if setting.type == "date"),
        lists=tuple(setting.id for setting in shape.settings if setting.type == "list"),
        resources={
            each.id: {
                language: (each.label.get(language, ""), each.href.get(language, "")) for language in shape.languages
            }
            for each in shape.resources
        },
        exports=Exports(),
    )
