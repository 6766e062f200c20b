"""Keyboards: what is refused, what is dropped without a word, what the phone then shows."""

from typing import Any

import pytest
from bot_client import Answer, BotClient

from bot.simulator import Phone


def button(text: str = "Oui", **action: Any) -> dict[str, Any]:
    return {"text": text} | (action or {"callback_data": "x"})


async def send(bot: BotClient, phone: Phone, markup: Any) -> Answer:
    return await bot("sendMessage", chat_id=phone.id, text="?", reply_markup=markup)


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([1], "object expected as reply markup"),
        ({"inline_keyboard": [[button(callback_data="é" * 33)]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[button(callback_data="")]]}, "BUTTON_DATA_INVALID"),
        (
            {"inline_keyboard": [[{"text": "x"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "x"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [["x"]]},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            {"inline_keyboard": [[button(url="http://localhost/x")]]},
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        ({"inline_keyboard": [[button(callback_data="x" * 64)] * 8] * 13}, "reply markup is too long"),
        ({"inline_keyboard": [[button("x" * 300)] * 8] * 5}, "reply markup is too long"),
        ({"inline_keyboard": [[button() | {"style": "pink"}]]}, None),
        ({"inline_keyboard": [[button(copy_text={"text": "x" * 257})]]}, "BUTTON_COPY_TEXT_INVALID"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "input field placeholder is too long"),
    ],
)
async def test_keyboards_that_telegram_refuses(bot: BotClient, awa: Phone, markup: Any, refusal: str | None) -> None:
    answer = await send(bot, awa, markup)
    assert answer.status == 400
    assert refusal is None or answer.refusal == f"Bad Request: {refusal}"
    assert len(awa.messages) == 1


async def test_empty_buttons_and_those_beyond_twelve_in_a_row_vanish(bot: BotClient, awa: Phone) -> None:
    await send(bot, awa, {"inline_keyboard": [[button(" ")], [button(str(n)) for n in range(14)]]})
    assert [len(row) for row in awa.last.inline or []] == [12]


async def test_a_keyboard_left_empty_counts_as_none(bot: BotClient, awa: Phone) -> None:
    answer = await send(bot, awa, {"inline_keyboard": [[button("")], []]})
    assert "reply_markup" not in answer.result


async def test_of_several_actions_the_link_wins(bot: BotClient, awa: Phone) -> None:
    await send(bot, awa, {"inline_keyboard": [[button(callback_data="x", url="example.org")]]})
    assert awa.last.inline == [[{"text": "Oui", "url": "http://example.org/"}]]


async def test_styles_and_copied_texts_are_kept(bot: BotClient, awa: Phone) -> None:
    row = [button() | {"style": "success"}, button("Code", copy_text={"text": "ABC"})]
    answer = await send(bot, awa, {"inline_keyboard": [row]})
    assert answer.result["reply_markup"] == {"inline_keyboard": [row]}


async def test_a_reply_keyboard_is_shown_but_not_told_back(bot: BotClient, awa: Phone) -> None:
    answer = await send(bot, awa, {"keyboard": [["Oui", {"text": "Non"}]], "one_time_keyboard": True})
    assert "reply_markup" not in answer.result
    assert awa.keyboard == [["Oui", "Non"]]
    await awa.tap("Non")
    assert awa.last.text == "Non"
    assert awa.keyboard == []


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: BotClient, awa: Phone) -> None:
    await send(bot, awa, {"keyboard": [["Oui"]]})
    await bot("sendMessage", chat_id=awa.id, text="Encore")
    assert awa.keyboard == [["Oui"]]
    await send(bot, awa, {"remove_keyboard": True})
    assert awa.keyboard == []


async def test_an_edit_takes_inline_keyboards_only(bot: BotClient, awa: Phone) -> None:
    sent = (await send(bot, awa, {"inline_keyboard": [[button()]]})).result
    answer = await bot(
        "editMessageText", chat_id=awa.id, message_id=sent["message_id"], text="!", reply_markup={"keyboard": [["x"]]}
    )
    assert answer.refusal == "Bad Request: inline keyboard expected"
