"""L16, the other clocks: update, resolution, total resolution, waits, work, ownership, vendor, owning and queueing."""

from __future__ import annotations

from tests.clock.story import (
    Case,
    absent,
    answered,
    asked,
    case,
    changed,
    created,
    desk,
    desks,
    each,
    policy,
    reads,
    session,
    status,
)

UPDATE = desk(update="4 business hours")
INTERNAL = desks([policy("team", kind="internal", ownership="4 business hours")])
VENDOR = desks([policy("supplier", kind="vendor", vendor_wait="4 business hours")])
WORK = desk(
    resolution="8 business hours",
    total_resolution="8 business hours",
    requester_wait="8 business hours",
    agent_work="8 business hours",
)


@each(
    case(
        "none before an agent has written",
        UPDATE,
        [created("Mon 10:00"), asked("Mon 11:00")],
        "Mon 12:00",
        absent("update"),
    ),
    case(
        "starts at each public agent message, which ends the one before",
        UPDATE,
        [created("Mon 09:00"), answered("Mon 10:00"), answered("Mon 12:00"), asked("Mon 13:00")],
        "Mon 14:00",
        reads("update", 1, started_at="Mon 10:00", stopped_at="Mon 12:00", outcome="met"),
        reads("update", 2, started_at="Mon 12:00", elapsed="2:00", state="running", deadline="Mon 16:00"),
    ),
    case(
        "too late",
        UPDATE,
        [created("Mon 09:00"), answered("Mon 10:00"), answered("Mon 15:00")],
        "Mon 15:00",
        reads("update", 1, outcome="missed", breached_at="Mon 14:00"),
        reads("update", 2, elapsed="0:00", deadline="Tue 11:00"),
    ),
    case(
        "ends at the solve",
        UPDATE,
        [created("Mon 09:00"), answered("Mon 10:00"), status("Mon 12:00", "solved")],
        "Mon 14:00",
        reads("update", 1, outcome="met", stopped_at="Mon 12:00"),
        absent("update", 2),
    ),
    case(
        "a message after the solve starts none",
        UPDATE,
        [created("Mon 09:00"), status("Mon 10:00", "solved"), answered("Mon 11:00")],
        "Mon 14:00",
        absent("update"),
    ),
    case(
        "after a re-open the next agent message starts one",
        UPDATE,
        [
            created("Mon 09:00"),
            answered("Mon 10:00"),
            status("Mon 11:00", "solved"),
            status("Mon 12:00", "open"),
            answered("Mon 13:00"),
        ],
        "Mon 14:00",
        reads("update", 1, stopped_at="Mon 11:00", outcome="met"),
        reads("update", 2, started_at="Mon 13:00", elapsed="1:00"),
    ),
    case(
        "periodic by default: pending does not pause it",
        UPDATE,
        [created("Mon 09:00"), answered("Mon 10:00"), status("Mon 10:00", "pending")],
        "Mon 12:00",
        reads("update", state="running", elapsed="2:00"),
    ),
    case(
        "pausable where the target says so",
        desk(update={"default": "4 business hours", "pauses": ["pending"]}),
        [created("Mon 09:00"), answered("Mon 10:00"), status("Mon 11:00", "pending")],
        "Mon 12:00",
        reads("update", state="paused", elapsed="1:00", deadline=None),
    ),
)
def test_l16_update(case: Case) -> None:
    case.check()


@each(
    case(
        "resolution waits for the customer and for third parties; total resolution waits for nobody",
        WORK,
        [
            created("Mon 09:00"),
            status("Mon 10:00", "pending"),
            status("Mon 11:00", "open"),
            status("Mon 12:00", "hold"),
            status("Mon 14:00", "open"),
            status("Mon 16:00", "solved"),
        ],
        "Tue 10:00",
        reads("resolution", elapsed="4:00", stopped_at="Mon 16:00", outcome="met"),
        reads("total_resolution", elapsed="7:00", stopped_at="Mon 16:00", outcome="met"),
        reads("requester_wait", elapsed="6:00", outcome="met"),
        reads("agent_work", elapsed="4:00", outcome="met"),
    ),
    case(
        "pending: the requester's wait rests and so does the agents' work",
        WORK,
        [created("Mon 09:00"), status("Mon 10:00", "pending")],
        "Mon 12:00",
        reads("requester_wait", state="paused", elapsed="1:00", deadline=None),
        reads("agent_work", state="paused", elapsed="1:00", deadline=None),
        reads("total_resolution", state="running", elapsed="3:00", deadline="Mon 17:00"),
    ),
    case(
        "on hold: the requester waits, the agents do not work",
        WORK,
        [created("Mon 09:00"), status("Mon 10:00", "hold")],
        "Mon 12:00",
        reads("requester_wait", state="running", elapsed="3:00"),
        reads("agent_work", state="paused", elapsed="1:00"),
    ),
    case(
        "closed counts as solved",
        WORK,
        [created("Mon 09:00"), status("Mon 12:00", "closed")],
        "Mon 13:00",
        reads("resolution", stopped_at="Mon 12:00", outcome="met"),
        reads("total_resolution", stopped_at="Mon 12:00", outcome="met"),
    ),
    case(
        "closed after solved stops nothing a second time",
        WORK,
        [created("Mon 09:00"), status("Mon 12:00", "solved"), status("Tue 12:00", "closed")],
        "Wed 13:00",
        reads("resolution", stopped_at="Mon 12:00", elapsed="3:00"),
    ),
    case(
        "an agent's own ticket is resolved from its creation",
        WORK,
        [created("Mon 09:00", by="agent")],
        "Mon 12:00",
        reads("resolution", started_at="Mon 09:00", elapsed="3:00"),
    ),
    case(
        "only what the target names pauses",
        desk(resolution={"default": "8 business hours", "pauses": ["hold"]}),
        [created("Mon 09:00"), status("Mon 10:00", "pending"), status("Mon 12:00", "hold")],
        "Mon 14:00",
        reads("resolution", state="paused", elapsed="3:00"),
    ),
)
def test_l16_resolution_and_its_sisters(case: Case) -> None:
    case.check()


