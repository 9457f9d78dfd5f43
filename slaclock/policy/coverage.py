"""Holes in a configuration: tickets nobody promised anything, promises that cannot be kept, rows nobody reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from slaclock.hours.load import calendar_warnings
from slaclock.policy.budget import Unit
from slaclock.policy.channel import CHANNELS
from slaclock.policy.load import Config
from slaclock.policy.match import All, Condition, Fact
from slaclock.policy.nesting import misfits
from slaclock.policy.overlap import takes_in
from slaclock.policy.policy import Kind, Policy
from slaclock.policy.probe import probes
from slaclock.policy.question import OneOf
from slaclock.policy.target import DEFAULT


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth a look before anybody relies on a configuration; `kind` groups them."""

    kind: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Served:
    """Which tickets a policy serves, in words, and what it promises them; the last row of each kind has no policy."""

    kind: Kind
    policy: str | None
    tickets: str
    promises: tuple[str, ...] = ()


def coverage(config: Config, years: Iterable[int] = ()) -> list[Finding]:
    """Everything `slaclock check` warns of; none of it stops a configuration from being used.

    `years` are those for which the calendars' lists of holidays are looked through, this one and the next as a rule.
    """
    asked = tuple(years)
    return [
        *_uncovered(config),
        *_unreachable(config),
        *_promising_nothing(config),
        *_without_row(config),
        *_alike(config),
        *_unescalated(config),
        *(Finding("does not fit", where, message) for where, message in misfits(config.policies, dict(config.metrics))),
        *_letters(config),
        *_unmeasured(config),
        *_doubtful_holidays(config, asked),
    ]


def served(config: Config) -> list[Served]:
    """Which policy serves which kind of ticket, in the order they are asked."""
    rows: list[Served] = []
    for kind in Kind:
        policies = [policy for policy in config.policies if policy.kind is kind]
        for policy in policies:
            promises = tuple(f"{target.name}: {target.budget}" for table in policy.targets.values() for target in table)
            rows.append(Served(kind, policy.name, policy.when.wanted, promises))
        if policies and not any(_for_everything(policy) for policy in policies):
            rows.append(Served(kind, None, "all others"))
    return rows


def _for_everything(policy: Policy) -> bool:
    return policy.effective_from is None and takes_in(policy.when, All(()))


def _uncovered(config: Config) -> Iterator[Finding]:
    """A ticket made up from the configuration's own words that no customer policy is for."""
    if not config.policies:
        yield Finding("uncovered", "policies", "there are none, so no ticket gets a promise")
        return
    lost = [probe for probe in probes(config.book) if Kind.CUSTOMER not in config.book.match(probe.ticket)]
    if lost:
        plainest = min(lost, key=lambda probe: (probe.bareness, len(probe.words)))
        message = f"no customer policy is for a ticket with {plainest.words}; it gets no promise"
        yield Finding("uncovered", "policies", message)


def _unreachable(config: Config) -> Iterator[Finding]:
    """Policies that stand behind one that takes every ticket they are for."""
    for place, policy in enumerate(config.policies):
        start, end = config.book.in_force(policy)
        for earlier in config.policies[:place]:
            first, last = config.book.in_force(earlier)
            covers = first <= start and end <= last and takes_in(earlier.when, policy.when)
            if earlier.kind is policy.kind and covers:
                message = f"never reached: {earlier.name!r} stands before it and takes all its tickets"
                yield Finding("unreachable", policy.name, message)
                break


def _promising_nothing(config: Config) -> Iterator[Finding]:
    for policy in config.policies:
        if not any(table.rows for table in policy.targets.values()):
            yield Finding("no promise", policy.name, "promises nothing; its tickets are counted as uncovered")


def _priorities(config: Config) -> list[str]:
    """Every priority the configuration speaks of."""
    found = {row for policy in config.policies for table in policy.targets.values() for row in table.rows}
    for policy in config.policies:
        found.update(str(value) for value in _values(policy.when, "priority"))
    return sorted(found - {DEFAULT})


def _values(condition: Condition, fact: str) -> tuple[object, ...]:
    """The values a condition demands of a fact on its top level; none if it demands nothing."""
    for part in condition.parts if isinstance(condition, All) else (condition,):
        if isinstance(part, Fact) and part.name == fact and isinstance(part.question, OneOf):
            return part.question.values
    return ()


def _without_row(config: Config) -> Iterator[Finding]:
    """Priorities that get no clock because a target has neither their row nor a default."""
    priorities = _priorities(config)
    for policy in config.policies:
        own = [str(value) for value in _values(policy.when, "priority")]
        for metric, table in policy.targets.items():
            missing = [priority for priority in own or priorities if table.row(priority) is None]
            if table.row(None) is None and (missing or not own):
                others = [] if own else ["any other", "none"]
                message = f"no clock for tickets with priority {', '.join([*missing, *others])}; add rows or a default"
                yield Finding("no row", f"{policy.name}/{metric}", message)


def _alike(config: Config) -> Iterator[Finding]:
    """Priorities that are probably one and the same, misspelt."""
    priorities = _priorities(config)
    for place, priority in enumerate(priorities):
        near = get_close_matches(priority, priorities[place + 1 :], n=1, cutoff=0.8)
        if near and len(priority) > 3:
            yield Finding("spelling", "priorities", f"{priority!r} and {near[0]!r} look like the same priority")


def _unescalated(config: Config) -> Iterator[Finding]:
    for policy in config.policies:
        watched = {step.target for step in policy.escalations}
        silent = [metric for metric in policy.targets if metric not in watched]
        if silent:
            message = f"nobody is told when {', '.join(silent)} runs out; add [[policies.escalations]]"
            yield Finding("no escalation", policy.name, message)


def _letters(config: Config) -> Iterator[Finding]:
    """Channels whose replies travel for days, promised in hours."""
    for policy in config.policies:
        channels = _values(policy.when, "channel")
        if not channels or not all(policy.channel(str(name)).in_days for name in channels if name in CHANNELS):
            continue
        for table in policy.targets.values():
            for target in table:
                if target.budget.unit not in (Unit.DAYS, Unit.END_OF_DAY):
                    message = f"{target.budget} for {', '.join(map(str, channels))}: promise business days from receipt"
                    yield Finding("channel", target.name, message)


def _unmeasured(config: Config) -> Iterator[Finding]:
    """Objectives on a metric that none of their policies promises."""
    for objective in config.objectives:
        policies = [policy for policy in config.policies if not objective.policies or policy.name in objective.policies]
        if not any(objective.metric in policy.targets for policy in policies):
            message = f"none of its policies promises {objective.metric}, so there is nothing to judge"
            yield Finding("no target", f"objective {objective.name!r}", message)


def _doubtful_holidays(config: Config, years: tuple[int, ...]) -> Iterator[Finding]:
    """Lists of holidays that are empty in these years, or incomplete without a subdivision."""
    for name, calendar in config.calendars.items():
        for warning in calendar_warnings(calendar, years) if years else ():
            yield Finding("holidays", f"calendar {name!r}", warning)
