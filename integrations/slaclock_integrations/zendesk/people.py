"""Who is who on a ticket: the customer who asks, agents who answer, and programs, whose words answer nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slaclock.connectors.fact import id_in
from slaclock.connectors.http import Http
from slaclock.connectors.payload import Payload
from slaclock_integrations.zendesk.audit import Audit

SYSTEM = "-1"
"""The user id of Zendesk itself."""
COMMENTS = frozenset({"Comment", "FacebookComment"})
SPOKEN = COMMENTS | {"VoiceComment"}
AT_ONCE = 100
_STAFF = ("agent", "admin")


@dataclass(frozen=True, slots=True)
class People:
    """The staff and the programs among those who wrote; everybody else is a customer."""

    staff: frozenset[str]
    bots: frozenset[str]

    def author(self, user: str | None, requester: str | None) -> str:
        """Who somebody is to this ticket: an agent who asked for something is its customer."""
        program = "system" if user is None else self.program(user)
        if program is not None:
            return program
        if user == requester:
            return "customer"
        return "agent" if user in self.staff else "customer"

    def program(self, user: str) -> str | None:
        """What kind of program a user is; None for a person."""
        if user == SYSTEM:
            return "system"
        return "bot" if user in self.bots else None


def meet(http: Http, audits: Iterable[Audit], ticket: Payload, bots: frozenset[str]) -> People:
    """The people of one ticket; Zendesk is asked only about those whose part in it does not show.

    Whoever was ever the assignee is staff, also long after leaving: a user who leaves is made an end user first, and
    what was an answer must stay one. Whoever asked all the time is the customer; an agent may have asked for a while.
    """
    requesters, staff, wrote = {ticket.maybe("requester_id")}, {ticket.maybe("assignee_id")}, set[str | None]()
    for audit in audits:
        for part in audit.parts:
            if part.field == "requester_id":
                requesters |= {id_in(part.value), id_in(part.row.value.get("previous_value"))}
            elif part.field == "assignee_id":
                staff.add(id_in(part.value))
            elif part.type in SPOKEN:
                wrote.add(part.author)
    requesters.discard(None)
    always = requesters if len(requesters) == 1 else set[str | None]()
    unknown = wrote - staff - always - bots - {None, SYSTEM}
    return People(frozenset({*filter(None, staff), *_agents(http, sorted(filter(None, unknown)))}), bots)


def _agents(http: Http, users: list[str]) -> list[str]:
    """Those among the users who are agents."""
    found: list[str] = []
    for first in range(0, len(users), AT_ONCE):
        answer = http.get("/api/v2/users/show_many", {"ids": ",".join(users[first : first + AT_ONCE])})
        told = Payload.of(answer.json(), answer.where).parts("users")
        found += [user.text("id") for user in told if user.maybe("role") in _STAFF]
    return found
