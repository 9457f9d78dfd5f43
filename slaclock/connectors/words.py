"""A helpdesk's own words in slaclock's: its statuses, priorities, channels and fields, as the configuration says.

Every account has words of its own, so the meaning stands in the configuration and never in code; a connector brings
defaults. A status nobody mapped keeps the clock running and is remembered in the event, so that it can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from slaclock.complaints import Complaints, show
from slaclock.policy.value import Table, is_text, items, nearest
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.grammar import CHANNELS, STATUSES

NONE: Mapping[str, str] = MappingProxyType({})
UNMAPPED = "unmapped status: "
"""How the reason of a status begins that no word of the configuration explains."""
MOST, LONGEST = 200, 100
"""Strange words remembered, and letters of each."""


@dataclass(slots=True)
class StrangeWords:
    """Words of a helpdesk that nobody mapped, as they are met: to be asked for, never to be stopped by."""

    met: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Kind (`status`, `priority`, `channel`) and word."""
    kept: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Those that are written down already."""

    def meet(self, kind: str, word: str) -> None:
        """A word nobody mapped."""
        if len(self.met) < MOST:
            self.met.add((kind, word[:LONGEST]))

    def new(self) -> frozenset[tuple[str, str]]:
        """Those to be written down."""
        return frozenset(self.met) - self.kept


@dataclass(frozen=True, slots=True)
class Words:
    """What a helpdesk's words mean, each table from its word (in small letters) to ours; fields keep their letters."""

    statuses: Mapping[str, str] = field(default_factory=lambda: NONE)
    priorities: Mapping[str, str] = field(default_factory=lambda: NONE)
    channels: Mapping[str, str] = field(default_factory=lambda: NONE)
    fields: Mapping[str, str] = field(default_factory=lambda: NONE)
    strange: StrangeWords = field(default_factory=StrangeWords, compare=False, repr=False)

    @classmethod
    def load(cls, table: Table, complaints: Complaints, defaults: Words) -> Words:
        """The tables of one [helpdesks.NAME] over the connector's defaults, word by word."""
        return cls(
            _over(defaults.statuses, table, "statuses", complaints, STATUSES),
            _over(defaults.priorities, table, "priorities", complaints, None),
            _over(defaults.channels, table, "channels", complaints, CHANNELS),
            _over(defaults.fields, table, "fields", complaints, None, fold=False),
        )

    def status(self, word: str) -> tuple[str, str | None]:
        """Our status and, where nobody mapped the word, a reason that says so: the clock runs on."""
        ours = self.statuses.get(word.casefold())
        if ours is not None:
            return ours, None
        self.strange.meet("status", word)
        return "open", UNMAPPED + word

    def priority(self, word: str | None) -> str | None:
        """Our priority; a word nobody mapped stays as it is."""
        if word is None:
            return None
        ours = self.priorities.get(word.casefold())
        if ours is None and self.priorities:
            self.strange.meet("priority", word)
        return ours or word

    def priority_there(self, ours: str) -> str:
        """The helpdesk's word for one of our priorities; the first that means it."""
        return next((word for word, meaning in self.priorities.items() if meaning == ours), ours)

    def channel(self, word: str | None, default: str, *, needed: bool = True) -> str:
        """Our channel, or the default for a word nobody mapped, which is no wonder unless it is `needed`."""
        ours = None if word is None else self.channels.get(word.casefold())
        if ours is None and word is not None and needed:
            self.strange.meet("channel", word)
        return ours or default


def unmapped(events: Iterable[TicketEvent]) -> frozenset[str]:
    """The statuses among these events that nobody mapped, in the helpdesk's words."""
    reasons = (event.data["reason"] for event in events if event.type == "status")
    return frozenset(reason.removeprefix(UNMAPPED) for reason in reasons if reason and reason.startswith(UNMAPPED))


def _over(
    defaults: Mapping[str, str],
    table: Table,
    key: str,
    complaints: Complaints,
    allowed: Iterable[str] | None,
    *,
    fold: bool = True,
) -> Mapping[str, str]:
    here = complaints.at(key)
    example = f'write {key} = {{ "their word" = "our word" }}'
    found = dict[str, str]()
    for word, meaning in items(here.table(table.get(key, {}), example), here):
        if not is_text(word) or not isinstance(meaning, str) or not is_text(meaning):
            here.at(word).add(f"found {show(meaning)}", example)
        elif allowed is not None and meaning not in allowed:
            here.at(word).add(f"found {show(meaning)}", nearest(meaning, allowed))
        else:
            found[word.casefold() if fold else word] = meaning
    # the configuration's words come first, so that the way back prefers them
    return MappingProxyType({**found, **{word: ours for word, ours in defaults.items() if word not in found}})
