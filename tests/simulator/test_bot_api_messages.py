"""sendMessage, the edits, deleteMessage, reactions and answers to presses."""

import pytest
from bot_client import BotClient

from bot.simulator import Phone, Simulator

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
YES = {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes"}]]}


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "Bad Request: message text is empty"),
        (" \n\t ", "Bad Request: text must be non-empty"),
        ("é" * 4097, "Bad Request: message is too long"),
        ("é" * 16385, "Bad Request: text is too long"),
        ("\ud800", "Bad Request: strings must be encoded in UTF-8"),
    ],
)
async def test_texts_that_telegram_refuses(bot: BotClient, awa: Phone, text: str, refusal: str) -> None:
    answer = await bot("sendMessage", chat_id=awa.id, text=text)
    assert (answer.status, answer.refusal) == (400, refusal)
    assert len(awa.messages) == 1


async def test_the_length_counts_code_points_after_trimming(bot: BotClient, awa: Phone) -> None:
    answer = await bot("sendMessage", chat_id=awa.id, text=" " + "🏟" * 4096 + "\n")
    assert answer.result["text"] == "🏟" * 4096


async def test_message_ids_rise_through_all_private_chats(bot: BotClient, awa: Phone, sam: Phone) -> None:
    first = await bot("sendMessage", chat_id=awa.id, text="Bonjour")
    second = await bot("sendMessage", chat_id=sam.id, text="Hello")
    assert [awa.messages[0].id, sam.messages[0].id] == [1, 2]
    assert [first.result["message_id"], second.result["message_id"]] == [3, 4]


async def test_a_reply_carries_what_it_replies_to(bot: BotClient, awa: Phone) -> None:
    answer = await bot("sendMessage", chat_id=awa.id, text="Oui", reply_parameters={"message_id": 1})
    assert answer.result["reply_to_message"]["text"] == "/start"
    refused = await bot("sendMessage", chat_id=awa.id, text="Oui", reply_parameters={"message_id": 99})
    assert refused.refusal == "Bad Request: message to be replied not found"
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert (
        "reply_to_message"
        not in (await bot("sendMessage", chat_id=awa.id, text="Oui", reply_parameters=lenient)).result
    )


async def test_an_edit_without_a_keyboard_removes_it(bot: BotClient, awa: Phone) -> None:
    sent = (await bot("sendMessage", chat_id=awa.id, text="Prêt?", reply_markup=YES)).result
    edited = await bot("editMessageText", chat_id=awa.id, message_id=sent["message_id"], text="Prêt? Oui")
    assert "reply_markup" not in edited.result
    assert edited.result["edit_date"] >= edited.result["date"]
    assert (awa.last.text, awa.last.inline) == ("Prêt? Oui", None)


async def test_an_edit_that_changes_nothing_is_refused(bot: BotClient, awa: Phone) -> None:
    sent = (await bot("sendMessage", chat_id=awa.id, text="Prêt?", reply_markup=YES)).result
    place = {"chat_id": awa.id, "message_id": sent["message_id"], "reply_markup": YES}
    assert (await bot("editMessageText", text=" Prêt? ", **place)).refusal == NOT_MODIFIED
    assert (await bot("editMessageReplyMarkup", **place)).refusal == NOT_MODIFIED


async def test_a_keyboard_alone_can_be_changed_and_removed(bot: BotClient, awa: Phone) -> None:
    sent = (await bot("sendMessage", chat_id=awa.id, text="Prêt?", reply_markup=YES)).result
    ticked = {"inline_keyboard": [[{"text": "✓ Oui", "callback_data": "yes", "style": "success"}]]}
    place = {"chat_id": awa.id, "message_id": sent["message_id"]}
    await bot("editMessageReplyMarkup", reply_markup=ticked, **place)
    assert awa.last.inline == ticked["inline_keyboard"]
    await bot("editMessageReplyMarkup", **place)
    assert awa.last.inline is None
    assert awa.last.edited_at is None


