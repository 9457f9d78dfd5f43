"""Where helpdesks disagree, told as days at a desk: what slaclock reads, and who reads something else.

The desk works in Berlin, Monday to Friday from nine to five, in the week of Monday 2 March 2026.
"""

from __future__ import annotations

import json

import pytest

from slaclock import Engine
from slaclock.errors import InvalidConfig
from tests.clock.story import (
    BERLIN,
    absent,
    answered,
    as_facts,
    asked,
    changed,
    check,
    created,
    desk,
    desks,
    engine_for,
    instant,
    merged,
    of_ticket,
    policy,
    reads,
    status,
    told,
)

REPLIES = desk(first_response="4 business hours", next_response="2 business hours")
RESOLUTION = desk(resolution="8 business hours")


def test_the_reply_clock_starts_at_the_oldest_unanswered_message() -> None:
    """A customer who asks three times has waited since the first time.

    Desks that measure from the last message (Cerb did, when a later message was answered first) show forty minutes
    where the customer has waited two hours.
    """
    life = [created("Mon 09:00"), answered("Mon 09:30"), asked("Mon 10:00"), asked("Mon 11:00"), asked("Mon 11:20")]
    check(REPLIES, life, "Mon 12:00", reads("next_response", started_at="Mon 10:00", elapsed="2:00", remaining="0:00"))


def test_pending_does_not_pause_the_first_reply() -> None:
    """Somebody sets a fresh ticket to pending, and the customer still waits for a first word.

    Frappe Helpdesk, GLPI and Freshdesk (by its status switch) stop the reply clock here; Zendesk and Znuny do not.
    """
    life = [created("Mon 09:00"), status("Mon 09:05", "pending")]
    check(REPLIES, life, "Mon 14:00", reads("first_response", state="running", breached_at="Mon 13:00"))


def test_a_status_is_never_a_response() -> None:
    """Setting a ticket to pending, or solving it, says nothing to the customer.

    Frappe Helpdesk marks the first response as done on either; here the first stays open and the second is closed
    unanswered.
    """
    life = [created("Mon 09:00"), status("Mon 09:05", "pending")]
    check(REPLIES, life, "Mon 10:00", reads("first_response", stopped_at=None, outcome=None))
    solved = [created("Mon 09:00"), status("Mon 09:05", "solved")]
    check(REPLIES, solved, "Mon 10:00", reads("first_response", outcome="closed_unanswered"))


def test_a_ticket_of_the_night_starts_at_the_next_opening_and_remembers_when_it_came() -> None:
    """A mail of Friday evening has used nothing on Saturday, though it came on Friday.

    GLPI once took the delay as nought and escalated at creation; Frappe Helpdesk showed more than a day for a ticket
    raised on a day off.
    """
    life = [created("Fri 18:00"), asked("Fri 18:00")]
    check(
        REPLIES,
        life,
        "Sat 12:00",
        reads("first_response", started_at="Fri 18:00", elapsed="0:00", state="out_of_hours"),
    )
    check(REPLIES, life, "Mon 9 Mar 10:00", reads("first_response", elapsed="1:00", deadline="Mon 9 Mar 13:00"))


def test_an_answer_exactly_on_the_deadline_is_in_time() -> None:
    """One o'clock is one o'clock.

    Chatwoot's poll already misses at the due instant while its stamp says hit; ERPNext wants a variance above nought
    after rounding to hundredths of an hour.
    """
    life = [created("Mon 09:00"), answered("Mon 13:00")]
    check(REPLIES, life, "Mon 13:00", reads("first_response", outcome="met", breached_at=None))
    late = [created("Mon 09:00"), answered("Mon 13:00:01")]
    check(REPLIES, late, "Mon 14:00", reads("first_response", outcome="missed", breached_at="Mon 13:00"))


def test_a_budget_that_ends_at_closing_is_due_at_closing() -> None:
    """Four hours from one o'clock end at five today, not at nine tomorrow: an answer at eight tonight is late."""
    life = [created("Mon 13:00"), answered("Mon 20:00")]
    check(REPLIES, life, "Tue 10:00", reads("first_response", deadline="Mon 17:00", outcome="missed"))


def test_a_raised_priority_keeps_its_start_and_its_pauses() -> None:
    """Two hours of waiting for the customer stay waited when the ticket becomes urgent.

    GLPI forgot the pauses for years and restarted from the opening; ServiceNow restarts unless start *and* pause are
    retroactive.
    """
    config = desk(resolution={"urgent": "4 business hours", "default": "8 business hours"})
    life = [
        created("Mon 09:00"),
        status("Mon 10:00", "pending"),
        status("Mon 12:00", "open"),
        changed("Mon 13:00", "priority", "urgent"),
    ]
    check(config, life, "Mon 13:30", reads("resolution", started_at="Mon 09:00", elapsed="2:30", deadline="Mon 15:00"))


