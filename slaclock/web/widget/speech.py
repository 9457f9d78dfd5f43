"""How a visitor is spoken to: in the language and zone his browser names, or in the desk's where it names none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slaclock.app import App
from slaclock.engine import Engine
from slaclock.instant import from_us
from slaclock.ledger import known_zone
from slaclock.promise.habit import Habits
from slaclock.promise.making import Manner
from slaclock.promise.promise import Promise


@dataclass(frozen=True, slots=True)
class Speech:
    """A language tag and a zone as a browser told them; a zone that nobody knows counts as none."""

    locale: str | None
    zone: str | None

    @property
    def manner(self) -> Manner:
        """The same, as a promise is made with."""
        return Manner(known_zone(self.zone), self.locale)


def promise_to(app: App, facts: Mapping[str, str], speech: Speech, habit: Habits | None, now: int) -> Promise:
    """What somebody is told who would write now; nothing is read from the store."""
    manner = speech.manner
    return Engine(app.config).promise_for(facts, from_us(now), manner.zone, manner.locale, habit=habit)
