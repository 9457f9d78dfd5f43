"""Writes the JSON Schema of events into the reference: python -m tests.timeline.write_schema."""

from __future__ import annotations

import json
from pathlib import Path

from slaclock.timeline.schema import event_schema

if __name__ == "__main__":
    page = Path(__file__).parents[2] / "docs" / "reference" / "events.schema.json"
    page.write_text(json.dumps(event_schema(), indent=2) + "\n", encoding="utf-8")
