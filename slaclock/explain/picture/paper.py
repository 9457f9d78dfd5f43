"""The paper a picture is drawn on: SVG elements, with everything that is said in them made harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to say: control signs, halves of pairs."""


def clean(text: str) -> str:
    """A text that XML can say; ElementTree does the escaping."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def number(value: float) -> str:
    """A coordinate to a thousandth, without zeros that say nothing."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of some width; on a mirrored one everything is drawn from right to left."""

    root: Element
    width: float
    mirrored: bool = False

    def group(self, parent: Element, name: str, data: Mapping[str, str]) -> Element:
        """A group of elements that belong together."""
        return SubElement(parent, "g", {"class": name, **_data(data)})

    def box(
        self, parent: Element, name: str, place: tuple[float, float, float, float], data: Mapping[str, str]
    ) -> Element:
        """A rectangle from x to another x, at y, so high."""
        left, right, y, height = place
        if self.mirrored:
            left, right = self.width - right, self.width - left
        shape = {"x": number(left), "y": number(y), "width": number(right - left), "height": number(height)}
        return SubElement(parent, "rect", {"class": name, **shape, **_data(data)})

    def line(self, parent: Element, name: str, x: float, top: float, bottom: float) -> Element:
        """An upright line."""
        at = number(self.x(x))
        return SubElement(parent, "line", {"class": name, "x1": at, "x2": at, "y1": number(top), "y2": number(bottom)})

    def shape(self, parent: Element, name: str, path: str, x: float, y: float, data: Mapping[str, str]) -> Element:
        """A small sign, drawn around the place it stands at."""
        place = f"translate({number(self.x(x))} {number(y)})"
        return SubElement(parent, "path", {"class": name, "d": path, "transform": place, **_data(data)})

    def text(self, parent: Element, name: str, x: float, y: float, said: str, *, anchor: str = "start") -> Element:
        """Words; `anchor` is which end of them stands at x, as if nothing were mirrored."""
        if self.mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        place = {"x": number(self.x(x)), "y": number(y), "text-anchor": anchor}
        element = SubElement(parent, "text", {"class": name, **place})
        element.text = clean(said)
        return element

    def x(self, place: float) -> float:
        """A place on the sheet as it is drawn."""
        return self.width - place if self.mirrored else place


def named(parent: Element, tag: str, said: str, key: str = "") -> Element:
    """An element that only says something: a title, a description."""
    element = SubElement(parent, tag, {"id": key} if key else {})
    element.text = clean(said)
    return element


def _data(data: Mapping[str, str]) -> dict[str, str]:
    return {f"data-{name}": clean(value) for name, value in data.items()}
