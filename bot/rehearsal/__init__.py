"""Rehearsal: synthetic people who take part through the real channel, by the same taps and words as anybody.

They know what a phone shows and nothing else. It must never reach into a service or a table.
"""
