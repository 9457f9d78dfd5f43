"""Workers on a real Request Tracker are killed (SIGKILL) around claim, call and settlement: all takes effect once."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.live.gate import gate_before
from tests.live.rt_server import RtServer
from tests.live.service import Service, until
from tests.live.test_rt_lives import ONCE, effects

LEASE = timedelta(minutes=6)
"""After that long what a dead worker had taken, a message or the reading of a page, is anybody's again."""
PLACES = ("claimed", "held", "before the call", "after the call", "before looking", "settled")
WRITES: Mapping[str, Callable[[str, str, Mapping[str, Any]], bool]] = {
    "note": lambda method, path, _: method == "POST" and path.endswith("/comment"),
    "tag": lambda method, _, body: method == "PUT" and "CustomFields" in body,
    "priority": lambda method, _, body: method == "PUT" and "Priority" in body,
    "owner": lambda method, _, body: method == "PUT" and "Owner" in body,
}


def opened(server: RtServer, service: Service) -> str:
    """A ticket of eight o'clock that slaclock knows of; at two all its steps are due, and nobody is at work."""
    server.clock.stop("2026-05-11 08:00:00")
    ticket = server.ticket("customer1")
    service.start("worker")
    service.catch_up()
    service.end()
    assert effects(server, ticket) == {}
    server.clock.run("2026-05-11 14:00:00")
    return ticket


@pytest.mark.parametrize("reached", [False, True], ids=["the request is lost", "the request arrives"])
def test_a_worker_killed_while_it_waits_for_the_answer(
    server: RtServer, service_of: Callable[..., Service], *, reached: bool
) -> None:
    """Between claim and send, and between send and settlement: `slaclock worker` itself, for each of four writes."""
    with gate_before(server.url) as gate:
        service = service_of(url=gate.url)
        ticket = opened(server, service)
        for name, wanted in WRITES.items():
            gate.hold(wanted)
            worker = service.start("worker")
            assert until(gate.held.is_set), f"no {name}: {service.told()}"
            worker.kill()
            assert worker.wait() == -signal.SIGKILL
            gate.release(through=reached)
            server.clock.run(server.clock.now() + LEASE)
        service.start("worker")
        service.catch_up()
        assert effects(server, ticket) == ONCE
        service.end()


def test_a_worker_killed_at_every_named_place(server: RtServer, service_of: Callable[..., Service]) -> None:
    """Twice over, each begins where the last was left."""
    service = service_of()
    ticket = opened(server, service)
    met: list[str] = []
    for place in 2 * PLACES:
        worker = service.start(f"sync: {place}", module="tests.live.killed")
        assert until(partial(over, worker, service)), service.told()
        if worker.poll() is not None:
            assert worker.returncode == -signal.SIGKILL, service.told()
            met.append(place)
        service.end()
        server.clock.run(server.clock.now() + LEASE)
    assert set(met) == set(PLACES)
    service.start("worker")
    service.catch_up()
    assert effects(server, ticket) == ONCE


def over(worker: subprocess.Popen[bytes], service: Service) -> bool:
    """Whether a worker was killed, or found nothing left to be killed over."""
    return worker.poll() is not None or not service.left()
