"""Objectives: a share of a metric's cycles in time, month by month, within the term of the agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from slaclock.reports import Judgement, judgements
from tests.clock.story import answered, created, desks, policy, session
from tests.reports.readings import Tickets, loaded, read

TARGETS = {"first_response": "1bh", "resolution": "8bh"}


def judged(
    tickets: Tickets, at: str, *, agreement: Mapping[str, Any] | None = None, **objective: Any
) -> list[Judgement]:
    row = {"metric": "first_response", "share": "90 %", "period": "month"} | objective
    config = desks([policy("gold", when={"customer": "Globex"}, **TARGETS), policy("standard", **TARGETS)])
    if agreement is None:
        config["objectives"] = [row]
    else:
        config["agreements"] = [
            {"name": "ACME 2026", "parties": ["We", "ACME"], "policies": ["standard"], "objectives": [row], **agreement}
        ]
    return judgements(loaded(config), read(config, tickets, at))


def said(found: list[Judgement]) -> dict[str, tuple[str, bool | None]]:
    return {each.period: (f"{each.figure.numerator} of {each.figure.denominator}", each.reached) for each in found}


def tickets(day: str, in_time: int, late: int = 0, **facts: Any) -> dict[str, list[Any]]:
    born = created(f"{day} 10:00", **facts)
    return {
        f"{day} {facts} {n}": [born, answered(f"{day} 10:30" if n < in_time else f"{day} 12:00")]
        for n in range(in_time + late)
    }


@pytest.mark.parametrize(
    "in_time, late, reached",
    [(9, 1, True), (8, 1, False), (90, 10, True), (89, 11, False), (1, 0, True), (0, 1, False)],
)
def test_the_share_is_reached_or_not_to_the_last_case(in_time: int, late: int, reached: bool) -> None:
    assert said(judged(tickets("Mon 2 Mar", in_time, late), "Tue 3 Mar 10:00")) == {
        "2026-03": (f"{in_time} of {in_time + late}", reached)
    }


def test_a_third_is_reached_by_one_of_three() -> None:
    """Shares are exact: 33.3333 % and one third are two things, and neither is a rounded number."""
    found = judged(tickets("Mon 2 Mar", 1, 2), "Tue 3 Mar 10:00", share="33.3333 %")
    assert said(found) == {"2026-03": ("1 of 3", True)}
    assert not judged(tickets("Mon 2 Mar", 1, 2), "Tue 3 Mar 10:00", share="33.3334 %")[0].reached


MONTHS = tickets("Fri 30 Jan", 9, 1) | tickets("Tue 3 Feb", 1, 1) | tickets("Wed 1 Apr", 10)


@pytest.mark.parametrize(
    "period, wanted",
    [
        ("day", {"2026-01-30": ("9 of 10", True), "2026-02-03": ("1 of 2", False), "2026-04-01": ("10 of 10", True)}),
        ("week", {"2026-W05": ("9 of 10", True), "2026-W06": ("1 of 2", False), "2026-W14": ("10 of 10", True)}),
        ("month", {"2026-01": ("9 of 10", True), "2026-02": ("1 of 2", False), "2026-04": ("10 of 10", True)}),
        ("quarter", {"2026-Q1": ("10 of 12", False), "2026-Q2": ("10 of 10", True)}),
        ("year", {"2026": ("20 of 22", True)}),
    ],
)
def test_judged_a_day_a_week_a_month_a_quarter_a_year(period: str, wanted: dict[str, tuple[str, bool]]) -> None:
    assert said(judged(MONTHS, "Thu 2 Apr 10:00", period=period)) == wanted


def test_a_late_cycle_counts_in_the_month_it_became_late() -> None:
    late = {"1": [created("Fri 27 Feb 12:00"), answered("Mon 2 Mar 12:00")]}
    assert said(judged(late, "Tue 3 Mar 10:00")) == {"2026-02": ("0 of 1", False)}


def test_who_is_overdue_counts_before_he_is_answered_and_who_waits_in_time_does_not_count_yet() -> None:
    waiting = {"overdue": [created("Mon 10:00")], "in time": [created("Mon 13:30")]}
    assert said(judged(waiting, "Mon 14:00")) == {"2026-03": ("0 of 1", False)}


def test_a_month_without_any_of_its_cases_has_nothing_to_judge() -> None:
    found = judged(
        tickets("Fri 30 Jan", 1, priority="urgent") | tickets("Tue 3 Feb", 1), "Wed 4 Feb 10:00", priority="urgent"
    )
    assert said(found) == {"2026-01": ("1 of 1", True), "2026-02": ("0 of 0", None)}
    assert judged({}, "Wed 4 Feb 10:00") == []


@pytest.mark.parametrize(
    "only, counts",
    [
        ({}, "3 of 4"),
        ({"priority": "urgent"}, "1 of 2"),
        ({"priority": ["urgent", "low"]}, "2 of 3"),
        ({"channel": "web"}, "1 of 1"),
        ({"policies": ["gold"]}, "1 of 1"),
        ({"priority": "low", "policies": ["gold"]}, "0 of 0"),
    ],
)
def test_what_an_objective_is_about(only: Mapping[str, Any], counts: str) -> None:
    many = {
        **tickets("Mon 2 Mar", 1, 1, priority="urgent"),
        **tickets("Mon 2 Mar", 1, priority="low", channel="web"),
        **tickets("Mon 2 Mar", 1, customer="Globex"),
    }
    assert said(judged(many, "Tue 3 Mar 10:00", **only))["2026-03"][0] == counts


@pytest.mark.parametrize(
    "formula, counts",
    [("V1", "8 of 8"), ("V2", "8 of 10"), ("V5", "8 of 9"), ("V6", "9 of 10"), ("V9", "8 of 8")],
)
def test_judged_by_its_own_formula(formula: str, counts: str) -> None:
    chat = created("Mon 2 Mar 10:00", channel="chat")
    gone = {
        "1": [chat, session("Mon 2 Mar 10:00:02", "abandoned")],
        "2": [chat, session("Mon 2 Mar 10:10", "abandoned")],
    }
    (found,) = judged(tickets("Mon 2 Mar", 8, channel="chat") | gone, "Tue 3 Mar 10:00", formula=formula)
    assert f"{found.figure.numerator} of {found.figure.denominator}" == counts
    assert found.figure.formula == formula


@pytest.mark.parametrize(
    "term, wanted",
    [
        ({}, ["2026-01", "2026-02", "2026-04"]),
        ({"from": "2026-02-03"}, ["2026-02", "2026-04"]),  # both days belong to the term
        ({"to": "2026-02-03"}, ["2026-01", "2026-02"]),
        ({"from": "2026-02-04", "to": "2026-03-31"}, []),
    ],
)
def test_outside_of_the_term_nothing_is_judged(term: Mapping[str, Any], wanted: list[str]) -> None:
    found = judged(MONTHS, "Thu 2 Apr 10:00", agreement=term)
    assert [each.period for each in found] == wanted
    assert {each.agreement for each in found} <= {"ACME 2026"}


def test_an_agreement_judges_its_own_policies() -> None:
    many = tickets("Mon 2 Mar", 1) | tickets("Mon 2 Mar", 0, 1, customer="Globex")
    assert said(judged(many, "Tue 3 Mar 10:00", agreement={})) == {"2026-03": ("1 of 1", True)}


def test_a_judgement_as_json() -> None:
    (found,) = judged(tickets("Mon 2 Mar", 9, 1), "Tue 3 Mar 10:00", agreement={}, name="answers")
    told = found.to_dict()
    assert told.pop("figure")["formula"] == "V9"
    assert told == {
        "objective": "answers",
        "agreement": "ACME 2026",
        "period": "2026-03",
        "wanted": 0.9,
        "reached": True,
    }
