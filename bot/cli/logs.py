"""Logs: one JSON line for what happened, never for what was said, on standard error.

Every line passes the redaction of the token, also those of libraries, which stay at WARNING whatever the level: some
print addresses with the token in them.
"""

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

REDACTED = "‹token›"


class Redaction(logging.Filter):
    """Takes the token out of a library's line."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), ()
        record.exc_info, record.exc_text = None, None  # a traceback may quote what was being handled
        return True

    def clean(self, words: str) -> str:
        return words.replace(self._token, REDACTED) if self._token else words

    def processor(self, logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: self.clean(value) if isinstance(value, str) else value for key, value in event.items()}


class OneLine(logging.Formatter):
    """A library's line as JSON, whatever stands in it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"logger": record.name, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(line, ensure_ascii=False)


def configure(level: str, token: str = "") -> None:
    """For the whole process."""
    redaction = Redaction(token)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(redaction)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redaction.processor,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
