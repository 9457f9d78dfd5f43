"""A wall clock that tests move: one file, read by every program started under libfaketime whenever it looks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

LIBRARIES = "/usr/lib/*/faketime/libfaketime.so.1"


@dataclass
class WallClock:
    """The wall clock of a helpdesk and of the slaclock beside it; only wall time is moved, waiting lasts as it did."""

    file: Path | None
    """None: a clock that is not ours to move, and shows real time."""
    stands: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    running_since: float | None = None

    def stop(self, at: datetime | str) -> None:
        """Stop it at a UTC time like `2026-03-27 16:30:00`: what people do now happens then, to the second."""
        self._set(at, "")
        self.running_since = None

    def run(self, at: datetime | str) -> None:
        """Let it go on from a UTC time."""
        self._set(at, "@")
        self.running_since = time.monotonic()

    def real(self) -> None:
        """Show real time again."""
        self._write("+0")

    def now(self) -> datetime:
        """What it shows."""
        ran = 0.0 if self.running_since is None else time.monotonic() - self.running_since
        return self.stands + timedelta(seconds=ran)

    def environment(self) -> dict[str, str]:
        """What a program has to be started with to live by this clock; empty where libfaketime is not installed."""
        library = next(iter(sorted(Path("/").glob(LIBRARIES[1:]))), None)
        if library is None or self.file is None:
            return {}
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        }

    def _set(self, at: datetime | str, sign: str) -> None:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        self.stands = moment.replace(tzinfo=UTC, microsecond=0)
        self._write(f"{sign}{self.stands:%Y-%m-%d %H:%M:%S}")

    def _write(self, text: str) -> None:
        assert self.file is not None, "this clock is not ours to move"
        # put there as a whole: whoever looks at half a line is back in real time
        fresh = self.file.with_name("clock.new")
        fresh.write_text(f"{text}\n", encoding="utf-8")
        fresh.replace(self.file)
