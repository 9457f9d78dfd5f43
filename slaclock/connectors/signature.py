"""Proof of who sent a webhook: an HMAC over the raw body, in constant time, two secrets while one is renewed."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping, Sequence

from slaclock.connectors.protocol import BadSignature
from slaclock.connectors.secret import Secret
from slaclock.instant import MINUTE, SECOND

WINDOW = 5 * MINUTE
"""How old, or how far ahead, a signed time may be."""


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header's value; names of headers are the same in any case."""
    wanted = name.lower()
    return next((value for key, value in headers.items() if key.lower() == wanted), None)


def sign(secret: Secret, signed: bytes, algorithm: str = "sha256", *, encoding: str = "hex") -> str:
    """The HMAC of what is signed, as hex digits or base64."""
    digest = hmac.new(secret.reveal().encode(), signed, algorithm).digest()
    return digest.hex() if encoding == "hex" else base64.b64encode(digest).decode("ascii")


def verify_hmac(
    given: str | None,
    signed: bytes,
    secrets: Sequence[Secret],
    algorithm: str = "sha256",
    *,
    encoding: str = "hex",
    prefix: str = "",
) -> None:
    """Raise BadSignature unless one of the secrets made what was given; without a secret nothing is believed."""
    told = (given or "").strip().encode("utf-8", "replace")
    wanted = [(prefix + sign(secret, signed, algorithm, encoding=encoding)).encode() for secret in secrets]
    if not any(hmac.compare_digest(told, each) for each in wanted):
        raise BadSignature


def verify_secret(given: str | None, secrets: Iterable[Secret]) -> None:
    """Raise BadSignature unless a plain shared secret was given, for helpdesks that cannot sign."""
    told = (given or "").encode("utf-8", "replace")
    if not any(hmac.compare_digest(told, secret.reveal().encode()) for secret in secrets):
        raise BadSignature


def verify_age(stamp: int | None, now: int, window: int = WINDOW) -> None:
    """Raise BadSignature unless the signed time (microseconds) lies within the window around now."""
    if stamp is None or abs(now - stamp) > window:
        raise BadSignature


def seconds(text: str | None) -> int | None:
    """Seconds since 1970 in a header as microseconds; None if that is not what stands there."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return int(text) * SECOND


def standard_headers(id: str, at: int, body: bytes, secret: Secret) -> dict[str, str]:  # noqa: A002  (the scheme's own word)
    """The headers of a webhook of ours, signed as Standard Webhooks 1.0 has it: id, seconds and body.

    A secret that begins with `whsec_` is base64, as that scheme hands them out; any other is taken as it is.
    """
    stamp = str(at // SECOND)
    text = secret.reveal()
    key = base64.b64decode(text.removeprefix("whsec_")) if text.startswith("whsec_") else text.encode()
    mac = hmac.new(key, b".".join((id.encode(), stamp.encode(), body)), "sha256").digest()
    return {
        "webhook-id": id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(mac).decode('ascii')}",
    }
