"""What is usual at the desk, asked of the store once a minute: visitors cost it next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic_ns

from slaclock.app import App
from slaclock.ledger import usual
from slaclock.promise.habit import Habits

_MINUTE = 60 * 10**9


class Usual:
    """Knows what a minute ago was usual; threads that look at once may ask twice, and agree."""

    def __init__(self, ask: Callable[[], Habits | None], steady: Callable[[], int] = monotonic_ns) -> None:
        self._ask = ask
        self._steady = steady
        self._told: tuple[Habits | None, int] | None = None
        """What was usual, and what the steady clock showed then."""

    def known(self) -> Habits | None:
        """What is usual, where customers are to be told."""
        shown, told = self._steady(), self._told
        if told is None or shown - told[1] >= _MINUTE:
            told = self._told = (self._ask(), shown)
        return told[0]


def usual_of(app: App) -> Habits | None:
    """What is usual for whoever writes now; nobody knows where he will write if there are several helpdesks."""
    if len(app.desks) != 1:
        return None
    with app.store.reading() as unit:
        return usual(unit, app.desk(None))
