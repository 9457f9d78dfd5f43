"""Answers: what a write was answered under the caller's own key for it, so that asking again does nothing again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update

from slaclock.instant import DAY, MINUTE
from slaclock.store.tables import answers
from slaclock.store.unit import Unit

KEPT = DAY
"""How long an answer is remembered."""
HELD = MINUTE
"""How long a write may take; after that whoever asks again takes it to have failed, and does it."""


def claim(unit: Unit, tenant: str, digest: str, fingerprint: str, now: int) -> tuple[dict[str, Any], bool]:
    """Begin a write under a key: the row of the key, and whether it is ours to do."""
    mine = _of(tenant, digest)
    unit.run(delete(answers).where(mine, answers.c.stored_at <= now - KEPT))
    row = {"tenant": tenant, "digest": digest, "fingerprint": fingerprint, "lease": 1}
    row |= {"held_until": now + HELD, "stored_at": now}
    if unit.add_new(answers, [row], "digest"):
        return row, True
    found = unit.run(select(answers).where(mine).with_for_update()).mappings().one()
    if found["answer"] is not None or found["fingerprint"] != fingerprint or found["held_until"] > now:
        return dict(found), False
    again = {"lease": found["lease"] + 1, "held_until": now + HELD}
    unit.run(update(answers).where(mine).values(again))
    return {**found, **again}, True


def settle(unit: Unit, row: dict[str, Any], answer: str) -> bool:
    """Keep the answer, in the transaction of what it tells; False if somebody else has taken the write over."""
    return unit.changed(update(answers).where(_held(row)).values(answer=answer)) == 1


def release(unit: Unit, row: dict[str, Any]) -> None:
    """Nothing was done under this key: it may be used again."""
    unit.run(delete(answers).where(_held(row)))


def forget(unit: Unit, tenant: str, now: int) -> int:
    """Remove what was kept long enough."""
    return unit.changed(delete(answers).where(answers.c.tenant == tenant, answers.c.stored_at <= now - KEPT))


def _of(tenant: str, digest: str) -> ColumnElement[bool]:
    return and_(answers.c.tenant == tenant, answers.c.digest == digest)


def _held(row: dict[str, Any]) -> ColumnElement[bool]:
    """The row as long as the write is ours and not yet answered."""
    return and_(_of(row["tenant"], row["digest"]), answers.c.lease == row["lease"], answers.c.answer.is_(None))
