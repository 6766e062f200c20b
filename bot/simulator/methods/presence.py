"""sendChatAction and setMessageReaction: small signs that leave no message.

It must never send anything to the bot.
"""

import time

from bot.simulator import parameters as read
from bot.simulator.errors import bad_request
from bot.simulator.exchange import Exchange
from bot.simulator.methods.messages import message_id
from bot.simulator.methods.signature import Method
from bot.simulator.parameters import Parameters

TYPING = 5.0  # Bot API, sendChatAction: "for 5 seconds or less"
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
}
# Bot API, ReactionTypeEmoji.
_EMOJI = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""


async def send_chat_action(exchange: Exchange, parameters: Parameters) -> bool:
    chat = exchange.open_chat(read.chat_id(parameters))
    action = read.text(parameters, "action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = 0.0 if action == "cancel" else time.monotonic() + TYPING
    chat.touch()
    return True


async def set_message_reaction(exchange: Exchange, parameters: Parameters) -> bool:
    """A bot has at most one reaction on a message; an empty list takes it away."""
    chat = exchange.open_chat(read.chat_id(parameters))
    message = chat.messages.get(message_id(parameters))
    if message is None:
        raise bad_request("message to react not found")
    given = read.decoded(parameters, "reaction", "can't parse reaction types JSON object") or []
    if not isinstance(given, list):
        raise bad_request("can't parse reaction types: expected an Array of ReactionType")
    emoji = [str(kind.get("emoji", "")) if isinstance(kind, dict) else "" for kind in given]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.replace("\ufe0f", "") not in _EMOJI.split() for one in emoji):
        raise bad_request("REACTION_INVALID")
    message.reactions = emoji
    chat.touch(message)
    return True


METHODS: dict[str, Method] = {"sendChatAction": send_chat_action, "setMessageReaction": set_message_reaction}
