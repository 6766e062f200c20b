"""What every Bot API method looks like to the server.

It must never grow: a method needs the exchange and the parameters, nothing else.
"""

from collections.abc import Awaitable, Callable

from bot.simulator.exchange import Exchange
from bot.simulator.parameters import Parameters

Method = Callable[[Exchange, Parameters], Awaitable[object]]
