"""The turns of a ticket's life, in the order they happened: what metrics start, stop and restart on."""

from __future__ import annotations

from typing import NamedTuple


class Turn(NamedTuple):
    """A moment at an instant; `place` orders turns of one instant, `since` is the instant it counts from."""

    at: int
    place: int
    moment: str
    since: int


class Turns:
    """Collects the turns of one ticket; `at` and `place` are those of the event being told."""

    __slots__ = ("at", "place", "told")

    def __init__(self) -> None:
        self.at = 0
        self.place = 0
        self.told: list[Turn] = []

    def add(self, moment: str, since: int | None = None) -> None:
        """One more turn, now; `since` backdates what it starts."""
        self.told.append(Turn(self.at, self.place, moment, self.at if since is None else since))
