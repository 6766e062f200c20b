"""What the bot does, one transaction each. Begin with conversation.py: the way of an update.

It defines the two values that cross to the channels, `Incoming` and `Outcome`, and knows no channel. It must never
speak HTTP
or SQL.
"""
