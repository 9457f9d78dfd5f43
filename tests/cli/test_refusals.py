"""Everything broken that other rooms know of, typed at the command line: exit 2, clear lines, no waiting."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.toml_text import as_toml
from tests.cli.typed import CONFIG, refused, typed, write
from tests.hours.test_load_broken import GOOD, TABLES
from tests.policy.test_broken_policies import BROKEN as POLICIES
from tests.policy.test_broken_policies import FILES, broken
from tests.timeline.test_broken_events import BROKEN as EVENTS

STARTER = CONFIG / "starter.toml"
AT = "2026-03-02T12:00Z"


def configurations() -> Iterator[str]:
    """Every broken configuration that can be written down in TOML."""
    good = "\n[calendars.other]\n" + GOOD
    for text, _, _ in TABLES:
        yield "[calendars.desk]\n" + text.replace("[[seasons]]", "[[calendars.desk.seasons]]") + good
    for path, value, _ in POLICIES:
        try:
            yield as_toml(broken(path, value))
        except TypeError:
            continue  # Python has values that TOML has not


# The rooms themselves try every one of them; at the door each third will do, and each one at night.
EACH = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 3
CONFIGURATIONS = list(configurations())
LINES = range(0, len(EVENTS), EACH)


def test_there_are_more_than_enough() -> None:
    assert len(CONFIGURATIONS[::EACH]) + len(LINES) + len(FILES) + len(EVENT_FILES) > 120


@pytest.mark.parametrize("number", range(0, len(CONFIGURATIONS), EACH))
def test_a_broken_configuration_is_refused(number: int, tmp_path: Path) -> None:
    write(tmp_path / "x.ics", "BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    file = write(tmp_path / "desk.toml", CONFIGURATIONS[number])
    started = time.process_time()
    complaint = refused(typed("check", "--config", file))
    assert time.process_time() - started < 2
    assert complaint.startswith(str(file))
    assert "; " in complaint


@pytest.mark.parametrize("number", LINES)
def test_a_broken_line_of_events_is_refused(number: int, tmp_path: Path) -> None:
    line, phrase = EVENTS[number]
    file = write(tmp_path / "events.jsonl", line)
    started = time.process_time()
    complaint = refused(typed("read", "--config", STARTER, "--events", file, "--at", AT), lines=None)
    assert time.process_time() - started < 2
    assert all(each.startswith(f"{file}: line 1: ") for each in complaint.splitlines())
    assert phrase in complaint


@pytest.mark.parametrize("name, content, says", FILES, ids=[case[0] for case in FILES])
@pytest.mark.parametrize("command", ["check", "read"])
def test_a_file_that_is_no_configuration(command: str, name: str, content: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.toml"
    file.write_bytes(content)
    more = ["--events", "none.jsonl"] if command == "read" else []
    assert says in refused(typed(command, "--config", file, *more))


GOOD_EVENT = '{"ticket": "T", "id": "1", "at": "2026-03-02T10:00:00Z", "type": "created", "channel": "email"}'
EVENT_FILES: dict[str, tuple[bytes, str]] = {
    "latin": (b'{"ticket": "M\xfcller"}', "not UTF-8 (byte 14)"),
    "binary": (bytes(range(256)), "not UTF-8"),
    "cut gzip": (b"\x1f\x8b\x08\x00abc", "the gzip file is damaged or cut short"),
    "no line end": (b"x" * 3_000_000, "longer than 1,000,000 characters"),
    "csv": (b"ticket,at\nT,2026\n", "not JSON"),
    "same id": (f"{GOOD_EVENT}\n{GOOD_EVENT.replace('email', 'chat')}\n".encode(), "twice with different content"),
}


@pytest.mark.parametrize("name", EVENT_FILES)
def test_a_file_that_holds_no_events(name: str, tmp_path: Path) -> None:
    content, says = EVENT_FILES[name]
    file = tmp_path / "events.jsonl"
    file.write_bytes(content)
    started = time.process_time()
    assert says in refused(typed("read", "--config", STARTER, "--events", file, "--at", AT), lines=None)
    assert time.process_time() - started < 2


def test_what_is_not_there(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert "no such file or folder" in refused(typed("check", "--config", gone))
    assert "No such file" in refused(typed("read", "--config", STARTER, "--events", gone))
    assert "there is no .toml file in this folder" in refused(typed("check", "--config", tmp_path))
    assert "Is a directory" in refused(typed("read", "--config", STARTER, "--events", tmp_path))


def test_all_complaints_at_once_each_on_its_line(tmp_path: Path) -> None:
    file = write(
        tmp_path / "desk.toml",
        "[calendars.a]",
        'timezone = "Europe/Berln"',
        'hours = "always"',
        "[calendars.b]",
        'timezone = "Europe/Berlin"',
        'hours = { mon = "9-17" }',
    )
    complaint = refused(typed("check", "--config", file), lines=2)
    assert "did you mean 'Europe/Berlin'?" in complaint
    assert "calendars.b.hours.mon" in complaint
