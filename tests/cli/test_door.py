"""Exit codes, and everything that can go wrong between a person and the program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import chdir
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from slaclock import __version__
from slaclock.cli.app import COMMANDS
from slaclock.cli.door import Door
from slaclock.errors import NeverOpens
from tests.cli.typed import CONFIG, refused, typed, unprivileged, write
from tests.house.survey import REPOSITORY

STARTER = CONFIG / "starter.toml"
DEMO = CONFIG / "demo"
SLACLOCK = [sys.executable, "-m", "slaclock"]
FIVE = CONFIG / "examples" / "five-tickets"


def run(*words: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """A real process, for what only a process has: signals, pipes, encodings."""
    settings = os.environ | {"PYTHONPATH": str(REPOSITORY)} | dict(env or {})
    return subprocess.run([*SLACLOCK, *map(str, words)], capture_output=True, check=False, env=settings)


def test_the_version() -> None:
    assert typed("--version").out == f"slaclock {__version__}\n"


@pytest.mark.parametrize("words", [["--help"], ["-h"], []])
def test_help_names_every_command(words: list[str]) -> None:
    answer = typed(*words)
    assert answer.code == 0
    assert all(name in answer.out for name in [*COMMANDS, "calendars"])
    assert "..." not in answer.out.split("Commands:")[1]


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["calendars", "diff"]], ids=" ".join)
def test_every_command_helps_and_speaks_json(command: list[str]) -> None:
    answer = typed(*command, "--help")
    assert answer.code == 0
    assert "--json" in answer.out
    assert max(map(len, answer.lines)) <= 100


@pytest.mark.parametrize(
    "words, says",
    [
        (["frob"], "No such command 'frob'; see slaclock --help"),
        (["promised"], "No such command 'promised'"),
        (["serve"], "slaclock.toml: there is no such file or folder"),
        (["--frob"], "No such option: --frob"),
        (["due"], "Missing option '--budget' / '-b'; see slaclock due --help"),
        (["due", "--budget"], "Option '--budget' requires an argument"),
        (["due", "--budgte", "4bh"], "No such option: --budgte"),
        (["due", "extra", "--budget", "4bh"], "unexpected extra argument"),
        (["due", "--budget", "4bh", "--at", "now"], "'now' is no instant; write it as RFC 3339 with an offset"),
        (["due", "--budget", "4bh", "--at", "2026-11-20T16:30"], "'2026-11-20T16:30' is no instant"),
        (["due", "--budget", "4bh", "--at", "2026-02-30T16:30Z"], "'2026-02-30T16:30Z' is no instant"),
        (["due", "--budget", "4bh", "--at", "1969-12-31T23:59Z"], "outside the years 1970 to 2200"),
        (["open", "--year", "26"], "Invalid value for '[YYYY]'"),
        (["open", "--year", "soon"], "Invalid value for '[YYYY]'"),
        (["read"], "Missing option '--events' / '-e'"),
        (["explain", "--events", "e.jsonl"], "Missing option '--metric' / '-m'"),
        (["replay"], "Missing argument 'LOG'"),
        (["replay", "log.csv"], "Missing option '--map' / '-m'"),
        (["replay", "log.csv", "--map", "m.toml", "--worst", "-1"], "Invalid value for '--worst'"),
        (["calendars", "frob"], "No such command 'frob'; see slaclock calendars --help"),
        (["calendars", "diff"], "Missing argument 'OLD'; see slaclock calendars diff --help"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_read_is_one_line(words: list[str], says: str) -> None:
    assert says in refused(typed(*words))


@pytest.mark.parametrize(
    "words, says",
    [
        (["due", "--budget", "1 day"], "a day means three things"),
        (["due", "--budget", "4bh"], "there are several calendars; name one with --calendar: berlin, austin, either"),
        (["due", "--budget", "4bh", "--calendar", "berln"], "did you mean 'berlin'?"),
        (["open", "--calendar", "berlin", "--week", "--year"], "ask for one of them"),
        (["open", "2026", "--calendar", "berlin"], "write --year 2026"),
    ],
)
def test_what_makes_no_sense_is_one_line(words: list[str], says: str) -> None:
    assert says in refused(typed(*words, "--config", DEMO / "desk.toml"))


def test_the_configuration_may_be_named_once_for_all() -> None:
    answer = typed("open", "--at", "2026-03-02T09:00Z", env={"SLACLOCK_CONFIG": str(STARTER)})
    assert answer.code == 0


def test_without_a_name_it_is_looked_for_here(tmp_path: Path) -> None:
    with chdir(tmp_path):
        assert "slaclock.toml: there is no such file or folder" in refused(typed("check"))


@pytest.mark.skipif(not unprivileged(), reason="the superuser may read everything")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    file = write(tmp_path / "desk.toml", "")
    file.chmod(0)
    assert "Permission denied" in refused(typed("check", "--config", file))
    assert "Permission denied" in refused(typed("read", "--config", STARTER, "--events", file))


def test_a_fault_of_our_own_is_no_answer_and_no_traceback() -> None:
    app = typer.Typer(cls=Door, pretty_exceptions_enable=False)

    @app.callback()
    def group() -> None:
        """Hold the command."""

    @app.command()
    def stumble() -> None:
        raise KeyError("seven\nlines")

    result = CliRunner().invoke(app, ["stumble"])
    assert result.exit_code == 70
    (line,) = result.stderr.splitlines()
    assert line.startswith("slaclock itself stumbled (KeyError: ")
    assert "please report it" in line


def test_what_slaclock_knows_how_to_explain_is_explained() -> None:
    app = typer.Typer(cls=Door, pretty_exceptions_enable=False)

    @app.callback()
    def group() -> None:
        """Hold the command."""

    @app.command()
    def never() -> None:
        raise NeverOpens

    result = CliRunner().invoke(app, ["never"])
    assert (result.exit_code, result.stderr) == (2, "The calendar has too little open time within ten years.\n")


def test_whoever_stops_reading_gets_no_traceback() -> None:
    command = [*SLACLOCK, "open", "-c", str(STARTER), "--year", "2026"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk at hand")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        command = [*SLACLOCK, "open", "-c", str(STARTER), "--year", "2026"]
        outcome = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, cwd=REPOSITORY, text=True)
    assert outcome.returncode == 2
    assert outcome.stderr == "output: No space left on device; name a place that can be used\n"


@pytest.fixture
def listening() -> Generator[None]:
    """Hear Ctrl-C, and have children hear it, even where a shell started the tests in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening")
