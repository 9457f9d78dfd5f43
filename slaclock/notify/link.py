"""Links to acknowledge an escalation: everything stands in the link, sealed, so that nobody can write one himself."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from typing import NamedTuple

from slaclock.connectors.secret import Secret
from slaclock.desk import Notice
from slaclock.instant import DAY

GOOD_FOR = 30 * DAY
LONGEST = 4_000
_PURPOSE = b"slaclock acknowledge 1."
"""What the seal is for: a seal made for something else is none here."""


class Acknowledgement(NamedTuple):
    """Which ladder somebody takes notice of: the clock of a ticket, and the step that told him."""

    helpdesk: str
    ticket: str
    target: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links and reads them again; good for thirty days."""

    public_url: str
    secret: Secret

    def make(self, helpdesk: str, notice: Notice, now: int) -> str | None:
        """The link that acknowledges the ladder of a notice; None where there is no clock to acknowledge."""
        metric = notice.facts.get("metric")
        if not metric:
            return None
        told = [helpdesk, notice.ticket, str(metric), notice.facts.get("step"), now + GOOD_FOR]
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        return f"{self.public_url}/acknowledge/{_text(body)}.{_text(self._seal(body))}"

    def read(self, token: str, now: int) -> Acknowledgement | None:
        """What a link says; None if it was not made here, was changed, or is too old."""
        body, _, seal = token.partition(".")
        try:
            raw, given = _bytes(body), _bytes(seal)
        except (ValueError, binascii.Error):
            return None
        if len(token) > LONGEST or not hmac.compare_digest(given, self._seal(raw)):
            return None
        helpdesk, ticket, target, step, until = json.loads(raw)
        return Acknowledgement(helpdesk, ticket, target, step) if now < until else None

    def _seal(self, body: bytes) -> bytes:
        return hmac.new(self.secret.reveal().encode(), _PURPOSE + body, "sha256").digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
