"""The Bot API's methods, one file for each family; this table is all that the server knows of them.

A method must never touch HTTP. It takes the exchange and the parameters and gives the result as Python values
(or as `bytes`, JSON already made), or raises `Refusal`.
"""

from collections.abc import Mapping

from bot.simulator.methods import messages, presence, presses, profile, updates
from bot.simulator.methods.signature import Method

_FAMILIES: tuple[Mapping[str, Method], ...] = (
    messages.METHODS,
    presses.METHODS,
    presence.METHODS,
    profile.METHODS,
    updates.METHODS,
)
METHODS: Mapping[str, Method] = {name.lower(): method for family in _FAMILIES for name, method in family.items()}
