"""A `slaclock worker` that is killed at a named place: python -m tests.live.killed PLACE --config FILE.

It kills itself with the signal nobody can catch, as the kernel does when memory is short: nothing is tidied up.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from slaclock.app import load_plan, open_app
from slaclock.worker import Worker


def main(place: str, _config: str, path: str) -> None:
    def fault(point: str) -> None:
        if point == place:
            os.kill(os.getpid(), signal.SIGKILL)

    Worker(open_app(load_plan(Path(path)), fault)).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
