"""Where words fit: the lanes above a row, so that no note covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_THIN, _USUAL, _CAPITAL, _BROAD, _SQUARE = 3.4, 6.0, 7.4, 9.2, 11.5
"""Widths of letters at size 11; guesses on the safe side, for a picture knows no font."""
NOTE, SMALL = 12 / 11, 1.0
BOLD = 1.1
_LEAST = 12
"""Fewer letters of a longer text say nothing."""
_GAP = 10.0


@dataclass(frozen=True, slots=True)
class Note:
    """Words beside a place: in which lane (0 is next to the row), from where to where."""

    lane: int
    left: float
    right: float
    text: str


def width(text: str, size: float = SMALL) -> float:
    """How wide a text will be at most."""
    return sum(map(_letter, text)) * size


def _letter(letter: str) -> float:
    if letter in "ijltfr.,:;'|!()[] ":
        return _THIN
    if letter in "mwMW@%…→":
        return _BROAD
    if ord(letter) > 0x2E7F:
        return _SQUARE
    return _CAPITAL if letter.isupper() else _USUAL


def fitted(text: str, room: float, size: float = SMALL) -> str:
    """The text, shortened to the room there is; nothing if hardly a word fits."""
    if width(text, size) <= room:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter + "…", size) > room:
            break
        kept += letter
    return f"{kept.rstrip()}…" if len(kept) >= _LEAST else ""


def wrapped(text: str, room: float, size: float = NOTE) -> list[str]:
    """A text in lines of a width; a word that is longer than a line is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return [fitted(line, room, size) for line in lines]


def lanes(places: Sequence[tuple[float, str]], left: float, right: float) -> list[Note]:
    """A note for each place, each in the lowest lane where nothing stands yet; within the edges.

    Notes run on from their places, so the last ones are put down first: no pin crosses another's words.
    """
    taken: list[list[tuple[float, float]]] = []
    notes: list[Note] = []
    for x, text in reversed(places):
        said = fitted(text, right - left, BOLD)
        long = width(said, BOLD)
        begin = min(max(x, left), right - long)
        lane = next((n for n, used in enumerate(taken) if _free(used, begin, begin + long)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((begin, begin + long))
        notes.append(Note(lane, begin, begin + long, said))
    return notes[::-1]


def _free(used: Sequence[tuple[float, float]], begin: float, end: float) -> bool:
    return all(end + _GAP <= left or begin >= right + _GAP for left, right in used)
