"""Settled: Calendars, seen through a ticket's deadline."""

from __future__ import annotations

from typing import Any

from tests.clock.story import BERLIN, Case, case, created, desk, desks, each, policy, reads

SUMMER = {"from": "07-01", "to": "08-31", "hours": {"mon-fri": "08:00-12:00"}}
WINTER = {"from": "12-28", "to": "01-06", "hours": {"mon-fri": "10:00-12:00"}}
SEASONAL = BERLIN | {"seasons": [SUMMER, WINTER], "special": {"2026-07-02": "13:00-14:00"}, "holidays": ["2026-07-03"]}
AUSTIN = {"timezone": "America/Chicago", "hours": {"mon-fri": "09:00-17:00"}}


def due(name: str, start: str, deadline: str, budget: str = "1bh", calendar: dict[str, Any] = BERLIN) -> Case:
    want = reads("first_response", deadline=deadline)
    return case(name, desk(calendar, first_response=budget), [created(start)], start, want)


def composed(name: str, start: str, deadline: str, budget: str, **table: Any) -> Case:
    config = desks(
        [policy("standard", calendar="both", first_response=budget)],
        austin=AUSTIN,
        closures={"timezone": "Europe/Berlin", "hours": {}, "special": {"2026-03-03": "09:00-12:00"}},
        both=table,
    )
    return case(name, config, [created(start)], start, reads("first_response", deadline=deadline))


@each(
    due("the day before the season is an ordinary one", "Tue 30 Jun 16:30", "Wed 1 Jul 08:30", calendar=SEASONAL),
    due("the season's first day belongs to it", "Wed 1 Jul 08:00", "Wed 1 Jul 09:00", calendar=SEASONAL),
    due("the season's last day belongs to it", "Mon 31 Aug 11:30", "Tue 1 Sep 09:30", calendar=SEASONAL),
    due("special beats season", "Wed 1 Jul 12:00", "Thu 2 Jul 14:00", calendar=SEASONAL),
    due("holiday beats season", "Thu 2 Jul 14:00", "Mon 6 Jul 09:00", calendar=SEASONAL),
    due("a season may wrap the year", "Thu 31 Dec 11:30", "Fri 1 Jan 2027 10:30", calendar=SEASONAL),
    due("to its last day", "Wed 6 Jan 2027 11:30", "Thu 7 Jan 2027 09:30", calendar=SEASONAL),
)
def test_settled_calendars_seasons(case: Case) -> None:
    case.check()


@each(
    composed("both open", "Mon 16:30", "Tue 16:30", "1bh", intersection=["main", "austin"]),
    composed("either open", "Mon 16:30", "Mon 19:30", "3bh", union=["main", "austin"]),
    composed("the one without the other", "Mon 16:30", "Tue 13:30", "2bh", base="main", minus="closures"),
    composed("business days in the zone of the first part", "Mon 23:30", "Tue 23:30", "1bd", union=["austin", "main"]),
    composed(
        "a part may be never open",
        "Mon 10:00",
        "Mon 11:00",
        "1bh",
        union=["main", "closures"],
    ),
)
def test_settled_calendars_composed(case: Case) -> None:
    case.check()


def test_settled_calendars_a_special_day_in_the_closures_takes_hours_away() -> None:
    composed("", "Mon 16:30", "Tue 12:30", "1bh", base="main", minus="closures").check()
