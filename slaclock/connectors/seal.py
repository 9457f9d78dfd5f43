"""Seals: facts written down so that they can be carried by anybody and changed by nobody."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 4_000
"""Signs of a sealed note; nothing of ours is longer."""


@dataclass(frozen=True, slots=True)
class Seal:
    """One secret used for one purpose: what was sealed for something else does not open here."""

    purpose: str
    secret: bytes

    def write(self, facts: Sequence[Any]) -> str:
        """The facts as a note that fits into an address; everybody can read it."""
        body = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
        return f"{_text(body)}.{_text(self._mark(body))}"

    def read(self, note: str) -> list[Any] | None:
        """The facts of a note; None if it was not sealed here, or was changed since."""
        body, _, mark = note.partition(".")
        try:
            raw, given = _bytes(body), _bytes(mark)
        except (ValueError, binascii.Error):
            return None
        if len(note) > LONGEST or not hmac.compare_digest(given, self._mark(raw)):
            return None
        facts: list[Any] = json.loads(raw)
        return facts

    def _mark(self, body: bytes) -> bytes:
        return hmac.new(self.secret, f"{self.purpose}.".encode() + body, "sha256").digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
