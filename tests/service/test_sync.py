from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from slaclock.connectors.http import Http
from slaclock.connectors.protocol import (
    Conflict,
    Denied,
    Message,
    MessageKind,
    NotFound,
    RateLimited,
    Receipt,
    Refused,
    Traits,
    Unavailable,
)
from slaclock.desk import Desk
from slaclock.ingest import ingest
from slaclock.instant import HOUR, MINUTE, SECOND
from slaclock.policy.load import load_config
from slaclock.store import Store, outbox
from slaclock.store.buckets import Quota
from slaclock.sync import DOUBT, GIVE_UP, Synced, sync
from slaclock.sync.sender import MISSED
from slaclock.tick import tick
from tests.service.world import CONFIG, Crash, CrashAt, Helpdesk, People, answered, at, created, desk, event, rows

TEN, ONE = at("2 Mar 10:01"), at("2 Mar 13:00")
SOON = answered("T1", "2 Mar 10:01")


def send(store: Store, here: Desk, now: int, **options: Any) -> Synced:
    return sync(store, here, lambda: now, **options)


def states(store: Store) -> list[tuple[str, str]]:
    return sorted((row["kind"], row["state"]) for row in rows(store, "outbox"))


def test_due_date_tag_and_notice_arrive(store: Store) -> None:
    helpdesk, people = Helpdesk(), People()
    here = desk(helpdesk, people)
    ingest(store, here, [created()], TEN)
    assert send(store, here, TEN).sent == 1
    tick(store, [here], ONE)
    assert send(store, here, ONE).sent == 2
    assert helpdesk.told() == [("due_date", at("2 Mar 14:00")), ("tag", "at-risk")]
    assert people.steps() == [("lead", "first_response 75%", 1)]
    assert send(store, here, ONE).claimed == 0


def test_each_ticket_keeps_its_order(store: Store) -> None:
    """Of a ticket and an account only the head of the line is taken, so nothing overtakes what waits."""
    helpdesk = Helpdesk(failures=[(Unavailable("gone"), False)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    tick(store, [here], at("2 Mar 14:00"))
    first = send(store, here, at("2 Mar 14:00"))
    assert (first.claimed, first.put_back) == (2, 1)  # the due date and the notice to the lead; no tag before the date
    assert helpdesk.took == []
    for minute in range(1, 10):
        send(store, here, at("2 Mar 14:00") + minute * MINUTE)
    assert [kind for kind, _ in helpdesk.told()] == ["due_date", "tag", "priority", "note"]


def test_patience_is_kept_as_long_as_the_helpdesk_asks(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(RateLimited(retry_after=90 * SECOND), False)])
    here = desk(helpdesk)
    ingest(store, here, [created("A"), created("B")], TEN)
    assert send(store, here, TEN).put_back == 2
    assert helpdesk.calls == ["deliver due_date"]
    assert send(store, here, TEN + 89 * SECOND).claimed == 0
    assert send(store, here, TEN + 91 * SECOND).sent == 2
    assert {row["attempts"] for row in rows(store, "outbox")} == {1}


def test_an_account_that_does_not_say_how_long_is_asked_less_and_less_often(store: Store) -> None:
    """429 without a word, for an hour: at most as many calls as twelve doublings of two seconds have room for."""
    helpdesk = Helpdesk(failures=[(RateLimited("429"), False)] * 99)
    here = desk(helpdesk)
    ingest(store, here, [created("A"), created("B")], TEN)
    for second in range(0, 3600, 5):
        send(store, here, TEN + second * SECOND)
    assert 8 <= len(helpdesk.calls) <= 13
    assert {row["attempts"] for row in rows(store, "outbox")} == {0}
    helpdesk.failures.clear()
    assert send(store, here, TEN + 3 * HOUR).sent == 2
    assert [row["failures"] for row in rows(store, "buckets")] == [0]


def test_what_the_lease_does_not_last_for_is_not_called(store: Store) -> None:
    """A note takes two calls; where there is no time for them it is looked for before anybody tries again."""
    heard: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request.method)
        return httpx.Response(200, json={})

    http = Http(httpx.Client(transport=httpx.MockTransport(answer)), "https://help.example.com", name="help")

    class TwoCalls(Helpdesk):
        def deliver(self, message: Message) -> Receipt:
            http.get("/ticket")
            http.post("/ticket", {})
            return super().deliver(message)

    helpdesk = TwoCalls()
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    assert send(store, here, TEN, lease=1).put_back == 1
    assert (heard, [row["doubtful"] for row in rows(store, "outbox")]) == ([], [True])
    assert send(store, here, TEN + MINUTE).sent == 1
    assert (heard, helpdesk.calls) == (["GET", "POST"], ["look due_date", "deliver due_date"])


