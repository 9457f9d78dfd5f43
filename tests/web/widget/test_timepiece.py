"""The store is asked for the time once a second, and the time goes on in between."""

from __future__ import annotations

from slaclock.instant import SECOND
from slaclock.web.widget.timepiece import Timepiece


def test_the_time_goes_on_between_two_questions() -> None:
    asked: list[int] = []
    steady = iter([5_000_000, 5_000_000 + 400_000_000, 5_000_000 + 1_000_000_000])

    def ask() -> int:
        asked.append(1_800_000_000 * SECOND)
        return asked[-1]

    piece = Timepiece(ask, lambda: next(steady))
    assert [piece.now() - asked[0] for _ in range(3)] == [0, 400_000, 0]
    assert len(asked) == 2
