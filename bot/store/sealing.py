"""Sealing and opening of single values with AES-256-GCM, bound to the place where they are stored.

A sealed value is a nonce of 12 bytes and the ciphertext with its tag. Moved to another column or row it does not open.
Any Python text survives, NUL and lone surrogates included. It must never store or log a key or an opened value.
"""

import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.problems import Refused

NONCE = 12


def seal(cipher: AESGCM, value: bytes, place: str, row: str) -> bytes:
    """Seal `value` for `place` (`table.column`) of the row with id `row`."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + cipher.encrypt(nonce, value, f"{place}\0{row}".encode())


def unseal(cipher: AESGCM, sealed: bytes, place: str, row: str) -> bytes:
    """Open what `seal` made for the same place and row. `Refused` when it does not open."""
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], f"{place}\0{row}".encode())
    except InvalidTag:
        pass
    raise Refused(f"a sealed value does not open ({place})")


def seal_text(cipher: AESGCM, text: str, place: str, row: str) -> bytes:
    """Seal a text as UTF-8; lone surrogates pass."""
    return seal(cipher, text.encode("utf-8", "surrogatepass"), place, row)


def unseal_text(cipher: AESGCM, sealed: bytes, place: str, row: str) -> str:
    """Open a text sealed by `seal_text`."""
    return unseal(cipher, sealed, place, row).decode("utf-8", "surrogatepass")


class Ciphers:
    """The keys of some participants. Nobody else's can be sealed for or opened; a missing key means erased."""

    __slots__ = ("_by_participant",)

    def __init__(self, by_participant: Mapping[str, AESGCM]) -> None:
        self._by_participant = by_participant

    def __contains__(self, participant_id: str) -> bool:
        return participant_id in self._by_participant

    def seal(self, participant_id: str, text: str, place: str, row: str) -> bytes:
        """Seal a text for a participant. `Refused` when their key is erased."""
        cipher = self._by_participant.get(participant_id)
        if cipher is None:
            raise Refused(f"the participant's key is erased ({place})")
        return seal_text(cipher, text, place, row)

    def open(self, participant_id: str, sealed: bytes, place: str, row: str) -> str | None:
        """Open a participant's text; None when their key is erased."""
        cipher = self._by_participant.get(participant_id)
        return None if cipher is None else unseal_text(cipher, sealed, place, row)
