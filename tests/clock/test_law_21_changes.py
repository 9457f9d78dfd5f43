"""L21: priority, customer, channel or group changes: same start, same pauses, new target. Settled: Changes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.clock.story import (
    BERLIN,
    Case,
    absent,
    answered,
    case,
    changed,
    created,
    desk,
    desks,
    each,
    engine_for,
    event,
    instant,
    policy,
    reads,
    status,
    told,
)

ROWS = {"urgent": "2 business hours", "high": "4 business hours", "default": "8 business hours"}
DESK = desk(resolution=ROWS)
NEW_YORK = {"timezone": "America/New_York", "hours": {"mon-fri": "09:00-17:00"}}


@each(
    case(
        "raised: time already used counts",
        DESK,
        [created("Mon 10:00"), changed("Mon 11:00", "priority", "high")],
        "Mon 12:00",
        reads("resolution", started_at="Mon 10:00", elapsed="2:00", remaining="2:00", deadline="Mon 14:00"),
        reads("resolution", target="standard/resolution/high", breached_at=None),
    ),
    case(
        "lowered: more time from the same start",
        DESK,
        [created("Mon 10:00", priority="high"), changed("Mon 11:00", "priority", "low")],
        "Mon 12:00",
        reads("resolution", deadline="Tue 10:00", elapsed="2:00", target="standard/resolution/default"),
    ),
    case(
        "raised: the pauses of before still count",
        DESK,
        [
            created("Mon 10:00"),
            status("Mon 11:00", "pending"),
            status("Mon 13:00", "open"),
            changed("Mon 13:30", "priority", "high"),
        ],
        "Mon 14:00",
        reads("resolution", elapsed="2:00", deadline="Mon 16:00"),
    ),
    case(
        "already used up: the breach is dated at the change and says so",
        DESK,
        [created("Mon 10:00"), changed("Mon 13:00", "priority", "urgent")],
        "Mon 13:30",
        reads("resolution", breached_at="Mon 13:00", breach_cause="policy change", deadline="Mon 12:00"),
        reads("resolution", state="running", outcome=None, remaining="-1:30"),
    ),
    case(
        "already used up, changed at night: dated at night",
        DESK,
        [created("Mon 10:00"), changed("Mon 20:00", "priority", "urgent")],
        "Tue 10:00",
        reads("resolution", breached_at="Mon 20:00", breach_cause="policy change"),
    ),
    case(
        "not yet used up: a breach later is an ordinary one",
        DESK,
        [created("Mon 10:00"), changed("Mon 11:00", "priority", "urgent")],
        "Mon 13:00",
        reads("resolution", breached_at="Mon 12:00", breach_cause="time"),
    ),
    case(
        "lowered after the breach: the breach stays a fact of the cycle",
        DESK,
        [
            created("Mon 10:00", priority="urgent"),
            changed("Mon 13:00", "priority", "low"),
            status("Mon 14:00", "solved"),
        ],
        "Mon 15:00",
        reads("resolution", breached_at="Mon 12:00", outcome="missed", deadline="Tue 10:00"),
    ),
    case(
        "a breach by policy change stays one",
        DESK,
        [
            created("Mon 10:00"),
            changed("Mon 13:00", "priority", "urgent"),
            changed("Mon 13:05", "priority", "low"),
        ],
        "Mon 14:00",
        reads("resolution", breached_at="Mon 13:00", breach_cause="policy change", deadline="Tue 10:00"),
    ),
    case(
        "exactly at the deadline no more and no less than before",
        DESK,
        [created("Mon 10:00", priority="urgent"), changed("Mon 12:00", "priority", "low")],
        "Mon 13:00",
        reads("resolution", breached_at=None, deadline="Tue 10:00"),
    ),
    case(
        "a stopped cycle is left alone",
        desk(first_response={"urgent": "30 business minutes", "default": "4 business hours"}),
        [created("Mon 10:00"), answered("Mon 12:00"), changed("Mon 13:00", "priority", "urgent")],
        "Mon 15:00",
        reads("first_response", outcome="met", breached_at=None, target="standard/first_response/default"),
        reads("first_response", deadline="Mon 14:00", remaining="2:00"),
    ),
    case(
        "a next response that starts after the change has the new target from its start",
        desk(first_response="4bh", next_response=ROWS),
        [
            created("Mon 09:00"),
            answered("Mon 09:30"),
            changed("Mon 10:00", "priority", "urgent"),
            event("Mon 11:00", "message", author="customer", public=True),
        ],
        "Mon 11:30",
        reads("next_response", deadline="Mon 13:00", target="standard/next_response/urgent"),
    ),
)
def test_l21_priority(case: Case) -> None:
    case.check()


BY_CUSTOMER = desks(
    [
        policy("gold", when={"customer": ["ACME"]}, resolution="4 business hours"),
        policy("rest", resolution="8 business hours"),
    ],
)
BY_GROUP = desks(
    [
        policy("desk", when={"group": "desk"}, resolution="4 business hours"),
        policy("abroad", when={"group": "abroad"}, calendar="abroad", resolution="4 business hours"),
        policy("patient", when={"group": "patient"}, resolution={"default": "4 business hours", "pauses": ["hold"]}),
        policy("wall", when={"group": "wall"}, resolution="24 hours"),
    ],
    abroad=NEW_YORK,
)


@each(
    case(
        "another customer, another policy",
        BY_CUSTOMER,
        [created("Mon 10:00", customer="Globex"), changed("Mon 12:00", "customer", "ACME")],
        "Mon 13:00",
        reads("resolution", policy="gold", started_at="Mon 10:00", elapsed="3:00", deadline="Mon 14:00"),
    ),
    case(
        "another channel",
        desks(
            [
                policy("chats", when={"channel": "chat"}, first_response="2 business minutes"),
                policy("mails", first_response="4 business hours"),
            ],
        ),
        [created("Mon 10:00", channel="chat"), changed("Mon 10:01", "channel", "email")],
        "Mon 11:00",
        reads("first_response", policy="mails", deadline="Mon 14:00", breached_at=None),
    ),
    case(
        "another calendar: recounted from the start on the new hours",
        BY_GROUP,
        [created("Mon 10:00", group="desk"), changed("Mon 12:00", "group", "abroad")],
        "Mon 16:00",
        reads("resolution", policy="abroad", elapsed="1:00", deadline="Mon 19:00", breached_at=None),
    ),
    case(
        "other pauses: recounted from the start with the new ones",
        BY_GROUP,
        [
            created("Mon 10:00", group="desk"),
            status("Mon 11:00", "pending"),
            status("Mon 13:00", "open"),
            changed("Mon 13:00", "group", "patient"),
        ],
        "Mon 13:30",
        reads("resolution", policy="patient", elapsed="3:30", deadline="Mon 14:00"),
    ),
    case(
        "another unit: recounted from the start in wall time",
        BY_GROUP,
        [created("Mon 10:00", group="desk"), changed("Mon 12:00", "group", "wall")],
        "Mon 20:00",
        reads("resolution", policy="wall", elapsed="10:00", deadline="Tue 10:00", state="running"),
    ),
    case(
        "no policy any more: no reading",
        BY_GROUP,
        [created("Mon 10:00", group="desk"), changed("Mon 12:00", "group", "nobody's")],
        "Mon 13:00",
        absent("resolution"),
    ),
    case(
        "a policy without the metric: no reading",
        desks([policy("a", when={"group": "a"}, resolution="4bh"), policy("b", first_response="4bh")]),
        [created("Mon 10:00", group="a"), changed("Mon 12:00", "group", "b")],
        "Mon 13:00",
        absent("resolution"),
        reads("first_response", policy="b", started_at="Mon 10:00", deadline="Mon 14:00"),
    ),
    case(
        "a policy again: counted from the start",
        BY_GROUP,
        [
            created("Mon 10:00", group="desk"),
            changed("Mon 11:00", "group", "nobody's"),
            changed("Mon 12:00", "group", "desk"),
        ],
        "Mon 13:00",
        reads("resolution", elapsed="3:00", deadline="Mon 14:00"),
    ),
    case(
        "a stopped cycle keeps its reading when the policy goes",
        BY_GROUP,
        [
            created("Mon 10:00", group="desk"),
            status("Mon 11:00", "solved"),
            changed("Mon 12:00", "group", "nobody's"),
        ],
        "Mon 13:00",
        reads("resolution", policy="desk", outcome="met"),
    ),
    case(
        "several changes in one instant: only where they lead counts",
        DESK,
        [
            created("Mon 10:00"),
            changed("Mon 13:00", "priority", "urgent", seq=1),
            changed("Mon 13:00", "priority", "low", seq=2),
        ],
        "Mon 14:00",
        reads("resolution", breached_at=None, deadline="Tue 10:00"),
    ),
    case(
        "tags choose the policy too",
        desks([policy("vip", when={"tags": ["vip"]}, resolution="2 business hours"), policy("rest", resolution="8bh")]),
        [created("Mon 10:00"), event("Mon 11:00", "tags", add=["vip"])],
        "Mon 11:30",
        reads("resolution", policy="vip", deadline="Mon 12:00"),
    ),
    case(
        "and a tag taken away",
        desks([policy("vip", when={"tags": ["vip"]}, resolution="2 business hours"), policy("rest", resolution="8bh")]),
        [created("Mon 10:00", tags=["vip"]), event("Mon 11:00", "tags", remove=["vip"])],
        "Mon 11:30",
        reads("resolution", policy="rest", deadline="Tue 10:00"),
    ),
)
def test_l21_customer_channel_group(case: Case) -> None:
    case.check()


OF_TEAMS = desks(
    [
        policy("first line", kind="internal", when={"group": "first"}, ownership="2 business hours"),
        policy("experts", kind="internal", when={"group": "experts"}, ownership="6 business hours"),
    ],
)


@each(
    case(
        "a group's time is judged by its own agreement, not by the next group's",
        OF_TEAMS,
        [created("Mon 09:00", group="first"), changed("Mon 12:00", "group", "experts")],
        "Mon 13:00",
        reads("ownership", 1, policy="first line", outcome="missed", breached_at="Mon 11:00", budget="2:00"),
        reads("ownership", 2, policy="experts", elapsed="1:00", deadline="Tue 10:00"),
    ),
    case(
        "also when the next group has none",
        OF_TEAMS,
        [created("Mon 09:00", group="first"), changed("Mon 10:00", "group", "elsewhere")],
        "Mon 13:00",
        reads("ownership", 1, policy="first line", outcome="met"),
        absent("ownership", 2),
    ),
    case(
        "a used-up target is breached at the very instant of the change",
        DESK,
        [created("Mon 10:00"), changed("Mon 13:00", "priority", "urgent")],
        "Mon 13:00",
        reads("resolution", breached_at="Mon 13:00", remaining="-1:00", breach_cause="policy change"),
    ),
    case(
        "used up to the second is not used up yet",
        DESK,
        [created("Mon 10:00"), changed("Mon 12:00", "priority", "urgent")],
        "Mon 12:00",
        reads("resolution", breached_at=None, remaining="0:00"),
    ),
    case(
        "raised and solved in one instant, too late for the new target",
        DESK,
        [created("Mon 10:00"), changed("Mon 13:00", "priority", "urgent"), status("Mon 13:00", "solved")],
        "Mon 14:00",
        reads("resolution", outcome="missed", breached_at="Mon 13:00", target="standard/resolution/urgent"),
    ),
    case(
        "a breach under the first policy is kept under the second",
        BY_GROUP,
        [created("Mon 09:00", group="desk"), changed("Mon 14:00", "group", "wall")],
        "Mon 15:00",
        reads("resolution", policy="wall", breached_at="Mon 13:00", breach_cause="time", deadline="Tue 09:00"),
    ),
    case(
        "a half day in between counts for both",
        desk(BERLIN | {"special": {"2026-03-03": "09:00-12:00"}}, resolution=ROWS),
        [created("Mon 15:00"), changed("Tue 10:00", "priority", "high")],
        "Tue 10:30",
        reads("resolution", elapsed="3:30", deadline="Tue 11:00"),
    ),
)
def test_settled_changes(case: Case) -> None:
    case.check()


@given(st.lists(st.sampled_from(["low", "normal", "high", "urgent"]), max_size=5))
def test_l21_the_way_to_a_priority_does_not_move_its_deadline(way: list[str]) -> None:
    """Whatever the priority was in between, the deadline is that of the last one from the first start."""
    life = told(
        [created("Mon 09:00"), *(changed(f"Mon 10:{n:02}", "priority", to) for n, to in enumerate([*way, "high"]))]
    )
    (reading,) = engine_for(json.dumps(DESK)).read(life, instant("Mon 10:30"))
    assert (reading.deadline, reading.breached_at) == (instant("Mon 13:00"), None)
