"""Whether the promises own teams and vendors made fit inside the one the customer was given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from slaclock.errors import NeverOpens, OutOfRange
from slaclock.instant import DAY, HOUR, MINUTE, format_instant
from slaclock.policy.metric import Metric
from slaclock.policy.overlap import never_meet
from slaclock.policy.policy import Kind, Policy
from slaclock.policy.target import DEFAULT, Target

FROM = 1_767_571_200_000_000
"""2026-01-05T00:00:00Z, a Monday: four weeks from here are tried, later if a version begins later."""
STEP = 3 * HOUR + 15 * MINUTE
TRIED = 28 * DAY

Leg = tuple[Policy, Target]


def misfits(policies: tuple[Policy, ...], metrics: dict[str, Metric]) -> Iterator[tuple[str, str]]:
    """Each customer promise that can be missed although everybody inside kept theirs: its target, and an example."""
    inner = [policy for policy in policies if policy.kind is not Kind.CUSTOMER]
    for outer in (policy for policy in policies if policy.kind is Kind.CUSTOMER):
        near = [policy for policy in inner if not never_meet(outer.when, policy.when)]
        for metric, table in outer.targets.items():
            rows = {*table.rows, *(row for policy in near for each in policy.targets.values() for row in each.rows)}
            for row in sorted(rows, key=lambda name: (name == DEFAULT, name)):
                target = outer.target(metric, row)
                if target is not None:
                    yield from _row(outer, target, row, near, metrics)


def _row(
    outer: Policy, target: Target, row: str, near: list[Policy], metrics: dict[str, Metric]
) -> Iterator[tuple[str, str]]:
    for legs in _chains(target, row, near, metrics):
        example = _example(outer, target, legs)
        if example is not None:
            names = " then ".join(f"{leg.name} ({leg.budget})" for _, leg in legs)
            yield f"{outer.name}/{target.metric}/{row}", f"{names} does not fit in {target.budget}: {example}"
            return


def _chains(target: Target, row: str, near: list[Policy], metrics: dict[str, Metric]) -> Iterator[tuple[Leg, ...]]:
    """What has to happen inside before the outer clock stops: the same metric, or owning it, then the vendor."""

    def legs(kind: Kind, metric: str) -> list[Leg]:
        found = ((policy, policy.target(metric, row)) for policy in near if policy.kind is kind)
        return [(policy, leg) for policy, leg in found if leg is not None]

    for kind in (Kind.INTERNAL, Kind.VENDOR):
        yield from ((leg,) for leg in legs(kind, target.metric))
    if target.metric not in ("resolution", "total_resolution"):
        return
    owning = legs(Kind.INTERNAL, "ownership")
    pauses = target.pauses if target.pauses is not None else metrics[target.metric].pauses
    # where the customer's clock waits on hold, the vendor's time is not the customer's
    vendors = [] if "hold" in pauses else legs(Kind.VENDOR, "vendor_wait")
    yield from ((leg,) for leg in (*owning, *vendors))
    yield from product(owning, vendors)


def _example(outer: Policy, target: Target, legs: tuple[Leg, ...]) -> str | None:
    """The first start within four weeks from which the inner promises end after the outer one."""
    first = max([FROM, outer.effective_from or 0, *(policy.effective_from or 0 for policy, _ in legs)])
    for start in range(first, first + TRIED, STEP):
        try:
            end = start
            for _, leg in legs:
                end = leg.budget.due(leg.calendar, end)
            due = target.budget.due(target.calendar, start)
        except (NeverOpens, OutOfRange):
            return None
        if end > due:
            return f"begun {format_instant(start)} they end {format_instant(end)}, promised was {format_instant(due)}"
    return None