def test_ctrl_c_ends_it_quietly() -> None:
    command = [*SLACLOCK, "read", "-c", str(STARTER), "--events", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=REPOSITORY, bufsize=0, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        # more than a pipe holds: once it is taken, the program is reading and waits for the next line
        process.stdin.write(b" " * 200_000 + b"\n")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in said


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "LANG": "POSIX"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=str,
)
def test_any_encoding_will_do(env: dict[str, str]) -> None:
    outcome = run("open", "-c", STARTER, "-k", "support", "--at", "2026-12-25T12:00Z", "--week", env=env)
    assert outcome.returncode == 0, outcome.stderr
    assert b"closed (Erster Weihnachtstag)" in outcome.stdout


def test_signs_an_encoding_has_not_are_written_plainer() -> None:
    words = ["explain", "-c", FIVE / "desk.toml", "--events", FIVE / "raised.jsonl", "--metric", "resolution"]
    outcome = run(*words, "--at", "2026-11-16T17:00+01:00", env={"PYTHONIOENCODING": "ascii"})
    assert outcome.returncode == 0
    assert b"priority normal -> urgent" in outcome.stdout
    assert b"o###o#############......###########v######o####o" in outcome.stdout


def test_json_is_json_in_any_encoding(tmp_path: Path) -> None:
    event = {"ticket": "Müller-→", "id": "1", "at": "2026-03-02T10:00:00Z", "type": "created", "channel": "email"}
    events = write(tmp_path / "events.jsonl", json.dumps(event))
    for encoding in ("ascii", "utf-8"):
        words = ["read", "-c", STARTER, "--events", events, "--at", "2026-03-02T12:00Z", "--json"]
        outcome = run(*words, env={"PYTHONIOENCODING": encoding})
        assert {reading["ticket"] for reading in json.loads(outcome.stdout)} == {"Müller-→"}


def test_english_whatever_the_locale() -> None:
    words = ["due", "-c", STARTER, "--at", "2026-03-02T10:00Z", "--budget", "24 hours"]
    said = {run(*words, env={"LC_ALL": name, "LANGUAGE": name}).stdout for name in ("C", "de_DE.UTF-8", "fr_FR.UTF-8")}
    assert len(said) == 1
    assert b"due Tue 3 Mar 2026 11:00" in said.pop()


def test_neither_colours_nor_widths_reach_a_file() -> None:
    words = ["check", "-c", DEMO / "desk.toml"]
    plain = run(*words)
    narrow = run(*words, env={"COLUMNS": "30", "FORCE_COLOR": "1", "TERM": "xterm-256color", "CLICOLOR_FORCE": "1"})
    assert plain.stdout == narrow.stdout
    assert b"\x1b" not in plain.stdout


def test_a_reading_needs_no_heavy_library() -> None:
    heavy = ("sqlmodel", "httpx", "apscheduler", "numpy", "rich.table", "pandas")
    events = FIVE / "chat.jsonl"
    words = ["read", "-c", FIVE / "desk.toml", "--events", events, "--at", "2026-11-17T14:00Z", "--json"]
    code = (
        "import sys; from slaclock.cli.app import app\n"
        f"try: app({[str(word) for word in words]!r})\n"
        f"except SystemExit: print(*({set(heavy)!r} & set(sys.modules)), file=sys.stderr)"
    )
    outcome = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert outcome.stderr.split() == []
