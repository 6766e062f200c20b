"""The engine: flows, sessions and turns. Pure; the standard library alone.

    turn(flow, session, event, world) -> Turn(session, effects)

Start reading in turn.py, then draft.py; relevance.py says what comes next and expressions.py what a condition is worth.
It must never look at a clock, draw a random number, read a file, log, or know what a chat is.
"""
