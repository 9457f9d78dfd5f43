"""The contract around policies: who promised what to whom, for how long, and how it is judged over many tickets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from slaclock.complaints import Complaints, show
from slaclock.policy.channel import CHANNELS
from slaclock.policy.known import Known
from slaclock.policy.policy import Kind, load_kind
from slaclock.policy.value import Table, day_or_instant, keys, nearest, needed_text, rows, text, texts

FORMULAS = ("V0", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9")
"""The service-level formulas an objective may be judged by; a figure is never shown without its formula's id."""


class Every(StrEnum):
    """How long a stretch an objective is judged over, or how often an agreement is reviewed."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Objective:
    """A promise about many tickets: this share of a metric's cycles in time, per day, week, month, quarter or year."""

    name: str
    metric: str
    share: Fraction
    period: Every
    formula: str | None = None
    priorities: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    agreement: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract: parties, term (both days included), policies and objectives, whom to call, when to review."""

    name: str
    kind: Kind
    parties: tuple[str, ...]
    policies: tuple[str, ...]
    objectives: tuple[Objective, ...] = ()
    starts: date | None = None
    ends: date | None = None
    escalation: tuple[str, ...] = ()
    review: Every | None = None


KEYS = ("name", "kind", "parties", "from", "to", "policies", "objectives", "escalation", "review")
OBJECTIVE_KEYS = ("name", "metric", "share", "period", "formula", "priority", "channel", "policies")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%", re.ASCII)


def load_agreement(table: Table, complaints: Complaints, known: Known, kinds: Mapping[str, Kind]) -> Agreement | None:
    """One [[agreements]] table; `kinds` are the policies there are, by name."""
    before = len(complaints.found)
    keys(table, KEYS, complaints)
    name = needed_text(table, "name", complaints, 'give the agreement a name like "ACME 2026"')
    kind = load_kind(table, complaints)
    parties = _names("parties", table, complaints, 'name the parties like ["Our Company", "ACME"]')
    if parties is not None and len(set(parties)) < 2:
        complaints.at("parties").add(f"found {show(list(parties))}", "an agreement has at least two different parties")
    policies = _names("policies", table, complaints, 'name the policies it consists of like ["enterprise"]') or ()
    for policy in policies:
        if policy not in known.broken:
            _belongs(policy, kind, complaints.at("policies"), kinds)
    starts, ends = (_day(table, key, complaints) for key in ("from", "to"))
    if starts is not None and ends is not None and starts > ends:
        complaints.add("it ends before it begins", "let 'to' (the last day) not be before 'from'")
    objectives = load_objectives(table.get("objectives"), complaints.at("objectives"), known, name, policies, kinds)
    escalation = _names("escalation", table, complaints, 'say whom to call, in order, like ["team lead"]', False) or ()
    review = _every(table, "review", complaints) if "review" in table else None
    if name is None or len(complaints.found) > before:
        return None
    return Agreement(name, kind, parties or (), policies, objectives, starts, ends, escalation, review)


def load_objectives(
    value: object,
    complaints: Complaints,
    known: Known,
    agreement: str | None,
    policies: tuple[str, ...],
    kinds: Mapping[str, Kind],
) -> tuple[Objective, ...]:
    """The [[agreements.objectives]] of one agreement, or the desk's own [[objectives]]."""
    placed = rows(value, complaints, "write objectives as tables with metric, share and period")
    found = (_objective(table, here, known, agreement, policies, kinds) for here, table in placed)
    return tuple(objective for objective in found if objective is not None)


def _objective(
    table: Table,
    complaints: Complaints,
    known: Known,
    agreement: str | None,
    policies: tuple[str, ...],
    kinds: Mapping[str, Kind],
) -> Objective | None:
    before = len(complaints.found)
    keys(table, OBJECTIVE_KEYS, complaints)
    if "metric" not in table:
        complaints.add("'metric' is missing", "say what is judged, like metric = 'first_response'")
    metric = known.metric(table["metric"], complaints.at("metric")) if "metric" in table else None
    share = _share(table, complaints)
    period = _every(table, "period", complaints)
    formula = text(table, "formula", complaints, "write a formula's id, V0 to V9")
    if formula is not None and formula not in FORMULAS:
        complaints.at("formula").add(f"there is no formula {formula!r}", nearest(formula, FORMULAS))
    priorities, channels, own = (
        _names(key, table, complaints, f"name one {key} or a list of them", False) or ()
        for key in ("priority", "channel", "policies")
    )
    for channel in channels:
        if channel not in CHANNELS:
            complaints.at("channel").add(f"there is no channel {channel!r}", nearest(channel, CHANNELS))
    for policy in own:
        if policy not in (policies or kinds) and policy not in known.broken:
            complaints.at("policies").add(f"there is no policy {policy!r} here", nearest(policy, policies or kinds))
    name = text(table, "name", complaints, "give the objective a short name")
    if metric is None or share is None or period is None or len(complaints.found) > before:
        return None
    name = name or _words(metric.name, share, period, priorities, channels)
    return Objective(name, metric.name, share, period, formula, priorities, channels, own or policies, agreement)


def _words(metric: str, share: Fraction, period: Every, priorities: tuple[str, ...], channels: tuple[str, ...]) -> str:
    """An objective's name where nobody gave it one: `90 % of first_response in time per month (urgent)`."""
    only = ", ".join((*priorities, *channels))
    return f"{float(share * 100):g} % of {metric} in time per {period}" + (f" ({only})" if only else "")


def _names(key: str, table: Table, complaints: Complaints, wanted: str, needed: bool = True) -> tuple[str, ...] | None:
    if key in table:
        return texts(table[key], complaints.at(key), wanted) or None
    if needed:
        complaints.add(f"{key!r} is missing", wanted)
    return None


def _belongs(policy: str, kind: Kind, complaints: Complaints, kinds: Mapping[str, Kind]) -> None:
    if policy not in kinds:
        complaints.add(f"there is no policy {policy!r}", nearest(policy, kinds))
    elif kinds[policy] is not kind:
        complaints.add(
            f"policy {policy!r} is of kind {kinds[policy]}", f"a {kind} agreement consists of {kind} policies"
        )


def _share(table: Table, complaints: Complaints) -> Fraction | None:
    """Exactly what was written: `0.9` is nine tenths, not the nearest binary fraction."""
    wanted = "write how many of them, like share = '90 %' or 0.9"
    if "share" not in table:
        complaints.add("'share' is missing", wanted)
        return None
    value = table["share"]
    share = None
    if isinstance(value, str) and (match := _SHARE.fullmatch(value.strip())):
        share = Fraction(match[1]) / 100
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 1:
        share = Fraction(str(value))
    if share is not None and 0 < share <= 1:
        return share
    complaints.at("share").add(f"found {show(value)}", wanted)
    return None


def _every(table: Table, key: str, complaints: Complaints) -> Every | None:
    if key not in table:
        complaints.add(f"{key!r} is missing", "write one of: " + ", ".join(Every))
        return None
    value = table[key]
    if isinstance(value, str) and value in tuple(Every):
        return Every(value)
    complaints.at(key).add(f"found {show(value)}", "write one of: " + ", ".join(Every))
    return None


def _day(table: Table, key: str, complaints: Complaints) -> date | None:
    value = day_or_instant(table, key, complaints)
    if isinstance(value, int):
        complaints.at(key).add("found an instant", "a term is counted in whole days; write a date like 2026-01-01")
        return None
    return value
