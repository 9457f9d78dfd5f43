"""The oracle's budgets: how much, in which of the four units, and when it is used up."""

from __future__ import annotations

import re
from dataclasses import dataclass

SECONDS = {"second": 1, "minute": 60, "hour": 3_600}
SHORT = {"s": "second", "m": "minute", "h": "hour"}


@dataclass(frozen=True)
class Budget:
    unit: str  # open, wall, days, end
    amount: int


def parse_budget(text: str) -> Budget:
    text = " ".join(text.lower().split())
    if text == "end of next business day":
        return Budget("end", 1)
    if match := re.fullmatch(r"(?:end of business day|eobd)(?: ?\+ ?(\d+))?", text):
        return Budget("end", int(match[1] or 0))
    if match := re.fullmatch(r"(\d+) business days?|(\d+)bd", text):
        return Budget("days", int(match[1] or match[2]))
    if match := re.fullmatch(r"(\d+) (business )?(second|minute|hour)s?", text):
        return Budget("open" if match[2] else "wall", int(match[1]) * SECONDS[match[3]])
    if match := re.fullmatch(r"(\d+)(b?)([smh])", text):
        return Budget("open" if match[2] else "wall", int(match[1]) * SECONDS[SHORT[match[3]]])
    raise ValueError(text)
