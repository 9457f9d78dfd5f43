"""L26: an unmapped status keeps the clock running and warns: a connector maps, the engine knows six statuses only."""

from __future__ import annotations

import json

import pytest

from slaclock.errors import InvalidEvents
from tests.clock.story import Case, case, created, desk, each, engine_for, instant, reads, status, told

DESK = desk(resolution="8 business hours")


@each(
    case(
        "new, open: the clock runs",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "open"), status("Mon 12:00", "new")],
        "Mon 13:00",
        reads("resolution", state="running", elapsed="3:00"),
    ),
    case(
        "pending, hold: it waits",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), status("Mon 12:00", "hold")],
        "Mon 13:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "solved, closed: it stops",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "closed")],
        "Mon 13:00",
        reads("resolution", state="stopped", elapsed="1:00"),
    ),
)
def test_l26_the_six_statuses(case: Case) -> None:
    case.check()


def test_l26_a_word_that_is_none_of_them_is_refused_by_name() -> None:
    """What a helpdesk calls "waiting for the moon" must be mapped before it comes here."""
    life = told([created("Mon 10:00"), status("Mon 11:00", "waiting for the moon")])
    with pytest.raises(InvalidEvents, match="waiting for the moon"):
        engine_for(json.dumps(DESK)).read(life, instant("Mon 12:00"))
