"""The hour that autumn has twice: lines go by instants, and say which of the two is meant."""

from __future__ import annotations

import json

from tests.clock.story import asked, created, desk, engine_for, instant, told


def test_lines_go_by_instants_and_the_sum_grows() -> None:
    """Born at 02:50 summer time; half an hour later it is 02:20 winter time."""
    events = told([created("Sun 25 Oct 02:50"), asked("Sun 25 Oct 02:20 again")])
    engine = engine_for(json.dumps(desk(first_response="1 hour")))
    found = engine.explain(events, "first_response", instant("Sun 25 Oct 02:20 again"))
    assert str(found).splitlines()[3:] == [
        "Sun 25 Oct 2026 02:50 CEST  starts: the customer asked",
        "Sun 25 Oct 2026 02:50 CEST to Sun 25 Oct 2026 02:20 CET  +0:30:00 = 0:30:00        open",
        "Sun 25 Oct 2026 02:20 CET  asked about",
        "Sun 25 Oct 2026 02:20 CET to Sun 25 Oct 2026 02:50 CET  +0:30:00 = 1:00:00        open",
        "Sun 25 Oct 2026 02:50 CET  deadline: 1 hour used",
        "running: used 0:30:00 of 1 hour, 0:30:00 left; deadline Sun 25 Oct 2026 02:50 CET",
    ]
    totals = [line.total for line in found.lines]
    assert totals == sorted(totals)
