"""`causerie check`: everything that can be wrong with workshops, and the conversations that prove them."""

NAME = "check"


def command() -> None:
    """Check workshops."""
