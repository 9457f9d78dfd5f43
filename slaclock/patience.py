"""How long to wait before trying again: longer each time, and never all at once."""

from __future__ import annotations

import hashlib

from slaclock.instant import HOUR, SECOND
from slaclock.store import Unit, buckets
from slaclock.store.buckets import Quota
from slaclock.store.place import Place

FIRST_WAIT = 2 * SECOND
LONGEST_WAIT = HOUR


def backoff(attempts: int, name: str) -> int:
    """Microseconds to wait after so many attempts: doubled each time up to an hour, half of it by chance.

    The chance is drawn from the name of what waits: many that failed together come back apart, and the same each time.
    """
    whole = min(FIRST_WAIT << min(max(attempts, 1) - 1, 20), LONGEST_WAIT)
    drawn = int.from_bytes(hashlib.sha256(f"{name}/{attempts}".encode()).digest()[:4], "big")
    return whole // 2 + whole * drawn // 2**33


def rest(unit: Unit, place: Place, account: str, quota: Quota, now: int, asked_for: int | None) -> int:
    """Leave an account alone that asked for patience; answers until when.

    As long as it asks for; if it does not say how long, then longer with each refusal in a row.
    """
    wait = asked_for or backoff(buckets.failed(unit, place, account, quota, now), account)
    buckets.shut(unit, place, account, quota, now, now + wait)
    return now + wait
