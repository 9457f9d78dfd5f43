"""Writes the JSON Schema of configurations into the reference: python -m tests.policy.write_config_schema."""

from __future__ import annotations

import json
from pathlib import Path

from slaclock.policy.schema import config_schema

if __name__ == "__main__":
    page = Path(__file__).parents[2] / "docs" / "reference" / "config.schema.json"
    page.write_text(json.dumps(config_schema(), indent=2) + "\n", encoding="utf-8")
