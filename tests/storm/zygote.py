"""A zygote: has everything imported and the configurations read, and forks one hand after another, as it is told.

    python -m tests.storm.zygote FOLDER [PORT]

Reads one line of JSON a hand; answers with its process id, with `stopped` when it stopped itself, and with its status
once it has ended. A forked hand opens connections of its own, so its death is a worker's death.
With a port it holds the web door's socket, so that callers wait while no hand is there.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import slaclock
from slaclock.app import load_plan
from tests.storm.config import TENANTS, environ
from tests.storm.hand import Kept, live
from tests.storm.pace import World, load

WARM = ("psycopg", "uvicorn.lifespan.on", "uvicorn.protocols.http.auto", "uvicorn.loops.auto")


def die_with_parent() -> None:
    """Be killed when whoever started us is gone: no storm leaves anybody behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def say(**told: object) -> None:
    """One line to whoever commands us."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def fork(world: World, crew: Mapping[str, Kept], spec: Mapping[str, Any], door: socket.socket | None) -> None:
    """One hand, from its birth to its end."""
    child = os.fork()
    if child == 0:
        die_with_parent()
        code = 1
        try:
            live(world, crew[spec["tenant"]], spec, door)
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, it is the hand's end and not the zygote's
            traceback.print_exc()
        os._exit(code)
    say(pid=child)
    while True:
        _, status = os.waitpid(child, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            break
        say(stopped=child)
    killed = os.WIFSIGNALED(status)
    say(status=-os.WTERMSIG(status) if killed else os.WEXITSTATUS(status))


def main(folder: str, port: str | None = None) -> None:
    """Fork as told, until nobody tells anything any more."""
    die_with_parent()
    world = load(Path(folder))
    logging.basicConfig(level=logging.ERROR, format="%(process)d %(name)s %(message)s")
    plans = {tenant: load_plan(world.folder / f"{tenant}.toml", environ(world)) for tenant in TENANTS}
    for name in WARM:
        importlib.import_module(name)
    crew = {tenant: Kept.of(world, plan, door=port is not None) for tenant, plan in plans.items()}
    door = socket.create_server(("127.0.0.1", int(port)), backlog=512) if port else None
    say(package=str(Path(slaclock.__file__).parent), door=door.getsockname()[1] if door else None)
    for line in sys.stdin:
        fork(world, crew, json.loads(line), door)


if __name__ == "__main__":
    main(*sys.argv[1:])
