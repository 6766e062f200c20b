"""The demo's bot dies, and the people who are answering go on; a bot that refuses to start ends the demo."""

import asyncio
import os
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.cli.child import Child
from bot.cli.demo import TOKEN, cohort_of, environment, settings_in
from bot.rehearsal.people import characters, play
from bot.settings import BadSetting
from bot.simulator import Simulator
from bot.store import InstallationKey


async def test_people_arrive_at_the_end_although_the_bot_is_killed_among_them(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = settings_in(tmp_path, f"127.0.0.1:{port}")
    InstallationKey.create(settings.key)
    new = await cohort_of(settings)
    arrived: list[int] = []
    async with (
        Simulator(TOKEN, clock_file=str(settings.clock), port=port) as simulator,
        Child(environment(settings)) as bot,
        asyncio.TaskGroup() as tasks,
    ):
        first = bot.pid

        async def kill_once(method: str, parameters: Mapping[str, object]) -> None:
            if len(simulator.ledger.of("sendMessage")) == 20 and bot.pid == first:
                os.kill(first, signal.SIGKILL)

        simulator.on_request(kill_once)
        alive = tasks.create_task(bot.keep_alive())
        await play(simulator.url, new.participant_code, characters(4, 1), lambda: arrived.append(1))
        assert bot.pid != first
        alive.cancel()
    assert len(arrived) == 4


async def test_a_bot_that_refuses_to_start_is_not_started_again(tmp_path: Path) -> None:
    async with Child(environment(settings_in(tmp_path, "127.0.0.1:9"))) as bot:  # there is no key
        with pytest.raises(BadSetting, match="cannot start"):
            await bot.keep_alive()
