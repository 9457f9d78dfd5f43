"""The usual priorities in the usual order."""

from __future__ import annotations

_RANKS = ("critical", "urgent", "highest", "high", "medium", "normal", "moderate", "low", "lowest", "planning")


def priority_order(priority: str) -> tuple[int, str]:
    """Where a priority stands in a table: the most urgent first, words nobody else uses by name at the end."""
    word = priority.casefold()
    return next((rank for rank, name in enumerate(_RANKS) if name == word), len(_RANKS)), word
