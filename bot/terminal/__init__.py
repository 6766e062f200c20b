"""A conversation in a terminal: one flow, made-up settings, nothing stored."""