async def test_what_cannot_be_edited(bot: BotClient, awa: Phone) -> None:
    plain = {"keyboard": [["Oui"]]}
    keyboard = (await bot("sendMessage", chat_id=awa.id, text="Prêt?", reply_markup=plain)).result
    refusals = [
        (await bot("editMessageText", chat_id=awa.id, message_id=number, text="x")).refusal
        for number in (99, 1, keyboard["message_id"], 0)
    ]
    assert refusals == [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: message can't be edited",
        "Bad Request: message identifier is not specified",
    ]


async def test_messages_are_deleted_for_48_hours(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    first = (await bot("sendMessage", chat_id=awa.id, text="Un")).result["message_id"]
    second = (await bot("sendMessage", chat_id=awa.id, text="Deux")).result["message_id"]
    assert (await bot("deleteMessage", chat_id=awa.id, message_id=first)).result is True
    missing = await bot("deleteMessage", chat_id=awa.id, message_id=first)
    sim.clock.advance(48 * 3600 + 1)
    late = await bot("deleteMessage", chat_id=awa.id, message_id=second)
    assert missing.refusal == "Bad Request: message to delete not found"
    assert late.refusal == "Bad Request: message can't be deleted"
    assert awa.texts == ["/start", "Deux"]


async def test_a_reaction_is_one_emoji_that_telegram_knows(bot: BotClient, awa: Phone) -> None:
    async def react(*emoji: str) -> object:
        reaction = [{"type": "emoji", "emoji": one} for one in emoji]
        return (await bot("setMessageReaction", chat_id=awa.id, message_id=1, reaction=reaction)).body

    assert await react("👍") == {"ok": True, "result": True}
    assert awa.messages[0].reactions == ["👍"]
    assert "REACTION_INVALID" in str(await react("🏟"))
    assert "REACTIONS_TOO_MANY" in str(await react("👍", "🎉"))
    await react()
    assert awa.messages[0].reactions == []


async def test_an_answer_to_a_press_shows_a_toast_and_ends_the_spinning(bot: BotClient, awa: Phone) -> None:
    await bot("sendMessage", chat_id=awa.id, text="Prêt?", reply_markup=YES)
    await awa.tap("Oui")
    assert len(awa.chat.waiting) == 1
    query = (await bot("getUpdates", offset=-1)).result[0]["callback_query"]
    assert (query["data"], query["message"]["text"], query["from"]["language_code"]) == ("yes", "Prêt?", "fr")
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Merci", show_alert=True)
    assert [(toast.text, toast.alert) for toast in awa.toasts] == [("Merci", True)]
    assert awa.chat.waiting == {}


async def test_answers_to_presses_that_telegram_refuses(sim: Simulator, bot: BotClient, awa: Phone) -> None:
    query = await awa.forge("anything", message_id=1)
    long = await bot("answerCallbackQuery", callback_query_id=query, text="é" * 201)
    unknown = await bot("answerCallbackQuery", callback_query_id="123")
    sim.clock.advance(151)
    late = await bot("answerCallbackQuery", callback_query_id=query)
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert [long.refusal, unknown.refusal, late.refusal] == ["Bad Request: MESSAGE_TOO_LONG", old, old]


async def test_a_press_on_a_message_that_is_gone_says_so(bot: BotClient, awa: Phone) -> None:
    await awa.forge("x", message_id=55)
    query = (await bot("getUpdates", offset=-1)).result[0]["callback_query"]
    assert query["message"] == {"chat": query["message"]["chat"], "message_id": 55, "date": 0}


async def test_typing_ends_with_the_next_message(bot: BotClient, awa: Phone) -> None:
    assert (await bot("sendChatAction", chat_id=awa.id, action="typing")).result is True
    assert awa.chat.typing_until > 0
    await bot("sendMessage", chat_id=awa.id, text="Bonjour")
    assert awa.chat.typing_until == 0
    wrong = await bot("sendChatAction", chat_id=awa.id, action="dancing")
    assert wrong.refusal == "Bad Request: wrong parameter action in request"
