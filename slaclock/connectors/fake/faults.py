"""What the fake helpdesk does wrong, and how often: drawn from a seed, and counted, so that a test can ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from random import Random
from threading import Lock

from slaclock.connectors.recording import READS


class Fault(StrEnum):
    """One thing real helpdesks do."""

    LIMITED = "429 with Retry-After"
    LIMITED_MUTE = "429 without Retry-After"
    ERROR = "500"
    RESET_BEFORE = "the line breaks before anything happened"
    RESET_AFTER = "the line breaks after it happened"
    TRUNCATED = "the answer breaks off after it happened"
    STALE = "the feed of changes lags behind"
    GAP = "the feed lacks a new row that it has the next time"
    REPEATED = "a webhook comes twice"
    SHUFFLED = "webhooks come in another order"


WRITING = (Fault.LIMITED, Fault.LIMITED_MUTE, Fault.ERROR, Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.TRUNCATED)
READING = (*WRITING, Fault.STALE, Fault.GAP)
SENDING = (Fault.REPEATED, Fault.SHUFFLED)


class Faults:
    """A plan: of so many calls this share goes wrong, in these ways; what happened is counted."""

    def __init__(self, rate: float = 0.0, seed: int = 0, kinds: Sequence[Fault] = tuple(Fault)) -> None:
        self._rate = rate
        self._chance = Random(seed)  # noqa: S311  (no secret hangs on it)
        self._kinds = frozenset(kinds)
        self._lock = Lock()
        self.happened: Counter[Fault] = Counter()

    def of_call(self, method: str) -> Fault | None:
        """What goes wrong with this call, if anything."""
        return self._draw(READING if method in READS else WRITING)

    def of_webhooks(self) -> Fault | None:
        """What goes wrong with these deliveries, if anything."""
        return self._draw(SENDING)

    def shuffle(self, rows: list[object]) -> None:
        """Bring something into another order."""
        with self._lock:
            self._chance.shuffle(rows)

    def place(self, size: int) -> int:
        """One of so many places."""
        with self._lock:
            return self._chance.randrange(size)

    def _draw(self, possible: Sequence[Fault]) -> Fault | None:
        kinds = [each for each in possible if each in self._kinds]
        with self._lock:
            if not kinds or self._chance.random() >= self._rate:
                return None
            found = self._chance.choice(kinds)
            self.happened[found] += 1
            return found
