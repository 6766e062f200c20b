"""Troubles: what can go wrong and can be mended, each as one sentence and an exit code.

It must never explain a fault of the program: that keeps its traceback.
"""

from typing import NamedTuple

from bot.rehearsal.phone import Stuck
from bot.service.facilitation import BadCohort
from bot.service.reporting import BeingUpdated
from bot.settings import BadSetting
from bot.store import StoreProblem, Unavailable
from bot.telegram.introduction import Unintroduced
from bot.telegram.poller import WrongToken
from bot.wiring import NoWorkshop

PROBLEM, WRONG = 1, 2
UNKNOWN_BOT = "Telegram does not know this token: copy it again from @BotFather into CAUSERIE_TOKEN."
UNAVAILABLE = "The database does not answer ({}): is its disk full, or its server down?"
UNUSABLE = "{} cannot be used ({}): correct the setting that names it, or let the user who runs Causerie use it."
UPDATING = "The results are being updated after an erasure: a new summary waits until enough people have changed."


class Said(NamedTuple):
    """What is told, and the exit code: 1 when trying again later may do, 2 when something must be corrected first."""

    sentence: str
    code: int


def explained(trouble: BaseException) -> Said | None:
    """What to tell about it; of a group, nested or not, the first that can be told. None for a fault of ours."""
    match trouble:
        case BaseExceptionGroup():
            return next(filter(None, map(explained, trouble.exceptions)), None)
        case BadSetting() | BadCohort() | StoreProblem() | NoWorkshop():
            return Said(str(trouble), WRONG)
        case WrongToken():
            return Said(UNKNOWN_BOT, WRONG)
        case OSError() if trouble.filename is not None:
            return Said(UNUSABLE.format(trouble.filename, trouble.strerror), WRONG)
        case Unavailable():
            return Said(UNAVAILABLE.format(trouble), PROBLEM)
        case BeingUpdated():
            return Said(UPDATING, PROBLEM)
        case Unintroduced() | Stuck():
            return Said(str(trouble), PROBLEM)
    return None
