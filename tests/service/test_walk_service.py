"""The walks of README.md and docs/how-to/run-the-service.md, typed as they stand: a real service, real seconds."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.house.survey import REPOSITORY

PAGE = REPOSITORY / "docs" / "how-to" / "run-the-service.md"
README = REPOSITORY / "README.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEEDED = ("bash", "curl", "openssl", "sed")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(any(shutil.which(each) is None for each in NEEDED), reason=f"needs {', '.join(NEEDED)}"),
]


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def typed(desk: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a group of its own, and see to it that nothing of it is left."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        ["bash", "-eu"],
        cwd=desk,
        env={**os.environ, "PATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(script, timeout=90)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess("bash", process.returncode, out, err)


def script_of(blocks: Sequence[str], end: str) -> str:
    """Blocks one after another, each after a line of its own, on ports that are free."""
    web, receiver = free_ports(2)
    script = "".join(f"echo '=== {place}'\n{block}" for place, block in enumerate(blocks)) + end
    # the only thing that is not typed as it stands: two ports
    ports = f"; sed -i 's/8000/{web}/; s/9100/{receiver}/' slaclock.toml"
    moved = script.replace(":8000", f":{web}").replace("9100", str(receiver))
    return re.sub(r"^slaclock init --service\b", rf"\g<0>{ports}", moved, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder after the walk, and what was printed on the way, each block after a line of its own."""
    desk = tmp_path_factory.mktemp("desk")
    _install, *blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    # bash waits for the service to end in good order
    outcome = typed(desk, script_of(blocks, "wait $service\n"))
    log = desk / "service.log"
    assert outcome.returncode == 0, outcome.stderr + (log.read_text(encoding="utf-8") if log.exists() else "")
    return desk, outcome.stdout


def said(walk: tuple[Path, str], after: str, until: str) -> str:
    return walk[1].split(after, 1)[1].split(until, 1)[0]


def notices(walk: tuple[Path, str]) -> list[tuple[str, str, dict[str, object]]]:
    lines = (walk[0] / "notices.txt").read_text(encoding="utf-8").splitlines()
    return [(path, name, json.loads(body)) for path, name, body in (line.split(" ", 2) for line in lines)]


def test_it_gets_ready_and_takes_in_the_webhook(walk: tuple[Path, str]) -> None:
    assert '{"status":"ready"}' in said(walk, "=== 3", "=== 4")
    assert '{"stored":true}' in said(walk, "=== 4", "=== 5")


def test_the_ticket_is_shown(walk: tuple[Path, str]) -> None:
    ticket = json.loads(said(walk, "=== 5", "=== 6"))
    assert (ticket["ticket"], ticket["customer"], ticket["status"]) == ("T-1", "ACME", "new")
    first = next(each for each in ticket["readings"] if each["metric"] == "first_response")
    assert (first["state"], first["budget"]) == ("running", 20)
    assert [each["step"] for each in ticket["next"]][-1] == "first_response at breach"


def test_the_first_escalation_reaches_the_receiver_once(walk: tuple[Path, str]) -> None:
    told = [body["data"] for path, _, body in notices(walk) if path == "/team-lead"]
    steps = [(each["ticket"], each["metric"], each["step"]) for each in told if isinstance(each, dict)]
    assert steps.count(("T-1", "first_response", "first_response 25%")) == 1


def test_the_due_date_is_pushed_to_the_helpdesk_once(walk: tuple[Path, str]) -> None:
    pushed = [body for path, _, body in notices(walk) if path == "/desk"]
    assert [(each["type"], each["ticket"]) for each in pushed] == [("due_date", "T-1")]


def test_the_ladder_is_acknowledged_and_the_doctor_finds_nothing(walk: tuple[Path, str]) -> None:
    assert "T-1: first_response acknowledged" in said(walk, "=== 7", "=== 8")
    assert " 0 broken" in walk[1].split("=== 8", 1)[1]


def test_no_secret_is_in_the_log_and_it_ends_in_good_order(walk: tuple[Path, str]) -> None:
    lines = (walk[0] / "service.log").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert told[-1]["message"] == "worker stopped"
    assert not [line for line in lines if "slk_" in line]


def test_the_walk_of_the_first_page(tmp_path: Path) -> None:
    """The service, a signed webhook, the ticket, the first escalation: what README.md says in a dozen lines."""
    section = README.read_text(encoding="utf-8").split("## As a service", 1)[1].split("\n## ", 1)[0]
    blocks = BLOCK.findall(section)
    begun = blocks[0].replace("slaclock serve &", "slaclock serve > serve.log 2>&1 &")
    outcome = typed(tmp_path, script_of([begun, *blocks[1:]], "kill %1; wait %1\n"))
    assert outcome.returncode == 0, outcome.stderr + (tmp_path / "serve.log").read_text(encoding="utf-8")
    told = outcome.stdout.split("=== 1")[1]
    assert '{"stored":true}' in told
    assert '"ticket":"T-1"' in told
    assert re.search(r"^T-1 .*laptop .*first_response 25%", told, re.MULTILINE)
