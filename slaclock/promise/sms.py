"""A promise as a text message: plain signs where the language allows, and how many segments it takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The signs of the GSM 7-bit default alphabet (3GPP TS 23.038)."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Signs of its extension table, which take two places."""

_ALL = BASIC | EXTENDED
_PLAIN = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2026": "...",
}
"""Signs of typography and how a keyboard writes them."""
_INVISIBLE = {"Cf", "Cc"}


def plain(text: str) -> str:
    """The same words without what a text message has no use for: typographic spaces, quotes and dashes, isolates.

    Letters stay as their language spells them: `más` takes the message out of the GSM alphabet, `mas` is another word.
    """
    return "".join(map(_typed, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=4096)
def _typed(sign: str) -> str:
    """One sign as it is typed into a telephone."""
    kind = unicodedata.category(sign)
    return " " if kind == "Zs" else "" if kind in _INVISIBLE else _PLAIN.get(sign, sign)


def is_gsm(text: str) -> bool:
    """Whether a text can be sent in the 7-bit alphabet, 160 places a message instead of 70."""
    return _ALL.issuperset(text)


def segments(text: str) -> int:
    """How many messages a text takes: 160 places or 153 each in GSM-7, 70 or 67 otherwise; none if it is empty.

    What takes two places is not cut in two.
    """
    seven = is_gsm(text)
    widths = _widths(text, seven)
    if sum(widths) <= (160 if seven else 70):
        return 1 if widths else 0
    joined = 153 if seven else 67
    count, room = 1, joined
    for width in widths:
        if width > room:
            count, room = count + 1, joined
        room -= width
    return count


def places(text: str) -> int:
    """How long a text is: in GSM-7 the signs of the extension table count twice, else those of two UTF-16 units do."""
    return sum(_widths(text, is_gsm(text)))


def _widths(text: str, seven: bool) -> list[int]:
    if seven:
        return [2 if sign in EXTENDED else 1 for sign in text]
    return [2 if sign > "\uffff" else 1 for sign in text]


def shortest(texts: Iterable[str]) -> tuple[str, int]:
    """Of several ways to say it, the first that fits one message, else the one with the fewest; and how many."""
    counted: list[tuple[str, int]] = []
    for text in map(plain, texts):
        counted.append((text, segments(text)))
        if counted[-1][1] <= 1:
            return counted[-1]
    return min(counted, key=lambda each: each[1])
