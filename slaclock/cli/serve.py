"""`slaclock serve` and `slaclock worker`: the service, in one process or in several."""

from __future__ import annotations

import os
import signal
from importlib.util import find_spec
from socket import AF_INET, AF_INET6, create_server, socket
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.options import STARTER, Config
from slaclock.cli.service import opened
from slaclock.errors import InvalidInput, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable

    from slaclock.rounds import Round

Only = Annotated[str | None, typer.Option("--only", metavar="ROUNDS", help="Like tick,sync; all of them, if left out.")]


JsonLogs = Annotated[bool, typer.Option("--json", help="Log JSON lines on a terminal too.")]


def serve(
    config: Config = STARTER,
    host: Annotated[str | None, typer.Option("--host", help="Where to listen; [server] host, if left out.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="0 takes a free one; [server] port, if left out.")
    ] = None,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Make the rounds in this process too.")
    ] = True,
    as_json: JsonLogs = False,
) -> None:
    """Run the service: webhooks in, escalations out, an API beside.

    Ends in good order on SIGTERM and Ctrl-C.
    """
    _needs_web()
    with opened(config, log=as_json, calls=True) as app:
        from slaclock.rounds import ROUNDS
        from slaclock.web import create_app, serve_at
        from slaclock.worker import Worker

        door = _door(host or app.settings.host, app.settings.port if port is None else port)
        web = create_app(app)
        worker = Worker(app, ROUNDS.values() if with_worker else ())
        worker.start()
        # uvicorn ends at these signals and then raises them once more, which must not end us before the worker has
        _heard(lambda: None)
        try:
            serve_at(web, door)
        finally:
            door.close()
            worker.stop()


def worker(config: Config = STARTER, only: Only = None, as_json: JsonLogs = False) -> None:
    """Make the rounds of the service, next to other workers.

    Any number of them share one PostgreSQL. Ends in good order on SIGTERM and Ctrl-C: what is being sent is sent,
    nothing else is begun.
    """
    rounds = _rounds(only)
    with opened(config, log=as_json, calls=True) as app:
        from slaclock.worker import Worker

        ended = Event()
        _heard(ended.set)
        at_work = Worker(app, rounds)
        at_work.start()
        try:
            ended.wait()
        finally:
            at_work.stop()


def _heard(then: Callable[[], None]) -> None:
    """What to do when we are asked to end."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: then())


def _rounds(only: str | None) -> tuple[Round, ...]:
    from slaclock.rounds import ROUNDS

    names = [name.strip() for name in only.split(",")] if only is not None else list(ROUNDS)
    for name in names:
        if name not in ROUNDS:
            raise InvalidInput(f"--only: there is no round {name!r}; known: {', '.join(ROUNDS)}")
    return tuple(ROUNDS[name] for name in dict.fromkeys(names))


def _door(host: str, port: int) -> socket:
    """The place to listen at, taken before anything else begins."""
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET)
    except OSError as error:
        wanted = "name another with --host and --port, or under [server]"
        raise InvalidInput(f"{host}:{port}: {os.strerror(error.errno) if error.errno else error}; {wanted}") from None


def _needs_web() -> None:
    if find_spec("uvicorn") is None or find_spec("fastapi") is None:
        raise MissingExtra("slaclock serve needs fastapi and uvicorn; install slaclock[web]")
