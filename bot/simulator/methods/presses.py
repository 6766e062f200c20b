"""answerCallbackQuery: the answer to a pressed button.

It must never accept an answer to a press that nobody made.
"""

from bot.simulator import parameters as read
from bot.simulator.errors import QUERY_TOO_OLD, bad_request
from bot.simulator.exchange import Exchange
from bot.simulator.methods.signature import Method
from bot.simulator.parameters import Parameters

MAX_ANSWER = 200
ANSWERABLE = 150.0  # (memory): no source gives the time; a press that can still be delivered can be answered


async def answer_callback_query(exchange: Exchange, parameters: Parameters) -> bool:
    """A second answer to the same press is accepted and shows nothing."""
    text = read.text(parameters, "text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query = read.text(parameters, "callback_query_id")
    press = exchange.presses.get(query)
    if press is None or exchange.clock.now() - press.at > ANSWERABLE:
        raise bad_request(QUERY_TOO_OLD)
    chat = exchange.chats[press.chat_id]
    if chat.waiting.pop(query, None) is not None:
        chat.toast(text, read.boolean(parameters, "show_alert"), read.text(parameters, "url") or None)
    return True


METHODS: dict[str, Method] = {"answerCallbackQuery": answer_callback_query}