def test_a_raise_that_comes_too_late_breaches_at_the_raise_and_says_why() -> None:
    """At three o'clock a ticket of nine becomes urgent: nobody could have kept four hours, and the reports can tell."""
    config = desk(resolution={"urgent": "4 business hours", "default": "8 business hours"})
    life = [created("Mon 09:00"), changed("Mon 15:00", "priority", "urgent")]
    check(config, life, "Mon 16:00", reads("resolution", breached_at="Mon 15:00", breach_cause="policy change"))


def test_lowering_the_priority_does_not_undo_a_breach() -> None:
    """The promise was broken at one o'clock; making the ticket unimportant at two does not mend it.

    Zammad, iTop and Frappe Helpdesk flip the ticket back to green.
    """
    config = desk(resolution={"urgent": "4 business hours", "default": "8 business hours"})
    life = [
        created("Mon 09:00", priority="urgent"),
        changed("Mon 14:00", "priority", "low"),
        status("Mon 15:00", "solved"),
    ]
    check(
        config, life, "Mon 16:00", reads("resolution", breached_at="Mon 13:00", outcome="missed", deadline="Mon 17:00")
    )


def test_a_ticket_opened_again_goes_on_where_it_stopped() -> None:
    """Solved on Monday, back on Tuesday: the night between belongs to nobody; after the window it is a new attempt.

    Jira and Zendesk's ownership start again at nought, ERPNext wipes what was measured, Znuny never arms the clock
    again.
    """
    life = [created("Mon 09:00"), status("Mon 12:00", "solved"), status("Tue 10:00", "open")]
    check(RESOLUTION, life, "Tue 11:00", reads("resolution", 1, elapsed="4:00", deadline="Tue 15:00"))
    much_later = [created("Mon 09:00"), status("Mon 12:00", "solved"), status("Wed 11 Mar 10:00", "open")]
    check(
        RESOLUTION,
        much_later,
        "Wed 11 Mar 11:00",
        reads("resolution", 1, outcome="met", elapsed="3:00"),
        reads("resolution", 2, started_at="Wed 11 Mar 10:00", elapsed="1:00"),
    )


def test_the_customers_answer_ends_the_waiting_for_the_customer() -> None:
    """The answer came at noon; that a rule sets the ticket to open at two changes nothing about noon.

    Most desks leave it to another rule to flip the status, and count the clock as paused until it has run.
    """
    life = [created("Mon 09:00"), status("Mon 10:00", "pending"), asked("Mon 12:00"), status("Mon 14:00", "open")]
    check(RESOLUTION, life, "Mon 13:00", reads("resolution", state="running", elapsed="2:00"))
    check(RESOLUTION, life, "Mon 15:00", reads("resolution", state="running", elapsed="4:00"))


def test_thanks_after_the_solve_is_a_question_until_somebody_says_otherwise() -> None:
    """A public message after the solve starts a next response; one that arrives marked as automatic does not.

    Chatwoot counts every thank-you against the desk, with no way to say that it needs no reply. Closing the ticket
    here ends the clock as closed unanswered, which is no miss.
    """
    life = [created("Mon 09:00"), answered("Mon 10:00"), status("Mon 11:00", "solved"), asked("Mon 12:00")]
    check(REPLIES, life, "Mon 13:00", reads("next_response", state="running", started_at="Mon 12:00"))
    closed = [*life, status("Mon 13:00", "closed")]
    check(REPLIES, closed, "Mon 14:00", reads("next_response", outcome="closed_unanswered", breached_at=None))
    marked = [*life[:3], asked("Mon 12:00", auto=True)]
    check(REPLIES, marked, "Mon 13:00", absent("next_response"))


def test_the_survivor_of_a_merge_owes_what_both_owed() -> None:
    """Two mails of one customer become one ticket: the older question is still the older question.

    Every system looked at stops the losing ticket and lets the survivor keep its own, later clock; in Zammad the
    merged ticket went on escalating.
    """
    config = desk(first_response="4 business hours", resolution="8 business hours")
    life = [
        *of_ticket("T1", created("Mon 11:00")),
        *of_ticket("T0", created("Mon 09:00"), merged("Mon 12:00", "T1")),
    ]
    check(
        config,
        life,
        "Mon 12:30",
        reads("first_response", started_at="Mon 09:00", deadline="Mon 13:00"),
        reads("resolution", started_at="Mon 09:00", deadline="Mon 17:00"),
        reads("first_response", ticket="T0", outcome="cancelled", stopped_at="Mon 12:00"),
    )


def test_an_edited_policy_reaches_the_tickets_created_from_then_on() -> None:
    """On Wednesday the desk promises four hours instead of eight; Tuesday's ticket was promised eight.

    Zammad recomputes every open ticket, Zendesk whichever ticket happens to be touched next, HubSpot asks, and
    ServiceNow tells its customers never to edit a definition in use.
    """
    config = desks(
        [
            policy("standard", resolution="8 business hours"),
            policy("standard", resolution="4 business hours", effective_from="2026-03-04T00:00:00+01:00"),
        ],
    )
    check(config, [created("Tue 10:00")], "Wed 09:30", reads("resolution", deadline="Wed 10:00", budget="8:00"))
    check(config, [created("Wed 10:00")], "Wed 10:30", reads("resolution", deadline="Wed 14:00", budget="4:00"))


