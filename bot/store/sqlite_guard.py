"""What must be true of a SQLite database before Causerie trusts it: a local disk, one instance, durable settings.

It must never weaken a setting to make an opening succeed.
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.problems import StoreProblem

# SQLite's locks and shared memory do not work across hosts (sqlite.org/howtocorrupt.html, 2.1).
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ncpfs"}
    | {
        "davfs",
        "gfs2",
        "ocfs2",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.rclone",
        "fuse.ceph",
        "fuse.gcsfuse",
    }
)
BUSY_SECONDS = 5
WAL_LIMIT = 64 * 1024 * 1024
READERS = 4

# What each setting must read back as, once asked for. FULL: with NORMAL a power cut loses acknowledged answers.
DURABLE: dict[str, tuple[str, object]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "secure_delete": ("ON", 1),
    "foreign_keys": ("ON", 1),
    "journal_size_limit": (str(WAL_LIMIT), WAL_LIMIT),
}


def prepare_file(path: Path, *, create: bool) -> None:
    """Check the disk and make the folder (0700) and the file (0600). StoreProblem on a network disk or no file."""
    kind = file_system(path)
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreProblem("network-file-system", place=path, kind=kind)
    if not create and not path.is_file():
        raise StoreProblem("database-missing", place=path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)  # SQLite gives -wal and -shm the mode of the database


def file_system(path: Path, mounts: str | None = None) -> str:
    """The type of the file system that holds `path`, by /proc/mounts; empty where there is no such list."""
    if mounts is None:
        listing = Path("/proc/mounts")
        mounts = listing.read_text(encoding="utf-8", errors="replace") if listing.exists() else ""
    place = Path(os.path.realpath(path))
    points = [(line.split()[1].replace("\\040", " "), line.split()[2]) for line in mounts.splitlines()]
    holding = [(len(point), kind) for point, kind in points if place.is_relative_to(point)]
    # Of two mounts on one point the later hides the earlier.
    return max(reversed(holding), key=lambda found: found[0])[1] if holding else ""


class InstanceLock:
    """A lock file beside the database, held while one instance runs; the system lets go of it when a process dies."""

    def __init__(self, path: Path, process: str) -> None:
        """StoreProblem when somebody else holds it."""
        place = path.with_name(path.name + ".lock")
        self._file: IO[bytes] = os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise StoreProblem("already-running", process=process) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def writer(url: URL, *, checkpoints: bool, enforce: bool) -> AsyncEngine:
    """An engine of one connection, whose transactions begin IMMEDIATE.

    IMMEDIATE: a deferred transaction that reads first can fail as busy on its first write, whatever the timeout.
    `checkpoints`: only the instance that runs moves the WAL into the database, since before 3.51.3 two connections that
    do so can corrupt it. `enforce`: foreign keys, which a migration must do without.
    """
    asked = DURABLE | {"wal_autocheckpoint": ("1000", 1000) if checkpoints else ("0", 0)}
    if not enforce:
        asked |= {"foreign_keys": ("OFF", 0)}
    return _engine(url, asked, 1, "BEGIN IMMEDIATE")


def reader(url: URL) -> AsyncEngine:
    """An engine of a few connections that cannot write, each transaction one snapshot."""
    return _engine(url, DURABLE | {"query_only": ("ON", 1), "wal_autocheckpoint": ("0", 0)}, READERS, "BEGIN")


def _engine(url: URL, asked: dict[str, tuple[str, object]], size: int, begin: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", lambda connection, _: _set(connection, asked, url.database))
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _set(connection: Any, asked: dict[str, tuple[str, object]], place: str | None) -> None:
    cursor = connection.cursor()
    for pragma, (value, wanted) in asked.items():
        cursor.execute(f"PRAGMA {pragma}={value}")
        cursor.execute(f"PRAGMA {pragma}")
        if cursor.fetchone()[0] != wanted:
            raise StoreProblem("pragma-refused", pragma=f"{pragma}={value}", place=place)
    cursor.close()