def test_a_message_of_unknown_fate_is_looked_for_before_it_is_sent_again(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Unavailable("cut off"), True)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    assert send(store, here, TEN).put_back == 1
    assert send(store, here, TEN + MINUTE).found == 1
    assert helpdesk.calls == ["deliver due_date", "look due_date"]
    assert len(helpdesk.took) == 1


def test_a_message_that_never_left_is_sent_again_without_looking(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Unavailable("no route", sent=False), False)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    send(store, here, TEN)
    assert send(store, here, TEN + MINUTE).sent == 1
    assert helpdesk.calls == ["deliver due_date"] * 2


def test_a_no_is_a_dead_letter_and_keeps_no_other_from_it(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Refused("closed tickets cannot be changed"), False)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    assert send(store, here, TEN).dead == 1
    ingest(store, here, [SOON], TEN + MINUTE)
    assert send(store, here, TEN + MINUTE).sent == 1
    (dead,) = [row for row in rows(store, "outbox") if row["state"] == "dead"]
    assert dead["error"] == "closed tickets cannot be changed"


def test_a_dead_letter_is_sent_again_when_a_person_says_so(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Refused("no"), False)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    send(store, here, TEN)
    (dead,) = rows(store, "outbox")
    with store.unit() as unit:
        assert not outbox.retry(unit, desk(tenant="other").place, dead["id"], TEN)
        assert outbox.retry(unit, here.place, dead["id"], TEN)
        assert not outbox.retry(unit, here.place, dead["id"], TEN)
    assert send(store, here, TEN).sent == 1
    assert states(store) == [("due_date", "retried"), ("due_date", "sent")]


def test_a_dead_due_date_is_not_sent_again_after_a_newer_one(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Refused("no"), False)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    send(store, here, TEN)
    ingest(store, here, [SOON], TEN + MINUTE)
    send(store, here, TEN + MINUTE)
    (dead,) = [row for row in rows(store, "outbox") if row["state"] == "dead"]
    with store.unit() as unit:
        assert not outbox.retry(unit, here.place, dead["id"], TEN + 2 * MINUTE)


def test_a_message_can_be_dropped(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], TEN)
    (row,) = rows(store, "outbox")
    with store.unit() as unit:
        assert outbox.drop(unit, here.place, row["id"], TEN)
    assert send(store, here, TEN).claimed == 0


def test_an_older_due_date_is_never_pushed_after_a_newer_one(store: Store) -> None:
    """The first push has an unknown fate and waits; meanwhile the ticket is answered and a newer date follows."""
    helpdesk = Helpdesk(failures=[(Unavailable("cut off", sent=False), False)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    send(store, here, TEN)
    ingest(store, here, [SOON], TEN + SECOND)
    for minute in (1, 2, 3):
        send(store, here, TEN + minute * MINUTE)
    assert helpdesk.told() == [("due_date", at("4 Mar 10:00"))]


def test_a_due_date_under_way_is_overtaken_when_its_fate_is_unknown(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Unavailable("cut off"), True)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    send(store, here, TEN)
    ingest(store, here, [SOON], TEN + SECOND)
    for minute in (1, 2, 3):
        send(store, here, TEN + minute * MINUTE)
    assert helpdesk.told() == [("due_date", at("2 Mar 14:00")), ("due_date", at("4 Mar 10:00"))]
    assert states(store) == [("due_date", "sent"), ("due_date", "superseded")]


def test_after_many_attempts_it_is_given_up(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Conflict("somebody was quicker"), False)] * GIVE_UP)
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    for hour in range(GIVE_UP):
        send(store, here, TEN + hour * 70 * MINUTE)
    assert states(store) == [("due_date", "dead")]
    assert len(helpdesk.calls) == GIVE_UP


