"""Causerie: a facilitator that lives in a chat.

The floors, and the way of an update through them, are in ARCHITECTURE.md.
"""
