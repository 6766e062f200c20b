"""The simulator as an object: a server in this event loop, and everything a test wants of it.

It must never be reached from another machine unless it was told so by its `host`.
"""

from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.simulator import control, pages
from bot.simulator.clock import Clock
from bot.simulator.exchange import AcknowledgeHook, Exchange, RequestHook
from bot.simulator.faults import Faults
from bot.simulator.ledger import Ledger
from bot.simulator.pacing import Pacing
from bot.simulator.phone import Phone
from bot.simulator.server import BotServer
from bot.simulator.views import statistics

SEED = 1
GRACE = 0.1  # seconds that requests get to end by themselves; long polls are ended at once


class Simulator:
    """`async with Simulator() as sim:` serves a bot whose API address is `sim.api_url`.

    `token` None accepts any well-formed token. `port` 0 takes a free one. `seed` decides everything random:
    update ids and the probability of faults.
    """

    def __init__(
        self,
        token: str | None = "1:TEST",  # noqa: S107 - a sham
        *,
        clock: Clock | None = None,
        clock_file: str | None = None,
        seed: int = SEED,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.clock = clock or Clock(clock_file)
        self.exchange = Exchange(token, self.clock, seed)
        self._host = host
        self._port = port
        self._runner = web.AppRunner(
            self._application(), access_log=None, handler_cancellation=True, shutdown_timeout=GRACE
        )

    def _application(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", BotServer(self.exchange).handle)
        control.add_routes(app, self.exchange)
        pages.add_routes(app)
        return app

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.exchange.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The address of the page, without a slash at its end."""
        return f"http://{self._host}:{self._port}"

    @property
    def api_url(self) -> str:
        """What a bot takes as the address of its Bot API (`<api_url>/bot<token>/<method>`)."""
        return self.url

    @property
    def faults(self) -> Faults:
        return self.exchange.faults

    @property
    def flood(self) -> Pacing:
        return self.exchange.pacing

    @property
    def ledger(self) -> Ledger:
        return self.exchange.ledger

    @property
    def pending(self) -> int:
        """Updates not yet acknowledged."""
        return len(self.exchange.queue)

    def person(self, first_name: str, language_code: str = "", person_id: int | None = None) -> Phone:
        """Somebody new, with the phone to act through; they have not pressed Start."""
        return Phone(self.exchange, self.exchange.add_person(first_name, language_code, person_id))

    def phone(self, person_id: int) -> Phone:
        """Another handle on the phone of somebody who is there. Raises `KeyError`."""
        return Phone(self.exchange, self.exchange.chats[person_id])

    def inject(self, update: bytes | dict[str, Any]) -> int:
        """Puts any update, or bytes that are none, in the queue; see `Exchange.inject`."""
        return self.exchange.inject(update)

    def reset_update_ids(self, first: int) -> None:
        """Update ids begin anew at `first`, as after a week of silence."""
        self.exchange.queue.renumber(first)

    def on_acknowledge(self, hook: AcknowledgeHook) -> None:
        """`await hook(update_ids)` for each offset that confirms some, before the bot is answered."""
        self.exchange.acknowledge_hooks.append(hook)

    def on_request(self, hook: RequestHook) -> None:
        """`await hook(method, parameters)` before each call is handled; the method in small letters."""
        self.exchange.request_hooks.append(hook)

    def statistics(self) -> dict[str, Any]:
        return statistics(self.exchange)