@each(
    case(
        "a cycle per assignment",
        INTERNAL,
        [created("Mon 09:00", group="a"), changed("Mon 11:00", "group", "b"), changed("Mon 16:00", "group", "a")],
        "Mon 16:30",
        reads("ownership", 1, started_at="Mon 09:00", stopped_at="Mon 11:00", outcome="met"),
        reads(
            "ownership", 2, started_at="Mon 11:00", stopped_at="Mon 16:00", outcome="missed", breached_at="Mon 15:00"
        ),
        reads("ownership", 3, started_at="Mon 16:00", elapsed="0:30", state="running"),
    ),
    case("no group, no clock", INTERNAL, [created("Mon 09:00")], "Mon 10:00", absent("ownership")),
    case(
        "from the first assignment",
        INTERNAL,
        [created("Mon 09:00"), changed("Mon 10:00", "group", "a")],
        "Mon 11:00",
        reads("ownership", started_at="Mon 10:00", elapsed="1:00"),
    ),
    case(
        "group removed stops it",
        INTERNAL,
        [created("Mon 09:00", group="a"), changed("Mon 11:00", "group", None)],
        "Mon 12:00",
        reads("ownership", 1, stopped_at="Mon 11:00", outcome="met"),
        absent("ownership", 2),
    ),
    case(
        "the solve stops it, a re-open starts a new cycle",
        INTERNAL,
        [created("Mon 09:00", group="a"), status("Mon 10:00", "solved"), status("Mon 12:00", "open")],
        "Mon 13:00",
        reads("ownership", 1, stopped_at="Mon 10:00", outcome="met"),
        reads("ownership", 2, started_at="Mon 12:00", elapsed="1:00"),
    ),
    case(
        "pending does not pause it unless the target says so",
        INTERNAL,
        [created("Mon 09:00", group="a"), status("Mon 10:00", "pending")],
        "Mon 11:00",
        reads("ownership", state="running", elapsed="2:00"),
    ),
    case(
        "paused where the target says so",
        desks([policy("team", kind="internal", ownership={"default": "4 business hours", "pauses": ["pending"]})]),
        [created("Mon 09:00", group="a"), status("Mon 10:00", "pending")],
        "Mon 11:00",
        reads("ownership", state="paused", elapsed="1:00"),
    ),
)
def test_l16_ownership(case: Case) -> None:
    case.check()


@each(
    case(
        "every hold is a cycle of its own",
        VENDOR,
        [
            created("Mon 09:00"),
            status("Mon 10:00", "hold"),
            status("Mon 12:00", "open"),
            status("Tue 09:00", "hold"),
            status("Tue 14:00", "pending"),
        ],
        "Tue 15:00",
        reads("vendor_wait", 1, started_at="Mon 10:00", stopped_at="Mon 12:00", outcome="met", elapsed="2:00"),
        reads(
            "vendor_wait", 2, started_at="Tue 09:00", stopped_at="Tue 14:00", outcome="missed", breached_at="Tue 13:00"
        ),
    ),
    case(
        "born on hold",
        VENDOR,
        [created("Mon 09:00", status="hold")],
        "Mon 10:00",
        reads("vendor_wait", started_at="Mon 09:00", elapsed="1:00", state="running"),
    ),
    case(
        "never on hold, no clock", VENDOR, [created("Mon 09:00", status="pending")], "Mon 10:00", absent("vendor_wait")
    ),
    case(
        "hold told again is the same hold",
        VENDOR,
        [created("Mon 09:00"), status("Mon 10:00", "hold"), status("Mon 11:00", "hold")],
        "Mon 12:00",
        reads("vendor_wait", 1, elapsed="2:00"),
        absent("vendor_wait", 2),
    ),
    case(
        "solved from hold",
        VENDOR,
        [created("Mon 09:00"), status("Mon 10:00", "hold"), status("Mon 11:00", "solved")],
        "Mon 12:00",
        reads("vendor_wait", 1, stopped_at="Mon 11:00", outcome="met"),
    ),
    case(
        "the customer's word does not take it off hold",
        VENDOR,
        [created("Mon 09:00"), status("Mon 10:00", "hold"), asked("Mon 11:00")],
        "Mon 12:00",
        reads("vendor_wait", 1, elapsed="2:00", state="running"),
    ),
)
def test_l16_vendor_wait(case: Case) -> None:
    case.check()


