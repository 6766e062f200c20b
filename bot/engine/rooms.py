"""Rooms: what happens to people when a stage opens, on a draft.

It must never interrupt a question: who is behind is offered the way, and stays until they take it.
"""

from bot.engine.draft import Draft
from bot.engine.effects import Act, Button, Press, Tone
from bot.engine.flow import Stage
from bot.engine.options import fixed_words
from bot.engine.relevance import is_base_consent
from bot.engine.session import Status


def stage_opened(draft: Draft, stage: Stage) -> None:
    """Who waited goes on; who is behind may join the room; nobody is interrupted otherwise."""
    if draft.session.status is Status.WAITING:
        return None if isinstance(draft.place, Stage) else draft.advance()
    if draft.session.status is Status.OPEN and is_behind(draft, stage.id):
        offer_the_room(draft, stage)
    return None


def is_behind(draft: Draft, stage: str) -> bool:
    """Nobody leaves the consent out by joining."""
    question, places = draft.question, draft.seen.places
    first = next((step.id for step in draft.seen.steps if step.stage == stage), None)
    if question is None or first is None or is_base_consent(question):
        return False
    return places[question.id] < places[first]


def offer_the_room(draft: Draft, stage: Stage) -> None:
    title = fixed_words(stage.title, draft.session.language)
    join = Button(draft.words.phrase("button.join"), Press(Act.JOIN, choice=stage.id), Tone.FORWARD)
    stay = Button(draft.words.phrase("button.go_on"), Press(Act.RETURN))
    draft.send(draft.words.note("room.open", ((join,), (stay,)), title=title))


def join(draft: Draft, stage: str) -> None:
    """From the open stage on; what was left is offered at the end."""
    draft.change(room=stage, cursor=None, status=Status.OPEN)
    draft.advance()
