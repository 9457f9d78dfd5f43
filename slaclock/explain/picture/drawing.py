"""Draws a strip: every place is a straight function of its instant, and every element says which instant that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from typing import cast
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from slaclock.explain.line import Explanation
from slaclock.explain.picture.band import Dot, DotSort, TimeBand, TimeSort, bands, dots
from slaclock.explain.picture.lane import NOTE, Note, fitted, lanes, width, wrapped
from slaclock.explain.picture.paper import Paper, named, number
from slaclock.explain.picture.scale import Fold, Scale, Track, rows
from slaclock.explain.words import describe_state, write_short
from slaclock.instant import format_instant, to_length
from slaclock.timeline.event import TicketEvent

_BAND, _LANE, _GAP, _FOLD = 22.0, 15.0, 12.0, 26.0
_SIGNS = {
    DotSort.EVENT: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    DotSort.DEADLINE: "M-6.5-7.5h13l-6.5 11z",
    DotSort.NOW: "M0-6.5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
}
_WORDS = {
    TimeSort.COUNTED: "counted",
    TimeSort.OVER: "over the deadline",
    TimeSort.AHEAD: "open, to come",
    TimeSort.PAUSED: "paused",
    TimeSort.HOLIDAY: "holiday or special day",
    TimeSort.CLOSED: "closed",
    DotSort.EVENT: "event",
    DotSort.DEADLINE: "deadline",
    DotSort.NOW: "asked about",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide a strip is, and where its time begins and ends; a narrow one has its dates above the rows."""

    width: float
    left: float
    right: float
    beside: bool


WIDE = Shape(960.0, 112.0, 832.0, beside=True)
"""For a page, a file, a television: 30 units an hour."""
NARROW = Shape(360.0, 12.0, 348.0, beside=False)
"""For a telephone: 14 units an hour, and letters as large as on the wide one."""


def style() -> str:
    """How strips look, in light and dark, as CSS."""
    return (files("slaclock.explain.picture") / "strip.css").read_text(encoding="utf-8")


def draw(
    found: Explanation,
    events: Iterable[TicketEvent],
    shape: Shape = WIDE,
    *,
    mirrored: bool = False,
    alone: bool = True,
    key: str = "strip",
) -> str:
    """One explained clock as SVG: hours, closed days by name, pauses by reason, events, deadline, now.

    `alone` puts the style into it, for a file; a page brings `style()` itself. `key` begins its ids, for a page with
    several. `mirrored` lets time run from right to left.
    """
    zone = cast("ZoneInfo", found.reading.started_at.tzinfo)
    told, moments = bands(found), dots(found, events, zone)
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "strip", "role": "img", "direction": "ltr"})
    root.set("aria-labelledby", f"{key}-title {key}-words")
    reading = found.reading
    head = f"{reading.ticket}: {reading.metric.replace('_', ' ')}, {describe_state(reading)}"
    named(root, "title", head, f"{key}-title")
    named(root, "desc", f"{found.promise}. {found.summary}", f"{key}-words")
    if alone:
        named(root, "style", style())
    _pattern(root, key)
    sheet = _Sheet(Paper(root, shape.width, mirrored), shape, key, told, moments)
    sheet.draw(head, f"{reading.budget_text} · {found.summary}", rows(told, moments, zone))
    root.set("viewBox", f"0 0 {number(shape.width)} {number(sheet.y)}")
    root.set("width", number(shape.width))
    root.set("height", number(sheet.y))
    return tostring(root, encoding="unicode")


def _pattern(root: Element, key: str) -> None:
    """Stripes, so that a pause is not told by colour alone."""
    kind = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)", "width": "7", "height": "7"}
    pattern = SubElement(SubElement(root, "defs"), "pattern", {"id": f"{key}-stripes", **kind})
    SubElement(pattern, "rect", {"class": "strip-pause", "width": "7", "height": "7"})
    SubElement(pattern, "rect", {"class": "strip-stripe", "width": "2.5", "height": "7"})


