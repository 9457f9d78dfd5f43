"""Buckets: how many calls an account may take, shared by all workers, with a reserve for escalations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from slaclock.instant import MINUTE, SECOND
from slaclock.store.place import Place
from slaclock.store.tables import buckets
from slaclock.store.unit import Unit

_CALL = 1_000_000
"""One call in the unit tokens are counted in."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What an account allows: calls in any minute, how many at once, and how many of those only escalations may take.

    A question may take more calls than were reckoned with; they are paid for afterwards, and the reserve is what they
    are lent from. So no minute has more than `per_minute` as long as no single question takes more than the reserve.
    """

    per_minute: int = 300
    burst: int = 50
    reserve: int = 10

    @classmethod
    def of(cls, per_minute: int) -> Quota:
        """A sixth at once, and a thirtieth kept back."""
        return cls(per_minute, max(per_minute // 6, 1), per_minute // 30)

    @property
    def refill(self) -> int:
        """Calls a minute that come back: what may be taken at once is part of the same minute."""
        return max(self.per_minute - self.burst - self.reserve, 1)


def take(unit: Unit, place: Place, account: str, quota: Quota, now: int, *, calls: int = 1, urgent: bool = True) -> int:
    """Take calls out of the bucket: `now` if they may be made, otherwise when to come back."""
    row = _locked(unit, place, account, quota, now)
    if row["shut_until"] > now:
        return row["shut_until"]
    # later than any worker may be behind another: filled under a time that was set back since
    filled_at = now if row["filled_at"] > now + MINUTE else row["filled_at"]
    passed = max(now - filled_at, 0)
    tokens = min(row["tokens"] + passed * quota.refill // 60, quota.burst * _CALL)
    left = tokens - calls * _CALL
    missing = (0 if urgent else quota.reserve * _CALL) - left
    values = {"tokens": left if missing <= 0 else tokens, "filled_at": max(now, filled_at)}
    unit.run(update(buckets).where(place.of(buckets), buckets.c.account == account).values(values))
    return now if missing <= 0 else now + missing * 60 // quota.refill + SECOND


def charge(unit: Unit, place: Place, account: str, quota: Quota, now: int, calls: int) -> None:
    """Pay for calls that were made already, with a debt if need be."""
    row = _locked(unit, place, account, quota, now)
    values = {"tokens": row["tokens"] - calls * _CALL}
    unit.run(update(buckets).where(place.of(buckets), buckets.c.account == account).values(values))


def shut(unit: Unit, place: Place, account: str, quota: Quota, now: int, until: int) -> None:
    """Let nobody call until an instant: the account asked for patience, or keeps failing."""
    row = _locked(unit, place, account, quota, now)
    values = {"shut_until": max(row["shut_until"], until)}
    unit.run(update(buckets).where(place.of(buckets), buckets.c.account == account).values(values))


def failed(unit: Unit, place: Place, account: str, quota: Quota, now: int) -> int:
    """Count one more failure in a row; answers how many there were."""
    row = _locked(unit, place, account, quota, now)
    failures = row["failures"] + 1
    unit.run(update(buckets).where(place.of(buckets), buckets.c.account == account).values(failures=failures))
    return failures


def answered(unit: Unit, place: Place, account: str) -> None:
    """The account answers: failures before do not count any more."""
    failing = (place.of(buckets), buckets.c.account == account, buckets.c.failures > 0)
    unit.run(update(buckets).where(*failing).values(failures=0))


def closed(unit: Unit, place: Place, now: int) -> Sequence[str]:
    """The accounts nobody may call now."""
    query = select(buckets.c.account).where(place.of(buckets), buckets.c.shut_until > now)
    return unit.run(query).scalars().all()


def _locked(unit: Unit, place: Place, account: str, quota: Quota, now: int) -> dict[str, int]:
    full = place.row(account=account, tokens=quota.burst * _CALL, filled_at=now, failures=0, shut_until=0)
    query = select(buckets).where(place.of(buckets), buckets.c.account == account).with_for_update()
    row = unit.one(query)
    if row is None:
        unit.add_new(buckets, [full], "account")
        row = unit.one(query)
    return row or full
