"""`causerie health`: whether the bot is alive and hears Telegram, for monitors and containers.

Monitors ask often: it must never import the bot (bot.wiring), which takes a second.
"""

import json
from datetime import datetime, timedelta

import typer

from bot.service.clock import clock_ahead, real_clock
from bot.settings import read_settings

SILENCE = timedelta(seconds=90)
"""Telegram answers a poll at the latest after 25 s (reliability.md, R74)."""


def command() -> None:
    """Say whether the bot is well; exit 1 when it is not."""
    settings = read_settings()
    try:
        state = json.loads(settings.health_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        typer.echo("No bot has run here yet: `causerie run` starts it.")
        raise typer.Exit(1) from None
    clock = real_clock if settings.clock is None else clock_ahead(settings.clock)
    trouble = trouble_of(state, clock())
    typer.echo(trouble or "The bot is well.")
    raise typer.Exit(1 if trouble else 0)


def trouble_of(state: dict[str, str], now: datetime) -> str | None:
    """One sentence, or None when all is well."""
    if now - datetime.fromisoformat(state["told_at"]) > SILENCE:
        return f"The bot has not been running since {state['told_at']}: start it, or look at its log."
    if not state["polled_at"] or now - datetime.fromisoformat(state["polled_at"]) > SILENCE:
        return "The bot runs but does not reach Telegram: look at its log for poll_failed."
    return None
