"""Files of events: plain or zipped, whatever their line ends, with every complaint and a limit to them."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from slaclock.errors import InvalidEvents
from slaclock.timeline.read import GIVE_UP, LONGEST_LINE, SHOWN, read_events


def line(number: int = 1, **keys: Any) -> str:
    told = {"ticket": "T1", "id": f"e{number}", "at": "2026-03-02T10:00:00+01:00", "type": "status", "to": "open"}
    return json.dumps(told | keys)


def complaints(source: Any) -> list[str]:
    with pytest.raises(InvalidEvents) as refused:
        read_events(source)
    return [str(complaint) for complaint in refused.value.complaints]


def ids(source: Any) -> list[str]:
    return [event.id for event in read_events(source)]


@pytest.mark.parametrize(
    "content",
    [
        f"{line(1)}\n{line(2)}\n",
        f"{line(1)}\n{line(2)}",
        f"{line(1)}\r\n\r\n{line(2)}\r\n",
        f"\ufeff{line(1)}\n\n  \t\n{line(2)}\n",
    ],
)
def test_a_file_with_any_line_ends_blank_lines_and_a_byte_order_mark(tmp_path: Path, content: str) -> None:
    plain, zipped = tmp_path / "events.jsonl", tmp_path / "events.jsonl.gz"
    plain.write_bytes(content.encode())
    zipped.write_bytes(gzip.compress(content.encode()))
    assert ids(plain) == ids(str(plain)) == ids(zipped) == ["e1", "e2"]
    assert ids(content.splitlines()) == ids(content.encode().splitlines()) == ["e1", "e2"]
    assert ids(io.StringIO(content)) == ids(io.BytesIO(content.encode())) == ["e1", "e2"]


def test_a_zipped_file_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(gzip.compress(line().encode()))
    assert ids(path) == ["e1"]


def test_an_empty_file_holds_no_events(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    assert read_events(path) == []


def test_complaints_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f"{line(1)}\n\n{line(2, to='openn')}\n{line(3, colour=1)}\n")
    assert complaints(path) == [
        f"{path}: line 3: to: found 'openn'; did you mean 'open'?",
        f"{path}: line 4: unknown key 'colour'; known here: ticket, id, at, type, seq, to, reason",
    ]


def test_the_same_event_told_twice_is_one() -> None:
    again = line(1).replace("10:00:00+01:00", "09:00:00Z")
    assert ids([line(1), line(2), again, line(1)]) == ["e1", "e2"]


def test_one_id_with_two_contents_names_both_lines() -> None:
    assert complaints([line(1), line(2), line(1, to="hold")]) == [
        (
            "events: line 3: event 'e1' of ticket 'T1' is told twice with different content: "
            'to is "open" on line 1 and "hold"; give every event of a ticket an id of its own'
        )
    ]


def test_a_number_and_a_truth_value_are_two_contents() -> None:
    one, other = (line(1, type="fields", to=None, add={"paid": paid}).replace('"to": null, ', "") for paid in (1, True))
    assert 'add is {"paid": 1} on line 1 and {"paid": true}' in complaints([one, other])[0]


def test_one_id_in_two_tickets_is_two_events() -> None:
    assert ids([line(1), line(1, ticket="T2")]) == ["e1", "e1"]


def test_text_that_is_not_utf_8_is_named() -> None:
    assert complaints([line(1).encode(), line(2, reason="für").encode("utf-16")])[0].startswith(
        "events: line 2: not UTF-8 (byte 1); save the file as UTF-8"
    )


def test_a_line_too_long_is_refused_and_the_next_one_read_on(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f"{line(1, reason='x' * LONGEST_LINE)}\n{line(2)}\n{line(3, to='openn')}\n")
    expected = ["line 1: longer than 1,000,000 characters", "line 3: to: found 'openn'"]
    for source in (path, io.StringIO(path.read_text()), path.read_text().splitlines()):
        told = complaints(source)
        assert len(told) == len(expected)
        assert all(phrase in each for phrase, each in zip(expected, told, strict=True))


def test_a_line_of_just_the_longest_length_is_read(tmp_path: Path) -> None:
    padded = line(1) + " " * (LONGEST_LINE - len(line(1)))
    path = tmp_path / "events.jsonl"
    path.write_text(f"{padded}\n{line(2)}\n")
    assert ids(path) == ids([padded, line(2)]) == ["e1", "e2"]


def test_a_line_without_end_is_not_read_to_its_end() -> None:
    class Endless:
        read = 0

        def readline(self, limit: int) -> bytes:
            self.read += limit
            return b"0" * limit

    endless = Endless()
    assert complaints(endless) == [
        "events: line 1: longer than 1,000,000 characters; write one JSON object on each line"
    ]
    assert endless.read < 100 * LONGEST_LINE


def test_only_the_first_complaints_are_told_the_others_counted() -> None:
    told = complaints([line(number, to="openn") for number in range(SHOWN + 7)])
    assert len(told) == SHOWN + 1
    assert told[-1] == "events: 7 more complaints; mend these first"


def test_a_file_that_is_something_else_altogether_is_not_read_to_its_end() -> None:
    told = complaints("no event" for _ in range(10**9))
    assert told[-1] == f"events: {GIVE_UP:,} more complaints; mend these first; reading stopped at line 10,100"


@pytest.mark.parametrize(
    "name, content, phrase",
    [
        ("missing.jsonl", None, "cannot be read (No such file or directory); name a file of events"),
        ("missing\0.jsonl", None, "is no file name"),
        ("cut.jsonl.gz", gzip.compress(line().encode() * 100, mtime=0)[:40], "the gzip file is damaged or cut short"),
        ("bad.jsonl.gz", b"\x1f\x8bnot a gzip file", "the gzip file is damaged or cut short"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes | None, phrase: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    told = complaints(str(path))
    assert len(told) == 1
    assert phrase in told[0]


def test_a_folder_is_no_file_of_events(tmp_path: Path) -> None:
    assert "cannot be read (Is a directory)" in complaints(tmp_path)[0]
