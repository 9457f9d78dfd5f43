"""What is usual is learnt from the desk's own answers, and said where it may be: beside a promise, or in its place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from slaclock.desk import Desk
from slaclock.engine import Engine
from slaclock.ingest import ingest
from slaclock.instant import DAY, MINUTE, from_us
from slaclock.learn import learn
from slaclock.ledger import look, write_down
from slaclock.promise import Habit
from slaclock.promise.habit import habits_of
from slaclock.promise.making import Manner
from slaclock.store import Store, habits
from slaclock.tick import tick
from tests.service.test_auto_acknowledgement import serve
from tests.service.world import answered, at, created, event, rows

ZONE = {"zone": "Europe/Berlin"}
BERLIN = Manner("Europe/Berlin", "en-GB")
MINUTES = timedelta(minutes=1)


def history(store: Store, here: Desk, count: int = 30, **data: str) -> None:
    """So many tickets of Monday at nine, answered after 4, 8, 12 … minutes."""
    for number in range(1, count + 1):
        minutes = 4 * number
        ticket = [
            created(f"H{number}", "2 Mar 09:00", **data),
            answered(f"H{number}", f"2 Mar {9 + minutes // 60}:{minutes % 60:02}"),
        ]
        ingest(store, here, ticket, at("2 Mar 12:00"))


def telling(store: Store) -> Desk:
    """A desk that tells what is usual, and knows it from the thirty of Monday: half within an hour, 90 % within two."""
    here: Desk = serve(usual=True)
    history(store, here)
    learn(store, here, at("2 Mar 12:00"))
    return here


def told(store: Store, here: Desk, when: str) -> None:
    """Somebody writes on Tuesday at 10:00; that is heard of, and acknowledged, at an instant."""
    ingest(store, here, [created("T1", "3 Mar 10:00", fields=ZONE)], at(when))
    tick(store, [here], at(when))


def promised(store: Store) -> list[dict[str, Any]]:
    """What the ledger has of his ticket."""
    return [row for row in rows(store, "promises") if row["ticket"] == "T1"]


def known(store: Store, here: Desk) -> dict[tuple[str, str, str], Habit]:
    with store.reading() as unit:
        return dict(habits.known(unit, here.place).known)


def shown(store: Store, here: Desk, ticket: str, when: str) -> dict[str, str]:
    found = look(store, here, ticket, at(when), "widget", BERLIN)
    assert found is not None
    return dict((write_down(store, here, found) if found.news else found.promise).sentences)


def test_half_and_nine_of_ten(store: Store) -> None:
    here = serve()
    history(store, here)
    assert learn(store, here, at("2 Mar 12:00")) == 2
    every = Habit(60 * MINUTES, 108 * MINUTES, 30)
    assert known(store, here) == {("standard", "email", "normal"): every, ("standard", "email", ""): every}


def test_what_is_alike_is_counted_together(store: Store) -> None:
    here = serve()
    history(store, here, 10)
    urgent = [created("U", "2 Mar 09:00", priority="urgent"), answered("U", "2 Mar 09:02")]
    chat = [created("C", "2 Mar 09:00", channel="chat"), answered("C", "2 Mar 09:01")]
    ingest(store, here, [*urgent, *chat], at("2 Mar 12:00"))
    learn(store, here, at("2 Mar 12:00"))
    found = known(store, here)
    assert found["standard", "email", "urgent"] == Habit(2 * MINUTES, 2 * MINUTES, 1)
    assert found["standard", "email", ""].n == 11
    assert found["standard", "chat", "normal"] == Habit(MINUTES, MINUTES, 1)


def test_who_waits_has_waited_until_now_though_nothing_was_told_of_him_since(store: Store) -> None:
    """Ten answered within forty minutes; ten more were last heard of as they wrote, and have waited for two hours."""
    here = serve()
    history(store, here, 10)
    for number in range(10):
        ingest(store, here, [created(f"W{number}", "2 Mar 09:00")], at("2 Mar 09:00"))
    assert {row["elapsed"] for row in rows(store, "clocks") if row["ticket"].startswith("W")} == {0}
    learn(store, here, at("2 Mar 11:00"))
    assert known(store, here) == {}  # half are answered, so nobody knows within what nine of ten are
    for number in range(9):
        ingest(store, here, [answered(f"W{number}", "2 Mar 12:00")], at("2 Mar 12:00"))
    learn(store, here, at("2 Mar 12:00"))
    assert known(store, here)["standard", "email", ""] == Habit(40 * MINUTES, 180 * MINUTES, 19)


def test_the_store_knows_what_the_library_would_say_of_the_same_tickets(store: Store) -> None:
    """Answered, closed without an answer, answered twice, deleted, waiting; by mail and chat, urgent or not."""
    here = serve()
    facts = [
        *(created("A", "2 Mar 09:00"), answered("A", "2 Mar 09:20")),
        *(created("B", "2 Mar 09:00", channel="chat"), event("B", "s", "2 Mar 10:00", "status", to="closed")),
        *(created("C", "2 Mar 09:00"), answered("C", "2 Mar 10:00"), answered("C", "2 Mar 11:00", "again")),
        *(created("D", "2 Mar 09:00", priority="urgent"), event("D", "x", "2 Mar 09:30", "deleted")),
        *(created("E", "2 Mar 09:40", priority="urgent"), answered("E", "2 Mar 09:50")),
        *(created("F", "2 Mar 09:00", channel="chat"), answered("F", "2 Mar 09:05")),
        created("G", "2 Mar 09:00"),
    ]
    for each in facts:
        ingest(store, here, [each], each.at + MINUTE)
    now = at("2 Mar 13:00")
    learn(store, here, now)
    library = habits_of(Engine(here.config).read(facts, from_us(now)), from_us(now))
    assert known(store, here) == dict(library.known) != {}


def test_it_is_learnt_anew_and_forgotten_after_four_weeks(store: Store) -> None:
    here = serve()
    history(store, here, 1)
    assert [learn(store, here, at("2 Mar 12:00") + minutes) for minutes in (0, MINUTE)] == [2, 0]
    assert learn(store, here, at("2 Mar 09:04") + 28 * DAY) == 0
    assert learn(store, here, at("2 Mar 09:05") + 28 * DAY) == 2
    assert known(store, here) == {}


def test_nobody_is_told_unless_the_desk_wants_it(store: Store) -> None:
    here = serve()
    history(store, here)
    learn(store, here, at("2 Mar 12:00"))
    ingest(store, here, [created("T1", "3 Mar 10:00", fields=ZONE)], at("3 Mar 10:00"))
    assert "typically" not in shown(store, here, "T1", "3 Mar 10:00")
    assert shown(store, serve(usual=True), "T1", "3 Mar 10:00")["typically"] == "We usually reply within 1 hour."


def test_it_stands_in_the_acknowledgement(store: Store) -> None:
    here = telling(store)
    told(store, here, "3 Mar 10:00")
    (row,) = promised(store)
    assert row["text"].startswith("We will reply by 14:00 today at the latest. We usually reply within 1 hour.")


def test_who_waits_for_a_late_answer_is_named_a_new_instant_once(store: Store) -> None:
    """Due on Tuesday at 14:00; who looks at 14:10 is told two hours, as nine of ten take; then nothing more."""
    here = telling(store)
    told(store, here, "3 Mar 10:00")
    tick(store, [here], at("3 Mar 14:01"))
    late = shown(store, here, "T1", "3 Mar 14:10")
    assert late["overdue"].startswith("We’re sorry")
    assert late["reply"] == "We will reply within 2 hours."
    # who looks again reads the same instant: he is not put off
    assert shown(store, here, "T1", "3 Mar 15:00")["reply"] == "We will reply by 16:10 today at the latest."
    tick(store, [here], at("3 Mar 16:11"))
    assert "reply" not in shown(store, here, "T1", "3 Mar 16:30")
    first, second = promised(store)
    assert (first["shown"], first["fate"]) == (at("3 Mar 14:00"), "broken")
    assert (second["shown"], second["fate"], second["via"]) == (at("3 Mar 16:10"), "broken", "widget")
    assert second["formula"].endswith("overdue; new: p90 of 30 answers; rounded up to whole hours")
    ingest(store, here, [answered("T1", "3 Mar 16:40")], at("3 Mar 16:40"))
    assert [row["fate"] for row in promised(store)] == ["broken", "broken"]


def test_who_writes_where_nobody_read_for_long_is_named_a_new_instant_at_once(store: Store) -> None:
    """Written on Tuesday at 10:00, heard of at 15:00, an hour late: the acknowledgement says what is usual."""
    here = telling(store)
    told(store, here, "3 Mar 15:00")
    (row,) = promised(store)
    assert (row["told_at"], row["shown"], row["fate"]) == (at("3 Mar 15:00"), at("3 Mar 17:00"), "open")
    tick(store, [here], at("3 Mar 17:01"))
    (row,) = promised(store)
    assert row["fate"] == "broken"


def test_a_late_answer_that_comes_as_promised_anew_keeps_the_last_promise(store: Store) -> None:
    here = telling(store)
    told(store, here, "3 Mar 10:00")
    shown(store, here, "T1", "3 Mar 14:10")
    ingest(store, here, [answered("T1", "3 Mar 15:40")], at("3 Mar 15:40"))
    assert [row["fate"] for row in promised(store)] == ["broken", "kept"]
