"""Why a clock may have to wait: the spans a ticket spent in each status, and the pauses somebody set by hand."""

from __future__ import annotations

from typing import NamedTuple

MANUAL = "manual"
"""The kind of a pause that somebody set by hand; every other kind is a status."""
CUSTOMER = "customer"
"""The reason of a manual pause that the customer's own message ends."""
SOLVED_GAP = "solved gap"
"""The kind of a wait between a solve and its re-open."""


class Wait(NamedTuple):
    """A stretch in which clocks of some targets wait: from `start` to `end` (None: still), its kind and reason."""

    start: int
    end: int | None
    kind: str
    reason: str


class Waits:
    """Collects the waits of one ticket while its events are told (laws L18, L19)."""

    __slots__ = ("_born", "_manual", "_since", "_status", "_why", "told")

    def __init__(self, status: str, at: int) -> None:
        self.told: list[Wait] = []
        self._status = status
        self._since: int | None = at
        self._why = ""
        self._born = at
        self._manual: dict[str, Wait] = {}

    def enter(self, status: str, at: int, reason: str) -> None:
        """The ticket goes to another status."""
        self._leave(at)
        self._status, self._since, self._why = status, at, reason

    def _leave(self, at: int) -> None:
        if self._since is not None:
            self.told.append(Wait(self._since, at, self._status, self._why))
            self._since = None

    def customer_wrote(self, at: int) -> None:
        """The customer's message ends every wait for the customer, whatever the status says later.

        A ticket born pending stays so despite a message of the same instant: it is the one the pause was set upon.
        """
        if self._status == "pending" and at != self._born:
            self._leave(at)
        self.resume(CUSTOMER, at, only=True)

    def pause(self, reason: str, at: int, until: int | None) -> None:
        """Somebody pauses the ticket by hand; the same reason again only moves its end."""
        self._lapse(at)
        running = self._manual.get(reason)
        self._manual[reason] = Wait(running.start if running else at, until, MANUAL, reason)

    def resume(self, reason: str, at: int, *, only: bool = False) -> None:
        """The pause of this reason ends; if there is none (and not `only` it was meant), all manual pauses end."""
        self._lapse(at)
        ending = [reason] if reason in self._manual else [] if only else list(self._manual)
        for name in ending:
            self.told.append(self._manual.pop(name)._replace(end=at))

    def _lapse(self, at: int) -> None:
        for reason, wait in list(self._manual.items()):
            if wait.end is not None and wait.end <= at:
                self.told.append(self._manual.pop(reason))

    def all(self) -> list[Wait]:
        """Every wait so far by its start; running ones end nowhere yet, or where they resume by themselves."""
        waits = [*self.told, *self._manual.values()]
        if self._since is not None:
            waits.append(Wait(self._since, None, self._status, self._why))
        return sorted(waits, key=lambda wait: wait.start)
