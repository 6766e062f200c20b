"""The installation's key: one file outside the data folder, and the sub-keys derived from it for each use.

It must never be written to a database, printed or logged, and a file that others can read is refused.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.problems import StoreProblem

HEADER = "causerie-key-1:"
LENGTH = 32


class InstallationKey:
    """256 random bits; everything that the store seals or looks up by a keyed hash depends on them."""

    __slots__ = ("codes", "fingerprint", "lookup", "quarantine", "releases", "wrap")

    def __init__(self, secret: bytes) -> None:
        self.wrap = _derived(secret, "wrap")
        self.lookup = _derived(secret, "lookup")
        self.quarantine = _derived(secret, "quarantine")
        self.codes = _derived(secret, "codes")
        self.releases = _derived(secret, "releases")
        self.fingerprint = _derived(secret, "fingerprint").hex()

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a key file (0600, its folder 0700). StoreProblem when there is already a file."""
        secret = secrets.token_bytes(LENGTH)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise StoreProblem("key-exists", place=path) from None
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(HEADER + base64.b64encode(secret).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return cls(secret)

    @classmethod
    def load(cls, path: Path, *, is_credential: bool = False) -> Self:
        """Read a key file. StoreProblem when it is missing, readable by others, or not a key.

        A credential lies in a folder that systemd guards: it is given by an access list, which shows as a group's
        right.
        """
        if not path.is_file():
            raise StoreProblem("key-missing", place=path)
        open_to_others = stat.S_IRWXO | (0 if is_credential else stat.S_IRWXG)
        if os.name == "posix" and path.stat().st_mode & open_to_others:
            raise StoreProblem("key-readable-by-others", place=path)
        secret = _decoded(path.read_bytes())
        if secret is None:
            raise StoreProblem("key-malformed", place=path)
        return cls(secret)

    def __repr__(self) -> str:
        return "InstallationKey(…)"


def keyed_hash(key: bytes, *parts: str | int) -> str:
    """HMAC-SHA-256 of the parts under a sub-key, in hexadecimal."""
    return hmac.new(key, "\0".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()


def _derived(secret: bytes, label: str) -> bytes:
    return HKDF(SHA256(), LENGTH, salt=None, info=f"causerie {label}".encode()).derive(secret)


def _decoded(content: bytes) -> bytes | None:
    if not content.startswith(HEADER.encode()):
        return None
    try:
        secret = base64.b64decode(content.strip()[len(HEADER) :], validate=True)
    except binascii.Error:
        return None
    return secret if len(secret) == LENGTH else None