def test_a_helpdesk_that_keeps_failing_is_left_alone_for_a_while(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Unavailable("503"), False)] * 5)
    here = desk(helpdesk)
    ingest(store, here, [created(f"T{number}") for number in range(9)], TEN)
    send(store, here, TEN)
    assert len(helpdesk.calls) == 5
    assert send(store, here, TEN + 15 * SECOND).claimed == 0
    assert send(store, here, TEN + 5 * MINUTE).found == 0
    assert len(helpdesk.took) == 9


def test_wrong_credentials_kill_no_message(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(Denied("401"), False)] * 3)
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    for minutes in (0, 5, 10, 15):
        send(store, here, TEN + minutes * MINUTE)
    assert states(store) == [("due_date", "sent")]


def test_a_mistake_in_a_connector_is_a_call_of_unknown_fate(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(KeyError("id"), True)])
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    assert send(store, here, TEN).put_back == 1
    assert send(store, here, TEN + MINUTE).found == 1


def test_what_the_helpdesk_cannot_take_is_a_dead_letter_with_the_reason(store: Store) -> None:
    helpdesk = Helpdesk(traits=Traits("Memory", frozenset({MessageKind.DUE_DATE}), frozenset()))
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    send(store, here, TEN)
    tick(store, [here], ONE)
    send(store, here, ONE)
    assert [row["error"] for row in rows(store, "outbox") if row["kind"] == "tag"] == ["Memory takes no tag"]


def test_a_recipient_nobody_configured_is_a_dead_letter(store: Store) -> None:
    here = Desk("acme", "desk", desk().config, Helpdesk(), config_id="1")
    ingest(store, here, [created()], TEN)
    tick(store, [here], ONE)
    send(store, here, ONE)
    assert [row["error"] for row in rows(store, "outbox") if row["kind"] == "notify"] == [
        "no [notify.lead] in the configuration"
    ]


def test_the_quota_holds_and_keeps_a_reserve_for_escalations(store: Store) -> None:
    """Four calls at once, two of them for escalations only: the tag goes, one due date, and two dates wait."""
    helpdesk = Helpdesk()
    here = desk(helpdesk, quota=Quota(per_minute=12, burst=4, reserve=2))
    ingest(store, here, [created("A")], TEN)
    send(store, here, TEN)
    tick(store, [here], ONE)
    ingest(store, here, [created("B"), created("C"), created("D")], ONE)
    done = send(store, here, ONE)
    assert (done.sent, done.put_back) == (3, 2)
    assert [kind for kind, _ in helpdesk.told()] == ["due_date", "tag", "due_date"]
    assert send(store, here, ONE + 25 * SECOND).sent == 2


@pytest.mark.parametrize("point", ["sync: before the call", "sync: after the call"])
def test_killed_before_or_after_the_call_it_takes_effect_once(store: Store, point: str) -> None:
    helpdesk = Helpdesk()
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)

    def killed(reached: str) -> None:
        if reached == point:
            raise Crash(point)

    with pytest.raises(Crash):
        sync(Store(store.database, killed), here, lambda: TEN)
    assert send(store, here, TEN + MINUTE).claimed == 0  # its lease still runs
    send(store, here, TEN + 3 * MINUTE)
    assert helpdesk.told() == [("due_date", at("2 Mar 14:00"))]
    assert rows(store, "outbox")[0]["state"] in ("sent", "found")


def test_a_stale_worker_changes_nothing(store: Store) -> None:
    """It fell asleep after claiming; its lease lapsed and another one sent the message."""
    helpdesk = Helpdesk()
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    with store.unit() as unit:
        (mine,) = outbox.claim(unit, here.place, TEN, 10, 2 * MINUTE)
    assert send(store, here, TEN + 3 * MINUTE).sent == 1
    before = rows(store, "outbox")
    with store.unit() as unit:
        assert not outbox.hold(unit, mine, TEN + 3 * MINUTE, MINUTE)
        assert not outbox.settle(unit, mine, outbox.Fate.DEAD, TEN + 3 * MINUTE)
        assert not outbox.put_back(unit, mine, TEN + 4 * MINUTE)
    assert rows(store, "outbox") == before


