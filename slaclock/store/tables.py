"""Every table by its name. Each row names its tenant; ids, times, states and tags are kept, never anybody's words."""

from __future__ import annotations

from sqlalchemy import Table

from slaclock.store import kept, told, work
from slaclock.store.row import METADATA as METADATA  # noqa: PLC0414 (known in full only here)

MODULES = (told, work, kept)
"""Where the tables are defined; METADATA knows them once these are imported."""


def table(name: str) -> Table:
    """A table for statements that need no row objects."""
    return METADATA.tables[name]


tickets = table("tickets")
events = table("events")
conflicts = table("conflicts")
strange_words = table("strange_words")
merges = table("merges")
tombstones = table("tombstones")
deliveries = table("deliveries")
wants = table("wants")
clocks = table("clocks")
timers = table("timers")
firings = table("firings")
promises = table("promises")
outbox = table("outbox")
buckets = table("buckets")
cursors = table("cursors")
heartbeats = table("heartbeats")
answers = table("answers")
corrections = table("corrections")
attainments = table("attainments")
habits = table("habits")
deeds = table("deeds")
key_uses = table("key_uses")
marks = table("marks")
