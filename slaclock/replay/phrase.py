"""What stands in a row, in slaclock's words: missing values, mapped words, times, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.replay.mapping import LogMap
from slaclock.replay.source import Row
from slaclock.replay.stamp import Stamper, Unstamped
from slaclock.replay.tally import Tally
from slaclock.replay.word import Word, fold

_TRUTH = {"true": True, "yes": True, "1": True, "t": True, "y": True} | {
    "false": False,
    "no": False,
    "0": False,
    "f": False,
    "n": False,
}
_WAITING = ("new", "pending", "hold")


class Unusable(ValueError):
    """A row that says nothing slaclock can use; `reason` is what it is counted under."""

    def __init__(self, reason: str, example: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.example = example


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Reads single values of a row as the map says."""

    map: LogMap
    stamper: Stamper
    notes: Tally

    def text(self, row: Row, key: str) -> str | None:
        """The text in the column for a key; None where the export says it has nothing."""
        name = self.map.columns.get(key)
        return None if name is None else self._present(row.values[name])

    def fields(self, row: Row) -> Mapping[str, str]:
        """The ticket's further facts that the map names."""
        found = {key: self._present(row.values[name]) for key, name in self.map.fields.items()}
        return {key: value for key, value in found.items() if value is not None}

    def _present(self, text: str) -> str | None:
        text = text.strip()
        return None if not text or text in self.map.missing else text

    def instant(self, row: Row, key: str) -> int | None:
        """The instant in the column for a key; an unreadable one makes the row unusable."""
        text = self.text(row, key)
        if text is None:
            return None
        try:
            return self.stamper.read(text)
        except Unstamped as error:
            raise Unusable(f"unreadable time in {self.map.columns[key]!r}", str(error)) from None

    def order(self, row: Row) -> int:
        """The helpdesk's own order of rows of one minute; 0 without one."""
        text = self.text(row, "seq")
        try:
            return int(text) if text is not None else 0
        except ValueError:
            return 0

    def word(self, key: str, text: str) -> Word | None:
        """What a word of the export means; None if it is not mapped."""
        return self.map.words.get(key, {}).get(fold(text))

    def label(self, row: Row, key: str) -> str | None:
        """A free word (priority, group, customer): translated if the map does, as it stands otherwise."""
        text = self.text(row, key)
        if text is None:
            return self._default(key)
        word = self.word(key, text)
        if word is None and key in self.map.words:
            self.notes.add(f"{key} not in the map, kept as it stands", row.line, repr(text))
        return str(word.to) if word else text

    def _default(self, key: str) -> str | None:
        value: str | None = self.map.defaults.get(key)
        return value

    def choice(self, row: Row, key: str, choices: tuple[str, ...], fallback: str | None = None) -> str | None:
        """One of slaclock's own words; a word that is not mapped is noted and read as the default."""
        text = self.text(row, key)
        default: str | None = self.map.defaults.get(key, fallback)
        if text is None:
            return default
        word = self.word(key, text)
        found = word.to if word else fold(text)
        if found in choices:
            return str(found)
        self.notes.add(f"{key} not in the map, read as {default or 'nothing'}", row.line, repr(text))
        return default

    def truth(self, row: Row, key: str) -> bool | None:
        """Yes or no; the map's default where the export has nothing."""
        text = self.text(row, key)
        if text is None:
            default: bool | None = self.map.defaults.get(key)
            return default
        word = self.word(key, text)
        answer = word.to if word else _TRUTH.get(fold(text))
        if answer is None:
            raise Unusable(f"{key} is neither yes nor no", repr(text))
        return bool(answer)

    def tags(self, row: Row) -> tuple[str, ...]:
        """The labels of a ticket, written with commas between them."""
        return tuple(sorted({tag.strip() for tag in (self.text(row, "tags") or "").split(",")} - {""}))

    def status(self, text: str, now: str, line: int) -> tuple[str, str | None]:
        """A status and its reason. One that is not mapped keeps the clock running, and is noted."""
        word = self.word("status", text)
        if word is not None:
            return str(word.to), word.more.get("reason")
        if "status" not in self.map.words and fold(text) in (*_WAITING, "open", "solved", "closed"):
            return fold(text), None
        self.notes.add("status not in the map, the clock keeps running", line, repr(text))
        return ("open" if now in _WAITING else now), None


def last_verdict(rows: Iterable[Row], book: Phrasebook) -> bool | None:
    """The desk's own verdict as the last row that has one tells it: an early one only says "not missed yet"."""
    column = book.map.verdict
    if column is None:
        return None
    last: bool | None = None
    for row in rows:
        text = row.values[column.column].strip()
        if not text or text in book.map.missing:
            continue
        judged = column.read(text)
        if judged is None:
            book.notes.add("verdict neither met nor missed", row.line, repr(text))
        else:
            last = judged
    return last


def as_mapping(**told: Any) -> dict[str, Any]:
    """The keys that were told: an event has no key for what the export does not know."""
    return {key: value for key, value in told.items() if value is not None}
