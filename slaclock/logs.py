"""Logs: one line a record, in UTC, as JSON for programs, with every secret blacked out before it is written."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from slaclock.connectors.secret import Secret, redact

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
"""What every record has; the rest was said on purpose."""


class JsonLine(logging.Formatter):
    """A record as one line of JSON, for programs."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record: its time, level, name, message, whatever was added to it, and a traceback if there is one."""
        return json.dumps(self.told(record), ensure_ascii=False)

    def told(self, record: logging.LogRecord) -> dict[str, object]:
        """What a record says, made safe to be read."""
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
        return told

    def _safe(self, text: str) -> str:
        return redact(text, self._secrets)


class PlainLine(JsonLine):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level and message, what was added behind them, and a traceback below."""
        told = self.told(record)
        at, level, _name, message = (str(told.pop(name)) for name in ("at", "level", "logger", "message"))
        below = f"\n{trace}" if (trace := told.pop("traceback", None)) else ""
        return " ".join([at, level, message, *(f"{name}={value}" for name, value in told.items())]) + below


def log_to(stream: TextIO, secrets: Iterable[Secret], *, as_json: bool = True, level: int = logging.INFO) -> None:
    """Send every log of this process to a stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter((JsonLine if as_json else PlainLine)(secrets))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("httpx", "httpcore", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
