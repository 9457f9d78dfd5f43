"""Bubbles: service level against volume as SVG, so that it can be read out, tested, and printed."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from xml.etree.ElementTree import Element, tostring

from slaclock.explain.picture.paper import Paper, named, number
from slaclock.web.pages.level import Bubble

WIDTH, HEIGHT = 960.0, 460.0
LEFT, RIGHT, TOP, BOTTOM = 84.0, 920.0, 30.0, 400.0
_STEPS = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000, 1_000_000)


def most(bubbles: Sequence[Bubble]) -> int:
    """Where the axis of volume ends."""
    largest = max((each.n for each in bubbles), default=0)
    return next((step for step in _STEPS if step >= largest), largest)


def place(bubble: Bubble, end: int) -> tuple[float, float, float]:
    """Middle and radius: right with volume, up with the level, larger with the cycles that go on."""
    x = LEFT + (RIGHT - LEFT) * bubble.n / end
    return x, BOTTOM - (BOTTOM - TOP) * bubble.value, 8.0 + 3.0 * sqrt(min(bubble.open, 200))


def chart(bubbles: Sequence[Bubble], *, mirrored: bool = False) -> str:
    """The chart; each bubble says its numbers."""
    root = Element(
        "svg", {"class": "chart", "role": "img", "direction": "ltr", "viewBox": f"0 0 {number(WIDTH)} {number(HEIGHT)}"}
    )
    root.set("aria-labelledby", "chart-title")
    named(root, "title", "Service level against volume; the table below says the same", "chart-title")
    paper, end = Paper(root, WIDTH, mirrored), most(bubbles)
    for share in (0, 25, 50, 75, 100):
        y = BOTTOM - (BOTTOM - TOP) * share / 100
        paper.box(root, "chart-rule", (LEFT, RIGHT, y, 1.0), {})
        paper.text(root, "chart-number", LEFT - 10.0, y + 5.0, f"{share} %", anchor="end")
    for part in range(6):
        x = LEFT + (RIGHT - LEFT) * part / 5
        paper.text(root, "chart-number", x, BOTTOM + 24.0, f"{end * part / 5:g}", anchor="middle")
    paper.text(root, "chart-number", (LEFT + RIGHT) / 2, BOTTOM + 48.0, "cycles judged in seven days", anchor="middle")
    for bubble in bubbles:
        _bubble(paper, bubble, end)
    return tostring(root, encoding="unicode")


def _bubble(paper: Paper, bubble: Bubble, end: int) -> None:
    x, y, radius = place(bubble, end)
    data = {"group": bubble.group, "n": str(bubble.n), "value": f"{bubble.value:.6f}", "open": str(bubble.open)}
    group = paper.group(paper.root, "chart-group", data)
    circle = Element("circle", {"class": "chart-bubble", "cx": number(paper.x(x)), "cy": number(y)})
    circle.set("r", number(radius))
    named(circle, "title", f"{bubble.group}: {bubble.value * 100:.0f} % of {bubble.n}, {bubble.open} go on")
    group.append(circle)
    low = y - radius - 8.0 < TOP
    paper.text(group, "chart-name", x, y + radius + 16.0 if low else y - radius - 6.0, bubble.group, anchor="middle")
