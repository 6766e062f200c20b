"""Jobs: work that reaches beyond its asker or reads a whole cohort, done outside the transaction that asked for it.

It must never run one: it says whose turn a job is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, Index, Integer, Table, Text, and_, bindparam, or_, select, update

from bot.store.schema import UtcDateTime, columns_of, filled, insert_either, metadata, new_id
from bot.store.transaction import Transaction

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True, doc="random"),
    Column("kind", Text, nullable=False, doc="what to do"),
    Column("arguments", Text, nullable=False, doc="with what, JSON; ids, never words of a person"),
    Column("key", Text, unique=True, doc="made by the asker: the same work is taken on once"),
    Column("state", Text, nullable=False, doc="new, running, done, failed"),
    Column("lease_until", UtcDateTime, doc="until when its worker has it"),
    Column("owner", Text, doc="which worker has it"),
    Column("attempts", Integer, nullable=False, doc="how often it was begun"),
    Column("result", Text, doc="what came of it, JSON"),
    Column("created_at", UtcDateTime, nullable=False, doc="when it was asked for"),
    Column("finished_at", UtcDateTime, doc="when it was done or given up"),
    Index("ix_jobs_state", "state", "created_at"),
)

NOW = bindparam("now", type_=UtcDateTime)
WAITING = or_(jobs.c.state == "new", and_(jobs.c.state == "running", jobs.c.lease_until <= NOW))
ADD = insert_either(lambda insert: insert(jobs).on_conflict_do_nothing(index_elements=["key"]))
ANY = select(jobs.c.id).where(WAITING).limit(1)
NEXT = (
    select(jobs.c.id)
    .where(WAITING)
    .order_by(jobs.c.created_at, jobs.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
LEASE = (
    update(jobs)
    .where(jobs.c.id.in_(NEXT))
    .values(state="running", owner=bindparam("worker"), lease_until=bindparam("until"), attempts=jobs.c.attempts + 1)
    .returning(jobs)
)
FINISH = (
    update(jobs)
    .where(jobs.c.id == bindparam("job"))
    .values(state=bindparam("outcome"), result=bindparam("came_of_it"), finished_at=bindparam("at"), lease_until=None)
)
VOID_ALL = update(jobs).where(jobs.c.state == "running").values(state="new", owner=None, lease_until=None)
GET = select(jobs).where(jobs.c.id == bindparam("job"))


@dataclass(frozen=True, slots=True)
class Job:
    """`arguments` and `result` are JSON; `state` is new, running, done or failed."""

    kind: str
    arguments: str
    created_at: datetime
    key: str | None = None
    state: str = "new"
    lease_until: datetime | None = None
    owner: str | None = None
    attempts: int = 0
    result: str | None = None
    finished_at: datetime | None = None
    id: str = field(default_factory=new_id)


async def add(tx: Transaction, wanted: Sequence[Job]) -> None:
    """Ask for work; what was asked for with the same key, ever, is not taken on again."""
    await tx.each(ADD, [columns_of(job) for job in wanted])


async def get(tx: Transaction, job_id: str) -> Job | None:
    """The job with this id."""
    rows = await tx.rows(GET, {"job": job_id})
    return filled(Job, rows[0]) if rows else None


async def waiting(tx: Transaction, now: datetime) -> bool:
    """Whether any job waits for a worker: a look that costs no write."""
    return bool(await tx.rows(ANY, {"now": now}))


async def lease(tx: Transaction, owner: str, now: datetime, until: datetime, limit: int) -> list[Job]:
    """Take up to `limit` jobs that nobody has, oldest first; one whose worker's time ran out is anybody's again."""
    rows = await tx.rows(LEASE, {"worker": owner, "now": now, "until": until, "limit": limit})
    return sorted((filled(Job, row) for row in rows), key=lambda job: (job.created_at, job.id))


async def finish(tx: Transaction, job_id: str, state: str, result: str | None, at: datetime) -> None:
    """Note what came of a job: `done`, `failed`, or `new` to have it done again."""
    ended = None if state == "new" else at
    await tx.change(FINISH, {"job": job_id, "outcome": state, "came_of_it": result, "at": ended})


async def void_all(tx: Transaction) -> int:
    """At the start of the single process: jobs that it left running are new again; how many."""
    return await tx.change(VOID_ALL)
