"""How requests are read and refused, whatever the method."""

import json

import aiohttp
import pytest
from bot_client import BotClient

from bot.simulator import Phone, Simulator
from bot.simulator.methods import METHODS

NONSENSE = [
    "",
    "x",
    -1,
    0,
    10**40,
    1.5,
    True,
    None,
    [],
    [[]],
    [1],
    ["x"],
    {},
    {"x": 1},
    "{",
    "[",
    "\ud800",
    float("inf"),
]
FIELDS = ("text", "callback_data", "url", "copy_text", "style")


@pytest.mark.parametrize("name", ["getMe", "getme", "GETME"])
@pytest.mark.parametrize("verb", ["GET", "POST"])
async def test_a_method_is_found_in_any_case_by_get_and_post(bot: BotClient, verb: str, name: str) -> None:
    answer = await bot.request(verb, name)
    assert answer.result["is_bot"] is True
    assert answer.result["id"] == 1


async def test_parameters_are_read_wherever_they_stand(bot: BotClient, awa: Phone) -> None:
    parameters = {"chat_id": str(awa.id), "text": "été", "reply_markup": json.dumps({"force_reply": True})}
    sent = [
        await bot.request("GET", "sendMessage", params=parameters),
        await bot.request("POST", "sendMessage", data=parameters),
        await bot.request("POST", "sendMessage", json=parameters | {"chat_id": awa.id}),
    ]
    assert [answer.result["text"] for answer in sent] == ["été"] * 3


async def test_a_bad_token_is_told_so(sim: Simulator, bot: BotClient) -> None:
    answer = await BotClient(sim.api_url, bot.session, "2:OTHER")("getMe")
    assert (answer.status, answer.refusal) == (401, "Unauthorized: invalid token specified")


async def test_without_a_token_of_its_own_the_simulator_takes_any_well_formed_one(bot: BotClient) -> None:
    async with Simulator(token=None) as open_to_all:
        known = await BotClient(open_to_all.api_url, bot.session, "77:ANY")("getMe")
        malformed = await BotClient(open_to_all.api_url, bot.session, "seventy")("getMe")
    assert known.result["id"] == 77
    assert malformed.status == 401


async def test_an_unknown_method_is_not_found(bot: BotClient) -> None:
    answer = await bot("sendTelepathy")
    assert (answer.status, answer.refusal) == (404, "Not Found: method not found")


@pytest.mark.parametrize("body", [b"{", b"[1]", b"[" * 5000])
async def test_a_body_that_is_no_json_object_is_refused(bot: BotClient, body: bytes) -> None:
    answer = await bot.request("POST", "getMe", data=body, headers={"Content-Type": "application/json"})
    assert answer.refusal == "Bad Request: can't parse JSON object"


async def test_who_may_be_written_to(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    noor = sim.person("Noor")
    gone = sim.person("Sam")
    await gone.start()
    sim.exchange.chats[gone.id].person.deactivated = True
    await awa.block()
    refusals = [
        (await bot("sendMessage", chat_id=chat, text="Hello")).refusal
        for chat in (awa.id, noor.id, gone.id, 5, "@someone", "")
    ]
    assert refusals == [
        "Forbidden: bot was blocked by the user",
        "Forbidden: bot can't initiate conversation with a user",
        "Forbidden: user is deactivated",
        "Bad Request: chat not found",
        "Bad Request: chat not found",
        "Bad Request: chat_id is empty",
    ]


async def test_flood_control_names_the_seconds_in_body_and_header(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    sim.flood.configure(per_chat=0.1, burst=2, overall=None)
    results = [(await bot("sendMessage", chat_id=awa.id, text="Hello")) for _ in range(3)]
    assert [answer.status for answer in results] == [200, 200, 429]
    assert results[2].refusal == "Too Many Requests: retry after 10"
    assert results[2].body["parameters"] == {"retry_after": 10}
    assert results[2].headers["Retry-After"] == "10"


async def test_flood_control_over_all_chats_counts_them_together(
    sim: Simulator, bot: BotClient, awa: Phone, sam: Phone
) -> None:
    sim.flood.configure(per_chat=None, overall=1.0, overall_burst=1)
    first = await bot("sendMessage", chat_id=awa.id, text="Hello")
    second = await bot("sendMessage", chat_id=sam.id, text="Hello")
    sim.flood.off()
    third = await bot("sendMessage", chat_id=sam.id, text="Hello")
    assert [first.status, second.status, third.status] == [200, 429, 200]


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_no_nonsense_makes_a_method_stumble(bot: BotClient, awa: Phone, method: str) -> None:
    """Every answer is a proper one: a result, or a refusal below 500."""
    sound = {"chat_id": awa.id, "message_id": 1, "text": "x", "timeout": 0, "offset": -1, "limit": 1}
    spoiled = "text reply_markup entities reaction commands scope reply_parameters parse_mode chat_id message_id offset"
    more = "allowed_updates language_code callback_query_id name link_preview_options show_alert action limit timeout"
    for name in (spoiled + " " + more).split():
        for value in NONSENSE:
            parameters = sound | {name: value}
            if method == "getupdates" and name == "timeout":
                continue
            answer = await bot(method, **parameters)
            assert answer.status < 500
            assert answer.body["ok"] is (answer.status == 200)


@pytest.mark.parametrize("keyboard", ["inline_keyboard", "keyboard"])
async def test_no_nonsense_in_a_keyboard_makes_it_stumble(bot: BotClient, awa: Phone, keyboard: str) -> None:
    for value in NONSENSE:
        rows = [
            value,
            [value],
            [[value]],
            *([[{"text": "x", "callback_data": "x"} | {field: value}]] for field in FIELDS),
        ]
        for row in rows:
            answer = await bot("sendMessage", chat_id=awa.id, text="x", reply_markup={keyboard: row})
            assert answer.status < 500


async def test_a_file_where_a_text_should_be_is_an_empty_text(bot: BotClient, awa: Phone) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(awa.id))
    form.add_field("text", b"x", filename="x.txt")
    answer = await bot.request("POST", "sendMessage", data=form)
    assert answer.refusal == "Bad Request: message text is empty"
