"""Service levels group by group: dimensions, months, volume weighting, abandonment, and nothing out of nothing."""

from __future__ import annotations

import pytest

from slaclock.errors import InvalidInput
from slaclock.reports import levels
from tests.clock.story import (
    BERLIN,
    answered,
    asked,
    changed,
    created,
    desk,
    desks,
    policy,
    session,
    status,
)
from tests.reports.readings import read, values

NEW_YORK = {"timezone": "America/New_York", "hours": "always"}
CONFIG = desks(
    [
        policy("gold", first_response="1bh", when={"customer": "Globex"}),
        policy("standard", first_response="2bh", resolution="8bh"),
        policy("team", kind="internal", ownership="4bh"),
    ]
)
TICKETS = {
    "1": [created("Mon 10:00", priority="urgent", group="first", customer="Globex"), answered("Mon 10:30")],
    "2": [created("Mon 10:00", priority="low", group="first"), answered("Mon 10:30"), status("Mon 11:00", "solved")],
    "3": [created("Mon 10:00", priority="low", group="second", channel="web"), answered("Mon 15:00")],
    "4": [created("Mon 10:00", priority=None, customer=None, channel="web")],
}
READINGS = read(CONFIG, TICKETS, "Mon 16:00")


@pytest.mark.parametrize(
    "by, wanted",
    [
        ("metric", {"first_response": "50.0%", "ownership": "33.3%", "resolution": "100.0%"}),
        ("policy", {"gold": "100.0%", "standard": "33.3%"}),
        ("kind", {"customer": "50.0%"}),
        ("priority", {"urgent": "100.0%", "low": "50.0%", "none": "0.0%"}),
        ("channel", {"email": "100.0%", "web": "0.0%"}),
        ("group", {"first": "100.0%", "none": "0.0%", "second": "0.0%"}),
        ("customer", {"ACME": "50.0%", "Globex": "100.0%", "none": "0.0%"}),
        ("cycle", {"1": "50.0%"}),
        ("day", {"2026-03-02": "50.0%"}),
        ("week", {"2026-W10": "50.0%"}),
        ("month", {"2026-03": "50.0%"}),
        ("quarter", {"2026-Q1": "50.0%"}),
        ("year", {"2026": "50.0%"}),
    ],
)
def test_first_answers_by(by: str, wanted: dict[str, str]) -> None:
    """Answered in time: 1 and 2. Late: 3. Overdue: 4."""
    found = levels(READINGS if by == "metric" else [each for each in READINGS if each.metric == "first_response"], [by])
    assert {level.group[by]: values(level.figures)["V9"] for level in found} == wanted
    assert [level.group[by] for level in found] == list(wanted)


def test_metrics_are_never_mixed() -> None:
    assert [dict(level.group) for level in levels(READINGS, ["kind"])] == [
        {"metric": "first_response", "kind": "customer"},
        {"metric": "ownership", "kind": "internal"},
        {"metric": "resolution", "kind": "customer"},
    ]


def test_two_dimensions() -> None:
    found = levels(READINGS, ["metric", "channel", "priority"])
    assert [tuple(level.group.values()) for level in found if level.group["metric"] == "first_response"] == [
        ("first_response", "email", "urgent"),
        ("first_response", "email", "low"),
        ("first_response", "web", "low"),
        ("first_response", "web", "none"),
    ]


def test_cycles_go_by_number() -> None:
    talk = [created("Mon 09:00"), answered("Mon 09:01")]
    for minute in range(2, 25, 2):
        talk += [asked(f"Mon 09:{minute:02}"), answered(f"Mon 09:{minute + 1:02}")]
    found = levels(read(desk(next_response="1bh"), {"1": talk}, "Mon 12:00"), ["cycle"])
    assert [level.group["cycle"] for level in found] == [str(number) for number in range(1, 13)]


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot group by 'colour'; known: metric, policy"):
        levels(READINGS, ["colour"])


# ------------------------------------------------------------------------------------------------------ when it counts


def test_a_cycle_counts_in_the_month_in_which_it_was_late() -> None:
    """Asked on 30 January, late on the 30th, answered on 2 February."""
    tickets = {
        "late": [created("Fri 30 Jan 12:00"), answered("Mon 2 Feb 12:00")],
        "in time": [created("Fri 30 Jan 16:30"), answered("Mon 2 Feb 09:15")],
        "still open": [created("Fri 27 Feb 16:30")],
    }
    found = levels(read(desk(first_response="2bh"), tickets, "Fri 27 Feb 17:00"), ["month"])
    assert {level.group["month"]: values(level.figures)["V9"] for level in found} == {
        "2026-01": "0.0%",
        "2026-02": "100.0%",
        "open": "none",
    }


