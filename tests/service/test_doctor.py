"""A store in order has no finding; each wound that is made on purpose is found under its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from slaclock.desk import Desk
from slaclock.doctor import doctor
from slaclock.ingest import ingest
from slaclock.instant import HOUR, MINUTE, SECOND
from slaclock.store import Store, Unit, corrections, heartbeats
from slaclock.store.place import Place
from slaclock.store.tables import clocks, firings, outbox, tickets, timers
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.rest import broken
from tests.service.world import Helpdesk, answered, at, created, desk, event

NOW = at("2 Mar 14:00")


def lived(store: Store) -> Desk:
    """A desk in the middle of its day: two tickets, one escalated and one answered."""
    here = desk(Helpdesk())
    ingest(store, here, [created("A"), created("B")], at("2 Mar 10:01"))
    sync(store, here, lambda: at("2 Mar 10:02"))
    ingest(store, here, [answered("B", "2 Mar 10:30")], at("2 Mar 10:31"))
    tick(store, [here], at("2 Mar 13:00"))
    tick(store, [here], NOW)
    sync(store, here, lambda: NOW)
    return here


def found(store: Store, here: Desk, now: int = NOW) -> dict[str, bool]:
    return {each.name: each.broken for each in doctor(store, here, now) if not each.fine}


def test_a_store_in_order(store: Store) -> None:
    here = lived(store)
    assert found(store, here) == {}
    assert found(store, desk(tenant="nobody")) == {}


def test_each_finding_says_what_it_means(store: Store) -> None:
    findings = doctor(store, lived(store), NOW, wall=NOW)
    assert len({each.name for each in findings}) == len(findings) > 20
    assert all(each.meaning for each in findings)


def rearm(unit: Unit) -> None:
    fired = unit.all(select(firings).limit(1))[0]
    key = {
        name: fired[name] for name in ("tenant", "helpdesk", "ticket", "policy", "metric", "cycle", "step", "repeat")
    }
    unit.run(insert(timers).values(kind="step", at=NOW, due_at=NOW, version=1, **key))


def forget_firing(unit: Unit) -> None:
    unit.run(delete(firings).where(firings.c.step.like("%75%")))


def double(unit: Unit) -> None:
    row = unit.all(select(outbox).where(outbox.c.kind == "tag").limit(1))[0]
    row.pop("id")
    unit.run(insert(outbox).values(**{**row, "cause": f"{row['cause']} again"}))


def turn_back(unit: Unit) -> None:
    dates = unit.all(select(outbox).where(outbox.c.kind == "due_date", outbox.c.ticket == "B").order_by(outbox.c.id))
    assert [row["state"] for row in dates] == ["sent", "sent"]
    unit.run(update(outbox).where(outbox.c.id == dates[0]["id"]).values(id=1_000))


def take_up_again(unit: Unit) -> None:
    older = select(func.min(outbox.c.id)).where(outbox.c.kind == "due_date", outbox.c.ticket == "B").scalar_subquery()
    unit.run(update(outbox).where(outbox.c.id == older).values(state="waiting"))


WOUNDS: dict[str, Callable[[Unit], Any]] = {
    "fired and armed": rearm,
    "plan out of date": lambda unit: unit.run(update(timers).values(version=99)),
    "fired early": lambda unit: unit.run(update(firings).values(fired_at=firings.c.deliver_at - 1)),
    "fired silently": lambda unit: unit.run(delete(outbox).where(outbox.c.rank == 0)),
    "message without cause": forget_firing,
    "sent twice": double,
    "due date backwards": turn_back,
    "line broken": lambda unit: unit.run(update(outbox).values(state="sending", next_at=NOW + MINUTE)),
    "due date lost": lambda unit: unit.run(delete(outbox).where(outbox.c.kind == "due_date")),
    "facts without ticket": lambda unit: unit.run(delete(tickets).where(tickets.c.ticket == "B")),
    "clocks without ticket": lambda unit: unit.run(update(clocks).where(clocks.c.ticket == "B").values(ticket="C")),
    "correction without firing": lambda unit: corrections.add(
        unit, Place("acme", "desk"), dict.fromkeys(corrections.KEY, 7), corrections.Says.WITHDRAWN, "e", NOW
    ),
    "timers overdue": lambda unit: unit.run(update(timers).values(at=NOW - HOUR)),
    "leases lapsed": lambda unit: unit.run(update(outbox).values(state="sending", next_at=NOW - HOUR)),
    "cache wrong": lambda unit: unit.run(update(timers).values(at=NOW + MINUTE)),
}


@pytest.mark.wounded
@pytest.mark.parametrize("name", WOUNDS)
def test_a_wound_is_found_under_its_name(store: Store, name: str) -> None:
    here = lived(store)
    with store.unit() as unit:
        WOUNDS[name](unit)
    assert found(store, here).get(name) is True


def test_dead_letters_and_contradictions_are_worth_a_look_but_nothing_is_broken(store: Store) -> None:
    here = lived(store)
    ingest(store, here, [created("A", priority="low")], NOW)
    with store.unit() as unit:
        unit.run(update(outbox).where(outbox.c.kind == "tag").values(state="dead"))
        heartbeats.beat(unit, here.tenant, "w1", "tick", NOW - HOUR)
    assert found(store, here) == {"dead letters": False, "conflicts": False, "workers silent": False}


@pytest.mark.wounded
@pytest.mark.parametrize("name", ["fired early", "fired silently", "sent twice", "facts without ticket"])
def test_the_look_at_what_each_test_leaves_finds_wounds_too(store: Store, name: str) -> None:
    lived(store)
    with store.unit() as unit:
        WOUNDS[name](unit)
    assert name in [each.name for each in broken(store)["acme"]]


@pytest.mark.wounded
def test_an_older_due_date_that_waits_behind_a_newer_one_is_found(store: Store) -> None:
    here = lived(store)
    with store.unit() as unit:
        take_up_again(unit)
    assert found(store, here).get("due date backwards") is True


def test_a_clock_set_back_between_two_due_dates_breaks_nothing(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created("B")], at("2 Mar 10:01"))
    sync(store, here, lambda: at("2 Mar 10:32"))
    ingest(store, here, [answered("B", "2 Mar 10:30")], at("2 Mar 10:31"))
    sync(store, here, lambda: at("2 Mar 10:31"))
    with store.reading() as unit:
        dates = unit.all(select(outbox).where(outbox.c.kind == "due_date").order_by(outbox.c.id))
    assert [(row["generation"], row["settled_at"]) for row in dates] == [(1, at("2 Mar 10:32")), (2, at("2 Mar 10:31"))]
    assert found(store, here, at("2 Mar 10:33")) == {}


def test_a_wrong_clock_is_found(store: Store) -> None:
    here = lived(store)
    assert [each.name for each in doctor(store, here, NOW, wall=NOW + 6 * SECOND) if each.broken] == ["clock skew"]


def test_looking_changes_nothing(store: Store) -> None:
    here = lived(store)
    ingest(store, here, [event("A", "t", "2 Mar 13:59", "tags", add=["vip"])], NOW)
    with store.reading() as unit:
        before = unit.all(select(tickets).order_by(tickets.c.ticket))
    doctor(store, here, NOW + HOUR)
    with store.reading() as unit:
        assert unit.all(select(tickets).order_by(tickets.c.ticket)) == before
