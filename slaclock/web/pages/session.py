"""Sessions: how a browser shows a key without keeping it: a sealed note of whose key it was, for some hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slaclock.connectors.seal import Seal
from slaclock.instant import HOUR, SECOND
from slaclock.settings import ApiKey

COOKIE = "slaclock_desk"
GOOD_FOR = 12 * HOUR
"""A working day; after it the key is asked for again."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Seals notes and reads them again. The seal covers the key's hash: a key that is taken away ends its sessions."""

    secret: bytes

    def write(self, key: ApiKey, now: int) -> tuple[str, int]:
        """The note for a key, and for how many seconds it is good."""
        until = min(now + GOOD_FOR, key.until if key.until is not None else now + GOOD_FOR)
        return self._seal(key).write([key.name, until]), max((until - now) // SECOND, 0)

    def read(self, note: str, keys: Iterable[ApiKey], now: int) -> ApiKey | None:
        """Whose note this is; None if it was not written here, is too old, or its key is good no more."""
        for key in keys:
            facts = self._seal(key).read(note)
            if facts is not None and facts[0] == key.name and now < facts[1] and (key.until is None or now < key.until):
                return key
        return None

    def _seal(self, key: ApiKey) -> Seal:
        return Seal(f"slaclock desk session {key.digest.hex()}", self.secret)
