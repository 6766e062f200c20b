"""Telegram's HTML and explicit entities: what is read, and each error with its byte offset."""

import pytest
from bot_client import BotClient

from bot.simulator import Phone
from bot.simulator.entities import explicit, trimmed
from bot.simulator.errors import Refusal
from bot.simulator.html_text import parse_html


def spans(source: str) -> list[tuple[object, ...]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in parse_html(source)[1]]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("é<blink>x", 'Unsupported start tag "blink" at byte offset 2'),
        ("é<blink", "Unclosed start tag at byte offset 2"),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i a = ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i a = b.,", "Unexpected end of name token at byte offset 7"),
        ('<i a = "b>', "Unclosed start tag at byte offset 0"),
        ("<i a", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "&#xD800;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
            "surrogate code units",
        ),
    ],
)
def test_html_that_telegram_refuses(source: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_only_four_names_and_numbers_are_decoded() -> None:
    assert parse_html("&lt;&gt&amp;&quot; &nbsp; R&D & &#233;&#xE9; &#12345678; &#0;")[0] == (
        '<>&" &nbsp; R&D & éé &#12345678; &#0;'
    )


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ("b strong", "bold"),
        ("i em", "italic"),
        ("u ins", "underline"),
        ("s strike del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_each_tag_becomes_its_entity_counted_in_utf16(tags: str, kind: str) -> None:
    for tag in tags.split():
        assert spans(f"🏟<{tag}>é🏟</{tag.upper()}>") == [(kind, 2, 3)]


def test_special_forms_of_tags() -> None:
    assert spans("<blockquote expandable>x</blockquote>") == [("expandable_blockquote", 0, 1)]
    assert spans('<span class="tg-spoiler">x</span>') == [("spoiler", 0, 1)]
    assert spans("<b></b>") == []
    assert spans("<b>x</>") == [("bold", 0, 1)]
    assert parse_html('<pre><code class="language-py">x</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "py"}
    ]


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://example.org/a?b&amp;c", "https://example.org/a?b&c"),
        ("example.org", "http://example.org/"),
        ("http://127.0.0.1:8080/live", "http://127.0.0.1:8080/live"),
        ("http://localhost:8080/live", None),
        ("javascript://x.y", None),
    ],
)
def test_a_link_is_completed_or_silently_lost(link: str, shown: str | None) -> None:
    text, entities = parse_html(f'<a href="{link}">ici</a>')
    assert text == "ici"
    assert [entity["url"] for entity in entities] == ([shown] if shown else [])


async def test_entities_follow_the_trimmed_text(bot: BotClient, awa: Phone) -> None:
    answer = await bot("sendMessage", chat_id=awa.id, text="  <b> Bonjour </b> <i> </i>", parse_mode="html")
    assert answer.result["text"] == "Bonjour"
    assert answer.result["entities"] == [{"type": "bold", "offset": 0, "length": 7}]


async def test_a_markup_error_sends_nothing(bot: BotClient, awa: Phone) -> None:
    answer = await bot("sendMessage", chat_id=awa.id, text="<b>x", parse_mode="HTML")
    assert answer.refusal == "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
    markdown = await bot("sendMessage", chat_id=awa.id, text="*x*", parse_mode="MarkdownV2")
    assert "choose parse_mode HTML" in markdown.refusal
    assert (await bot("sendMessage", chat_id=awa.id, text="x", parse_mode="BB")).refusal == (
        "Bad Request: unsupported parse_mode"
    )
    assert len(awa.messages) == 1


async def test_beyond_a_hundred_entities_the_rest_is_dropped(bot: BotClient, awa: Phone) -> None:
    answer = await bot("sendMessage", chat_id=awa.id, text="<b>x</b> " * 150, parse_mode="HTML")
    assert len(answer.result["entities"]) == 100


async def test_explicit_entities_are_kept_and_links_found(bot: BotClient, awa: Phone) -> None:
    given = [{"type": "bold", "offset": 0, "length": 2}, {"type": "glow", "offset": 0, "length": 1}]
    answer = await bot("sendMessage", chat_id=awa.id, text="🏟 https://example.org/x. /aide", entities=given)
    assert answer.result["entities"] == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "url", "offset": 3, "length": 21},
        {"type": "bot_command", "offset": 26, "length": 5},
    ]


@pytest.mark.parametrize(
    ("offset", "length", "reason"),
    [
        (0, 1, "Entity ends in a middle of a UTF-16 symbol at byte offset 0"),
        (1, 1, "Entity begins in a middle of a UTF-16 symbol at byte offset 0"),
        (2, 9, "Entity beginning at UTF-16 offset 2 ends after the end of the text at byte offset 5"),
    ],
)
def test_entities_that_cut_a_character_are_refused(offset: int, length: int, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        explicit("🏟a", [{"type": "bold", "offset": offset, "length": length}])


def test_an_entity_of_trimmed_blanks_goes() -> None:
    assert trimmed("a  ", [{"type": "bold", "offset": 1, "length": 2}]) == ("a", [])