def test_a_closure_declared_afterwards_is_a_new_version_of_the_calendar() -> None:
    """On Thursday the desk learns that it closes on Friday; the ticket of Wednesday keeps the hours it was promised
    under.

    Nobody dates a calendar: an edit there silently rewrites the past of every report.
    """
    calendar = BERLIN | {"changes": [{"effective_from": "2026-03-05", "special": {"2026-03-06": "closed"}}]}
    config = desk(calendar, resolution="16 business hours")
    check(config, [created("Wed 17:00")], "Thu 10:00", reads("resolution", deadline="Fri 17:00"))
    check(config, [created("Thu 09:00")], "Thu 10:00", reads("resolution", deadline="Mon 9 Mar 17:00"))


def test_one_day_is_refused_until_it_says_which_day() -> None:
    """Friday five to five plus "one day" is Saturday, next Wednesday or Monday, as you like it.

    Intercom and Freshdesk (since 2026) read 24 office hours, ServiceNow 24 hours on the calendar, Freshdesk before
    that one business day.
    """
    with pytest.raises(InvalidConfig):
        Engine.from_config(desk(resolution="1 day"))
    for budget, due in (("24h", "Sat 16:55"), ("24bh", "Wed 11 Mar 16:55"), ("1bd", "Mon 9 Mar 16:55")):
        check(desk(resolution=budget), [created("Fri 16:55")], "Fri 16:56", reads("resolution", deadline=due))


def test_a_calendar_that_never_opens_is_refused() -> None:
    """A desk with no hours at all can promise nothing.

    Chatwoot and GLPI silently count around the clock, Frappe Helpdesk and ERPNext never return, Zammad raises while
    serving.
    """
    with pytest.raises(InvalidConfig):
        Engine.from_config(desk({"timezone": "Europe/Berlin", "hours": {}}, resolution="8 business hours"))


def test_a_pause_is_open_time_not_used_and_while_it_lasts_there_is_no_due_date() -> None:
    """Waiting from Monday four o'clock to Tuesday ten costs two hours of desk time, and no date is shown meanwhile.

    ERPNext added the wall-clock hours of the last wait only: with waits of five hours and one hour it said 18:00
    where 23:00 was right.
    """
    life = [created("Mon 13:00"), status("Mon 16:00", "pending"), status("Tue 10:00", "open")]
    check(RESOLUTION, life, "Mon 18:00", reads("resolution", state="paused", deadline=None, remaining="5:00"))
    check(RESOLUTION, life, "Tue 10:00", reads("resolution", state="running", deadline="Tue 15:00"))
    twice = [
        created("Mon 09:00"),
        status("Mon 10:00", "pending"),
        status("Mon 15:00", "open"),
        status("Mon 16:00", "pending"),
        status("Mon 17:00", "open"),
    ]
    always = desk({"timezone": "Europe/Berlin", "hours": "always"}, resolution="8 hours")
    check(always, twice, "Mon 17:00", reads("resolution", deadline="Mon 23:00"))


def test_a_breach_is_read_from_the_stamps_whoever_looks_and_whenever() -> None:
    """A ticket solved too late was solved too late, though nobody looked in between.

    Chatwoot compares with the time of its poll, so a late solve between two polls ends as a hit; Intercom notes a
    miss only when a teammate next replies.
    """
    life = told([created("Mon 09:00"), status("Tue 09:30", "solved")])
    engine = engine_for(json.dumps(RESOLUTION))
    for looked_at in ("Tue 09:30", "Tue 09:31", "Fri 10:00", "Fri 17 Apr 10:00"):
        (reading,) = map(as_facts, engine.read(life, instant(looked_at)))
        assert (reading["outcome"], reading["breached_at"]) == ("missed", int(instant("Mon 17:00").timestamp()))
    (unlooked,) = map(as_facts, engine.read(life[:1], instant("Mon 18:00")))
    assert unlooked["breached_at"] == int(instant("Mon 17:00").timestamp())


def test_paused_and_out_of_hours_are_two_things() -> None:
    """At night a running ticket is out of hours and has a due date; a waiting one is paused and has none.

    Jira shows "paused" for both, and its viewers ask support which of the two it is.
    """
    running, waiting = [created("Mon 13:00")], [created("Mon 13:00"), status("Mon 16:00", "pending")]
    check(RESOLUTION, running, "Mon 22:00", reads("resolution", state="out_of_hours", deadline="Tue 13:00"))
    check(RESOLUTION, waiting, "Mon 22:00", reads("resolution", state="paused", deadline=None))
