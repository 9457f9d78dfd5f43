"""The formulas on a widely reprinted queue-day: one day, figures from 77 to 86 %."""

import pytest

from slaclock.reports import FORMULAS, Figure, Tally

DAY = Tally(in_time=860, late=140, short=10, left_in_time=10, left_late=40)
FLOWED = Tally(in_time=860, late=140, short=10, left_in_time=10, left_late=40, unanswered=50)


@pytest.mark.parametrize(
    "formula, tally, percent",
    [
        ("V0", DAY, "94.34"),
        ("V1", DAY, "86.00"),
        ("V2", DAY, "81.13"),
        ("V3", DAY, "82.69"),
        ("V4", DAY, "83.02"),
        ("V5", DAY, "81.90"),
        ("V6", DAY, "82.08"),
        ("V7", FLOWED, "77.48"),
        ("V8", FLOWED, "79.28"),
        ("V9", DAY, "86.00"),
    ],
)
def test_one_day_ten_figures(formula: str, tally: Tally, percent: str) -> None:
    assert f"{FORMULAS[formula].figure(tally).value:.2%}" == percent + "%"


EVERYBODY_LEAVES_LATE = Tally(left_late=10)
EVERYBODY_LEAVES_EARLY = Tally(short=5, left_in_time=5)


@pytest.mark.parametrize(
    "tally, expected",
    [
        (EVERYBODY_LEAVES_LATE, {"V1": None, "V2": 0, "V3": 0, "V4": 0, "V5": 0, "V6": 0, "V7": 0, "V8": 0}),
        (EVERYBODY_LEAVES_EARLY, {"V1": None, "V2": 0, "V3": None, "V4": 1, "V6": 0.5, "V8": 1}),
        (Tally(), dict.fromkeys(FORMULAS)),
    ],
)
def test_degenerate_days_give_none_never_a_made_up_figure(tally: Tally, expected: dict[str, float | None]) -> None:
    assert {formula: FORMULAS[formula].figure(tally).value for formula in expected} == expected


def test_eight_of_ten_may_be_anything_from_49_to_94_percent() -> None:
    interval = Figure("V9", 8, 10).interval
    assert interval is not None
    assert [round(bound, 2) for bound in interval] == [0.49, 0.94]


def test_many_cases_need_no_interval() -> None:
    assert Figure("V9", 80, 100).interval is None


def test_open_cycles_past_their_deadline_count_as_late_before_they_end() -> None:
    assert FORMULAS["V9"].figure(Tally(in_time=9, overdue=1)).value == 0.9


def test_every_figure_names_its_formula() -> None:
    assert {formula.figure(DAY).formula for formula in FORMULAS.values()} == set(FORMULAS)
