"""Runs as Telegram's HTML: what a person typed stays what they typed."""

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.texts import Run, Style
from bot.telegram.html import html_of


class Reader(HTMLParser):
    """The words and the tags that a reader of HTML sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.tags = "", []

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *attrs))


def test_signs_of_html_are_escaped() -> None:
    assert html_of((Run('a < b & "c" > <b>d</b>'),)) == "a &lt; b &amp; &quot;c&quot; &gt; &lt;b&gt;d&lt;/b&gt;"


def test_styles_become_tags_and_links_keep_their_address() -> None:
    runs = (
        Run("bold", Style.BOLD),
        Run(" "),
        Run("it", Style.ITALIC),
        Run("here", href="https://example.org/?a=1&b=2"),
    )
    assert html_of(runs) == '<b>bold</b> <i>it</i><a href="https://example.org/?a=1&amp;b=2">here</a>'


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'ab;#/!-= \n«é🙂"), max_size=60), st.sampled_from(Style))
def test_whatever_is_typed_comes_out_as_typed_and_opens_no_tag(words: str, style: Style) -> None:
    reader = Reader()
    reader.feed(html_of((Run(words, style),)))
    reader.close()
    assert reader.words == words
    assert len(reader.tags) == (0 if style is Style.PLAIN else 1)
