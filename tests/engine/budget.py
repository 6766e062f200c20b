"""How long the property tests look for a counter-example: the same short time always, tenfold with CAUSERIE_LONG=1."""

import os

from hypothesis import HealthCheck, Phase, settings

IS_LONG = os.environ.get("CAUSERIE_LONG") == "1"
PHASES = (Phase.explicit, Phase.generate, *((Phase.shrink,) if IS_LONG else ()))
"""Making a long talk short takes minutes: a short run says that there is a counter-example, a long one which."""


def examples(number: int) -> settings:
    """So many examples in a short run; a long one draws ten times as many, and others each time."""
    return settings(
        max_examples=number * 10 if IS_LONG else number,
        derandomize=not IS_LONG,
        database=None,
        phases=PHASES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
