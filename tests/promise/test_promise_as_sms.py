"""P6: a promise as a text message, in the 7-bit alphabet where the language allows."""

from __future__ import annotations

import pytest

from slaclock.promise.sms import is_gsm, places, plain, segments, shortest
from tests.clock.story import instant
from tests.promise.desk import BERLIN, asked, desk


@pytest.mark.parametrize(
    "text, said",
    [
        ("10:00\u202fAM", "10:00 AM"),
        ("au\u00a0plus tard", "au plus tard"),
        ("We’re – “here” …", 'We\'re - "here" ...'),
        ("a más tardar", "a más tardar"),  # spelling is not given up for a cheaper message
        ("najpóźniej w środę, październik, łódź", "najpóźniej w środę, październik, łódź"),
        ("spätestens für größere", "spätestens für größere"),
        ("\u2068Montag\u2069", "Montag"),
        ("понедельник", "понедельник"),
        ("cafe\u0301", "café"),
    ],
)
def test_plain_signs(text: str, said: str) -> None:
    assert plain(text) == said


@pytest.mark.parametrize(
    "text, count, length",
    [
        ("", 0, 0),
        ("a" * 160, 1, 160),
        ("a" * 161, 2, 161),
        ("a" * 306, 2, 306),
        ("a" * 307, 3, 307),
        ("€" * 80, 1, 160),  # two places each
        ("€" * 81, 2, 162),
        ("€" * 153, 3, 306),  # a segment of 153 holds 76 of them, not 76 and a half
        ("я" * 70, 1, 70),
        ("я" * 71, 2, 71),
        ("я" * 135, 3, 135),
        ("🦊" * 35, 1, 70),
        ("🦊" * 67, 3, 134),  # 33 of them fit into 67 places
    ],
)
def test_segments(text: str, count: int, length: int) -> None:
    assert (segments(text), places(text)) == (count, length)


def test_which_signs_are_in_the_alphabet() -> None:
    assert is_gsm("Grüße @ £5 {net} ~ 3€")
    assert not is_gsm("à bientôt")
    assert not is_gsm("`")


def test_american_english_fits() -> None:
    promise = asked(instant("Fri 20 Nov 12:00"), instant("Mon 23 Nov 10:00"), "Europe/Berlin", "en-US")
    assert "\u202f" in promise.text
    assert promise.sms == "We will reply by Monday 10:00 AM at the latest."
    assert promise.sms_segments == 1


def test_what_does_not_fit_into_one_message_keeps_what_binds() -> None:
    moving = {"2026-11-20": {"hours": "closed", "name": "Moving to the new building " * 4}}
    long = BERLIN | {"special": moving}
    promise = desk(long).promise_for({"channel": "sms"}, instant("Fri 20 Nov 12:00"), "Europe/Berlin", "en-GB")
    assert segments(plain(promise.text)) == 2
    assert promise.sms == "We will reply by Monday 13:00 at the latest."


def test_the_first_that_fits_else_the_shortest() -> None:
    assert shortest(["a" * 161, "b" * 160, "c"]) == ("b" * 160, 1)
    assert shortest(["a" * 500, "b" * 200]) == ("b" * 200, 2)
