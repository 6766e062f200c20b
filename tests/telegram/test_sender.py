"""The sender: each thing that Telegram can do to a message is one of five outcomes, and nothing is raised."""

from collections.abc import AsyncIterator

import pytest

from bot.engine.effects import Act, Button, Message, Press
from bot.engine.flow import StepId
from bot.engine.texts import Run, Style
from bot.service.outcome import Delivered, Outcome, Rejected, RetryAfter, Uncertain, Unreachable
from bot.simulator import Phone, Simulator
from bot.telegram import api
from bot.telegram.api import connected
from bot.telegram.sender import Sender

TOKEN, SESSION = "1:TEST", "aB3dE6gHiJkL"


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator(TOKEN) as simulator:
        yield simulator


@pytest.fixture
async def sender(sim: Simulator) -> AsyncIterator[Sender]:
    async with connected(sim.api_url, TOKEN) as calls:
        yield Sender(calls)


@pytest.fixture
async def awa(sim: Simulator) -> Phone:
    phone = sim.person("Awa", "fr")
    await phone.start()
    return phone


def words(text: str) -> Message:
    return Message((Run(text),))


async def test_what_arrived_is_delivered_under_its_number(sender: Sender, awa: Phone) -> None:
    outcome = await sender.send(awa.id, words("Bonjour"), SESSION)
    assert outcome == Delivered(awa.last.id)
    assert awa.last.text == "Bonjour"


async def test_words_with_signs_of_markup_arrive_as_they_are(sender: Sender, awa: Phone) -> None:
    odd = 'a < b & "c" > <b>d</b> </i> &amp; <a href="https://example.org">e</a>'
    message = Message((Run(odd), Run(odd, Style.BOLD), Run(odd, Style.ITALIC, "https://example.org/?a=1&b=2")))
    assert isinstance(await sender.send(awa.id, message, SESSION), Delivered)
    assert awa.last.text == odd * 3


async def test_a_button_carries_its_session(sender: Sender, awa: Phone) -> None:
    button = Button("Oui", Press(Act.PICK, StepId("role"), 3, "lead"))
    await sender.send(awa.id, Message((Run("Alors?"),), ((button,),)), SESSION)
    assert awa.last.inline == [[{"text": "Oui", "callback_data": f"{SESSION}:p:3:role:lead"}]]


REFUSALS: tuple[tuple[str, dict[str, object], Outcome], ...] = (
    ("429", {"retry_after": 7}, RetryAfter(7.0)),
    ("403", {}, Unreachable("Forbidden: bot was blocked by the user")),
    ("400", {}, Unreachable("Bad Request: chat not found")),
    ("400", {"description": "Bad Request: can't parse entities"}, Rejected("Bad Request: can't parse entities")),
    ("500", {}, Uncertain("status 500")),
)


@pytest.mark.parametrize(("kind", "options", "outcome"), REFUSALS, ids=[str(each[2])[:20] for each in REFUSALS])
async def test_a_refusal_is_the_outcome_that_it_means(
    sim: Simulator, sender: Sender, awa: Phone, kind: str, options: dict[str, object], outcome: Outcome
) -> None:
    sim.faults.add(kind, **options)
    assert await sender.send(awa.id, words("Bonjour"), SESSION) == outcome


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
async def test_a_connection_that_breaks_leaves_the_fate_uncertain(
    sim: Simulator, sender: Sender, awa: Phone, kind: str
) -> None:
    sim.faults.add(kind)
    assert await sender.send(awa.id, words("Bonjour"), SESSION) == Uncertain("no answer")


async def test_an_answer_that_never_comes_leaves_the_fate_uncertain(
    sim: Simulator, sender: Sender, awa: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.Api.call, "__defaults__", (0.2,))
    sim.faults.add("silence_after")
    assert await sender.send(awa.id, words("Bonjour"), SESSION) == Uncertain("no answer")
    assert awa.last.text == "Bonjour"


async def test_a_server_that_is_not_there_surely_got_nothing(sim: Simulator) -> None:
    async with connected("http://127.0.0.1:9", TOKEN) as calls:
        assert isinstance(await Sender(calls).send(1, words("Bonjour"), SESSION), RetryAfter)


async def test_somebody_who_blocked_the_bot_or_is_gone_is_unreachable(
    sim: Simulator, sender: Sender, awa: Phone
) -> None:
    await awa.block()
    assert isinstance(await sender.send(awa.id, words("Bonjour"), SESSION), Unreachable)
    await awa.unblock()
    sim.exchange.chats[awa.id].person.deactivated = True
    assert isinstance(await sender.send(awa.id, words("Bonjour"), SESSION), Unreachable)
    assert isinstance(await sender.send(404, words("Bonjour"), SESSION), Unreachable)


async def test_a_message_of_ours_that_is_wrong_is_rejected(sender: Sender, awa: Phone) -> None:
    assert isinstance(await sender.send(awa.id, words("x" * 5000), SESSION), Rejected)


async def test_a_token_that_no_longer_holds_makes_a_message_wait(sim: Simulator, sender: Sender, awa: Phone) -> None:
    sim.exchange.token = "1:ANOTHER"
    assert isinstance(await sender.send(awa.id, words("Bonjour"), SESSION), RetryAfter)
