"""The library: the workshops on the shelf, and every flow by its revision, also those that only the database still has.

A session goes on with the revision it began with. It must never hold anything about a person.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.engine.flow import Flow
from bot.engine.world import World
from bot.flows import Loaded, NotPublishable, Workshop, compile_source, lines_of, printed_setting
from bot.locales import Phrases
from bot.store import revisions
from bot.store.cohorts import Cohort
from bot.store.revisions import Revision
from bot.store.transaction import Transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One workshop with its flows as the files have them now."""

    workshop: Workshop
    flows: Mapping[str, Flow]

    @property
    def first_flow(self) -> Flow:
        return self.flows[self.workshop.flows[0]]


class Library:
    """Flows by workshop and by revision; worlds by cohort."""

    def __init__(self, loaded: Iterable[Loaded], phrases: Phrases) -> None:
        self.phrases = phrases
        self.shelves = {
            each.workshop.id: Shelf(each.workshop, each.flows) for each in loaded if each.workshop is not None
        }
        self._flows: dict[str, Flow] = {
            flow.revision: flow for shelf in self.shelves.values() for flow in shelf.flows.values()
        }
        self._worlds: dict[str, World] = {}

    def knows(self, revision: str) -> bool:
        """Whether it can be gone on with: not when its workshop is no longer on the shelf."""
        return revision in self._flows

    def flow(self, revision: str) -> Flow:
        """Raises KeyError for a revision that was never fetched."""
        return self._flows[revision]

    def world(self, cohort: Cohort) -> World:
        """What the cohort filled in, printed in every language."""
        if cohort.id not in self._worlds:
            shelf = self.shelves.get(cohort.workshop)
            self._worlds[cohort.id] = World(self.phrases, {}) if shelf is None else self._made(shelf.workshop, cohort)
        return self._worlds[cohort.id]

    def _made(self, workshop: Workshop, cohort: Cohort) -> World:
        """By language: what was filled in for that language (`host_org.fr`), else for all."""
        filled: dict[str, str] = json.loads(cohort.settings)
        settings: dict[str, dict[str, str]] = {language: {} for language in workshop.languages}
        lists: dict[str, dict[str, tuple[str, ...]]] = {language: {} for language in workshop.languages}
        for language in workshop.languages:
            for setting in workshop.settings:
                value = filled.get(f"{setting.id}.{language}", filled.get(setting.id)) or ""
                settings[language] |= dict(printed_setting(setting, value, language, self.phrases))
                if setting.kind == "list":
                    lists[language][setting.id] = lines_of(value)
        return World(self.phrases, settings, lists)

    async def fetch(self, tx: Transaction, wanted: Collection[str]) -> None:
        """Has these revisions ready, compiling those that the files no longer have."""
        unknown = set(wanted) - self._flows.keys()
        for revision, stored in (await revisions.get(tx, unknown)).items():
            shelf = self.shelves.get(stored.workshop)
            if shelf is not None:
                self._compile(shelf.workshop, revision, stored)

    def _compile(self, workshop: Workshop, revision: str, stored: Revision) -> None:
        """A source that no longer fits its workshop leaves its sessions waiting, and nobody else."""
        try:
            self._flows[revision] = compile_source(workshop, stored.flow, stored.source)
        except NotPublishable as problem:
            log.error("revision_unusable", workshop=workshop.id, flow=stored.flow, problems=str(problem))

    async def publish(self, tx: Transaction, at: datetime) -> None:
        """Keeps the source of every flow, so that a session can go on when its file has changed."""
        await revisions.add(
            tx,
            [
                Revision(flow.revision, shelf.workshop.id, name, 1, shelf.workshop.sources[name], at)
                for shelf in self.shelves.values()
                for name, flow in shelf.flows.items()
            ],
        )
