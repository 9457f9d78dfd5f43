"""A hand: one worker process, which may die at any named place. What it does is the service's own rounds."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

import uvicorn
from fastapi import FastAPI

from slaclock.app import App, Plan, open_app
from slaclock.connectors.fake.helpdesk import SIGNATURE, STAMP
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import sign, standard_headers
from slaclock.housekeep import erase
from slaclock.ingest import ingest, receive
from slaclock.instant import SECOND, format_instant
from slaclock.rounds import ROUNDS
from slaclock.store import Unit
from slaclock.timeline.event import TicketEvent
from slaclock.web import create_app
from slaclock.worker import Worker
from tests.storm.config import SECRET
from tests.storm.pace import Hurried, World

LEFT = 86
"""The exit code of a hand that left without a word at its place, as `os._exit` does."""


@dataclass
class Trap:
    """Ends or stops the process at the n-th time it passes one of some places, whichever comes first."""

    places: Mapping[str, int]
    how: str
    diary: int
    passed: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def __call__(self, point: str) -> None:
        if point not in self.places:
            return
        with self.lock:
            self.passed[point] = self.passed.get(point, 0) + 1
            if self.passed[point] != self.places[point]:
                return
            write(self.diary, {"pid": os.getpid(), "point": point, "how": self.how})
            if self.how == "exit":
                os._exit(LEFT)
            os.kill(os.getpid(), signal.SIGSTOP if self.how == "stop" else signal.SIGKILL)


def write(file: int, told: Mapping[str, Any]) -> None:
    """One line, whole or not at all."""
    os.write(file, (json.dumps(told) + "\n").encode())


def append(path: Path) -> int:
    """A file that many processes add lines to."""
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)


@dataclass(frozen=True)
class Kept:
    """What hands are born with: a configuration, and the service it makes, without a connection."""

    plan: Plan
    app: App
    web: FastAPI | None = None

    @classmethod
    def of(cls, world: World, plan: Plan, *, door: bool) -> Kept:
        """Opened once and closed again, for opening takes longer than many a hand lives."""
        opened = open_app(plan)
        app = replace(opened, store=Hurried.of(opened.store, world))
        rehearse(replace(app, store=Rehearsal.of(opened.store, world)))
        opened.store.close()
        return cls(plan, app, create_app(app, knocks=(10_000, 10_000)) if door else None)


class Rehearsal(Hurried):
    """A store in which nothing stays."""

    @contextmanager
    def unit(self) -> Generator[Unit]:
        """One transaction that is undone at its end."""
        with self.trial() as unit:
            yield unit


def rehearse(app: App) -> None:
    """Go through what hands do, so that the statements are put together once and not in each of them."""
    desk = app.desks["front"]
    at = format_instant(app.now())
    told = {"ticket": "rehearsal", "id": "r", "at": at, "type": "created", "channel": "email", "customer": "Gold"}
    for each in (ROUNDS["read"], ROUNDS["tick"], ROUNDS["sync"], ROUNDS["housekeep"]):
        each.make(app)
    ingest(app.store, desk, [TicketEvent.from_mapping(told)], app.now())


def live(world: World, kept: Kept, spec: Mapping[str, Any], door: socket.socket | None) -> None:
    """Work as told until the end comes."""
    trap = Trap(spec.get("traps", {}), spec.get("how", "kill"), append(world.folder / "deaths.jsonl"))
    if spec["mode"] == "passes":
        passes(world, replace(kept.app, store=Hurried.of(replace(kept.app.store, fault=trap), world)), spec)
        return
    opened = open_app(kept.plan, trap)
    app = replace(opened, store=Hurried.of(opened.store, world))
    rounds = [replace(each, every=max(each.every // world.speed, SECOND)) for each in ROUNDS.values()]
    if spec["mode"] == "serve" and door is not None and kept.web is not None:
        serve(kept.web, door)
    worker = Worker(app, rounds, name=f"{spec['tenant']}-{os.getpid()}")
    worker.start()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ended.wait()
    worker.stop()


def passes(world: World, app: App, spec: Mapping[str, Any]) -> None:
    """Every round in turn, again and again: what a worker does, in one thread."""
    if "config" in spec:  # another configuration came into force: every ticket is read anew
        app = replace(app, desks={name: replace(desk, config_id=spec["config"]) for name, desk in app.desks.items()})
    deliveries, pause = list(spec.get("deliveries", ())), threading.Event()
    for turn in range(spec["turns"]):
        if "erase" in spec and turn == 1:
            forget(world, app, spec["erase"])
        if deliveries:
            take(world, app, deliveries.pop(0))
        for each in ROUNDS.values():
            try:
                each.make(app)
            except Exception:  # as a worker has it: a round that stumbles must not end it
                logging.getLogger("storm").exception("round failed: %s", each.name)
        pause.wait(0.02)


def take(world: World, app: App, delivery: Mapping[str, Any]) -> None:
    """Take in a delivery as the web door does; only then say so."""
    now = app.now()
    receive(app.store, app.desk(delivery["helpdesk"]), signed(delivery, now), delivery["body"].encode(), now)
    write(append(world.folder / "acked.jsonl"), thanked(delivery))


def signed(delivery: Mapping[str, Any], now: int) -> dict[str, str]:
    """The headers of a delivery, signed just now."""
    body, secret = delivery["body"].encode(), Secret(SECRET)
    if delivery["helpdesk"] == "bulk":
        return standard_headers(delivery["id"], now, body, secret)
    stamp = str(now // SECOND)
    return {"webhook-id": delivery["id"], STAMP: stamp, SIGNATURE: sign(secret, stamp.encode() + b"." + body)}


def thanked(delivery: Mapping[str, Any]) -> dict[str, Any]:
    """What is written down of a delivery that was thanked for."""
    return {name: delivery[name] for name in ("id", "tenant", "askers")}


def forget(world: World, app: App, requester: str) -> None:
    """Erase a requester at every helpdesk; only then say so."""
    for desk in app.desks.values():
        erase(app.store, desk, requester, app.now())
    write(append(world.folder / "erased.jsonl"), {"requester": requester, "tenant": app.settings.tenant})


def serve(web: FastAPI, door: socket.socket) -> None:
    """The web door, in a thread of its own."""
    settings = uvicorn.Config(web, log_config=None, access_log=False)
    server = uvicorn.Server(settings)
    threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True).start()
