"""Who sent a webhook: signatures made elsewhere are recognised, and nothing forged is."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis.strategies import binary, text

from slaclock.connectors.protocol import BadSignature
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import (
    WINDOW,
    header,
    seconds,
    sign,
    standard_headers,
    verify_age,
    verify_hmac,
    verify_secret,
)
from slaclock.instant import SECOND

OLD, NEW = Secret("the old one"), Secret("the new one")


def test_an_hmac_of_rfc_4231() -> None:
    """Test case 2: key "Jefe"."""
    wanted = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert sign(Secret("Jefe"), b"what do ya want for nothing?") == wanted
    verify_hmac(wanted, b"what do ya want for nothing?", [Secret("Jefe")])


def test_a_standard_webhook_as_its_library_signs_it() -> None:
    """The example of the Standard Webhooks 1.0 text."""
    secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = standard_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330 * SECOND, b'{"test": 2432232314}', secret)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_two_secrets_are_good_while_one_is_renewed(secret: Secret) -> None:
    digest = hmac.new(secret.reveal().encode(), b"body", hashlib.sha1).digest()
    given_ = "sha1=" + base64.b64encode(digest).decode()
    verify_hmac(given_, b"body", [OLD, NEW], "sha1", encoding="base64", prefix="sha1=")


@given(text(), binary())
def test_nothing_made_up_is_believed(signature: str, body: bytes) -> None:
    with pytest.raises(BadSignature):
        verify_hmac(signature, body, [OLD, NEW])
    with pytest.raises(BadSignature):
        verify_secret(signature, [OLD, NEW])


@pytest.mark.parametrize("given_", [None, "", "sha256="])
def test_without_signature_or_secret_nothing_is_believed(given_: str | None) -> None:
    with pytest.raises(BadSignature):
        verify_hmac(given_, b"", [OLD])
    with pytest.raises(BadSignature):
        verify_hmac(sign(OLD, b""), b"", [])
    with pytest.raises(BadSignature):
        verify_secret(given_, [])


def test_a_refusal_says_nothing_about_why() -> None:
    with pytest.raises(BadSignature) as raised:
        verify_secret("guess", [OLD])
    assert str(raised.value) == "The webhook does not prove that the helpdesk sent it."


NOW = 1_774_629_000 * SECOND


@pytest.mark.parametrize("stamp", [NOW, NOW - WINDOW, NOW + WINDOW])
def test_a_signed_time_within_the_window(stamp: int) -> None:
    verify_age(stamp, NOW)


@pytest.mark.parametrize("stamp", [None, NOW - WINDOW - 1, NOW + WINDOW + 1, 0])
def test_a_signed_time_outside_is_refused(stamp: int | None) -> None:
    with pytest.raises(BadSignature):
        verify_age(stamp, NOW)


@pytest.mark.parametrize(
    "told, us",
    [("1774629000", NOW), ("", None), (None, None), ("-5", None), ("1e9", None), ("9" * 20, None), ("٣", None)],
)
def test_seconds_in_a_header(told: str | None, us: int | None) -> None:
    assert seconds(told) == us


def test_names_of_headers_are_the_same_in_any_case() -> None:
    assert header({"x-HUB-signature": "a"}, "X-Hub-Signature") == "a"
    assert header({}, "X-Hub-Signature") is None
