"""P3, P4: the day is named in the customer's zone and language, the desk's too where it is another one."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock import InvalidInput
from slaclock.promise.language import catalogue, language_of, languages
from slaclock.promise.listener import zone_named
from tests.clock.story import instant
from tests.promise.desk import asked, desk, said


@pytest.mark.parametrize(
    "due, words",
    [
        ("Mon 16 Nov 17:00", "by 17:00 today at the latest"),
        ("Tue 17 Nov 09:00", "by tomorrow 09:00 at the latest"),
        ("Wed 18 Nov 09:00", "by Wednesday 09:00 at the latest"),
        ("Thu 19 Nov 09:00", "by Thursday 09:00 at the latest"),
        ("Fri 20 Nov 09:00", "by Friday 09:00 at the latest"),
        ("Sat 21 Nov 09:00", "by Saturday 09:00 at the latest"),
        ("Sun 22 Nov 09:00", "by Sunday 09:00 at the latest"),
        ("Mon 23 Nov 09:00", "by Monday, 23 November 09:00 at the latest"),  # seven days: a Monday, not "Monday"
        ("Mon 28 Dec 09:00", "by Monday, 28 December 09:00 at the latest"),
        ("Mon 4 Jan 2027 09:00", "by Monday, 4 January 2027 09:00 at the latest"),
    ],
)
def test_the_day_words(due: str, words: str) -> None:
    assert said("Mon 16 Nov 09:00", due) == words


def test_weekdays_over_the_new_year_need_no_date() -> None:
    assert said("Tue 29 Dec 09:00", "Sat 2 Jan 2027 09:00") == "by Saturday 09:00 at the latest"


def test_today_is_the_customers() -> None:
    # 01:00 on Saturday in Berlin is Friday afternoon in Los Angeles: their tomorrow is Saturday
    assert said("Sat 21 Nov 01:00", "Sat 21 Nov 18:00", "America/Los_Angeles") == "by tomorrow 09:00 at the latest"


def test_without_a_zone_the_desks_is_named_and_no_day_is_today() -> None:
    promise = asked(instant("Fri 20 Nov 09:00"), instant("Fri 20 Nov 17:00"), None)
    assert promise.text == "We will reply by Friday, 20 November 17:00 at the latest. Time zone: Berlin."
    assert (promise.zone, promise.zone_known) == ("Europe/Berlin", False)


def test_a_length_needs_no_zone() -> None:
    assert (
        asked(instant("Fri 20 Nov 09:00"), instant("Fri 20 Nov 09:40"), None).text == "We will reply within 40 minutes."
    )


def test_the_opening_names_both_days_too() -> None:
    promise = desk().promise_for({"channel": "email"}, instant("Sat 21 Nov 12:00"), "Pacific/Honolulu", "en-GB")
    assert promise.text == (
        "We’re closed. Back tomorrow 22:00 (Monday 09:00 in Berlin); reply by Monday 02:00 at the latest."
    )


def test_an_opening_at_midnight_begins_a_day() -> None:
    night = desk({"timezone": "Europe/Berlin", "hours": {"mon-fri": "00:00-08:00"}})
    at = instant("Sat 21 Nov 12:00")
    home = night.promise_for({"channel": "email"}, at, "Europe/Berlin", "en-GB")
    assert home.text == "We’re closed. Back Monday 00:00; reply by Monday 04:00 at the latest."
    away = night.promise_for({"channel": "email"}, at, "America/Los_Angeles", "en-GB")
    assert away.sentences["opens"] == "We’re back tomorrow 15:00 (Monday 00:00 in Berlin)."


def test_the_desks_day_may_end_at_midnight() -> None:
    # midnight in Berlin is 13:00 on Tuesday in Kiritimati
    assert said("Fri 20 Nov 12:00", "Tue 24 Nov 00:00", "Pacific/Kiritimati") == (
        "by Tuesday 13:00 at the latest (end of Monday in Berlin)"
    )


@pytest.mark.parametrize(
    "tag, words",
    [
        ("en-US", "by Monday 1:30 PM at the latest"),
        ("en", "by Monday 1:30 PM at the latest"),
        ("en-GB", "by Monday 13:30 at the latest"),
        ("en-AU", "by Monday 1:30 pm at the latest"),
        ("de", "spätestens am Montag um 13:30 Uhr"),
        ("de_AT.UTF-8", "spätestens am Montag um 13:30 Uhr"),
    ],
)
def test_twelve_or_twenty_four_hours(tag: str, words: str) -> None:
    text = asked(instant("Fri 20 Nov 12:00"), instant("Mon 23 Nov 13:30"), "Europe/Berlin", tag).text
    assert words in text.replace("\u202f", " ")


@pytest.mark.parametrize(
    "tag, date",
    [
        ("en-US", "Monday, January 4, 2027 9:00 AM"),
        ("en-GB", "Monday, 4 January 2027 09:00"),
        ("de", "am Montag, 4. Januar 2027, um 09:00 Uhr"),
        ("de-AT", "am Montag, 4. Jänner 2027, um 09:00 Uhr"),
    ],
)
def test_dates_as_the_region_writes_them(tag: str, date: str) -> None:
    text = asked(instant("Fri 20 Nov 12:00"), instant("Mon 4 Jan 2027 09:00"), "Europe/Berlin", tag).text
    assert date in text.replace("\u202f", " ")


UNKNOWN = [
    "",
    "C",
    "C.UTF-8",
    "POSIX",
    "xx",
    "xx-YY",
    "tlh",
    "../../etc",
    "de;q=0.9",
    "🦊",
    "\0",
    "d",
    "a" * 10_000,
    "-",
]


@pytest.mark.parametrize("tag", UNKNOWN, ids=range(len(UNKNOWN)))
def test_an_unknown_language_is_english_with_the_iso_date_and_the_zone(tag: str) -> None:
    promise = asked(instant("Fri 20 Nov 12:00"), instant("Mon 23 Nov 10:00"), "Asia/Tokyo", tag)
    assert promise.text == "We will reply by Monday 18:00 at the latest. 2026-11-23T18:00+09:00 (Asia/Tokyo)"
    assert (promise.language, promise.locale, promise.direction) == ("en", "en-GB", "ltr")


@given(tag=st.text() | st.from_regex(r"[a-z]{1,4}([-_][A-Za-z0-9]{1,9}){0,3}([.@].{0,9})?"))
def test_no_tag_is_too_odd_to_be_spoken_to(tag: str) -> None:
    language = language_of(tag)
    assert language.say("by-today", time=language.say_time(instant("Mon 9:00")), hour=9)


@given(name=st.text() | st.from_regex(r"[A-Z][a-z]{1,9}(/[A-Za-z_]{1,12})?"))
def test_no_zone_is_too_odd_to_be_refused(name: str) -> None:
    with suppress(InvalidInput):
        assert zone_named(name).key == name


@pytest.mark.parametrize(
    "tag, locale",
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-at", "de-AT"),
        ("de_DE.UTF-8", "de-DE"),
        ("de_DE@euro", "de-DE"),
        ("de-Latn-CH", "de-CH"),
        ("de-DE-u-co-phonebk", "de-DE"),
        ("de-XX", "de"),
        ("en-US@posix", "en-US"),
        ("en_US.ISO8859-1", "en-US"),
        ("en-001", "en-001"),
    ],
)
def test_tags_of_every_make(tag: str, locale: str) -> None:
    found = language_of(tag)
    assert (found.tag, found.known) == (locale, True)


@pytest.mark.parametrize(
    "zone, text",
    [
        ("Asia/Tokyo", "We will reply by the end of today."),  # 16:00 in Berlin
        ("Tokyo", "We will reply by Friday, 20 November 16:00 at the latest. Time zone: Berlin."),
        (9, "We will reply by Friday, 20 November 16:00 at the latest. Time zone: Berlin."),
    ],
)
def test_without_a_zone_the_tickets_own_holds_if_it_is_one(zone: object, text: str) -> None:
    facts = {"channel": "email", "fields": {"zone": zone}}
    at = instant("Fri 20 Nov 12:00")
    assert desk().promise_for(facts, at, locale="en-GB").text == text
    assert desk().promise_for(facts, at, "Europe/Berlin", "en-GB").text == "We will reply by 16:00 today at the latest."


def test_without_a_locale_the_tickets_language_holds() -> None:
    facts = {"channel": "email", "fields": {"language": "de"}}
    at = instant("Fri 20 Nov 12:00")
    assert desk().promise_for(facts, at, "Europe/Berlin").text == "Wir antworten spätestens heute um 16:00 Uhr."
    assert desk().promise_for(facts, at, "Europe/Berlin", "en-GB").language == "en"
    odd = {"channel": "email", "fields": {"language": 7}}
    assert desk().promise_for(odd, at, "Europe/Berlin").locale == "en-GB"


@pytest.mark.parametrize(
    "zone, city",
    [
        ("Europe/Berlin", "Berlin"),
        ("America/St_Johns", "St. John’s"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Europe/Kyiv", "Kyiv"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "UTC-5"),  # POSIX counts west as plus
        ("Etc/GMT-14", "UTC+14"),
        ("Etc/GMT", "GMT"),
    ],
)
def test_a_zone_is_called_by_its_city(zone: str, city: str) -> None:
    assert language_of("en").city(zone) == city


def test_every_language_says_whether_it_was_reviewed() -> None:
    assert {"de", "en"} <= set(languages())
    assert not any(catalogue(language).reviewed for language in languages())