@dataclass(slots=True)
class _Sheet:
    """A strip being drawn from top to bottom."""

    paper: Paper
    shape: Shape
    key: str
    bands: Sequence[TimeBand]
    dots: Sequence[Dot]
    y: float = 0.0
    total: timedelta = field(default_factory=timedelta)

    def draw(self, head: str, below: str, found: Sequence[Track | Fold]) -> None:
        """Everything, and then the paper behind it, now that its height is known."""
        root, paper = self.paper.root, self.paper
        behind = paper.box(root, "strip-paper", (0, self.shape.width, 0, 0), {})
        edge = 16.0 if self.shape.beside else self.shape.left
        room = self.shape.width - 2 * edge
        paper.text(root, "strip-head", edge, 28, fitted(head, room, 1.6))
        self.y = 34.0
        for part in wrapped(below, room):
            self.y += 16.0
            paper.text(root, "strip-note", edge, self.y, part)
        self.y += 26.0
        if found and isinstance(found[0], Track):
            self._ruler(found[0])
        for row in found:
            if isinstance(row, Track):
                self._row(row)
            else:
                self._fold(row)
        self._legend(edge)
        self.y += 14.0
        behind.set("height", number(self.y))

    def _ruler(self, row: Track) -> None:
        scale = self._scale(row)
        for at, text in row.ticks:
            self.paper.text(self.paper.root, "strip-hour", scale.x(at), self.y, text, anchor="middle")
        self.y += 8.0 if self.shape.beside else 16.0

    def _row(self, row: Track) -> None:
        scale, paper = self._scale(row), self.paper
        here = [dot for dot in self.dots if row.holds(dot.at)]
        notes = lanes([(scale.x(dot.at) + 7.0, dot.text) for dot in here], self.shape.left, self.shape.right)
        high = (max((note.lane for note in notes), default=-1) + 1) * _LANE
        group = paper.group(paper.root, "strip-row", _span(row.start, row.end))
        summed = self._sum(row)
        top = self.y + high + (0 if self.shape.beside else 16.0)
        if self.shape.beside:
            paper.text(group, "strip-day", self.shape.left - 12.0, top + 15.5, row.name, anchor="end")
            paper.text(group, "strip-sum", self.shape.right + 12.0, top + 15.5, summed)
        else:
            paper.text(group, "strip-day", self.shape.left, self.y + 10.0, row.name)
            paper.text(group, "strip-sum", self.shape.right, self.y + 10.0, summed, anchor="end")
        paper.box(group, "strip-outside", (self.shape.left, self.shape.right, top, _BAND), {})
        for band in self.bands:
            if band.start < row.end and band.end > row.start:
                self._band(group, band, row, top)
        for at, _ in row.ticks:
            paper.line(group, "strip-tick", scale.x(at), top, top + _BAND)
        for dot, note in zip(here, notes, strict=True):
            self._dot(group, dot, note, scale.x(dot.at), top)
        self.y = top + _BAND + _GAP

    def _band(self, group: Element, band: TimeBand, row: Track, top: float) -> None:
        scale = self._scale(row)
        start, end = max(band.start, row.start), min(band.end, row.end)
        left, right = scale.x(start), scale.x(end)
        data = {"sort": band.sort.value, **_span(start, end)}
        box = self.paper.box(group, f"strip-{band.sort.value}", (left, right, top, _BAND), data)
        named(box, "title", band.reason)
        if band.sort is TimeSort.PAUSED:
            box.set("fill", f"url(#{self.key}-stripes)")
        if band.sort is TimeSort.OVER:
            self.paper.box(group, "strip-edge", (left, right, top + _BAND - 4.0, 4.0), {})
        word = fitted(band.word, right - left - 12.0) if band.word else ""
        if word:
            middle = (left + right) / 2
            if band.sort is TimeSort.PAUSED:
                half = width(word) / 2 + 5.0
                self.paper.box(group, "strip-pause", (middle - half, middle + half, top + 3.0, _BAND - 6.0), {})
            name = f"strip-in strip-in-{band.sort.value}"
            self.paper.text(group, name, middle, top + 15.0, word, anchor="middle")

    def _dot(self, group: Element, dot: Dot, note: Note, x: float, top: float) -> None:
        name = dot.sort.value
        foot = top - 5.0 - note.lane * _LANE
        self.paper.line(group, f"strip-pin strip-pin-{name}", x, foot - 8.0, top + _BAND)
        middle = top + (0.0 if dot.sort is DotSort.DEADLINE else _BAND / 2)
        data = {"moment": name, "at": format_instant(dot.at)}
        named(self.paper.shape(group, f"strip-{name}", _SIGNS[dot.sort], x, middle, data), "title", dot.text)
        self.paper.text(group, f"strip-said strip-said-{name}", note.left, foot, note.text)

    def _sum(self, row: Track) -> str:
        """What the day adds, and the sum so far."""
        cuts = ((max(b.start, row.start), min(b.end, row.end)) for b in self.bands if b.counted)
        counted = to_length(sum(max(end - start, 0) for start, end in cuts))
        if not counted:
            return ""
        self.total += counted
        return f"+{write_short(counted)} = {write_short(self.total)}"

    def _fold(self, fold: Fold) -> None:
        group = self.paper.group(self.paper.root, "strip-fold", _span(fold.start, fold.end))
        for part in wrapped(fold.text, self.shape.right - self.shape.left):
            self.paper.text(group, "strip-note", self.shape.left, self.y + 14.0, part)
            self.y += 16.0
        self.y += _FOLD - 16.0

    def _legend(self, edge: float) -> None:
        """The signs in use, each with its meaning."""
        used: list[TimeSort | DotSort] = [sort for sort in TimeSort if any(band.sort is sort for band in self.bands)]
        used += [sort for sort in DotSort if any(dot.sort is sort for dot in self.dots)]
        x, self.y = edge, self.y + 14.0
        group = self.paper.group(self.paper.root, "strip-legend", {})
        for sort in used:
            word = _WORDS[sort]
            if x + 22.0 + width(word, NOTE) > self.shape.width - edge:
                x, self.y = edge, self.y + 20.0
            self._sign(group, sort, x)
            self.paper.text(group, "strip-note", x + 22.0, self.y, word)
            x += 22.0 + width(word, NOTE) + 14.0

    def _sign(self, group: Element, sort: TimeSort | DotSort, x: float) -> None:
        if isinstance(sort, DotSort):
            self.paper.shape(group, f"strip-{sort.value}", _SIGNS[sort], x + 9.0, self.y - 4.0, {})
            return
        box = self.paper.box(group, f"strip-{sort.value}", (x, x + 16.0, self.y - 10.0, 12.0), {})
        if sort is TimeSort.PAUSED:
            box.set("fill", f"url(#{self.key}-stripes)")
        if sort is TimeSort.OVER:
            self.paper.box(group, "strip-edge", (x, x + 16.0, self.y - 1.0, 3.0), {})

    def _scale(self, row: Track) -> Scale:
        return Scale(row.start, row.end, self.shape.left, self.shape.right)


def _span(start: int, end: int) -> dict[str, str]:
    return {"start": format_instant(start), "end": format_instant(end)}
