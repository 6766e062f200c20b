"""A seat: one session with what it needs to go on. It must never change; a turn makes another one."""

import json
from dataclasses import dataclass

from bot.engine.flow import Flow
from bot.engine.questions import StepId
from bot.engine.relevance import open_question
from bot.engine.session import Session, from_json
from bot.engine.surveying import survey
from bot.engine.world import World
from bot.store.sessions import StoredSession

Asked = tuple[str, str, int]
"""Session, step, asking."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A session with what it needs to go on."""

    stored: StoredSession
    session: Session
    flow: Flow
    world: World

    @property
    def asked(self) -> Asked | None:
        """The question that waits, and at which asking; `step` is kept with the session when it changes."""
        step = self.stored.step
        return None if step is None else (self.stored.id, step, self.session.askings[step].number)

    @property
    def open_step(self) -> StepId | None:
        """The question that waits, derived anew."""
        seen = survey(self.flow, self.session, self.world)
        question = open_question(self.flow, self.session, seen, self.world)
        return None if question is None else question.id


def seat_of(stored: StoredSession, flow: Flow, world: World) -> Seat:
    return Seat(stored, from_json(json.loads(stored.state)), flow, world)
