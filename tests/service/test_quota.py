"""A helpdesk takes so many calls a minute: each call counts, whoever makes it, and no minute has more."""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.app import load_plan, open_app
from slaclock.connectors.http import Http
from slaclock.connectors.protocol import RateLimited, Unavailable
from slaclock.desk import paying
from slaclock.ingest import ingest, refetch
from slaclock.instant import DAY, HOUR, MINUTE, SECOND
from slaclock.poll import poll
from slaclock.store import Store, buckets, open_store, wants
from slaclock.store.buckets import Quota
from slaclock.sync import sync
from slaclock.timeline.event import TicketEvent
from tests.service.world import Helpdesk, at, created, desk, rows
from tests.web.service import ENVIRON, config

NOW = at("2 Mar 10:00")
PLACE = desk().place


@dataclass
class Talkative(Helpdesk):
    """Needs six calls for a ticket, over the one door."""

    heard: list[httpx.Request] = field(default_factory=list[httpx.Request])

    def fetch(self, ticket: str) -> Sequence[TicketEvent]:
        client = httpx.Client(transport=httpx.MockTransport(self._answer))
        http = Http(client, "https://help.example.com", name="help")
        for page in range(6):
            http.get(f"/{ticket}/{page}")
        return [created(ticket)]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(request)
        return httpx.Response(200, json={})


def test_a_quota_in_parts() -> None:
    assert Quota.of(300) == Quota(per_minute=300, burst=50, reserve=10)
    assert (Quota.of(300).refill, Quota.of(1).refill) == (240, 1)


def test_every_call_of_a_question_is_paid_for(store: Store) -> None:
    """60 calls a minute are ten at once and two kept back: two questions of six calls leave a debt of two."""
    helpdesk = Talkative()
    here = replace(desk(helpdesk), quota=Quota.of(60))
    with store.unit() as unit:
        wants.ask(unit, PLACE, [f"T{number}" for number in range(20)], NOW)
    for _ in range(3):
        refetch(store, here, NOW)
    assert len(helpdesk.heard) == 12
    (bucket,) = rows(store, "buckets")
    assert bucket["tokens"] == -2_000_000


def test_calls_of_a_question_that_failed_are_paid_for_too(store: Store) -> None:
    class Broken(Talkative):
        def fetch(self, ticket: str) -> Sequence[TicketEvent]:
            super().fetch(ticket)
            raise ValueError("half of an answer")

    here = replace(desk(Broken()), quota=Quota.of(60))
    with store.unit() as unit:
        wants.ask(unit, PLACE, ["T1"], NOW)
    refetch(store, here, NOW)
    assert rows(store, "buckets")[0]["tokens"] == 4_000_000


def test_polling_pays_for_what_it_asks(store: Store) -> None:
    here = replace(desk(Helpdesk()), quota=Quota.of(60))
    poll(store, here, NOW)
    assert rows(store, "buckets")[0]["tokens"] == 9_000_000
    with paying(store, here, here.helpdesk, lambda: NOW):
        pass
    assert rows(store, "buckets")[0]["tokens"] == 9_000_000


@pytest.mark.parametrize("per_minute", [1, 10, 11, 12])
def test_a_small_quota_lets_a_message_of_unknown_fate_pass(store: Store, per_minute: int) -> None:
    """It takes two calls, to look and to send; an account that takes but one at once is lent the other."""
    helpdesk = Helpdesk(failures=[(Unavailable("the answer was lost"), False)])
    here = replace(desk(helpdesk), quota=Quota.of(per_minute))
    ingest(store, here, [created()], NOW)
    sync(store, here, lambda: NOW)
    sync(store, here, lambda: NOW + 5 * MINUTE)
    assert helpdesk.calls == ["deliver due_date", "look due_date", "deliver due_date"]
    assert [row["state"] for row in rows(store, "outbox")] == ["sent"]
    sync(store, here, lambda: NOW + 6 * MINUTE)
    assert rows(store, "buckets")[0]["tokens"] >= -1_000_000


def test_a_helpdesk_that_does_not_say_how_long_is_asked_for_tickets_less_and_less_often(store: Store) -> None:
    """429 without a word, for an hour; once it answers, a refusal means seconds again."""

    class Busy(Helpdesk):
        busy = True

        def fetch(self, ticket: str) -> Sequence[TicketEvent]:
            told = super().fetch(ticket)
            if self.busy:
                raise RateLimited("429")
            return told

    helpdesk = Busy(tickets={"T1": [created("T1")], "T2": [created("T2")]})
    with store.unit() as unit:
        wants.ask(unit, PLACE, ["T1", "T2"], NOW)
    for second in range(0, 3600, 5):
        refetch(store, desk(helpdesk), NOW + second * SECOND)
    assert 8 <= len(helpdesk.calls) <= 13
    helpdesk.busy = False
    refetch(store, desk(helpdesk), NOW + 3 * HOUR)
    assert (rows(store, "wants"), rows(store, "buckets")[0]["failures"]) == ([], 0)


