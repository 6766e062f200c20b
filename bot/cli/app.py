"""The command `causerie`: its sub-commands gathered, and every expected trouble turned into one sentence.

Only the module of the command that was asked for is imported: a bot that is started again must not wait for the demo.
It must never print a traceback for something that the person can mend.
"""

import sys
from importlib import import_module

import typer

from bot.cli import logs
from bot.settings import BadSetting, read_settings

COMMANDS = (
    *("demo", "run", "chat", "check", "graph", "translations", "summary", "export"),
    *("simulator", "health", "cohort", "db", "key", "config"),
)
"""Each is a module here, with a `command` or, for a group, an `app`; in the order in which the help shows them."""


def main() -> None:
    """Runs the command of the process's arguments, and exits with its code."""
    try:
        application(sys.argv[1:])()
    except Exception as trouble:
        # Only now: it imports whatever can fail, and a command that goes well must not wait for that.
        from bot.cli.troubles import explained

        said = explained(trouble)
        if said is None:
            raise
        print(said.sentence, file=sys.stderr)
        sys.exit(said.code)


def application(arguments: list[str]) -> typer.Typer:
    """The program with the command that the arguments begin with, or with all of them when they begin otherwise."""
    app = typer.Typer(
        name="causerie",
        help="A facilitator that lives in a chat. New here? `causerie demo` shows everything, without a token.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(begin)
    for name in [each for each in COMMANDS if each in arguments[:1]] or COMMANDS:
        module = import_module(f"bot.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(module.command)
    return app


def begin() -> None:
    """Logs go to standard error from the first line on; settings that are bad are for the command to refuse."""
    try:
        settings = read_settings()
    except BadSetting:
        logs.configure("INFO")
    else:
        logs.configure(settings.log_level, settings.token.get_secret_value() if settings.token else "")
