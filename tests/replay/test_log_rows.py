"""Rows no reader can use are counted with their reason and line; whole files no reader can use are refused."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from slaclock.errors import InvalidConfig, InvalidEvents
from slaclock.replay.log import read_log
from slaclock.replay.mapping import load_map
from slaclock.replay.stamp import NEVER, TWICE
from slaclock.replay.story import Log

Read = Callable[..., Log]

PLAIN: dict[str, Any] = {"zone": "Europe/Berlin", "columns": {"ticket": "id", "at": "at", "status": "s"}}


def counts(log: Log) -> dict[str, tuple[int, tuple[int, ...]]]:
    return {count.reason: (count.count, count.lines) for count in log.unusable}


def test_every_bad_row_is_counted_with_its_line(read: Read) -> None:
    log = read(
        b"id,at,s\n"
        b"1,2026-03-02T10:00,open\n"
        b",2026-03-02T10:00,open\n"
        b"2,yesterday,open\n"
        b"3,2026-03-02T10:00\n"
        b"4,2026-03-02T10:00,open,really\n"
        b"\n"
        b"5,2026-03-02T10:00,ol\xe9\n"
        b"6,,open\n"
        b"7,1931-03-02T10:00,open\n",
        PLAIN,
    )
    assert list(log.stories) == ["1"]
    assert log.rows == 8
    assert counts(log) == {
        "more or fewer fields than the header": (2, (5, 6)),
        "unreadable time in 'at'": (2, (4, 10)),
        "no ticket number": (1, (3,)),
        "no time": (1, (9,)),
        "not text in the map's encoding": (1, (8,)),
    }


def test_nothing_is_dropped_in_silence(read: Read) -> None:
    rows = ["1,2026-03-02T10:00,open", ",,", "2", "3,x,y", "1,2026-03-02T11:00,solved"]
    log = read("id,at,s\n" + "\n".join(rows), PLAIN)
    assert log.rows == len(rows)
    assert log.to_dict()["used"] + sum(count.count for count in log.unusable) == len(rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_columns(read: Read, delimiter: str) -> None:
    rows = [["note", "id", "at", "s"], ["a;b|c", "1", "2026-03-02T10:00", "open"]]
    text = "\n".join(delimiter.join(f'"{field}"' for field in row) for row in rows)
    assert list(read(text, PLAIN).stories) == ["1"]


def test_a_quoted_field_may_span_lines_and_later_lines_keep_their_numbers(read: Read) -> None:
    table = {"zone": "UTC", "columns": {"ticket": "id", "at": "at"}}
    log = read('id,at,text\n1,2026-03-02T10:00,"a\nb\nc"\n,2026-03-02T10:00,x\n', table)
    assert counts(log) == {"no ticket number": (1, (5,))}


def test_json_lines_are_read_like_rows(read: Read) -> None:
    table = {"zone": "UTC", "times": ["unix"], "columns": {"ticket": "id", "at": "meta.at", "status": "s"}}
    log = read(
        """
        {"id": 1, "meta": {"at": 1772445600}, "s": "open"}
        [1]
        {"id": 1,
        {"id": 2, "meta": null, "s": "open"}
        """,
        table,
        "log.jsonl",
    )
    assert [event.as_mapping()["at"] for event in log.stories["1"].events] == ["2026-03-02T10:00:00Z"] * 2
    assert counts(log) == {"no JSON object": (2, (2, 3)), "no time": (1, (4,))}


def test_a_byte_order_mark_and_another_encoding(read: Read) -> None:
    assert list(read(b"\xef\xbb\xbfid,at,s\n1,2026-03-02T10:00,open\n", PLAIN).stories) == ["1"]
    table = {**PLAIN, "encoding": "utf-16"}
    assert list(read("id,at,s\nä,2026-03-02T10:00,open\n".encode("utf-16"), table).stories) == ["ä"]


def test_times_of_a_clock_change_are_read_and_noted(read: Read) -> None:
    # Berlin: 02:30 came twice on 25 October 2026 and never on 29 March 2026
    log = read("id,at,s\n1,2026-10-25T02:30,open\n2,2026-03-29T02:30,open\n", PLAIN)
    assert log.stories["1"].events[0].as_mapping()["at"] == "2026-10-25T00:30:00Z"
    assert log.stories["2"].events[0].as_mapping()["at"] == "2026-03-29T01:30:00Z"
    assert {note.reason: note.count for note in log.notes if "clock" in note.reason or "twice" in note.reason} == {
        TWICE: 1,
        NEVER: 1,
    }


def test_a_missing_column_names_the_near_one(read: Read) -> None:
    with pytest.raises(InvalidConfig) as refusal:
        read("id,att,state\n1,2,3\n", PLAIN)
    assert [str(complaint) for complaint in refusal.value.complaints] == [
        "map: columns.at: log.csv has no column 'at'; did you mean 'att'?",
        "map: columns.s: log.csv has no column 's'; it has: id, att, state".replace("columns.s:", "columns.status:"),
    ]


def test_a_column_that_stands_there_twice(read: Read) -> None:
    with pytest.raises(InvalidConfig, match="has the column 'at' twice"):
        read("id,at,s,at\n1,2,3,4\n", PLAIN)


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"", "the file is empty"),
        (b"id,at,s\n", "no row could be used: there are no rows under the header"),
        (b"id,at,s\n1,soon,open\n", "no row could be used: 1 × unreadable time in 'at'"),
        (gzip.compress(b"id,at,s\n1,2026-03-02T10:00,open\n", mtime=0)[:-9], "damaged or cut off"),
    ],
)
def test_a_file_nobody_can_use_is_refused(read: Read, content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidEvents, match=sentence):
        read(content, PLAIN)


def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidEvents, match="this is a folder"):
        read_log(tmp_path, load_map(PLAIN))
    with pytest.raises(InvalidEvents, match="cannot read it"):
        read_log(tmp_path / "none.csv", load_map(PLAIN))


def test_a_quote_that_never_ends_costs_its_rows_only(read: Read) -> None:
    bad = '2,2026-03-02T10:00,"open\n' + "x" * 140_000 + "\n"
    log = read("id,at,s\n1,2026-03-02T10:00,open\n" + bad + "3,2026-03-02T10:00,open\n", PLAIN)
    assert next(iter(log.stories)) == "1"
    assert "longer than a row can be (a quote that never ends?)" in counts(log)