def test_a_day_is_a_day_of_the_zone_of_the_promise() -> None:
    """Answered on Saturday at 04:30 in Berlin, which is Friday in New York."""
    tickets = {"1": [created("Sat 04:00"), answered("Sat 04:30")]}
    for calendar, day in ((BERLIN, "2026-03-07"), (NEW_YORK, "2026-03-06")):
        (level,) = levels(read(desk(calendar, first_response="1 hour"), tickets, "Sat 12:00"), ["day"])
        assert level.group["day"] == day


@pytest.mark.parametrize(
    "at, week, quarter",
    [
        ("Thu 1 Jan", "2026-W01", "2026-Q1"),
        ("Thu 31 Dec", "2026-W53", "2026-Q4"),
        ("Tue 30 Jun", "2026-W27", "2026-Q2"),
    ],
)
def test_weeks_and_quarters(at: str, week: str, quarter: str) -> None:
    readings = read(desk(first_response="2bh"), {"1": [created(f"{at} 10:00"), answered(f"{at} 10:30")]}, f"{at} 12:00")
    (level,) = levels(readings, ["week", "quarter"])
    assert (level.group["week"], level.group["quarter"]) == (week, quarter)


def test_the_first_days_of_a_year_may_lie_in_the_last_week_of_the_year_before() -> None:
    tickets = {"1": [created("Fri 1 Jan 2027 10:00"), answered("Fri 1 Jan 2027 10:30")]}
    (level,) = levels(read(desk(first_response="2bh"), tickets, "Fri 1 Jan 2027 12:00"), ["week", "year"])
    assert (level.group["week"], level.group["year"]) == ("2026-W53", "2027")


# ------------------------------------------------------------------------------------------------------- counted right


def test_groups_weigh_by_their_cycles() -> None:
    """10 of 10 in time in the quiet hour, 120 of 200 in the busy one: 61.9 % on the day, not 80 %."""
    quiet = {f"q{n}": [created("Mon 09:00"), answered("Mon 09:10")] for n in range(10)}
    busy = {f"b{n}": [created("Mon 11:00"), answered("Mon 11:10" if n < 120 else "Mon 16:00")] for n in range(200)}
    (day,) = levels(read(desk(first_response="1bh"), quiet | busy, "Mon 17:00"), ["day"])
    assert values(day.figures)["V9"] == "61.9%"
    assert (day.figures["V9"].numerator, day.figures["V9"].denominator) == (130, 210)


def test_who_left_by_both_formulas() -> None:
    chat = created("Mon 10:00", channel="chat")
    answers = {f"a{n}": [chat, answered("Mon 10:01")] for n in range(6)}
    gone = {
        "at once": [chat, session("Mon 10:00:03", "abandoned")],
        "soon": [chat, session("Mon 10:05", "abandoned")],
        "late": [chat, session("Mon 12:05", "abandoned")],
    }
    (level,) = levels(read(desk(first_response="1bh"), answers | gone, "Mon 17:00"))
    assert values(level.abandonment) == {"A0": "33.3%", "A1": "25.0%"}  # 3 of 9; 2 of 8


def test_without_abandonment_nobody_left_and_without_tickets_there_is_nothing_to_say() -> None:
    (mail,) = levels(
        read(desk(first_response="1bh"), {"1": [created("Mon 10:00"), answered("Mon 10:10")]}, "Mon 12:00")
    )
    assert values(mail.abandonment) == {"A0": "0.0%", "A1": "0.0%"}
    assert levels([]) == []
    (running,) = levels(read(desk(first_response="8bh"), {"1": [created("Mon 10:00")]}, "Mon 12:00"))
    assert set(values(running.figures).values()) == set(values(running.abandonment).values()) == {"none"}
    assert set(running.waits.to_dict().values()) == {None}


def test_a_ticket_that_changed_hands_counts_where_it_stood_at_the_end() -> None:
    tickets = {
        "1": [created("Mon 10:00", group="first"), changed("Mon 10:10", "group", "second"), answered("Mon 10:20")]
    }
    (level,) = levels(read(desk(first_response="1bh"), tickets, "Mon 12:00"), ["group"])
    assert level.group["group"] == "second"


def test_a_level_as_json() -> None:
    tickets = {"1": [created("Mon 10:00"), answered("Mon 10:30")]}
    (level,) = levels(read(desk(first_response="1bh"), tickets, "Mon 12:00"), ["priority"])
    told = level.to_dict()
    assert told["group"] == {"metric": "first_response", "priority": "normal"}
    assert (told["cycles"], told["counts"]["in_time"]) == (1, 1)
    assert told["figures"]["V9"] | {"interval": None} == {
        "formula": "V9",
        "numerator": 1,
        "denominator": 1,
        "value": 1.0,
        "interval": None,
    }
    assert told["abandonment"]["A0"]["value"] == 0.0
    assert told["waits"]["p90"] == 1800
