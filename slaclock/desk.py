"""Desk: one helpdesk of one tenant, with the rules that hold there and the doors that lead out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from slaclock.connectors.meter import metered
from slaclock.connectors.protocol import Connector, MessageKind, Unavailable
from slaclock.connectors.words import StrangeWords
from slaclock.errors import SlaclockError
from slaclock.instant import FIRST
from slaclock.policy.ladder import Action, Step, Verb
from slaclock.policy.load import Config
from slaclock.policy.step import When
from slaclock.promise.quiet import QuietHours
from slaclock.store import Store, buckets
from slaclock.store.buckets import Quota
from slaclock.store.place import Place

Answer = TypeVar("Answer")

PROMISE = "{promise}"
"""Where a reply says what the customer may expect."""

Clock = Callable[[], int]
"""Tells the time anew whenever it is asked: a call may wait long for its answer."""

WEBHOOK = "webhook"
"""The account of web addresses that a ladder calls."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Word of one step for one recipient. `id` stays the same through every attempt, so that it can be told once.

    `to` is the name under [notify.NAME], or the web address a ladder calls; `facts` says what happened to which ticket.
    """

    id: str
    ticket: str
    to: str
    facts: Mapping[str, Any]


class Notifier(Protocol):
    """A door to people: mail, chat, pager or web address. Raises the errors of connectors."""

    def tell(self, notice: Notice) -> None:
        """Make one attempt."""
        ...


def notify_account(name: str) -> str:
    """The account of a recipient: each has a line and a quota of its own."""
    return f"notify/{name}"


@dataclass(frozen=True)
class Desk:
    """One helpdesk of one tenant: what every use case is handed.

    `config_id` names the configuration's content; tickets read under another are read again. `since` is when slaclock
    began to watch: what was due before is recorded, and nobody is called for it. `due_metrics` are the clocks the
    helpdesk's due date is made of (None: every clock of a policy for customers). `notifiers` by the name of the
    recipient, the web addresses of ladders under "webhook". `words` names what the configuration says about the
    helpdesk's own words: tickets fetched under others are fetched again. `strange` are the words nobody mapped.
    `usual` is whether customers are told how long answers usually take, `quiet` when they are not written to unasked.
    """

    tenant: str
    helpdesk: str
    config: Config
    connector: Connector | None = None
    notifiers: Mapping[str, Notifier] = field(default_factory=lambda: MappingProxyType({}))
    config_id: str = ""
    since: int = FIRST
    due_metrics: frozenset[str] | None = None
    quota: Quota = field(default_factory=Quota)
    words: str = ""
    strange: StrangeWords = field(default_factory=StrangeWords, compare=False)
    usual: bool = False
    quiet: QuietHours | None = None

    @property
    def place(self) -> Place:
        """Where its rows stand."""
        return Place(self.tenant, self.helpdesk)

    @property
    def pushes_due_dates(self) -> bool:
        """Whether the helpdesk can be told a due date."""
        return self.connector is not None and MessageKind.DUE_DATE in self.connector.traits.writes

    @cached_property
    def timely(self) -> frozenset[tuple[str, str]]:
        """The steps (policy, name) that are worked out anew when they are due.

        Of one that comes again and again the hour says whose turn it is; what a customer is promised depends on it too.
        """
        return self._steps(lambda step: step.point.when is When.EVERY or promises(step.do))

    @cached_property
    def starting(self) -> frozenset[tuple[str, str]]:
        """The steps (policy, name) at the start of a clock: that is once, whatever policy serves it later."""
        return self._steps(lambda step: step.point.when is When.START)

    def _steps(self, wanted: Callable[[Step], bool]) -> frozenset[tuple[str, str]]:
        policies = self.config.policies
        return frozenset((policy.name, step.name) for policy in policies for step in policy.escalations if wanted(step))


def promises(do: Iterable[Action]) -> bool:
    """Whether some actions tell the customer what to expect."""
    return any(action.verb is Verb.REPLY and PROMISE in text for action in do for text in action.values)


def asked(call: Callable[[], Answer]) -> Answer:
    """What a door answers; whatever else it raises is a call of unknown fate, not the end of a round."""
    try:
        return call()
    except SlaclockError:
        raise
    except Exception as error:
        raise Unavailable(f"{type(error).__name__} in the connector: {error}") from error


@contextmanager
def paying(store: Store, desk: Desk, account: str, clock: Clock, reckoned: int = 1) -> Generator[None]:
    """Calls beyond those the quota was asked for are paid for as soon as they were made, whatever came of them."""
    with metered() as meter:
        try:
            yield
        finally:
            more = meter.calls - reckoned
            if more > 0:
                with store.unit() as unit:
                    buckets.charge(unit, desk.place, account, desk.quota, clock(), more)
