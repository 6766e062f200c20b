"""`python -m bot.simulator`: the simulator alone."""

import argparse

from bot.simulator.program import main

parser = argparse.ArgumentParser(prog="python -m bot.simulator", description="Telegram's Bot API on loopback.")
parser.add_argument("--listen", default="127.0.0.1:8081", metavar="HOST:PORT")
parser.add_argument("--token", help="the only token accepted; any well-formed one without it")
parser.add_argument("--clock-file", help="where the clock's offset is written for a bot in another process")
options = parser.parse_args()
main(options.listen, options.token, options.clock_file)
