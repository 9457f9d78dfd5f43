"""P1 and P2 in every language: as its reader takes it, no promise is early, and none is later than the rule allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tests.promise.languages.chances import NAMED, Chance, chance
from tests.promise.languages.law import Told, Verdicts, judge
from tests.promise.languages.millions import setting
from tests.promise.languages.teller import TONGUES, Setting, told
from tests.promise.languages.test_day_words import BERLIN, berlin

FRIDAY = "2026-11-20T17:00"


def many(zones: list[str], *, regions: bool) -> Verdicts:
    """A case in each zone, the languages by turns; to load what CLDR says of a region takes longer than many cases."""
    random, found = Random(20_261_120), Verdicts()
    for number, zone in enumerate(zones):
        where = setting(random, number)
        where = where if regions else replace(where, locale=where.language)
        made = chance(random, zone)
        case = made if where.zone_known else made.seen_from(where.desk)
        found.count(where.language, judge(case, told(case, where), where.tongue))
    return found


def test_some_hundred_promises() -> None:
    found = many([zone for zone in NAMED[::60] for _ in range(30)], regions=False)
    assert (found.early, found.late, found.unread) == (0, 0, 0), found.samples
    assert found.cases == 300
    assert set(found.by_language) == set(TONGUES)


@pytest.mark.slow
def test_some_thousand_promises_in_every_zone() -> None:
    found = many([zone for zone in NAMED for _ in range(10)], regions=True)
    assert (found.early, found.late, found.unread) == (0, 0, 0), found.samples
    assert found.cases == 5_970


def verdict(
    due: str, text: str, language: str, *, sms: str = "", count: int = 1, now: str = FRIDAY, zone: str = BERLIN
) -> set[str]:
    """What the law finds in a text, both moments as the clock in Berlin shows them."""
    case = Chance(berlin(now), berlin(due), zone)
    found = judge(case, Told(text, sms or text, count, BERLIN, "Berlin"), TONGUES[language])
    return {kind for kind, _ in found}


SABOTAGES = (
    ("down", "2026-11-23T10:07", "en", "We will reply by Monday 10:30 at the latest.",
     "We will reply by Monday 10:00 at the latest.", "early"),
    ("down", "2026-11-20T17:52", "de", "Wir antworten innerhalb von 1 Stunde.",
     "Wir antworten innerhalb von 50 Minuten.", "early"),
    ("down", "2026-11-20T18:01", "ar", "سنرد عليك خلال ساعتين.", "سنرد عليك خلال ساعة واحدة.", "early"),
    ("up too far", "2026-11-23T10:07", "fr", "Nous vous répondrons au plus tard lundi à 10:30.",
     "Nous vous répondrons au plus tard lundi à 11:00.", "late"),
    ("wrong weekday", "2026-11-24T10:00", "pl", "Odpowiemy najpóźniej we wtorek o 10:00.",
     "Odpowiemy najpóźniej w poniedziałek o 10:00.", "early"),
    ("wrong weekday", "2026-11-23T10:00", "ru", "Мы ответим вам не позднее понедельника, 10:00.",
     "Мы ответим вам не позднее вторника, 10:00.", "late"),
    ("wrong weekday", "2026-11-30T10:00", "he", "נשיב לך לכל המאוחר ביום שני, 30 בנובמבר, בשעה 10:00.",
     "נשיב לך לכל המאוחר ביום ראשון, 30 בנובמבר, בשעה 10:00.", "unread"),
    ("no date", "2026-11-27T18:00", "nl", "We antwoorden uiterlijk vrijdag 27 november om 18:00 uur.",
     "We antwoorden uiterlijk vrijdag om 18:00 uur.", "early"),
    ("tomorrow off by one", "2026-11-22T10:00", "it", "Le risponderemo al più tardi domenica alle ore 10:00.",
     "Le risponderemo al più tardi domani alle ore 10:00.", "early"),
    ("today off by one", "2026-11-20T22:00", "ja", "遅くとも本日22:00までに返信いたします。",
     "遅くとも明日22:00までに返信いたします。", "late"),
    ("twelve hours", "2026-11-23T15:00", "en", "We will reply by Monday 3:00 PM at the latest.",
     "We will reply by Monday 3:00 AM at the latest.", "early"),
    ("twelve hours", "2026-11-23T00:30", "es", "Le responderemos a más tardar el lunes a las 12:30 a. m.",
     "Le responderemos a más tardar el lunes a las 12:30 p. m.", "late"),
    ("end of the day before", "2026-11-23T23:50", "pt",
     "Responderemos o mais tardar na segunda-feira antes da meia-noite.",
     "Responderemos o mais tardar na segunda-feira às 00:00.", "early"),
    ("no upper bound", "2026-11-23T10:00", "en", "We will reply by Monday 10:00 at the latest.",
     "We will reply Monday 10:00.", "unread"),
    ("another language's word", "2026-11-23T10:00", "de", "Wir antworten spätestens am Montag um 10:00 Uhr.",
     "Wir antworten spätestens am Monday um 10:00 Uhr.", "unread"),
    ("two days", "2026-11-23T10:00", "fr", "Nous vous répondrons au plus tard lundi à 10:00.",
     "Nous vous répondrons au plus tard demain lundi à 10:00.", "unread"),
    ("no time of day", "2026-11-23T00:30", "en", "We will reply by Monday 00:30 at the latest.",
     "We will reply by Monday at the latest.", "unread"),
)  # fmt: skip
"""What was done to a text, when it is due, its language, the right text, the wrong one, and what the law finds."""


@pytest.mark.parametrize(
    "due, language, right, wrong, found", [row[1:] for row in SABOTAGES], ids=[row[0] for row in SABOTAGES]
)
def test_a_sabotage_is_caught(due: str, language: str, right: str, wrong: str, found: str) -> None:
    assert verdict(due, right, language) == set()
    assert found in verdict(due, wrong, language)
    assert found in verdict(due, right, language, sms=wrong)


def test_the_later_of_two_equal_times_is_no_excuse() -> None:
    """Clocks in Berlin go back on 25 October 2026 at 03:00: 02:30 is shown twice, an hour apart."""
    now, due = berlin("2026-10-24T12:00"), berlin("2026-10-25T02:30").replace(hour=1)  # 01:30 UTC: the second 02:30
    case = Chance(now, due, BERLIN)
    text = "We will reply by tomorrow 02:30 at the latest."
    assert {kind for kind, _ in judge(case, Told(text, text, 1, BERLIN, "Berlin"), TONGUES["en"])} == {"early"}
    safe = told(case, Setting("en-GB", zone_known=True, desk=BERLIN)).text
    assert safe == "We will reply by tomorrow 03:00 at the latest."


def test_a_time_that_never_is_cannot_be_read() -> None:
    """Clocks in Berlin go forward on 29 March 2026 at 02:00: 02:30 is not shown."""
    text = "We will reply by tomorrow 02:30 at the latest."
    assert verdict("2026-03-29T01:50", text, "en", now="2026-03-28T12:00") == {"unread"}


def test_another_day_at_the_desk_must_be_said() -> None:
    due, noted = "2026-11-23T00:30", "We will reply by Sunday 15:30 at the latest"
    assert verdict(due, noted + " (Monday 00:30 in Berlin).", "en", zone="America/Los_Angeles") == set()
    assert verdict(due, noted + ".", "en", zone="America/Los_Angeles") == {"unread"}
    assert verdict(due, noted + " (Tuesday 00:30 in Berlin).", "en", zone="America/Los_Angeles") == {"unread"}


def test_the_desks_clock_must_be_named_to_who_has_none() -> None:
    case, text = (
        Chance(berlin(FRIDAY), berlin("2026-11-23T10:00"), BERLIN),
        "We will reply by Monday 10:00 at the latest.",
    )
    assert not judge(case, Told(text, text, 1, BERLIN, "Berlin"), TONGUES["en"])
    assert judge(case, Told(text, text, 1, BERLIN, "Berlin", zone_known=False), TONGUES["en"])


def test_messages_are_counted_again() -> None:
    text = "We will reply by Monday 10:00 at the latest."
    assert verdict("2026-11-23T10:00", text, "en", count=2) == {"unread"}


def test_a_deadline_told_as_if_it_were_sooner_is_caught() -> None:
    """Rounding down is to print what would be right for a deadline one step earlier."""
    random, caught, seen = Random(3), 0, 0
    for number in range(200):
        locale = list(TONGUES)[number % len(TONGUES)]
        case, where = chance(random, BERLIN), Setting(locale, zone_known=True, desk=BERLIN)
        left = case.deadline - case.now
        if left > timedelta(hours=5):
            step = timedelta(minutes=15 if left < timedelta(days=1) else 30)
            earlier = Chance(case.now, case.deadline - step, BERLIN)
            seen += 1
            caught += any(kind == "early" for kind, _ in judge(case, told(earlier, where), where.tongue))
    assert caught >= seen * 0.95
    assert seen > 100
