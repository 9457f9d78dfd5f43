"""Logs: one JSON object a line, in UTC, with every secret blacked out before it is written."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from slaclock.connectors.secret import Secret, redact

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
"""What every record has; the rest was said on purpose."""


class JsonLine(logging.Formatter):
    """A record as one line of JSON."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record: its time, level, name, message, whatever was added to it, and a traceback if there is one."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._safe(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _OWN:
                told[name] = value if isinstance(value, (int, float, bool)) else self._safe(_plain(value))
        if record.exc_info:
            told["traceback"] = self._safe(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)

    def _safe(self, text: str) -> str:
        return redact(text, self._secrets)


def log_to(stream: TextIO, secrets: Iterable[Secret], level: int = logging.INFO) -> None:
    """Send every log of this process to a stream, as JSON lines."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine(secrets))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("httpx", "httpcore", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def log(secrets: Iterable[Secret], level: int = logging.INFO) -> None:
    """Send every log of this process to the standard error."""
    log_to(sys.stderr, secrets, level)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
