"""What a helpdesk's numbers are called in policies: its groups, agents and organisations, as the configuration says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from slaclock.complaints import Complaints, show
from slaclock.policy.value import Table, is_text, items

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Names:
    """Numbers with a name; a number without one stays a number."""

    ours: Mapping[str, str] = field(default_factory=lambda: NOBODY)

    @classmethod
    def load(cls, table: Table, key: str, complaints: Complaints, wanted: str) -> Names:
        """The table of one key, like groups = { "98738" = "first-line" }."""
        here = complaints.at(key)
        found = dict[str, str]()
        for number, name in items(here.table(table.get(key, {}), wanted), here):
            if is_number(number) and is_text(name):
                found[number] = str(name)
            else:
                here.at(number).add(f"found {show(name)}", wanted)
        return cls(MappingProxyType(found))

    def name(self, number: str | None) -> str | None:
        """Our name for their number."""
        return None if number is None else self.ours.get(number, number)

    def number(self, name: str) -> int | None:
        """Their number for our name, or for a number as it stands; None if it has none."""
        found = next((number for number, ours in self.ours.items() if ours == name), name)
        return int(found) if is_number(found) else None


def is_number(text: str) -> bool:
    """Whether a text is a number that a helpdesk may have given to something."""
    return text.isascii() and text.isdigit() and len(text) <= 18
