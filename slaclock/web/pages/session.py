"""Sessions: how a browser shows a key without keeping it: a sealed note of whose key it was, for some hours."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass

from slaclock.instant import HOUR, SECOND
from slaclock.settings import ApiKey

COOKIE = "slaclock_desk"
GOOD_FOR = 12 * HOUR
"""A working day; after it the key is asked for again."""
LONGEST = 1_000
_PURPOSE = b"slaclock desk session 1."


@dataclass(frozen=True, slots=True)
class Sessions:
    """Seals notes and reads them again. The seal covers the key's hash: a key that is taken away ends its sessions."""

    secret: bytes

    def write(self, key: ApiKey, now: int) -> tuple[str, int]:
        """The note for a key, and for how many seconds it is good."""
        until = min(now + GOOD_FOR, key.until if key.until is not None else now + GOOD_FOR)
        body = json.dumps([key.name, until], separators=(",", ":")).encode()
        return f"{_text(body)}.{_text(self._seal(body, key))}", max((until - now) // SECOND, 0)

    def read(self, note: str, keys: Iterable[ApiKey], now: int) -> ApiKey | None:
        """Whose note this is; None if it was not written here, is too old, or its key is good no more."""
        body, _, seal = note.partition(".")
        try:
            raw, given = _bytes(body), _bytes(seal)
        except (ValueError, binascii.Error):
            return None
        if len(note) > LONGEST:
            return None
        found = [key for key in keys if hmac.compare_digest(given, self._seal(raw, key))]
        if not found:
            return None
        name, until = json.loads(raw)
        good = (key for key in found if key.name == name and now < until and (key.until is None or now < key.until))
        return next(good, None)

    def _seal(self, body: bytes, key: ApiKey) -> bytes:
        return hmac.new(self.secret, _PURPOSE + key.digest + body, "sha256").digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
