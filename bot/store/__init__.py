"""All SQL: the data, sealed at rest, and the keyring. Nothing above this package sees SQL, a driver or a key.

    database                         the one door: open, transactions, snapshots
    transaction                      the visible argument of every query function
    problems, sentences              what leaves the store when it fails
    connections                      the writer and the readers of one database
    sqlite_guard, postgresql_guard   what must be true before a database is trusted
    keys, keyring, sealing           AES-GCM under each person's key
    schema                           types and columns that the tables share
    versions, migrations             Alembic, on a connection of ours
    checking                         what `db check` looks at

One module per table, one function per query, frozen rows in and out: inbox, quarantine, people (participants and
identities), revisions, cohorts, invitations, memberships, facilitators, consents, sessions, responses, outbox (with
leases), timers, jobs, releases, audit. Times come from the caller; there is no clock here.

It must never import what talks to people, and never log.
"""

from bot.store import (
    audit,
    cohorts,
    consents,
    facilitators,
    inbox,
    invitations,
    jobs,
    leases,
    memberships,
    outbox,
    people,
    quarantine,
    releases,
    responses,
    revisions,
    sessions,
    timers,
)
from bot.store.database import Database
from bot.store.keys import InstallationKey
from bot.store.problems import Refused, StoreProblem, Unavailable
from bot.store.transaction import Transaction

__all__ = [
    "Database",
    "InstallationKey",
    "Refused",
    "StoreProblem",
    "Transaction",
    "Unavailable",
    "audit",
    "cohorts",
    "consents",
    "facilitators",
    "inbox",
    "invitations",
    "jobs",
    "leases",
    "memberships",
    "outbox",
    "people",
    "quarantine",
    "releases",
    "responses",
    "revisions",
    "sessions",
    "timers",
]
