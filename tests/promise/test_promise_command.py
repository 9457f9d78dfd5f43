"""`slaclock promise`: the words, what stands behind them, and what is refused."""

from __future__ import annotations

from pathlib import Path

from tests.cli.typed import CONFIG, refused, typed

STARTER = ("promise", "--config", CONFIG / "starter.toml")
FRIDAY = ("--at", "2026-11-20T14:30+01:00", "--zone", "Europe/Berlin", "--locale", "en-GB")
TICKETS = CONFIG / "examples" / "five-tickets"


def test_before_there_is_a_ticket() -> None:
    answer = typed(*STARTER, "--channel", "email", "--customer", "ACME", "--priority", "high", *FRIDAY)
    assert answer.code == 0
    assert answer.lines == [
        "We will reply by Monday 09:30 at the latest.",
        "",
        "promise     reply by",
        "metric      first_response",
        "deadline    Mon 23 Nov 2026 09:30",
        "shown       Mon 23 Nov 2026 09:30",
        "zone        Europe/Berlin (the customer’s)",
        "locale      en-GB",
        "formula     gold/first_response/high; rounded up to :30",
    ]


def test_of_a_ticket() -> None:
    ticket = ("--events", TICKETS / "pending.jsonl", "--at", "2026-11-10T11:00+01:00", "--locale", "en-GB")
    answer = typed("promise", "--config", TICKETS / "desk.toml", *ticket)
    assert answer.code == 0
    assert answer.lines[0] == "We will solve this within 7 working hours of your reply."


def test_a_text_message() -> None:
    answer = typed(*STARTER, "--channel", "sms", *FRIDAY, "--sms")
    assert answer.lines == ["We will reply by Monday 14:30 at the latest.", "", "1 segment of GSM-7, 44 places"]


def test_what_policies_ask_for_can_be_said() -> None:
    facts = ("--tag", "vip", "--field", "tier=gold", "--field", "language=de")
    answer = typed(*STARTER, "--channel", "email", *FRIDAY[:4], *facts)
    assert answer.lines[0] == "Wir antworten spätestens am Montag um 14:30 Uhr."
    assert refused(typed(*STARTER, "--channel", "email", "--field", "gold")) == (
        "--field gold: found no name and value; write it like --field tier=gold\n"
    )


def test_days_only() -> None:
    assert typed(*STARTER, "--channel", "email", *FRIDAY, "--coarse").lines[0] == "We will reply by the end of Monday."


def test_as_json() -> None:
    told = typed(*STARTER, "--channel", "email", *FRIDAY, "--json").json
    assert told["shown"] == "2026-11-23T13:30:00Z"
    assert told["sentences"] == {"reply": "We will reply by Monday 14:30 at the latest."}


def test_no_promise_exits_with_one(tmp_path: Path) -> None:
    file = tmp_path / "gold.toml"
    file.write_text((CONFIG / "starter.toml").read_text(encoding="utf-8").partition('name     = "everybody"')[0][:-13])
    answer = typed("promise", "--config", file, "--channel", "email", *FRIDAY)
    assert answer.code == 1
    assert answer.lines[0] == "We will reply as soon as we can."
    assert answer.lines[-1] == "formula     no policy serves the ticket"


def test_what_is_asked_must_be_one_thing() -> None:
    assert refused(typed(*STARTER)) == (
        "whose promise? name a ticket's --events, or the --channel a customer would write on\n"
    )
    assert refused(typed(*STARTER, "--events", TICKETS / "pending.jsonl", "--channel", "email", "--tag", "vip")) == (
        "--events and --channel, --tag: a ticket's own events say that; leave --channel, --tag out\n"
    )
    assert refused(typed(*STARTER, "--channel", "email", "--ticket", "T1")) == (
        "--ticket T1 without --events; name the file that holds its events\n"
    )


def test_a_zone_that_is_none_is_refused() -> None:
    assert refused(typed(*STARTER, "--channel", "email", "--zone", "Berlin")) == (
        "there is no time zone 'Berlin'; write an IANA name like 'Europe/Berlin'\n"
    )
