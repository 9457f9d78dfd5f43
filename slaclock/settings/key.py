"""API keys: random, shown once, known to the service by their hash, each with a role."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "slk_"
"""So that a key is known as one wherever it turns up, also by scanners for leaked secrets."""
HASH = "sha256:"


class Role(StrEnum):
    """What the owner of a key may do; each may do what those before it may, but `ingest` may only tell events.

    `tv` may only look at the wallboard, which names no customer: for a screen that everybody sees.
    """

    VIEWER = "viewer"
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"
    INGEST = "ingest"
    TV = "tv"

    def may(self, needed: Role) -> bool:
        """Whether this role is enough where another is asked for."""
        ladder = (Role.VIEWER, Role.AGENT, Role.MANAGER, Role.ADMIN)
        if needed is Role.INGEST:
            return self in (Role.INGEST, Role.ADMIN)
        if needed is Role.TV:
            return self is Role.TV or self in ladder
        return self in ladder and ladder.index(self) >= ladder.index(needed)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Somebody who may come in: a name for the log, a role, the hash of the key, and until when it is good."""

    name: str
    role: Role
    digest: bytes
    until: int | None = None


def new_key() -> str:
    """A key nobody can guess: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(key: str) -> bytes:
    """What is kept of a key. The keys are random, so nothing slower is needed to keep them from being guessed."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def written(key: str) -> str:
    """The hash as a configuration has it."""
    return HASH + digest(key).hex()


def find(keys: Iterable[ApiKey], given: str, now: int) -> ApiKey | None:
    """Whose key this is. Every key is compared, in constant time, so that the time taken tells nothing."""
    told = digest(given)
    found = [key for key in keys if hmac.compare_digest(key.digest, told)]
    return next((key for key in found if key.until is None or now < key.until), None)