def test_a_worker_that_sleeps_between_claim_and_call_sends_nothing(store: Store) -> None:
    helpdesk = Helpdesk()
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    times = iter([TEN, TEN + 3 * MINUTE])
    assert sync(store, here, lambda: next(times)).lost == 1
    assert helpdesk.calls == []


def test_our_own_writes_coming_back_cause_nothing(store: Store) -> None:
    """The helpdesk tells of the tag and the priority we set, and sends our note round again as a message."""
    helpdesk = Helpdesk()
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    tick(store, [here], at("2 Mar 14:00"))
    for second in range(4):
        send(store, here, at("2 Mar 14:00") + second * SECOND)
    sent = len(rows(store, "outbox"))
    echo = [
        event("T1", "e1", "2 Mar 14:01", "tags", add=["at-risk"]),
        event("T1", "e2", "2 Mar 14:01", "priority", to="urgent"),
        event("T1", "e3", "2 Mar 14:01", "message", author="bot", public=False),
    ]
    ingest(store, here, echo, at("2 Mar 14:02"))
    tick(store, [here], at("2 Mar 14:03"))
    new = [row for row in rows(store, "outbox") if row["id"] > sent]
    # the urgent promise is another one: its due date follows, once; nothing else does
    assert [(row["kind"], row["value"]) for row in new] == [("due_date", at("2 Mar 11:00"))]


def test_escalations_go_before_due_dates(store: Store) -> None:
    helpdesk = Helpdesk()
    here = desk(helpdesk)
    ingest(store, here, [created("A")], TEN)
    send(store, here, TEN)
    tick(store, [here], ONE)
    ingest(store, here, [created("B")], ONE)
    send(store, here, ONE)
    assert [kind for kind, _ in helpdesk.told()] == ["due_date", "tag", "due_date"]


def test_slow_looking_is_fenced_too(store: Store) -> None:
    class Slow(Helpdesk):
        def look(self, message: Message) -> bool:
            clock.append(TEN + 30 * MINUTE)
            return False

        def deliver(self, message: Message) -> Receipt:
            raise AssertionError("sent after its lease had lapsed")

    clock = [TEN + 10 * MINUTE]
    here = desk(Slow())
    ingest(store, here, [created()], TEN)
    with store.unit() as unit:
        outbox.claim(unit, here.place, TEN, 10, MINUTE)
    assert sync(store, here, lambda: clock[-1]).lost == 1


def test_crashing_anywhere_in_sync_loses_and_doubles_nothing(store: Store) -> None:
    helpdesk, people = Helpdesk(), People()
    here = desk(helpdesk, people)
    ingest(store, here, [created()], TEN)
    tick(store, [here], at("2 Mar 14:00"))
    now = at("2 Mar 14:00")
    for number in range(1, 400):
        now += 3 * MINUTE
        crash = CrashAt(number % 23 + 1)
        try:
            sync(Store(store.database, crash), here, lambda now=now: now)  # type: ignore[misc]
        except Crash:
            continue
        if not [row for row in rows(store, "outbox") if row["state"] in ("waiting", "sending")]:
            break
    assert sorted(kind for kind, _ in helpdesk.told()) == ["due_date", "note", "priority", "tag"]
    assert {row["state"] for row in rows(store, "outbox")} <= {"sent", "found"}


def test_a_storm_is_told_as_one_and_every_step_keeps_its_record(store: Store) -> None:
    """Thirty tickets are late at once: the lead is told once, the helpdesk gets every tag."""
    helpdesk, people = Helpdesk(), People()
    here = desk(helpdesk, people, quota=Quota(per_minute=6000, burst=500, reserve=0))
    ingest(store, here, [created(f"T{number:02}") for number in range(30)], TEN)
    tick(store, [here], ONE)
    send(store, here, ONE)
    (told,) = people.told
    assert told.ticket == "T00, T01, T02, T03, T04, T05, T06, T07, T08, T09 and 20 more"
    assert told.facts["step"] == "30 escalations: first_response 75% (30)"
    assert len(told.facts["digest"]) == 30
    assert len(rows(store, "firings")) == 30
    assert {row["state"] for row in rows(store, "outbox")} == {"sent"}
    assert [kind for kind, _ in helpdesk.told()].count("tag") == 30


