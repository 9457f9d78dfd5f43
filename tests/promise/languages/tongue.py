"""What a reader of a language knows: its words for days, months, clock times and stretches of time.

Shares nothing with slaclock: every word was written down a second time, so that a slip in a catalogue and one in these
tables would have to be the same slip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["minute", "hour", "day", "working minute", "working hour", "working day"]
Forms: TypeAlias = str
"""All forms of a word that may stand in a text, divided by `|`."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language that say when; a text may hold no others but those of `other`."""

    weekdays: tuple[Forms, Forms, Forms, Forms, Forms, Forms, Forms]
    """Monday first."""
    months: tuple[Forms, ...]
    """January first; empty where months are numbered."""
    today: Forms
    tomorrow: Forms
    day_ends: Forms
    """The end of the day that is named beside it: the midnight at which it is over."""
    latest: Forms
    """What makes a time an upper bound; without it a text promises nothing."""
    morning: Forms
    afternoon: Forms
    units: tuple[tuple[Unit, Forms], ...]
    counted: tuple[tuple[int, Unit, Forms], ...] = ()
    """Words that hold number and unit at once: `an hour`, the duals of Arabic and Hebrew."""
    other: Forms = ""
    """Words that say nothing about when."""
    divides: Forms = ";"
    """What stands between the two halves of a sentence that says when we are back and when we reply."""
    spaced: bool = True
    """Whether a word ends where a letter of another would begin."""
