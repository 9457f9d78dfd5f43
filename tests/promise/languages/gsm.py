"""How many text messages a text costs, counted a second time (3GPP TS 23.038, GSM 7 bit default alphabet)."""

from __future__ import annotations

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"


def fits(text: str) -> bool:
    """Whether every character is in the alphabet of seven bits."""
    return all(char in BASIC or char in EXTENDED for char in text)


def segments(text: str) -> int:
    """How many messages the text takes: 160 or 70 characters in one, 153 or 67 in each of several.

    No character is cut in two: neither one that costs two places, nor one beyond U+FFFF.
    """
    seven = fits(text)
    one, each = (160, 153) if seven else (70, 67)
    costs = [(2 if char in EXTENDED else 1) if seven else (2 if ord(char) > 0xFFFF else 1) for char in text]
    if sum(costs) <= one:
        return 1
    pieces, used = 1, 0
    for cost in costs:
        if used + cost > each:
            pieces, used = pieces + 1, 0
        used += cost
    return pieces
