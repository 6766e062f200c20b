"""Courtesies at Telegram: taps answered, questions tidied, strangers told. Side by side, best effort, each tried once.

It must never raise, and never make an answer wait.
"""

import asyncio
from typing import Any, assert_never

from bot.locales import Phrases
from bot.service.manners import AnswerTap, Manner, OfferTeamCommands, Tell, Tidy, WithdrawTeamCommands
from bot.telegram.api import Api, ApiError, NoAnswer, NotReached
from bot.telegram.menus import menus
from bot.telegram.sender import parameters_of

AT_ONCE = 64


class Courtesies:
    """Shows manners in the background; `drain` waits for those under way."""

    def __init__(self, api: Api, phrases: Phrases) -> None:
        self._api, self._phrases = api, phrases
        self._room = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[asyncio.Task[None]] = set()

    def show(self, manners: list[Manner]) -> None:
        for manner in manners:
            task = asyncio.create_task(self._show(manner))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def drain(self) -> None:
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _show(self, manner: Manner) -> None:
        async with self._room:
            for method, parameters in calls_of(manner, self._phrases):
                try:
                    await self._api.call(method, parameters)
                except (ApiError, NoAnswer, NotReached):
                    return  # the state is safe; only a courtesy was missed


def calls_of(manner: Manner, phrases: Phrases) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(manner, OfferTeamCommands):
        scope = {"type": "chat", "chat_id": manner.chat_id}
        return [("setMyCommands", {**menu, "scope": scope}) for menu in menus(phrases, for_team=True)]
    if isinstance(manner, WithdrawTeamCommands):
        scope = {"type": "chat", "chat_id": manner.chat_id}
        codes = [menu["language_code"] for menu in menus(phrases)]
        return [("deleteMyCommands", {"language_code": code, "scope": scope}) for code in codes]
    return [call_of(manner)]


def call_of(manner: AnswerTap | Tidy | Tell) -> tuple[str, dict[str, Any]]:
    match manner:
        case AnswerTap(query_id, words):
            return "answerCallbackQuery", {"callback_query_id": query_id, **({"text": words} if words else {})}
        case Tidy(chat_id, message_id, message, token):
            return "editMessageText", {"message_id": message_id, **parameters_of(chat_id, message, token)}
        case Tell(chat_id, message):
            return "sendMessage", parameters_of(chat_id, message, "")
        case _:
            assert_never(manner)
