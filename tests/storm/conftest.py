"""The places a storm knows are looked at on both databases."""

from __future__ import annotations

from tests.databases import cluster, sqlite_template, store, url

__all__ = ["cluster", "sqlite_template", "store", "url"]
