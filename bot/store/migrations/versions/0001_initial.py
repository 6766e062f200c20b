"""Version 1: the schema as first published.

It must never change, nor follow the tables' modules: what comes after is another version.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

VERSION_1 = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
INSTANT = sa.DateTime(timezone=True)
RISING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    VERSION_1.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """Remove every table."""
    VERSION_1.drop_all(op.get_bind(), checkfirst=False)


def _columns(kind: Any, *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def _participant(*, primary_key: bool = False, nullable: bool = False, index: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey("participants.id", ondelete="CASCADE")
    return sa.Column("participant_id", sa.Text, key, primary_key=primary_key, nullable=nullable, index=index)


def _cohort(*, primary_key: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey("cohorts.id", ondelete="CASCADE")
    return sa.Column("cohort_id", sa.Text, key, primary_key=primary_key, nullable=False, index=True)


def _session(*, nullable: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey("sessions.id", ondelete="CASCADE")
    return sa.Column("session_id", sa.Text, key, nullable=nullable)


sa.Table(
    "audit",
    VERSION_1,
    sa.Column("id", RISING, primary_key=True),
    sa.Column("cohort_id", sa.Text, index=True, nullable=True),
    *_columns(INSTANT, "at"),
    *_columns(sa.Text, "actor", "act"),
    *_columns(sa.Text, "subject", nullable=True),
    *_columns(sa.Integer, "count", nullable=True),
    sqlite_autoincrement=True,
)
sa.Table(
    "cohorts",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    *_columns(sa.Text, "workshop", "name", "timezone", "language", "settings"),
    *_columns(sa.Date, "date"),
    *_columns(sa.Integer, "minimum"),
    *_columns(INSTANT, "created_at"),
    *_columns(INSTANT, "closed_at", nullable=True),
    sa.CheckConstraint("minimum >= 5", name="minimum"),
)
sa.Table(
    "inbox",
    VERSION_1,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("received_at", INSTANT, index=True, nullable=False),
    sqlite_with_rowid=False,
)
sa.Table(
    "jobs",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, unique=True, nullable=True),
    *_columns(sa.Text, "kind", "arguments", "state"),
    *_columns(sa.Integer, "attempts"),
    *_columns(INSTANT, "created_at"),
    *_columns(INSTANT, "lease_until", "finished_at", nullable=True),
    *_columns(sa.Text, "owner", "result", nullable=True),
    sa.Index("ix_jobs_state", "state", "created_at"),
)
sa.Table(
    "participants",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    *_columns(sa.Text, "language"),
    *_columns(INSTANT, "created_at"),
)
sa.Table(
    "revisions",
    VERSION_1,
    sa.Column("hash", sa.Text, primary_key=True),
    *_columns(sa.Text, "workshop", "flow", "source"),
    *_columns(sa.Integer, "format"),
    *_columns(INSTANT, "created_at"),
)
sa.Table(
    "consents",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    _participant(index=True),
    _cohort(),
    *_columns(sa.Text, "purpose", "notice_hash", "notice_version", "language", "method"),
    *_columns(sa.Boolean, "given"),
    *_columns(INSTANT, "at"),
    *_columns(sa.BigInteger, "update_id", nullable=True),
)
sa.Table(
    "facilitators",
    VERSION_1,
    _participant(primary_key=True),
    _cohort(primary_key=True),
    *_columns(sa.Text, "role"),
    *_columns(INSTANT, "since"),
    *_columns(INSTANT, "removed_at", nullable=True),
)
sa.Table(
    "identities",
    VERSION_1,
    _participant(primary_key=True),
    sa.Column("lookup", sa.Text, unique=True, nullable=False),
    *_columns(sa.LargeBinary, "sealed"),
    *_columns(INSTANT, "unreachable_at", nullable=True),
)
sa.Table(
    "invitations",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    _cohort(),
    sa.Column("code_hash", sa.Text, unique=True, nullable=False),
    *_columns(sa.Text, "role"),
    *_columns(sa.Integer, "uses"),
    *_columns(INSTANT, "created_at"),
    *_columns(sa.Integer, "max_uses", nullable=True),
    *_columns(INSTANT, "expires_at", "revoked_at", nullable=True),
)
sa.Table(
    "memberships",
    VERSION_1,
    _participant(primary_key=True),
    _cohort(primary_key=True),
    *_columns(INSTANT, "joined_at"),
    *_columns(INSTANT, "left_at", nullable=True),
)
sa.Table(
    "quarantine",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    _participant(nullable=True, index=True),
    *_columns(sa.BigInteger, "bot_id", "update_id"),
    *_columns(sa.Text, "reason"),
    *_columns(sa.LargeBinary, "raw"),
    *_columns(INSTANT, "at"),
    sa.UniqueConstraint("bot_id", "update_id"),
)
sa.Table(
    "releases",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    _cohort(),
    *_columns(sa.Text, "edition", "filter", "snapshot_hash", "contributors", "document"),
    *_columns(INSTANT, "made_at"),
    *_columns(INSTANT, "withdrawn_at", nullable=True),
    sa.Index("ix_releases_latest", "cohort_id", "edition", "filter", "made_at"),
)
sa.Table(
    "sessions",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("token", sa.Text, unique=True, nullable=False),
    _participant(),
    _cohort(),
    sa.Column("revision", sa.Text, sa.ForeignKey("revisions.hash"), nullable=False),
    *_columns(sa.Text, "flow", "status", "language"),
    *_columns(sa.Boolean, "is_current"),
    *_columns(sa.LargeBinary, "state"),
    *_columns(INSTANT, "begun_at", "updated_at"),
    *_columns(sa.Text, "step", nullable=True),
    *_columns(INSTANT, "finished_at", nullable=True),
    sa.UniqueConstraint("participant_id", "cohort_id", "flow"),
)
sa.Table(
    "outbox",
    VERSION_1,
    sa.Column("id", RISING, primary_key=True),
    _participant(),
    _session(nullable=True),
    sa.Column("key", sa.Text, unique=True, nullable=False),
    *_columns(sa.Text, "lane", "state"),
    *_columns(INSTANT, "due_at", "created_at"),
    *_columns(sa.Integer, "attempts"),
    *_columns(sa.Text, "step", "owner", "reason", nullable=True),
    *_columns(sa.Integer, "asking", nullable=True),
    *_columns(sa.LargeBinary, "payload", nullable=True),
    *_columns(INSTANT, "lease_until", "attempted_at", nullable=True),
    *_columns(sa.BigInteger, "message_id", nullable=True),
    sa.Index("ix_outbox_session", "session_id", "state"),
    sa.Index("ix_outbox_chat", "participant_id", "state", "id"),
    sa.Index("ix_outbox_due", "state", "lane", "due_at"),
    sqlite_autoincrement=True,
)
sa.Table(
    "responses",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    _session(),
    _participant(index=True),
    _cohort(),
    *_columns(sa.Text, "flow", "question", "item", "kind", "language", "revision"),
    *_columns(sa.Integer, "version", "asking"),
    *_columns(sa.LargeBinary, "value"),
    *_columns(INSTANT, "at"),
    *_columns(sa.Boolean, "is_current", "is_live"),
    sa.UniqueConstraint("session_id", "question", "item", "version"),
)
sa.Table(
    "timers",
    VERSION_1,
    sa.Column("id", sa.Text, primary_key=True),
    _session(),
    sa.Column("due_at", INSTANT, index=True, nullable=False),
    *_columns(sa.Text, "name"),
    *_columns(sa.Integer, "asking"),
    sa.UniqueConstraint("session_id", "name"),
)
