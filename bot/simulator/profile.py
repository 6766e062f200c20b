"""What a bot says of itself in each language: names, descriptions, and the commands of its menu.

It must never mix languages: what is missing in one falls back to the text without a language, as on Telegram.
"""

from dataclasses import dataclass, field

Scope = tuple[str, int, int]
Command = dict[str, str]

EVERYWHERE: Scope = ("default", 0, 0)
PRIVATE: Scope = ("all_private_chats", 0, 0)


@dataclass
class Profile:
    """Texts by kind and language, commands by scope and language; "" is the text for every other language."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Command]] = field(default_factory=dict)

    def text(self, kind: str, language: str) -> str:
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")

    def set_text(self, kind: str, language: str, value: str) -> None:
        self.texts[kind, language] = value

    def menu(self, chat_id: int, language: str) -> list[Command]:
        """The commands a person sees in a private chat (Bot API, "Determining list of commands")."""
        for scope in (("chat", chat_id, 0), PRIVATE, EVERYWHERE):
            for wanted in (language, ""):
                if found := self.commands.get((scope, wanted)):
                    return found
        return []
