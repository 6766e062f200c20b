"""How far Sam or Awa has come: the shipped flow, answered up to a question."""

from chat import Chat

from bot.engine.session import Status


def phrase(chat: Chat, key: str, **values: object) -> str:
    return chat.world.phrases.say(chat.session.language, key, **values)


def at_role(chat: Chat) -> Chat:
    chat.say("yes")
    return chat


def at_comfort(chat: Chat, kinds: str = "1", shared: str = "I don’t know") -> Chat:
    at_role(chat)
    for words in ("2", kinds, "1", shared):
        chat.say(words)
    return chat


def at_reflection(chat: Chat) -> Chat:
    at_comfort(chat).say("3")
    return chat


def finished(chat: Chat) -> Chat:
    at_reflection(chat).say("We should ask people.")
    assert chat.session.status is Status.FINISHED
    return chat
