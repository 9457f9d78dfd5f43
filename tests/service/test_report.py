"""How objectives were kept is written down once a week has ended everywhere; what is learnt later stands beside it."""

from __future__ import annotations

from collections.abc import Mapping

from slaclock.desk import Desk
from slaclock.ingest import ingest
from slaclock.policy.load import load_config
from slaclock.report import report
from slaclock.show import attained
from slaclock.store import Store, attainments
from tests.service.world import CONFIG, Helpdesk, answered, at, created, desk, event, rows

WEEKLY = {"name": "answered", "metric": "first_response", "share": "66 %", "period": "week"}
MONDAY = at("9 Mar 00:00")
"""The tenth week, 2 to 8 March, ends in Berlin."""


def judging(*objectives: Mapping[str, object], tenant: str = "acme") -> Desk:
    config = load_config({**CONFIG, "objectives": list(objectives or [WEEKLY])})
    return desk(Helpdesk(), config=config, tenant=tenant)


def told(store: Store, here: Desk) -> dict[tuple[str, str, str], tuple[int, int, bool | None, int]]:
    with store.reading() as unit:
        found = [attained(row) for row in attainments.latest(unit, here.place)]
    return {
        (row["period"], row["policy"], row["priority"]): (
            row["numerator"],
            row["denominator"],
            row["reached"],
            row["number"],
        )
        for row in found
    }


def a_week(store: Store, here: Desk) -> None:
    """Three tickets: two answered in time, one of them urgent, and one late (four business hours are promised)."""
    ingest(store, here, [created("A"), answered("A", "2 Mar 11:00")], at("2 Mar 11:00"))
    ingest(store, here, [created("B", priority="urgent"), answered("B", "2 Mar 10:30")], at("2 Mar 11:00"))
    ingest(store, here, [created("C"), answered("C", "2 Mar 16:00")], at("2 Mar 16:00"))


def test_nothing_is_said_before_the_week_has_ended(store: Store) -> None:
    here = judging()
    a_week(store, here)
    assert report(store, here, MONDAY - 1) == 0
    assert told(store, here) == {}


def test_a_week_that_has_ended_is_judged_as_a_whole_and_by_policy_and_priority(store: Store) -> None:
    here = judging()
    a_week(store, here)
    assert report(store, here, MONDAY) == 1
    assert told(store, here) == {
        ("2026-W10", "all", "all"): (2, 3, True, 1),
        ("2026-W10", "standard", "normal"): (1, 2, False, 1),
        ("2026-W10", "standard", "urgent"): (1, 1, True, 1),
    }


def test_it_is_written_down_once(store: Store) -> None:
    here = judging()
    a_week(store, here)
    assert [report(store, here, MONDAY + hours) for hours in range(3)] == [1, 0, 0]
    assert len(rows(store, "attainments")) == 3


def test_a_fact_learnt_later_corrects_it_and_the_first_figure_stays(store: Store) -> None:
    """On Tuesday a reply of last Monday comes in: C was answered at 13:00, not at 16:00."""
    here = judging()
    a_week(store, here)
    report(store, here, MONDAY)
    ingest(store, here, [answered("C", "2 Mar 13:00", "b")], at("10 Mar 10:00"))
    assert report(store, here, at("10 Mar 11:00")) == 1
    assert told(store, here)["2026-W10", "all", "all"] == (3, 3, True, 2)
    whole = [(row["number"], row["numerator"]) for row in rows(store, "attainments") if not row["policy"]]
    assert sorted(whole) == [(1, 2), (2, 3)]


def test_a_fact_that_changes_no_figure_adds_none(store: Store) -> None:
    here = judging()
    a_week(store, here)
    report(store, here, MONDAY)
    ingest(store, here, [answered("A", "2 Mar 12:00", "b")], at("10 Mar 10:00"))
    assert report(store, here, at("10 Mar 11:00")) == 0


def test_a_week_without_cases_says_so(store: Store) -> None:
    here = judging(WEEKLY | {"priority": ["low"]})
    a_week(store, here)
    report(store, here, MONDAY)
    assert told(store, here) == {("2026-W10", "all", "all"): (0, 0, None, 1)}


def test_weeks_before_the_first_ticket_was_heard_of_are_nobodys(store: Store) -> None:
    here = judging()
    a_week(store, here)
    report(store, here, at("16 Mar 00:00"))
    assert {period for period, *_ in told(store, here)} == {"2026-W10", "2026-W11"}


def test_a_merged_ticket_and_its_survivor_are_counted_once_each(store: Store) -> None:
    here = judging()
    a_week(store, here)
    ingest(store, here, [event("C", "m", "3 Mar 10:00", "merged", into="A")], at("3 Mar 10:00"))
    report(store, here, MONDAY)
    assert told(store, here)["2026-W10", "all", "all"][1] == 3


def test_tenants_are_reported_apart(store: Store) -> None:
    here, other = judging(), judging(tenant="other")
    a_week(store, here)
    assert (report(store, here, MONDAY), report(store, other, MONDAY)) == (1, 0)
    assert told(store, other) == {}


def looks(store: Store, here: Desk, now: int) -> int:
    """How many figures were worked out again, changed or not."""
    points: list[str] = []
    report(Store(store.database, points.append), here, now)
    return points.count("report: recorded")


def test_it_is_worked_out_again_only_when_something_was_learnt(store: Store) -> None:
    here = judging()
    a_week(store, here)
    assert [looks(store, here, MONDAY + hours) for hours in range(3)] == [1, 0, 0]
    ingest(store, here, [answered("A", "2 Mar 12:00", "b")], at("10 Mar 10:00"))
    assert [looks(store, here, at("10 Mar 11:00") + hours) for hours in range(3)] == [1, 0, 0]
    ingest(store, here, [created("D", "10 Mar 12:00"), answered("D", "10 Mar 12:30")], at("10 Mar 12:30"))
    assert looks(store, here, at("10 Mar 13:00")) == 0


def test_a_case_that_belongs_to_another_week_after_all_leaves_this_one(store: Store) -> None:
    """E came on Friday 6 March at 16:30, breached on Monday at 12:30; on the 17th a reply of Friday is heard of."""
    here = judging()
    ingest(store, here, [created("E", "6 Mar 16:30")], at("6 Mar 16:31"))
    ingest(store, here, [answered("E", "9 Mar 15:00")], at("9 Mar 15:00"))
    report(store, here, at("16 Mar 00:00"))
    assert told(store, here)["2026-W11", "all", "all"] == (0, 1, False, 1)
    ingest(store, here, [answered("E", "6 Mar 16:45", "b")], at("17 Mar 10:00"))
    report(store, here, at("17 Mar 11:00"))
    found = told(store, here)
    assert (found["2026-W10", "all", "all"], found["2026-W11", "all", "all"]) == ((1, 1, True, 2), (0, 0, None, 2))
