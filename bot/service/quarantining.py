"""Quarantining: an update set apart, with its reason and no more of a person than a fault may need.

It must never keep what Telegram tells of an account beside its id.
"""

import json
from contextlib import suppress
from datetime import datetime

from bot.service.incoming import Incoming, Unreadable
from bot.store.quarantine import Quarantined

NAMES = frozenset({"first_name", "last_name", "username", "phone_number"})


def quarantined(update: Incoming | Unreadable, person_id: str | None, reason: str, at: datetime) -> Quarantined:
    return Quarantined(update.bot_id, update.update_id, person_id, reason, raw_text(update.raw), at)


def raw_text(raw: object) -> str:
    """What came, as text; what no parser reads is kept as it can be."""
    if isinstance(raw, bytes):
        return raw.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        return json.dumps(without_names(raw))
    return ""


def without_names(raw: object) -> object:
    """What Telegram tells of an account beside its id is not kept, not even to look for a fault."""
    if isinstance(raw, dict):
        return {key: without_names(value) for key, value in raw.items() if key not in NAMES}
    return [without_names(each) for each in raw] if isinstance(raw, list) else raw
