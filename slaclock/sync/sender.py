"""Sends claimed messages. Just before a call a fence asks whether they are still ours; unknown fates are looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.actions import ESCALATION, NOTIFY
from slaclock.connectors.deadline import within
from slaclock.connectors.protocol import (
    ConnectorError,
    Denied,
    Message,
    MessageKind,
    NotFound,
    RateLimited,
    Refused,
    Unavailable,
)
from slaclock.desk import WEBHOOK, Answer, Clock, Desk, asked, paying
from slaclock.instant import MINUTE, SECOND
from slaclock.patience import backoff, rest
from slaclock.store import Store, Unit, buckets, outbox
from slaclock.store.outbox import Fate
from slaclock.sync.digest import notice

Claimed = dict[str, Any]
"""A row of the outbox that is ours for a while."""

LEASE = 2 * MINUTE
"""So long a message belongs to its sender, who may be dead."""
SHARE = 0.75
"""So much of a lease all the calls for a message may take together."""
DOUBT = 15 * SECOND
"""So long a helpdesk may still show what was before: whether a lost answer took effect is looked up no sooner."""
GIVE_UP = 12
MISSED = 3
"""A ticket that is missing so often is gone; one that was just made may be missing for a moment."""
TRIPS = 5
"""So many failures in a row, and an account is left alone for a while."""


@dataclass(slots=True)
class Sender:
    """Sends bundles: one message, or many notices that are told as one. All of a bundle go to one account."""

    store: Store
    desk: Desk
    clock: Clock
    lease: int
    doubt: int = DOUBT

    def send(self, bundle: Sequence[Claimed]) -> list[str]:
        """Make one attempt; answers with what has become of each message, in the words of Synced."""
        refused = self._cannot(bundle[0])
        if refused is not None:
            return self._settle(bundle, Fate.DEAD, refused)
        doubtful = len(bundle) == 1 and bundle[0]["doubtful"]
        # an account that takes but one call at once is lent the other
        calls = min(2, self.desk.quota.burst) if doubtful else 1
        fates, held = self._held(bundle, calls)
        if not held:
            return fates
        try:
            with paying(self.store, self.desk, held[0]["account"], self.clock, calls):
                fate = self._attempt(held, doubtful=doubtful)
        except ConnectorError as error:
            return fates + self._failed(held, error)
        return fates + (self._settle(held, fate) if fate is not None else ["lost"])

    def _attempt(self, held: Sequence[Claimed], *, doubtful: bool) -> Fate | None:
        """Look, where that is due, and make the call; None if looking took so long that it is ours no more."""
        if doubtful and self._look(held[0]):
            return Fate.FOUND
        if doubtful and not self._still_ours(held[0]):
            return None
        self.store.fault("sync: before the call")
        self._call(held)
        self.store.fault("sync: after the call")
        return Fate.SENT

    def _cannot(self, row: Claimed) -> str | None:
        """Why a message can never be sent from here, if so."""
        if row["kind"] == NOTIFY:
            known = _recipient(row) in self.desk.notifiers
            return None if known else f"no [notify.{_recipient(row)}] in the configuration"
        if self.desk.connector is None:
            return f"helpdesk {self.desk.helpdesk!r} has no connector"
        writes = MessageKind(row["kind"]) in self.desk.connector.traits.writes
        return None if writes else f"{self.desk.connector.traits.vendor} takes no {row['kind']}"

    def _held(self, bundle: Sequence[Claimed], calls: int) -> tuple[list[str], list[Claimed]]:
        """The fence, the newer due date and the quota, asked at once: fates of some, and those that may be sent."""
        desk, now, fates, held = self.desk, self.clock(), list[str](), list[Claimed]()
        with self.store.unit() as unit:
            for row in bundle:
                fate = self._fence(unit, row, now)
                if fate is None:
                    held.append(row)
                else:
                    fates.append(fate)
            if not held:
                return fates, held
            urgent, account = held[0]["rank"] == ESCALATION, held[0]["account"]
            free = buckets.take(unit, desk.place, account, desk.quota, now, calls=calls, urgent=urgent)
            if free > now:
                for row in held:
                    outbox.put_back(unit, row, free, doubtful=row["doubtful"])
                return [*fates, *["put_back"] * len(held)], []
        return fates, held

    def _fence(self, unit: Unit, row: Claimed, now: int) -> str | None:
        if not outbox.hold(unit, row, now, self.lease):
            return "lost"
        unit.fault("sync: held")
        if row["kind"] == outbox.DUE_DATE and outbox.overtaken(unit, row):
            outbox.settle(unit, row, Fate.SUPERSEDED, now)
            return "superseded"
        return None

    def _still_ours(self, row: Claimed) -> bool:
        with self.store.unit() as unit:
            return outbox.hold(unit, row, self.clock(), self.lease)

    def _look(self, row: Claimed) -> bool:
        """Whether a message of unknown fate took effect, where that can be seen."""
        connector = self.desk.connector
        if row["kind"] == NOTIFY or connector is None or MessageKind(row["kind"]) not in connector.traits.looks:
            return False
        self.store.fault("sync: before looking")
        return self._in_time(lambda: connector.look(_message(row)))

    def _call(self, bundle: Sequence[Claimed]) -> None:
        first = bundle[0]
        if first["kind"] == NOTIFY:
            told = notice(bundle)
            self._in_time(lambda: self.desk.notifiers[_recipient(first)].tell(told))
        elif (connector := self.desk.connector) is not None:
            self._in_time(lambda: connector.deliver(_message(first)))

    def _in_time(self, call: Callable[[], Answer]) -> Answer:
        """What a door answers while the message is ours; the calls it would make after that are not made."""
        with within(self.lease * SHARE / SECOND):
            return asked(call)

    def _settle(self, bundle: Sequence[Claimed], fate: Fate, error: str | None = None) -> list[str]:
        now = self.clock()
        with self.store.unit() as unit:
            settled = [outbox.settle(unit, row, fate, now, error) for row in bundle]
            unit.fault("sync: settled")
            if fate in (Fate.SENT, Fate.FOUND):
                buckets.answered(unit, self.desk.place, bundle[0]["account"])
        return [fate.value if ours else "lost" for ours in settled]

    def _failed(self, bundle: Sequence[Claimed], error: ConnectorError) -> list[str]:
        """What an error means for the account and for each message."""
        now, account = self.clock(), bundle[0]["account"]
        with self.store.unit() as unit:
            if isinstance(error, RateLimited):
                # the account asked for patience: that is nothing a message has to answer for
                until = rest(unit, self.desk.place, account, self.desk.quota, now, error.retry_after)
                unit.fault("sync: account failed")
                return [_back(outbox.put_back(unit, row, until, error=str(error))) for row in bundle]
            self._account_failed(unit, account, error, now)
            unit.fault("sync: account failed")
            return [self._message_failed(unit, row, error, now) for row in bundle]

    def _account_failed(self, unit: Unit, account: str, error: ConnectorError, now: int) -> None:
        """Left alone for a while if it keeps failing."""
        place, quota = self.desk.place, self.desk.quota
        if isinstance(error, (Unavailable, Denied)):
            failures = buckets.failed(unit, place, account, quota, now)
            if failures >= TRIPS or isinstance(error, Denied):
                until = now + max(backoff(failures, account), 30 * SECOND)
                buckets.shut(unit, place, account, quota, now, until)

    def _message_failed(self, unit: Unit, row: Claimed, error: ConnectorError, now: int) -> str:
        """Another attempt later, or a dead letter."""
        attempts = row["attempts"] + 1
        if _is_final(error, attempts):
            return "dead" if outbox.settle(unit, row, Fate.DEAD, now, str(error)) else "lost"
        unknown = isinstance(error, Unavailable) and error.sent
        doubtful = row["doubtful"] or unknown
        until = now + max(_wait(row, error), self.doubt if unknown else 0)
        return _back(outbox.put_back(unit, row, until, attempts=attempts, doubtful=doubtful, error=str(error)))


def _is_final(error: ConnectorError, attempts: int) -> bool:
    """Whether trying again is of no use; rights that are missing may be given, and then nothing was lost."""
    if isinstance(error, Denied):
        return False
    if isinstance(error, NotFound):
        return attempts >= MISSED
    return isinstance(error, Refused) or attempts >= GIVE_UP


def _wait(row: Claimed, error: ConnectorError) -> int:
    """Longer with each attempt, and never shorter than asked."""
    asked_for = max(getattr(error, "retry_after", None) or 0, 0)
    return max(asked_for, backoff(row["attempts"] + 1, row["action"]))


def _back(written: bool) -> str:
    return "put_back" if written else "lost"


def _recipient(row: Mapping[str, Any]) -> str:
    """Under which name of the configuration a recipient stands."""
    return WEBHOOK if row["account"] == WEBHOOK else str(row["name"])


def _message(row: Mapping[str, Any]) -> Message:
    """A row of the outbox as a connector is handed it."""
    kind = MessageKind(row["kind"])
    return Message(row["action"], row["ticket"], kind, row["value"], row["name"], row["generation"])
