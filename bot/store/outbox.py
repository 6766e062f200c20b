"""Messages not yet delivered, and what became of those that were tried. Leasing them is in `leases`.

A reply may go out twice after a crash, a message of the outreach lane never: its lease that ran out is *uncertain*.
It must never keep the words of a message once its fate is known.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    tuple_,
    union_all,
    update,
)

from bot.store.schema import (
    RisingId,
    UtcDateTime,
    columns_of,
    insert_either,
    metadata,
    participant_column,
    session_column,
)
from bot.store.transaction import Transaction

outbox = Table(
    "outbox",
    metadata,
    Column("id", RisingId, primary_key=True, doc="rising: the order within a chat"),
    participant_column(),
    session_column(nullable=True),
    Column("step", Text, doc="which step it puts"),
    Column("asking", Integer, doc="which asking of the step"),
    Column("key", Text, nullable=False, unique=True, doc="made by the caller: the same message is queued once"),
    Column("lane", Text, nullable=False, doc="reply or outreach"),
    Column("payload", LargeBinary, doc="the message, sealed; null once its fate is known"),
    Column("state", Text, nullable=False, doc="new, sending, sent, uncertain, dead"),
    Column("due_at", UtcDateTime, nullable=False, doc="not before"),
    Column("lease_until", UtcDateTime, doc="until when its sender has it"),
    Column("owner", Text, doc="which sender has it"),
    Column("attempts", Integer, nullable=False, doc="how often it was tried"),
    Column("attempted_at", UtcDateTime, doc="of the first attempt whose outcome nobody knows"),
    Column("message_id", BigInteger, doc="Telegram's number of the message"),
    Column("reason", Text, doc="why it was not delivered"),
    Column("created_at", UtcDateTime, nullable=False, doc="when it was queued"),
    Index("ix_outbox_due", "state", "lane", "due_at"),
    Index("ix_outbox_session", "session_id", "state"),
    Index("ix_outbox_chat", "participant_id", "state", "id"),
    sqlite_autoincrement=True,
)
PLACE = "outbox.payload"
SETTLED = ("sent", "uncertain", "dead")
FURTHEST = ("dead", "new", "sending", "uncertain", "sent")

FREE = {"owner": None, "lease_until": None}
ROW = outbox.c.id == bindparam("row")
ADD = insert_either(lambda insert: insert(outbox).on_conflict_do_nothing(index_elements=["key"]))
SETTLE = (
    update(outbox)
    .where(ROW, outbox.c.state != "sent", outbox.c.state != "dead")
    .values(state=bindparam("fate"), message_id=bindparam("number"), reason=bindparam("why"), payload=None, **FREE)
)
GIVE_BACK = (
    update(outbox)
    .where(ROW, outbox.c.state == "sending")
    .values(state="new", reason=bindparam("why"), **FREE)
    .values(due_at=func.coalesce(bindparam("due", type_=UtcDateTime), outbox.c.due_at))
    .values(attempts=outbox.c.attempts - bindparam("untried", type_=Integer))
    .values(attempted_at=func.coalesce(outbox.c.attempted_at, bindparam("unknown_at", type_=UtcDateTime)))
)
POSTPONE = (
    update(outbox)
    .where(outbox.c.participant_id.in_(bindparam("ids", expanding=True)), outbox.c.state == "new")
    .where(outbox.c.due_at < bindparam("until", type_=UtcDateTime))
    .values(due_at=bindparam("until", type_=UtcDateTime))
)
ASKING = (outbox.c.session_id, outbox.c.step, outbox.c.asking)
UNATTEMPTED = select(*ASKING).where(
    outbox.c.session_id.in_(bindparam("ids", expanding=True)),
    outbox.c.state == "new",
    outbox.c.attempted_at.is_(None),
    outbox.c.step.is_not(None),
)
DELIVERIES = select(*ASKING, outbox.c.state, outbox.c.message_id, outbox.c.attempted_at).where(
    # By session first: SQLite finds no index for a comparison of tuples alone.
    outbox.c.session_id.in_(bindparam("ids", expanding=True)),
    tuple_(*ASKING).in_(bindparam("askings", expanding=True)),
)
PENDING = select(func.count()).select_from(outbox).where(outbox.c.state.in_(("new", "sending")))
NOW = bindparam("now", type_=UtcDateTime)
NEXT_DUE = union_all(
    select(func.min(outbox.c.due_at).label("at")).where(outbox.c.state == "new", outbox.c.due_at > NOW),
    select(func.min(outbox.c.lease_until)).where(outbox.c.state == "sending", outbox.c.lease_until > NOW),
)
FORGET = delete(outbox).where(outbox.c.state.in_(SETTLED), outbox.c.created_at < bindparam("before"))
Asking = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class NewMessage:
    """`payload` is what the channel needs, as text; `lane` is `reply` or `outreach`; `key` is unique for ever."""

    participant_id: str
    key: str
    lane: str
    payload: str
    due_at: datetime
    created_at: datetime
    session_id: str | None = None
    step: str | None = None
    asking: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a leased message: `sent`, `uncertain`, `dead`, or `new` to try it again at `due_at`.

    `new` says that it surely did not arrive, unless `unknown_at` says since when nobody knows; `attempted=False` that
    it was not even tried: this counts as no attempt.
    """

    id: int
    state: str
    message_id: int | None = None
    reason: str | None = None
    due_at: datetime | None = None
    attempted: bool = True
    unknown_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far an asking got.

    `state` is that of its furthest message; `first_message_id` Telegram's lowest known number; `may_be_earlier` says
    that an attempt of unknown outcome may have arrived before that.
    """

    state: str
    first_message_id: int | None
    may_be_earlier: bool


async def add(tx: Transaction, messages: Sequence[NewMessage]) -> None:
    """Queue messages in this order; one whose key is known is ignored."""
    ciphers = await tx.keyring.ciphers(one.participant_id for one in messages)
    rows = []
    for one in messages:
        sealed = ciphers.seal(one.participant_id, one.payload, PLACE, one.key)
        rows.append(columns_of(one) | {"payload": sealed, "state": "new", "attempts": 0})
    await tx.each(ADD, rows)


async def settle(tx: Transaction, fates: Sequence[Settled]) -> None:
    """Note what became of leased messages, and let go of them. A message sent or dead stays so."""
    in_order = sorted(fates, key=lambda one: one.id)
    await tx.each(
        SETTLE,
        [
            {"row": one.id, "fate": one.state, "number": one.message_id, "why": one.reason}
            for one in in_order
            if one.state != "new"
        ],
    )
    await tx.each(
        GIVE_BACK,
        [
            {
                "row": one.id,
                "why": one.reason,
                "due": one.due_at,
                "untried": int(not one.attempted),
                "unknown_at": one.unknown_at,
            }
            for one in in_order
            if one.state == "new"
        ],
    )


async def postpone(tx: Transaction, participant_ids: Collection[str], until: datetime) -> None:
    """Send these people nothing before `until`, in either lane, of what is waiting now."""
    if participant_ids:
        await tx.change(POSTPONE, {"ids": sorted(participant_ids), "until": until})


async def unattempted(tx: Transaction, session_ids: Collection[str]) -> set[Asking]:
    """The askings (session, step, asking) of these sessions with a message that nobody has tried to send yet."""
    rows = await tx.rows(UNATTEMPTED, {"ids": list(session_ids)}) if session_ids else ()
    return {(row.session_id, row.step, row.asking) for row in rows}


async def deliveries(tx: Transaction, askings: Iterable[Asking]) -> dict[Asking, Delivery]:
    """How far each (session, step, asking) got; those never queued, or forgotten, are left out."""
    wanted = list(askings)
    sessions = sorted({asking[0] for asking in wanted})
    rows = await tx.rows(DELIVERIES, {"ids": sessions, "askings": wanted}) if wanted else ()
    found: dict[Asking, list[Row[tuple[object, ...]]]] = {}
    for row in rows:
        found.setdefault((row.session_id, row.step, row.asking), []).append(row)
    return {asking: _delivery(group) for asking, group in found.items()}


async def pending(tx: Transaction) -> int:
    """How many are waiting or being sent."""
    return int((await tx.rows(PENDING))[0][0])


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """The next instant after `now` when a message falls due or a lease runs out; None when nothing waits."""
    return min((row.at for row in await tx.rows(NEXT_DUE, {"now": now}) if row.at), default=None)


async def forget_before(tx: Transaction, at: datetime) -> int:
    """Delete messages queued before `at` whose fate is known; how many."""
    return await tx.change(FORGET, {"before": at})


def _delivery(rows: Sequence[Row[tuple[object, ...]]]) -> Delivery:
    state = max((row.state for row in rows), key=FURTHEST.index)
    numbers = [row.message_id for row in rows if row.message_id is not None]
    unknown = any(row.attempted_at or row.state in ("sending", "uncertain") for row in rows)
    return Delivery(state, min(numbers, default=None), unknown)
