"""`python -m bot`: the same as the command `causerie`."""

from bot.cli import main

main()
