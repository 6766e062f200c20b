"""The simulator as a program: serves until interrupted.

It must never start a bot; it only says where one finds it.
"""

import asyncio
import signal
import sys

from bot.simulator.simulator import Simulator


def main(listen: str = "127.0.0.1:8081", token: str | None = None, clock_file: str | None = None) -> None:
    """Serves at `listen` (host:port) until Ctrl-C or SIGTERM. Raises `ValueError` for a bad address."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError(f"--listen wants HOST:PORT, as 127.0.0.1:8081, not {listen}")
    asyncio.run(_serve(Simulator(token, clock_file=clock_file, host=host, port=int(port))))


async def _serve(simulator: Simulator) -> None:
    stop = asyncio.Event()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with simulator:
        print(f"{simulator.url}/", flush=True)
        await stop.wait()
