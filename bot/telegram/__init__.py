"""The Telegram channel: updates to `Incoming`, messages to the Bot API. A small translator that knows Telegram and
two of our types.

wire.py reads updates, poller.py fetches them, sender.py delivers. It must never hold a rule about conversations.
"""
