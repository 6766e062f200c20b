"""A furnished database for the tests of the store."""

import pytest
from store_room import Room, furnish

from bot.store import Database


@pytest.fixture
async def room(database: Database) -> Room:
    """A cohort with Awa, Sam and Noor."""
    return await furnish(database)
