"""apart: work on many tickets in one go; where it fails each by itself, so that none keeps another from its turn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from slaclock.desk import Desk
from slaclock.errors import in_a_line
from slaclock.patience import backoff
from slaclock.store import Store, tickets

Done = TypeVar("Done")

_LOG = logging.getLogger("slaclock.apart")


def apart(
    store: Store, desk: Desk, names: Sequence[str], now: int, work: Callable[[Sequence[str]], Done]
) -> list[Done]:
    """Do some work on tickets, which is a transaction of its own; a ticket that fails by itself waits and tries again.

    That it waits is written down. Where not even that can be, it is the store that fails, and the error is raised.
    """
    try:
        return [work(names)]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is one ticket's as long as the store can be written
        told = {"helpdesk": desk.helpdesk, "tickets": len(names), "error": in_a_line(error)}
        _LOG.warning("tickets are read one by one", extra=told)
    done: list[Done] = []
    for name in names:
        try:
            done.append(work([name]))
        except Exception as error:  # noqa: BLE001 - (the same)
            _put_off(store, desk, name, now, error)
    return done


def _put_off(store: Store, desk: Desk, ticket: str, now: int, error: Exception) -> None:
    """Let a ticket wait, longer each time; once it has waited it is read anew before anything of it fires."""
    _LOG.error("ticket cannot be read", exc_info=error, extra={"helpdesk": desk.helpdesk, "ticket": ticket})
    with store.unit() as unit:
        failures = tickets.lock(unit, desk.place, [ticket], now)[ticket]["failures"] + 1
        waits = {"failures": failures, "next_at": now + backoff(failures, ticket), "error": in_a_line(error)}
        tickets.save(unit, desk.place, ticket, {**waits, "config": ""})
