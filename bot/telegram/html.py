"""Runs as Telegram's HTML: three characters to escape, and nothing else to know (Bot API, Formatting options)."""

from bot.engine.texts import Run, Runs, Style

TAGS = {Style.BOLD: "b", Style.ITALIC: "i"}


def html_of(runs: Runs) -> str:
    return "".join(map(html_of_run, runs))


def html_of_run(run: Run) -> str:
    text = escaped(run.text)
    if run.href is not None:
        text = f'<a href="{escaped(run.href)}">{text}</a>'
    tag = TAGS.get(run.style)
    return text if tag is None else f"<{tag}>{text}</{tag}>"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