def test_a_storm_over_many_recipients_is_one_message_for_each(store: Store) -> None:
    """Sixty tickets are late at once, and five people are told of each: none of them reads more than one message."""
    everybody = [{"notify": name} for name in ("a", "b", "c", "d", "e")]
    ladder = [{"target": "first_response", "at": "75%", "do": everybody}]
    config = load_config({**CONFIG, "policies": [CONFIG["policies"][0] | {"escalations": ladder}]})
    people = People()
    generous = Quota(per_minute=6000, burst=500, reserve=0)
    here = replace(desk(Helpdesk(), config=config, quota=generous), notifiers=dict.fromkeys("abcde", people))
    ingest(store, here, [created(f"T{number:02}") for number in range(60)], TEN)
    tick(store, [here], ONE)
    send(store, here, ONE)
    assert sorted((told.to, len(told.facts["digest"])) for told in people.told) == [(name, 60) for name in "abcde"]


def test_a_storm_that_cannot_be_told_waits_as_one(store: Store) -> None:
    class Busy(People):
        def tell(self, notice: Any) -> None:
            super().tell(notice)
            if len(self.told) == 1:
                raise Unavailable("no answer")

    people = Busy()
    here = desk(Helpdesk(), people, quota=Quota(per_minute=6000, burst=500, reserve=0))
    ingest(store, here, [created(f"T{number:02}") for number in range(12)], TEN)
    tick(store, [here], ONE)
    assert send(store, here, ONE).put_back == 12
    send(store, here, ONE + MINUTE)
    assert [len(notice.facts["digest"]) for notice in people.told] == [12, 12]
    assert {row["state"] for row in rows(store, "outbox")} == {"sent"}


def test_a_lost_answer_is_looked_up_once_a_helpdesk_can_show_it(store: Store) -> None:
    """A replica may lag: whoever looks at once sees nothing, writes again, and the note stands there twice."""

    class Lagging(Helpdesk):
        seen_at = TEN

        def look(self, message: Message) -> bool:
            self.calls.append("look")
            return clock >= self.seen_at and message in self.took

    helpdesk = Lagging(failures=[(Unavailable("cut off"), True)])
    helpdesk.seen_at = TEN + DOUBT
    here, clock = desk(helpdesk), TEN
    ingest(store, here, [created()], TEN)
    for second in range(40):
        clock = TEN + second * SECOND
        send(store, here, clock)
    assert helpdesk.calls == ["deliver due_date", "look"]
    assert len(helpdesk.took) == 1


def test_what_was_just_made_may_be_missing_for_a_moment(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(NotFound("not there yet"), False)] * (MISSED - 1))
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    for minute in range(5):
        send(store, here, TEN + minute * MINUTE)
    assert states(store) == [("due_date", "sent")]


def dies_before_the_call(point: str) -> None:
    if point == "sync: before the call":
        raise Crash(point)


def test_a_message_does_not_answer_for_the_deaths_of_its_senders(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(NotFound("not there yet"), False)])
    here, mortal = desk(helpdesk), Store(store.database, dies_before_the_call)
    ingest(store, here, [created()], TEN)
    for death in range(GIVE_UP):
        with pytest.raises(Crash):
            send(mortal, here, TEN + 10 * death * MINUTE)
    for minute in range(3):
        send(store, here, TEN + (10 * GIVE_UP + minute) * MINUTE)
    (row,) = rows(store, "outbox")
    assert (row["state"], row["attempts"]) == ("sent", 2)


def test_what_stays_missing_is_a_dead_letter(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(NotFound("gone"), False)] * 9)
    here = desk(helpdesk)
    ingest(store, here, [created()], TEN)
    for minute in range(9):
        send(store, here, TEN + minute * MINUTE)
    assert states(store) == [("due_date", "dead")]
    assert len(helpdesk.calls) == MISSED
