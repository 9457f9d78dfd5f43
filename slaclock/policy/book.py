"""The policies in their order; the first match of each kind wins, and the book can say why the others did not."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from slaclock.instant import FIRST, LAST, format_instant
from slaclock.policy.concession import Concession
from slaclock.policy.match import FACTS
from slaclock.policy.policy import Kind, Policy
from slaclock.policy.since import since

if TYPE_CHECKING:
    from slaclock.timeline.ticket import Ticket

Chosen = Mapping[Kind, Policy]

_REMEMBERED = 4096
_NOTHING: Chosen = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the book decided about one policy for one ticket, and why not."""

    policy: str
    kind: Kind
    chosen: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """A policy and the creation instants for which it is the version in force."""

    policy: Policy
    start: int
    end: int

    def in_force(self, at: int) -> bool:
        return self.start <= at < self.end

    def outdated(self) -> str:
        upto = "" if self.end >= LAST else f" until before {format_instant(self.end)}"
        return f"in force for tickets created from {format_instant(self.start)}{upto}"


class PolicyBook:
    """Which promises a ticket gets: the first matching policy of each kind, with the customer's concessions on top.

    A ticket keeps the version in force at its creation. Tickets that look alike to every condition share one answer, so
    asking again costs about a microsecond.
    """

    def __init__(self, policies: Iterable[Policy], concessions: Iterable[Concession] = ()) -> None:
        self.policies = tuple(policies)
        self.concessions = tuple(concessions)
        self._entries = tuple(_entries(self.policies))
        self._places = {entry.policy: entry for entry in self._entries}
        self._layered: dict[tuple[Policy, tuple[Concession, ...]], Policy] = {}
        self._limits = sorted(set(self._creation_limits()))
        self._readers = tuple(dict.fromkeys(self._all_readers()))
        self._known: dict[Hashable, Chosen] = {}

    def match(self, ticket: Ticket) -> Chosen:
        """The policy of each kind this ticket gets; kinds without a match are absent."""
        if ticket.created_at is None:
            return _NOTHING
        key = (bisect_right(self._limits, ticket.created_at), *[read(ticket) for read in self._readers])
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._decide(ticket, ticket.created_at)
        return found

    def trail(self, ticket: Ticket) -> list[Verdict]:
        """Every policy in the order it was asked, with what spoke against it."""
        verdicts: list[Verdict] = []
        chosen: dict[Kind, str] = {}
        for entry in self._entries:
            policy = entry.policy
            reasons = self._objections(entry, ticket, chosen.get(policy.kind))
            if not reasons:
                chosen[policy.kind] = policy.name
            verdicts.append(Verdict(policy.name, policy.kind, not reasons, tuple(reasons)))
        return verdicts

    @staticmethod
    def _objections(entry: _Entry, ticket: Ticket, before: str | None) -> list[str]:
        if ticket.created_at is None or not entry.in_force(ticket.created_at):
            return [entry.outdated()]
        failures = entry.policy.when.failures(ticket)
        return failures if failures or before is None else [f"{before!r} stands before it and matches"]

    def in_force(self, policy: Policy) -> tuple[int, int]:
        """The creation instants for which a policy is the version in force: from the first, until before the second."""
        entry = self._places[policy]
        return entry.start, entry.end

    def _decide(self, ticket: Ticket, created: int) -> Chosen:
        chosen: dict[Kind, Policy] = {}
        for entry in self._entries:
            policy = entry.policy
            if policy.kind not in chosen and entry.in_force(created) and policy.when.matches(ticket):
                chosen[policy.kind] = self._with_layers(policy, ticket)
        return MappingProxyType(chosen)

    def _with_layers(self, policy: Policy, ticket: Ticket) -> Policy:
        layers = tuple(concession for concession in self.concessions if concession.covers(ticket, policy))
        if not layers:
            return policy
        found = self._layered.get((policy, layers))
        if found is None:
            found = policy
            for layer in layers:
                found = layer.over(found)
            # one object a layering, whoever gets there first: callers see an unchanged policy by identity
            found = self._layered.setdefault((policy, layers), found)
        return found

    def _creation_limits(self) -> Iterator[int]:
        for entry in self._entries:
            yield from (entry.start, entry.end)
            for concession in self.concessions:
                if concession.concerns(entry.policy):
                    zone = entry.policy.calendar.zone
                    yield since(concession.expires, zone)
                    if concession.starts is not None:
                        yield since(concession.starts, zone)

    def _all_readers(self) -> Iterator[Callable[[Ticket], Hashable]]:
        for policy in self.policies:
            yield from policy.when.readers()
        if self.concessions:
            yield FACTS["customer"]


def _entries(policies: tuple[Policy, ...]) -> Iterator[_Entry]:
    """Each policy with its time in force: until the next version of its name begins."""
    versions: dict[str, list[int]] = {}
    for policy in policies:
        insort(versions.setdefault(policy.name, []), _start(policy))
    for policy in policies:
        starts = versions[policy.name]
        later = bisect_right(starts, _start(policy))
        yield _Entry(policy, _start(policy), starts[later] if later < len(starts) else LAST)


def _start(policy: Policy) -> int:
    return policy.effective_from if policy.effective_from is not None else FIRST
