"""What helpdesks tell: events, the timeline they form, and the ticket it adds up to."""

from __future__ import annotations
