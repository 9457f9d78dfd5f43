"""The targets that tickets of a certain kind get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from slaclock.complaints import Complaints, show
from slaclock.hours.calendar import Calendar
from slaclock.instant import HOUR
from slaclock.policy.budget import Unit
from slaclock.policy.channel import ChannelProfile, load_channels, profile
from slaclock.policy.known import Known
from slaclock.policy.ladder import Step, load_ladder
from slaclock.policy.match import ALWAYS, Condition
from slaclock.policy.since import since
from slaclock.policy.target import Target, TargetTable, load_targets
from slaclock.policy.value import Table, day_or_instant, keys, length, nearest, needed_text, yes
from slaclock.policy.when import load_when

REOPEN_WINDOW = 168 * HOUR


class Kind(StrEnum):
    """Between whom a promise stands: with a customer, between own teams, with a vendor."""

    CUSTOMER = "customer"
    INTERNAL = "internal"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """The targets that tickets of a certain kind get; `effective_from` dates a version, None means since ever."""

    name: str
    kind: Kind
    calendar: Calendar
    targets: Mapping[str, TargetTable]
    when: Condition = ALWAYS
    escalations: tuple[Step, ...] = ()
    reopen_window: int = REOPEN_WINDOW
    auto_acknowledgement_counts: bool = False
    effective_from: int | None = None
    channels: Mapping[str, ChannelProfile] = field(default_factory=dict)

    def target(self, metric: str, priority: str | None) -> Target | None:
        """What this policy promises on a metric for a priority, if anything."""
        table = self.targets.get(metric)
        return table.row(priority) if table is not None else None

    def channel(self, name: str | None) -> ChannelProfile:
        """How a channel behaves under this policy."""
        own = self.channels.get(name) if name is not None else None
        return own if own is not None else profile(name)


KEYS = (
    "name",
    "kind",
    "when",
    "calendar",
    "targets",
    "escalations",
    "reopen_window",
    "auto_acknowledgement_counts",
    "effective_from",
    "channels",
)


def load_policy(table: Table, complaints: Complaints, known: Known) -> Policy | None:
    """One [[policies]] table; None if anything in it is wrong."""
    before = len(complaints.found)
    keys(table, KEYS, complaints)
    name = needed_text(table, "name", complaints, 'give the policy a name like "enterprise"')
    kind = load_kind(table, complaints)
    calendar = _calendar(table, complaints, known)
    zone = calendar.zone if calendar is not None else ZoneInfo("UTC")
    when = load_when(table.get("when", {}), complaints.at("when"), known, zone)
    if "targets" not in table:
        complaints.add("'targets' is missing", "write [policies.targets]; 'targets = {}' promises nothing on purpose")
    targets = load_targets(name or "?", table.get("targets", {}), complaints.at("targets"), known, calendar)
    escalations = load_ladder(table.get("escalations"), complaints.at("escalations"), known, table.get("targets"))
    window = _reopen_window(table, complaints.at("reopen_window"))
    counts = yes(table, "auto_acknowledgement_counts", complaints)
    start = day_or_instant(table, "effective_from", complaints)
    channels = load_channels(table.get("channels", {}), complaints.at("channels"))
    if name is None or calendar is None or len(complaints.found) > before:
        return None
    effective_from = None if start is None else since(start, zone)
    return Policy(name, kind, calendar, targets, when, escalations, window, counts, effective_from, channels)


def load_kind(table: Table, complaints: Complaints) -> Kind:
    """Whose promise it is; customer unless said otherwise."""
    value = table.get("kind", Kind.CUSTOMER)
    if isinstance(value, str) and value in tuple(Kind):
        return Kind(value)
    wanted = nearest(value, list(Kind)) if isinstance(value, str) else "write customer, internal or vendor"
    complaints.at("kind").add(f"found {show(value)}", wanted)
    return Kind.CUSTOMER


def _calendar(table: Table, complaints: Complaints, known: Known) -> Calendar | None:
    if "calendar" in table:
        return known.calendar(table["calendar"], complaints.at("calendar"))
    complaints.add(
        "'calendar' is missing", "name the calendar its promises are counted on; " + nearest("", known.calendars)
    )
    return None


def _reopen_window(table: Table, complaints: Complaints) -> int:
    if "reopen_window" not in table:
        return REOPEN_WINDOW
    found = length(table["reopen_window"], complaints)
    if found is not None and found.unit is not Unit.WALL:
        complaints.add(f"found {found.text!r}", "the window is counted in wall time; write '168 hours'")
    return found.amount if found is not None else REOPEN_WINDOW