def test_a_bucket_filled_under_a_later_time_fills_again(store: Store) -> None:
    """The clock was a day ahead and is set right: an hour later the bucket is full."""
    quota = Quota.of(60)
    with store.unit() as unit:
        for _ in range(8):
            buckets.take(unit, PLACE, "desk", quota, NOW + DAY)
        buckets.take(unit, PLACE, "desk", quota, NOW)
        assert buckets.take(unit, PLACE, "desk", quota, NOW + HOUR) == NOW + HOUR
    (bucket,) = rows(store, "buckets")
    assert (bucket["tokens"], bucket["filled_at"]) == (9_000_000, NOW + HOUR)


def test_a_worker_a_little_behind_another_fills_nothing_twice(store: Store) -> None:
    quota = Quota.of(60)
    with store.unit() as unit:
        for later in (10, 0, 10):
            buckets.take(unit, PLACE, "desk", quota, NOW + later * SECOND)
    (bucket,) = rows(store, "buckets")
    assert (bucket["tokens"], bucket["filled_at"]) == (7_000_000, NOW + 10 * SECOND)


def test_two_processes_take_from_one_bucket(tmp_path: Path) -> None:
    """The bucket stands in the store, so that a second worker finds in it what the first has left."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = open_store(url)
    store.migrate()
    quota = Quota(per_minute=60, burst=10, reserve=0)
    script = (
        "import sys; from slaclock.store import open_store, buckets; from slaclock.store.place import Place;"
        "from slaclock.store.buckets import Quota; store = open_store(sys.argv[1]); unit = store.unit();"
        "there = unit.__enter__(); q = Quota(per_minute=60, burst=10, reserve=0); now = int(sys.argv[2]);"
        "took = [buckets.take(there, Place('acme', 'desk'), 'desk', q, now) == now for _ in range(8)];"
        "unit.__exit__(None, None, None); print(sum(took))"
    )
    told = subprocess.run([sys.executable, "-c", script, url, str(NOW)], capture_output=True, text=True, check=True)
    with store.unit() as unit:
        here = sum(buckets.take(unit, PLACE, "desk", quota, NOW) == NOW for _ in range(8))
    store.close()
    assert (int(told.stdout), here) == (8, 2)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=300), st.integers(60, 900))
def test_no_minute_has_more_calls_than_the_quota(asked: list[tuple[int, int]], per_minute: int) -> None:
    """Questions of up to the reserve, at any pace: what is lent is paid back before anybody asks again."""
    quota, bucket, now = Quota.of(per_minute), Bucket(Quota.of(per_minute)), NOW
    minute: deque[int] = deque()
    for pause, most in asked:
        now += pause * SECOND // 10
        if not bucket.take(now):
            continue
        calls = min(most, quota.reserve + 1)
        bucket.tokens -= (calls - 1) * 1_000_000
        minute.extend([now] * calls)
        while minute[0] <= now - MINUTE:
            minute.popleft()
        assert len(minute) <= per_minute


class Bucket:
    """The bucket by its definition, for one account and nobody urgent."""

    def __init__(self, quota: Quota) -> None:
        self.quota, self.tokens, self.filled = quota, quota.burst * 1_000_000, NOW

    def take(self, now: int) -> bool:
        grown = self.tokens + (now - self.filled) * self.quota.refill // 60
        self.tokens, self.filled = min(grown, self.quota.burst * 1_000_000), now
        if self.tokens - 1_000_000 < self.quota.reserve * 1_000_000:
            return False
        self.tokens -= 1_000_000
        return True


def test_the_bucket_in_the_store_is_that_of_the_definition(store: Store) -> None:
    lot, quota, bucket, now = Random(7), Quota.of(90), Bucket(Quota.of(90)), NOW
    for _ in range(200):
        now += lot.randrange(3 * SECOND)
        with store.unit() as unit:
            taken = buckets.take(unit, PLACE, "desk", quota, now, urgent=False) == now
            if taken:
                buckets.charge(unit, PLACE, "desk", quota, now, 2)
        assert taken == bucket.take(now)
        bucket.tokens -= 2_000_000 if taken else 0


def test_the_configuration_says_how_many_and_closing_gives_connections_back(tmp_path: Path) -> None:
    told = config(tmp_path)
    told["helpdesks"]["shop"]["quota"] = "700 per minute"
    app = open_app(load_plan(told, ENVIRON))
    assert {name: each.quota for name, each in app.desks.items()} == {"desk": Quota.of(300), "shop": Quota.of(700)}
    assert len(app.closing) == 2
    clients = [close.__self__ for close in app.closing]  # type: ignore[attr-defined]
    app.close()
    assert all(client.is_closed for client in clients)
