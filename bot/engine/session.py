"""A session: one participant's way through one flow revision, as plain values that survive JSON.

Position is derived from responses; the only positions stored are the cursor and the room that was joined. It must never
hold an identity, and only draft.py makes new ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zlib import crc32

from bot.engine.flow import Flow, Revision
from bot.engine.items import name_of
from bot.engine.questions import StepId
from bot.engine.values import Answer, Basis, Kind


class Status(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    WAITING = "waiting"
    FINISHED = "finished"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Response:
    """The accepted value of a question. `value` is None when it was skipped."""

    kind: Kind
    value: Answer | None
    basis: Basis
    asking: int
    at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Asking:
    """How often a question has been put, and what it quoted the last time."""

    number: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Session:
    """`responses` holds dormant ones too; `ticks` are the picks (or the words of a list) not yet done; `held` is a
    reply that was sent before its question could have been read, kept until the person says what it was for.

    `earlier` are the answers of earlier flows that this one reads, copied when it began; `seed` shuffles options.
    `entered` are the stages whose title was shown, `room` the stage that a late person joined, `urged` the soft
    question whose first skip was met with a question, `reminded` how often in each stage.
    """

    flow: str
    revision: Revision
    language: str
    status: Status = Status.OPEN
    responses: Mapping[str, Response] = field(default_factory=dict)
    shown: Mapping[str, Basis] = field(default_factory=dict)
    askings: Mapping[str, Asking] = field(default_factory=dict)
    cursor: StepId | None = None
    ticks: tuple[str, ...] = ()
    misses: int = 0
    held: str | None = None
    thanked: bool = False
    earlier: Mapping[str, Answer] = field(default_factory=dict)
    seed: str = ""
    entered: tuple[str, ...] = ()
    room: str | None = None
    urged: str | None = None
    reminded: Mapping[str, int] = field(default_factory=dict)

    @property
    def held_mark(self) -> str | None:
        """Tells one held reply from another: the button under the offer of the first must not use the second."""
        return None if self.held is None else f"{crc32(self.held.encode(errors='replace')):x}"


def begin(flow: Flow, language: str, seed: str = "", earlier: Mapping[str, Answer] | None = None) -> Session:
    """A new session; an unknown language falls back to the workshop's first. `earlier` are answers by full name
    (`reflection.name@2`), of which those that the flow reads are kept."""
    spoken = language if language in flow.languages else flow.languages[0]
    read = {key: value for key, value in (earlier or {}).items() if name_of(key) in flow.borrowed}
    return Session(flow.id, flow.revision, spoken, earlier=read, seed=seed)


def to_json(session: Session) -> dict[str, Any]:
    """Plain JSON values; `from_json` gives back an equal session."""
    return {
        "flow": session.flow,
        "revision": session.revision,
        "language": session.language,
        "status": session.status,
        "responses": {name: response_to_json(each) for name, each in session.responses.items()},
        "shown": session.shown,
        "askings": {name: {"number": each.number, "basis": each.basis} for name, each in session.askings.items()},
        "cursor": session.cursor,
        "ticks": session.ticks,
        "misses": session.misses,
        "held": session.held,
        "thanked": session.thanked,
        "earlier": session.earlier,
        "seed": session.seed,
        "entered": session.entered,
        "room": session.room,
        "urged": session.urged,
        "reminded": session.reminded,
    }


def response_to_json(response: Response) -> dict[str, Any]:
    return {
        "kind": response.kind,
        "value": response.value,
        "basis": response.basis,
        "asking": response.asking,
        "at": response.at.isoformat(),
        "language": response.language,
    }


def from_json(document: Mapping[str, Any]) -> Session:
    """Raises KeyError or ValueError for anything that `to_json` did not make."""
    return Session(
        flow=document["flow"],
        revision=document["revision"],
        language=document["language"],
        status=Status(document["status"]),
        responses={name: response_from(each) for name, each in document["responses"].items()},
        shown={name: basis_from(each) for name, each in document["shown"].items()},
        askings={name: Asking(each["number"], basis_from(each["basis"])) for name, each in document["askings"].items()},
        cursor=document["cursor"],
        ticks=tuple(document["ticks"]),
        misses=document["misses"],
        held=document["held"],
        thanked=document["thanked"],
        earlier={name: answer_from(value) for name, value in document["earlier"].items()},
        seed=document["seed"],
        entered=tuple(document["entered"]),
        room=document["room"],
        urged=document["urged"],
        reminded=dict(document["reminded"]),
    )


def response_from(document: Mapping[str, Any]) -> Response:
    return Response(
        kind=Kind(document["kind"]),
        value=answer_from(document["value"]),
        basis=basis_from(document["basis"]),
        asking=document["asking"],
        at=datetime.fromisoformat(document["at"]),
        language=document["language"],
    )


def basis_from(pairs: Iterable[Sequence[Any]]) -> Basis:
    return tuple((name, answer_from(value)) for name, value in pairs)


def answer_from(value: Any) -> Any:
    """An answer, or None for a skip; JSON has lists for tuples."""
    return tuple(value) if isinstance(value, list | tuple) else value
