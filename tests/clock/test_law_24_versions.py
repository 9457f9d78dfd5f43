"""L24: policies and calendars have versions; a ticket keeps the one of its creation."""

from __future__ import annotations

from tests.clock.story import BERLIN, Case, absent, case, changed, created, desk, desks, each, policy, reads

LONGER = BERLIN | {"changes": [{"effective_from": "2026-03-04", "hours": {"mon-fri": "08:00-20:00"}}]}
CLOSURE = BERLIN | {"changes": [{"effective_from": "2026-03-05", "special": {"2026-03-06": "closed"}}]}


@each(
    case(
        "a ticket created before the change keeps the old hours for all its life",
        desk(LONGER, resolution="20 business hours"),
        [created("Tue 10:00")],
        "Wed 19:00",
        reads("resolution", state="out_of_hours", elapsed="15:00", deadline="Thu 14:00"),
    ),
    case(
        "a ticket created on the day of the change has the new ones",
        desk(LONGER, resolution="20 business hours"),
        [created("Wed 08:00")],
        "Wed 19:00",
        reads("resolution", state="running", elapsed="11:00", deadline="Thu 16:00"),
    ),
    case(
        "the local date of the calendar's zone decides, not the date in UTC",
        desk(LONGER, resolution="2 business hours"),
        [created("Wed 00:30")],
        "Wed 00:30",
        reads("resolution", deadline="Wed 10:00"),
    ),
    case(
        "a closure announced later does not reach the ticket",
        desk(CLOSURE, resolution="16 business hours"),
        [created("Wed 17:00")],
        "Fri 12:00",
        reads("resolution", state="running", deadline="Fri 17:00"),
    ),
    case(
        "and reaches the tickets created from then on",
        desk(CLOSURE, resolution="16 business hours"),
        [created("Thu 09:00")],
        "Fri 12:00",
        reads("resolution", state="out_of_hours", deadline="Mon 9 Mar 17:00"),
    ),
)
def test_l24_calendars(case: Case) -> None:
    case.check()


def book(*versions: tuple[str | None, str], when: dict[str, object] | None = None) -> dict[str, object]:
    return desks(
        [
            policy(
                "standard",
                resolution=budget,
                **({"effective_from": since} if since else {}),
                **({"when": when} if when else {}),
            )
            for since, budget in versions
        ],
    )


TWO = book((None, "8 business hours"), ("2026-03-04T00:00:00+01:00", "4 business hours"))
"""The version of 4 March promises twice as much."""


@each(
    case(
        "created before: the old version",
        TWO,
        [created("Tue 10:00")],
        "Wed 09:30",
        reads("resolution", deadline="Wed 10:00", budget="8:00"),
    ),
    case(
        "created after: the new version",
        TWO,
        [created("Wed 10:00")],
        "Wed 10:30",
        reads("resolution", deadline="Wed 14:00", budget="4:00"),
    ),
    case(
        "a change of priority later keeps the version of the creation",
        TWO,
        [created("Tue 10:00"), changed("Wed 09:10", "priority", "urgent")],
        "Wed 09:30",
        reads("resolution", deadline="Wed 10:00"),
    ),
    case(
        "no version was in force yet: no clock",
        book(("2026-03-04T00:00:00+01:00", "4 business hours")),
        [created("Tue 10:00")],
        "Wed 09:30",
        absent("resolution"),
    ),
)
def test_l24_policies(case: Case) -> None:
    case.check()
