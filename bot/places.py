"""Where the files that ship with Causerie are: in the checkout when there is one, else in the wheel.

It must never look anywhere else, so that what was tested is what runs.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `name` (`flows` or `locales`); the wheel keeps its copies under `bot/shipped`."""
    checkout = PACKAGE.parent / name
    if (PACKAGE.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return PACKAGE / "shipped" / name