OWN = desk(time_to_own="1 business hour")


@each(
    case(
        "from creation until the first human takes it",
        OWN,
        [created("Mon 09:00"), changed("Mon 09:30", "assignee", "x")],
        "Mon 12:00",
        reads("time_to_own", started_at="Mon 09:00", stopped_at="Mon 09:30", outcome="met"),
    ),
    case(
        "nobody takes it",
        OWN,
        [created("Mon 09:00"), answered("Mon 09:30")],
        "Mon 12:00",
        reads("time_to_own", state="running", breached_at="Mon 10:00", elapsed="3:00", remaining="-2:00"),
    ),
    case(
        "given back, it starts again",
        OWN,
        [
            created("Mon 09:00"),
            changed("Mon 09:30", "assignee", "x"),
            changed("Mon 11:00", "assignee", None),
        ],
        "Mon 11:30",
        reads("time_to_own", 1, outcome="met"),
        reads("time_to_own", 2, started_at="Mon 11:00", elapsed="0:30"),
    ),
    case(
        "solved and never owned is closed unanswered",
        OWN,
        [created("Mon 09:00"), status("Mon 09:30", "solved")],
        "Mon 11:30",
        reads("time_to_own", 1, outcome="closed_unanswered", stopped_at="Mon 09:30"),
    ),
    case(
        "somebody's from the start needs no owner",
        OWN,
        [created("Mon 09:00", assignee="x")],
        "Mon 11:30",
        absent("time_to_own"),
    ),
    case(
        "a bot's time does not count here either",
        OWN,
        [created("Mon 09:00", channel="chat"), session("Mon 09:00", "bot"), session("Mon 09:20", "queued")],
        "Mon 09:30",
        reads("time_to_own", started_at="Mon 09:20", elapsed="0:10"),
    ),
    case(
        "passed on to another person is still owned",
        OWN,
        [
            created("Mon 09:00"),
            changed("Mon 09:30", "assignee", "x"),
            changed("Mon 11:00", "assignee", "y"),
        ],
        "Mon 11:30",
        absent("time_to_own", 2),
    ),
)
def test_l16_time_to_own(case: Case) -> None:
    case.check()


@each(
    case(
        "from the queue to a human",
        desk(queue_wait="90 seconds"),
        [created("Mon 10:00", channel="chat"), session("Mon 10:00:10", "queued"), session("Mon 10:01:00", "human")],
        "Mon 10:05",
        reads("queue_wait", started_at="Mon 10:00:10", stopped_at="Mon 10:01:00", elapsed="0:00:50", outcome="met"),
    ),
    case(
        "time with a bot is apart",
        desk(queue_wait="90 seconds"),
        [created("Mon 10:00", channel="chat"), session("Mon 10:00", "bot"), session("Mon 10:10", "queued")],
        "Mon 10:11",
        reads("queue_wait", started_at="Mon 10:10", elapsed="0:01:00", state="running"),
    ),
    case(
        "left while waiting",
        desk(queue_wait="90 seconds"),
        [created("Mon 10:00", channel="chat"), session("Mon 10:00", "queued"), session("Mon 10:01", "abandoned")],
        "Mon 10:11",
        reads("queue_wait", stopped_at="Mon 10:01", outcome="abandoned", breached_at=None),
    ),
    case(
        "a call hung up in the queue",
        desk(queue_wait="90 seconds", first_response="4 business hours"),
        [created("Mon 10:00", channel="voice"), session("Mon 10:00", "queued"), session("Mon 10:01", "abandoned")],
        "Mon 10:11",
        reads("queue_wait", stopped_at="Mon 10:01", outcome="abandoned"),
        reads("first_response", state="running"),
    ),
    case(
        "left the queue, then wrote a mail: the question is still owed, the place in the queue is gone",
        desk(queue_wait="90 seconds", first_response="4 business hours"),
        [
            created("Mon 10:00", channel="chat"),
            session("Mon 10:00", "queued"),
            session("Mon 10:01", "abandoned"),
            changed("Mon 10:05", "channel", "email"),
        ],
        "Mon 10:11",
        reads("queue_wait", stopped_at="Mon 10:01", outcome="abandoned"),
        reads("first_response", state="running", elapsed="0:11"),
    ),
    case(
        "answered while still in the queue",
        desk(queue_wait="90 seconds"),
        [created("Mon 10:00", channel="chat"), session("Mon 10:00", "queued"), answered("Mon 10:01")],
        "Mon 10:11",
        reads("queue_wait", stopped_at="Mon 10:01", outcome="met"),
    ),
)
def test_l16_queue_wait(case: Case) -> None:
    case.check()
