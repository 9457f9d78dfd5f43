"""Links to acknowledge an escalation: everything stands in the link, sealed, so that nobody can write one himself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from slaclock.connectors.seal import Seal
from slaclock.connectors.secret import Secret
from slaclock.desk import Notice
from slaclock.instant import DAY

GOOD_FOR = 30 * DAY


class Acknowledgement(NamedTuple):
    """Which ladder somebody takes notice of: the clock of a ticket, and the step that told him.

    `policy` and `cycle` say which run of the clock he was told of; an older link does not say.
    """

    helpdesk: str
    ticket: str
    target: str
    step: str | None = None
    policy: str | None = None
    cycle: int | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links and reads them again; good for thirty days, and with one tenant only, whoever shares the secret."""

    public_url: str
    secret: Secret
    tenant: str = "main"

    def make(self, helpdesk: str, notice: Notice, now: int) -> str | None:
        """The link that acknowledges the ladder of a notice; None where there is no clock to acknowledge."""
        facts = notice.facts
        metric = facts.get("metric")
        if not metric:
            return None
        run = [facts.get("policy"), facts.get("cycle")]
        told = [helpdesk, notice.ticket, str(metric), facts.get("step"), now + GOOD_FOR, *run]
        return f"{self.public_url}/acknowledge/{self._seal.write(told)}"

    def read(self, token: str, now: int) -> Acknowledgement | None:
        """What a link says; None if it was not made here, was changed, or is too old."""
        told = self._seal.read(token)
        if told is None:
            return None
        helpdesk, ticket, target, step, until, *run = told
        return Acknowledgement(helpdesk, ticket, target, step, *run) if now < until else None

    @property
    def _seal(self) -> Seal:
        return Seal(f"slaclock acknowledge 1 {self.tenant}", self.secret.reveal().encode())
