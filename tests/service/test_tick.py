from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import update

from slaclock.ingest import ingest
from slaclock.notify.fact import ladder
from slaclock.policy.load import load_config
from slaclock.store import Store
from slaclock.store.tables import timers
from slaclock.sync import sync
from slaclock.tick import next_due, tick
from tests.service.world import CONFIG, Helpdesk, People, answered, armed, at, created, desk, event, fired, rows

WARNED, BREACHED, AGAIN = "first_response 75%", "first_response at breach", "again"


def test_a_step_fires_when_it_is_due_and_not_before(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    assert next_due(store, [here]) == at("2 Mar 13:00")
    assert tick(store, [here], at("2 Mar 13:00") - 1).fired == 0
    assert tick(store, [here], at("2 Mar 13:00")).fired == 1
    (row,) = rows(store, "firings")
    assert (row["step"], row["due_at"], row["fired_at"]) == (WARNED, at("2 Mar 13:00"), at("2 Mar 13:00"))
    assert [(row["kind"], row["account"], row["value"]) for row in rows(store, "outbox") if row["rank"] == 0] == [
        ("notify", "notify/lead", None),
        ("tag", "desk", "at-risk"),
    ]


def test_everything_fired_twice_is_fired_once(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 14:30"))
    before = {name: rows(store, name) for name in ("firings", "outbox", "timers", "clocks", "tickets")}
    tick(store, [here], at("2 Mar 14:30"))
    assert {name: rows(store, name) for name in before} == before


def test_a_fired_step_is_never_armed_again(store: Store) -> None:
    """Not by a late fact that moves it, nor by telling everything anew."""
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 13:30"))
    ingest(store, here, [event("T1", "p", "2 Mar 10:30", "priority", to="low")], at("2 Mar 13:31"))
    ingest(store, here, [event("T1", "p2", "2 Mar 13:32", "priority", to="urgent")], at("2 Mar 13:33"))
    assert WARNED not in dict(armed(store))
    tick(store, [here], at("2 Mar 13:40"))
    assert sorted(fired(store)) == [(WARNED, 1), (BREACHED, 1)]


def test_a_breach_is_noticed_without_anybody_telling(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 14:01"))
    breached = {row["metric"]: row["breached_at"] for row in rows(store, "clocks")}
    assert breached == {"first_response": at("2 Mar 14:00"), "resolution": None}


def test_a_step_comes_again_every_hour_until_the_clock_stops(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    for time in ("13:00", "14:00", "15:00", "16:00", "17:00"):
        tick(store, [here], at(f"2 Mar {time}"))
    tick(store, [here], at("3 Mar 10:00"))
    assert fired(store) == [(WARNED, 1), (BREACHED, 1), (AGAIN, 1), (AGAIN, 2), (AGAIN, 3), (AGAIN, 4)]
    ingest(store, here, [answered("T1", "3 Mar 10:10")], at("3 Mar 10:11"))
    assert armed(store) == []


def test_after_a_day_away_what_was_missed_comes_but_repeats_do_not_come_in_a_heap(store: Store) -> None:
    """Breached Monday 14:00; on Tuesday 10:30 the latest repeat that is due is the fourth (at 10:00)."""
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    assert tick(store, [here], at("3 Mar 10:30")).fired == 3
    assert sorted(fired(store)) == [(AGAIN, 4), (WARNED, 1), (BREACHED, 1)]
    assert armed(store) == [(AGAIN, at("3 Mar 11:00"))]


def test_what_was_due_before_the_watch_began_is_recorded_and_calls_nobody(store: Store) -> None:
    here = desk(Helpdesk(), since=at("2 Mar 13:30"))
    ingest(store, here, [created()], at("2 Mar 13:40"))
    tick(store, [here], at("2 Mar 14:00"))
    muted = {row["step"]: row["muted"] for row in rows(store, "firings")}
    assert muted == {WARNED: True, BREACHED: False}
    assert {row["cause"].split("/")[3] for row in rows(store, "outbox") if row["rank"] == 0} == {BREACHED}


def test_an_acknowledgement_stops_the_ladder(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 15:00"))
    seen = event("T1", "k", "2 Mar 15:10", "acknowledged", target="first_response")
    ingest(store, here, [seen], at("2 Mar 15:10"))
    assert armed(store) == []


def test_tickets_of_two_helpdesks_with_one_number_are_two_incidents(store: Store) -> None:
    people = People()
    desks = [replace(desk(Helpdesk(), people), helpdesk=name) for name in ("desk", "shop")]
    for here in desks:
        ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, desks, at("2 Mar 13:00"))
    for here in desks:
        sync(store, here, lambda: at("2 Mar 13:00"))
    assert sorted(told.facts["helpdesk"] for told in people.told) == ["desk", "shop"]
    assert len({ladder(told) for told in people.told}) == 2


def test_a_plan_older_than_the_facts_is_read_anew_before_anything_fires(store: Store) -> None:
    """As after a restored back-up: the timer says 13:00, the ticket's version says it was planned on less."""
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    early = {"at": at("2 Mar 10:30"), "version": 0}
    with store.unit() as unit:
        unit.run(update(timers).where(timers.c.step == WARNED).values(early))
    done = tick(store, [here], at("2 Mar 10:31"))
    assert (done.fired, done.reread) == (0, 1)
    assert dict(armed(store))[WARNED] == at("2 Mar 13:00")


def test_steps_of_rules_that_hold_no_more_do_not_fire(store: Store) -> None:
    """Stopped at 12:00, started at 13:05 under rules that give twice the time and warn nobody."""
    ingest(store, desk(Helpdesk()), [created()], at("2 Mar 10:01"))
    rules = json.loads(json.dumps(CONFIG))
    (policy,) = rules["policies"]
    policy["targets"]["first_response"]["default"] = "8 business hours"
    policy["escalations"] = [{"target": "first_response", "at": "at breach", "do": [{"notify": "boss"}]}]
    after = desk(Helpdesk(), config=load_config(rules), config_id="2")
    done = tick(store, [after], at("2 Mar 13:05"))
    assert (done.fired, done.reread) == (0, 1)
    assert armed(store) == [(BREACHED, at("3 Mar 10:00"))]


def test_a_pause_that_ends_by_itself_lets_the_ladder_go_on(store: Store) -> None:
    """Two hours left at 11:00; paused until Tuesday 09:00, so the warning comes at 10:00 and the breach at 11:00."""
    here = desk(Helpdesk())
    pause = event("T1", "p", "2 Mar 11:00", "paused", reason="part", until="2026-03-03T09:00:00+01:00")
    told = [created(), answered("T1", "2 Mar 10:30"), pause]
    ingest(store, here, told, at("2 Mar 11:01"))
    tick(store, [here], at("3 Mar 09:00"))
    states = {row["metric"]: row["state"] for row in rows(store, "clocks")}
    assert states["resolution"] == "running"
    (due,) = [row for row in rows(store, "outbox") if row["kind"] == "due_date"]
    assert due["value"] == at("4 Mar 16:00")


def test_many_workers_fire_each_step_once(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created(f"T{number}") for number in range(40)], at("2 Mar 10:01"))
    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(lambda _: tick(store, [here], at("2 Mar 14:00"), batch=7), range(8)))
    assert sum(each.fired for each in done) == 80 == len(rows(store, "firings"))
    assert len([row for row in rows(store, "outbox") if row["rank"] == 0]) == 160


def test_a_helpdesk_that_is_not_configured_any_more_fires_nothing(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    assert tick(store, [], at("2 Mar 14:00")).claimed == 0
    assert tick(store, [desk(Helpdesk(), tenant="other")], at("2 Mar 14:00")).claimed == 0
