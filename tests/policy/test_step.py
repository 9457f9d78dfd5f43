"""Points of an escalation: every kind, and what is refused (L32, L34)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slaclock.errors import InvalidInput
from slaclock.policy.budget import Budget
from slaclock.policy.step import Point, When


@pytest.mark.parametrize(
    "text, point",
    [
        ("75%", Point(When.PERCENT, "", fraction=Fraction(3, 4))),
        ("75 %", Point(When.PERCENT, "", fraction=Fraction(3, 4))),
        ("100% used", Point(When.PERCENT, "", fraction=Fraction(1))),
        ("12.5%", Point(When.PERCENT, "", fraction=Fraction(1, 8))),
        ("150%", Point(When.PERCENT, "", fraction=Fraction(3, 2))),
        ("30 business minutes before", Point(When.BEFORE, "", budget=Budget.parse("30bm"))),
        ("1 hour before breach", Point(When.BEFORE, "", budget=Budget.parse("1h"))),
        ("at breach", Point(When.AT_BREACH, "")),
        ("At Breach", Point(When.AT_BREACH, "")),
        ("2 business hours after", Point(When.AFTER, "", budget=Budget.parse("2bh"))),
        ("1 business day after breach", Point(When.AFTER, "", budget=Budget.parse("1bd"))),
        ("every 1 business hour after breach", Point(When.EVERY, "", budget=Budget.parse("1bh"))),
        (
            "every 1 business hour after breach until acknowledged",
            Point(When.EVERY, "", budget=Budget.parse("1bh"), acknowledgeable=True),
        ),
        ("unassigned for 30 business minutes", Point(When.UNASSIGNED, "", budget=Budget.parse("30bm"))),
        ("reopened 3 times", Point(When.REOPENED, "", count=3)),
        ("reopened once", Point(When.REOPENED, "", count=1)),
        ("last chance", Point(When.LAST_CHANCE, "")),
        ("at start", Point(When.START, "")),
    ],
)
def test_every_point_there_is(text: str, point: Point) -> None:
    assert Point.parse(text) == point
    assert str(Point.parse(text)) == text


@pytest.mark.parametrize(
    "text, says",
    [
        ("75", "write one of"),
        ("0%", "above 0%"),
        ("1001%", "up to 1000%"),
        ("-5%", "write one of"),
        ("at the breach", "write one of"),
        ("1 day before", "a day means three things"),
        ("2 business days before", "a length is needed"),
        ("eobd after", "hours or business days"),
        ("0 minutes before", "a budget of nothing"),
        ("every 2 business days after breach", "a length is needed"),
        ("every hour after breach", "write a number and a unit"),
        ("every 1 hour", "write one of"),
        ("every 1 hour after", "write one of"),
        ("unassigned", "write one of"),
        ("unassigned for ages", "write a number and a unit"),
        ("reopened 0 times", "from 'reopened once'"),
        ("reopened 5000 times", "up to 'reopened 1000 times'"),
        ("reopened three times", "write one of"),
        ("", "write one of"),
        (75, "write one of"),
        (None, "write one of"),
        ("x" * 300, "write one of"),
    ],
)
def test_what_is_refused(text: object, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Point.parse(text)
    assert says in str(refused.value)
