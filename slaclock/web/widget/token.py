"""Tokens of the widget: a short-lived note by which one customer sees the promise of one ticket, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from slaclock.connectors.seal import Seal
from slaclock.instant import HOUR

GOOD_FOR = HOUR
LONGEST = 24 * HOUR


class Subject(NamedTuple):
    """Whose promise a token shows: a ticket of a helpdesk."""

    helpdesk: str
    ticket: str


@dataclass(frozen=True, slots=True)
class WidgetTokens:
    """Makes tokens and reads them again; they are good with one tenant only, whoever shares the secret."""

    secret: bytes
    tenant: str = "main"

    def write(self, subject: Subject, until: int) -> str:
        """A token that is good until an instant (microseconds)."""
        return self._seal.write([*subject, until])

    def read(self, token: str, now: int) -> Subject | None:
        """Whose promise a token shows; None if it was not made here, was changed, or is too old."""
        told = self._seal.read(token)
        if told is None:
            return None
        helpdesk, ticket, until = told
        return Subject(helpdesk, ticket) if now < until else None

    @property
    def _seal(self) -> Seal:
        return Seal(f"slaclock widget 1 {self.tenant}", self.secret)
