"""The command `causerie`: its sub-commands gathered, and every expected trouble turned into one sentence.

It must never print a traceback for something that the person can mend.
"""

import sys

import typer

from bot.cli import chat, check, cohort, config, db, demo, export, health, key, run, simulate, summary
from bot.service.facilitation import BadCohort
from bot.service.reporting import BeingUpdated
from bot.settings import BadSetting
from bot.store import StoreProblem, Unavailable
from bot.telegram.introduction import Unintroduced
from bot.telegram.poller import WrongToken
from bot.wiring import NoWorkshop

app = typer.Typer(
    name="causerie",
    help="A facilitator that lives in a chat. New here? `causerie demo` shows everything, without a token.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (demo, run, chat, check, summary, export, simulate, health):
    app.command(module.NAME)(module.command)
for group in (cohort, db, key, config):
    app.add_typer(group.app, name=group.NAME)

SAYABLE = (BadSetting, BadCohort, StoreProblem, NoWorkshop, Unintroduced, typer.BadParameter)
UNKNOWN_BOT = "Telegram does not know this token: copy it again from @BotFather into CAUSERIE_TOKEN."
UNAVAILABLE = "The database does not answer ({}): is its disk full, or its server down?"
UNUSABLE = "{} cannot be used ({}): correct the setting that names it, or let the user who runs Causerie use it."
UPDATING = "The results are being updated after an erasure: a new summary waits until enough people have changed."


def main() -> None:
    """Runs the command of the process's arguments, and exits with its code."""
    try:
        app()
    except SAYABLE as problem:
        refuse(str(problem))
    except WrongToken:
        refuse(UNKNOWN_BOT)
    except Unavailable as problem:
        refuse(UNAVAILABLE.format(problem))
    except BeingUpdated:
        refuse(UPDATING)
    except OSError as trouble:
        if trouble.filename is None:
            raise
        refuse(UNUSABLE.format(trouble.filename, trouble.strerror))
    except BaseExceptionGroup as group:
        known = group.subgroup((*SAYABLE, WrongToken))
        if known is None:
            raise
        first = known.exceptions[0]
        refuse(UNKNOWN_BOT if isinstance(first, WrongToken) else str(first))


def refuse(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(2)
