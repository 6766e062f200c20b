"""Telegram's Bot API on loopback, in one process, with a web chat that looks like a phone.

It must never import anything else of Causerie, nor know what the bot under it is for.
"""

from bot.simulator.chats import Chat, Message, Toast
from bot.simulator.clock import Clock
from bot.simulator.faults import Fault
from bot.simulator.ledger import Call
from bot.simulator.phone import Phone
from bot.simulator.program import main
from bot.simulator.simulator import Simulator

__all__ = ["Call", "Chat", "Clock", "Fault", "Message", "Phone", "Simulator", "Toast", "main"]
