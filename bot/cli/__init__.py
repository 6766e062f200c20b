"""The commands. Output for machines goes to standard output, everything else to standard error.

Exit codes: 0 done, 1 problems found or somebody who does not answer, 2 wrong use or a bad setting; with one sentence
that says what to do. A command must never hold a rule of its own: it asks a service and prints.
"""

from bot.cli.app import main

__all__ = ["main"]
