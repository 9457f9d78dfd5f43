"""sync: empties the outbox. A message takes effect once where the helpdesk lets us look; a stale worker does nothing.

A message is claimed in one transaction, sent outside of any, and settled in another. Just before each call a fence asks
whether it is still ours; whose fate is unknown is looked for before it is sent again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.actions import ESCALATION, NOTIFY
from slaclock.connectors.protocol import (
    ConnectorError,
    Denied,
    Message,
    MessageKind,
    RateLimited,
    Refused,
    Unavailable,
)
from slaclock.desk import WEBHOOK, Desk, Notice, asked
from slaclock.instant import MINUTE, SECOND
from slaclock.patience import backoff
from slaclock.store import Store, buckets, outbox
from slaclock.store.outbox import Fate

Clock = Callable[[], int]
"""Tells the time anew whenever it is asked: a message may wait long for its answer."""

LEASE = 2 * MINUTE
"""Longer than any call may take."""
GIVE_UP = 12
TRIPS = 5
"""So many failures in a row, and an account is left alone for a while."""


@dataclass(slots=True)
class Synced:
    """What a pass did with the messages it took up."""

    claimed: int = 0
    sent: int = 0
    found: int = 0
    superseded: int = 0
    put_back: int = 0
    dead: int = 0
    lost: int = 0
    """Messages somebody else had taken over meanwhile: nothing was written about them here."""


def sync(store: Store, desk: Desk, clock: Clock, *, limit: int = 50, lease: int = LEASE, passes: int = 20) -> Synced:
    """Send what waits for one desk, escalations first; again while that lets others move up in their lines."""
    done = Synced()
    sender = _Sender(store, desk, clock, lease)
    for _ in range(passes):
        fates = [sender.send(row) for row in _claim(store, desk, clock(), limit, lease)]
        done.claimed += len(fates)
        for fate in fates:
            setattr(done, fate, getattr(done, fate) + 1)
        if not _MOVED.intersection(fates):
            break
    return done


_MOVED = frozenset({"sent", "found", "superseded", "dead"})
"""Fates that let the next in line move up."""


def _claim(store: Store, desk: Desk, now: int, limit: int, lease: int) -> list[dict[str, Any]]:
    with store.unit() as unit:
        shut = buckets.closed(unit, desk.place, now)
        rows = outbox.claim(unit, desk.place, now, limit, lease, shut)
        unit.fault("sync: claimed")
    return rows


@dataclass(slots=True)
class _Sender:
    """Sends claimed messages one by one."""

    store: Store
    desk: Desk
    clock: Clock
    lease: int

    def send(self, row: dict[str, Any]) -> str:
        """Send one message; answers with what has become of it, in the words of Synced."""
        refused = self._cannot(row)
        if refused is not None:
            return self._settle(row, Fate.DEAD, refused)
        held = self._held(row, calls=2 if row["doubtful"] else 1)
        if held is not None:
            return held
        try:
            if row["doubtful"] and self._look(row):
                return self._settle(row, Fate.FOUND)
            # looking may have taken long
            if row["doubtful"] and not self._still_ours(row):
                return "lost"
            self.store.fault("sync: before the call")
            self._call(row)
            self.store.fault("sync: after the call")
        except ConnectorError as error:
            return self._failed(row, error)
        return self._settle(row, Fate.SENT)

    def _cannot(self, row: Mapping[str, Any]) -> str | None:
        """Why a message can never be sent from here, if so."""
        if row["kind"] == NOTIFY:
            known = _recipient(row) in self.desk.notifiers
            return None if known else f"no [notify.{_recipient(row)}] in the configuration"
        if self.desk.connector is None:
            return f"helpdesk {self.desk.helpdesk!r} has no connector"
        writes = MessageKind(row["kind"]) in self.desk.connector.traits.writes
        return None if writes else f"{self.desk.connector.traits.vendor} takes no {row['kind']}"

    def _held(self, row: dict[str, Any], calls: int) -> str | None:
        """The fence, the newer due date and the quota, asked at once; None if the call may be made."""
        desk, now = self.desk, self.clock()
        with self.store.unit() as unit:
            if not outbox.hold(unit, row, now, self.lease):
                return "lost"
            unit.fault("sync: held")
            if row["kind"] == outbox.DUE_DATE and outbox.overtaken(unit, row):
                outbox.settle(unit, row, Fate.SUPERSEDED, now)
                return "superseded"
            urgent = row["rank"] == ESCALATION
            free = buckets.take(unit, desk.place, row["account"], desk.quota, now, calls=calls, urgent=urgent)
            if free > now:
                outbox.put_back(unit, row, free, attempts=row["attempts"] - 1, doubtful=row["doubtful"])
                return "put_back"
        return None

    def _still_ours(self, row: dict[str, Any]) -> bool:
        with self.store.unit() as unit:
            return outbox.hold(unit, row, self.clock(), self.lease)

    def _look(self, row: Mapping[str, Any]) -> bool:
        """Whether a message of unknown fate took effect, where that can be seen."""
        connector = self.desk.connector
        if row["kind"] == NOTIFY or connector is None or MessageKind(row["kind"]) not in connector.traits.looks:
            return False
        self.store.fault("sync: before looking")
        return asked(lambda: connector.look(_message(row)))

    def _call(self, row: Mapping[str, Any]) -> None:
        if row["kind"] == NOTIFY:
            facts = {**json.loads(row["facts"] or "{}"), "account": row["account"]}
            notice = Notice(row["action"], row["ticket"], row["name"], facts)
            asked(lambda: self.desk.notifiers[_recipient(row)].tell(notice))
        elif (connector := self.desk.connector) is not None:
            asked(lambda: connector.deliver(_message(row)))

    def _settle(self, row: Mapping[str, Any], fate: Fate, error: str | None = None) -> str:
        desk, now = self.desk, self.clock()
        with self.store.unit() as unit:
            if not outbox.settle(unit, row, fate, now, error):
                return "lost"
            unit.fault("sync: settled")
            if fate in (Fate.SENT, Fate.FOUND):
                buckets.answered(unit, desk.place, row["account"])
        return fate.value

    def _failed(self, row: Mapping[str, Any], error: ConnectorError) -> str:
        """What an error means: patience, another attempt later, or a dead letter."""
        desk, now, attempts = self.desk, self.clock(), row["attempts"]
        wait = max(getattr(error, "retry_after", None) or 0, 0)
        with self.store.unit() as unit:
            if isinstance(error, RateLimited):
                until = now + (wait or backoff(attempts, row["action"]))
                buckets.shut(unit, desk.place, row["account"], desk.quota, now, until)
                # the account asked for patience: that is nothing the message has to answer for
                return _back(outbox.put_back(unit, row, until, attempts=attempts - 1, error=str(error)))
            if isinstance(error, Refused) and not isinstance(error, Denied):
                return "dead" if outbox.settle(unit, row, Fate.DEAD, now, str(error)) else "lost"
            if isinstance(error, (Unavailable, Denied)):
                failures = buckets.failed(unit, desk.place, row["account"], desk.quota, now)
                if failures >= TRIPS or isinstance(error, Denied):
                    until = now + max(backoff(failures, row["account"]), 30 * SECOND)
                    buckets.shut(unit, desk.place, row["account"], desk.quota, now, until)
            if attempts >= GIVE_UP and not isinstance(error, Denied):
                return "dead" if outbox.settle(unit, row, Fate.DEAD, now, str(error)) else "lost"
            doubtful = row["doubtful"] or (isinstance(error, Unavailable) and error.sent)
            until = now + max(wait, backoff(attempts, row["action"]))
            return _back(outbox.put_back(unit, row, until, doubtful=doubtful, error=str(error)))


def _back(written: bool) -> str:
    return "put_back" if written else "lost"


def _recipient(row: Mapping[str, Any]) -> str:
    """Under which name of the configuration a recipient stands."""
    return WEBHOOK if row["account"] == WEBHOOK else str(row["name"])


def _message(row: Mapping[str, Any]) -> Message:
    """A row of the outbox as a connector is handed it."""
    kind = MessageKind(row["kind"])
    return Message(row["action"], row["ticket"], kind, row["value"], row["name"], row["generation"])
