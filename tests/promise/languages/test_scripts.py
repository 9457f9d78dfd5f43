"""Directions of writing, what a text message costs, holidays by the customer's name for them, languages not spoken."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from slaclock import Promise
from slaclock.promise.owed import About
from tests.promise.desk import desk
from tests.promise.languages.chances import Chance
from tests.promise.languages.gsm import fits, segments
from tests.promise.languages.teller import TONGUES, Setting, promise
from tests.promise.languages.test_day_words import BERLIN, FRIDAY, berlin

ISOLATE, END = "\u2068", "\u2069"
MONDAY = "2026-11-23T10:00"


def told(locale: str, *, due: str = MONDAY, zone: str = BERLIN, about: About = About.REPLY) -> Promise:
    return promise(
        Chance(berlin(FRIDAY), berlin(due), zone), Setting(locale, zone_known=True, desk=BERLIN, about=about)
    )


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_directions_and_isolates(language: str) -> None:
    made = told(language, zone="America/Los_Angeles", due="2026-11-23T00:30")
    right_to_left = language in {"ar", "he"}
    assert made.direction == ("rtl" if right_to_left else "ltr")
    assert (ISOLATE in made.text) == right_to_left
    assert made.text.count(ISOLATE) == made.text.count(END)
    assert not {ISOLATE, END, "\u200e", "\u200f"} & set(made.sms)


def test_a_foreign_name_is_kept_apart_in_a_text_that_runs_the_other_way() -> None:
    made = closed("IL", "Asia/Jerusalem", "2026-09-21T12:00", "de")
    assert made.sentences["closed"] == f"Wir haben geschlossen ({ISOLATE}יום כיפור{END})."
    assert ISOLATE not in made.sms


@pytest.mark.parametrize(
    "language, seven_bits",
    [
        ("en", True),
        ("de", True),
        ("fr", True),  # é, à
        ("it", True),  # ì, ù
        ("nl", True),
        ("pt", True),  # à
        ("es", False),  # á of `más`
        ("pl", False),  # ź, ł, ó
        ("ru", False),
        ("ja", False),
        ("ar", False),
        ("he", False),
    ],
)
def test_what_a_text_message_costs(language: str, seven_bits: bool) -> None:
    made = told(language)
    assert (fits(made.sms), made.sms_segments) == (seven_bits, 1)


@pytest.mark.parametrize("text, count", [("a" * 160, 1), ("a" * 161, 2), ("ж" * 70, 1), ("ж" * 71, 2), ("€" * 81, 2)])
def test_the_second_count_of_messages(text: str, count: int) -> None:
    assert segments(text) == count


def closed(country: str, zone: str, at: str, locale: str) -> Promise:
    """What is said on a holiday."""
    engine = desk({"timezone": zone, "hours": {"every-day": "09:00-17:00"}, "holidays": [country]})
    return engine.promise_for(
        {"channel": "email"}, datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)), zone, locale
    )


@pytest.mark.parametrize(
    "country, zone, at, locale, name",
    [
        ("CH-ZH", "Europe/Zurich", "2026-12-25T12:00", "de-CH", "Weihnachten"),
        ("CH-ZH", "Europe/Zurich", "2026-12-25T12:00", "fr-CH", "Noël"),
        ("CH-ZH", "Europe/Zurich", "2026-12-25T12:00", "it-CH", "Natale"),
        ("CH-ZH", "Europe/Zurich", "2026-12-25T12:00", "en-GB", "Christmas Day"),
        ("CH-ZH", "Europe/Zurich", "2026-12-25T12:00", "ru", "Weihnachten"),  # nobody has it in Russian
        ("BE", "Europe/Brussels", "2026-12-25T12:00", "nl-BE", "Kerstmis"),
        ("PL", "Europe/Warsaw", "2026-11-11T12:00", "pl", "Narodowe Święto Niepodległości"),
        ("BR", "America/Sao_Paulo", "2026-11-02T12:00", "pt-BR", "Finados"),
        ("BR", "America/Sao_Paulo", "2026-11-02T12:00", "pt-PT", "Finados"),
        ("MX", "America/Mexico_City", "2026-11-16T12:00", "es-MX", "Día de la Revolución"),
        ("RU", "Europe/Moscow", "2026-06-12T12:00", "ru", "День России"),
        ("JP", "Asia/Tokyo", "2026-11-23T12:00", "ja", "勤労感謝の日"),
        ("JP", "Asia/Tokyo", "2026-11-23T12:00", "en-US", "Labor Thanksgiving Day"),
        ("MA", "Africa/Casablanca", "2026-01-11T12:00", "ar-MA", "ذكرى تقديم وثيقة الاستقلال"),
        ("IL", "Asia/Jerusalem", "2026-09-21T12:00", "he", "יום כיפור"),
    ],
)
def test_a_holiday_by_the_name_the_customer_knows(country: str, zone: str, at: str, locale: str, name: str) -> None:
    made = closed(country, zone, at, locale)
    assert made.closed_because == name
    assert name in made.sentences["closed"]


def test_no_brackets_in_brackets() -> None:
    made = closed("GB-ENG", "Europe/London", "2026-12-28T12:00", "en-GB")
    assert made.closed_because == "Boxing Day (observed)"
    assert made.sentences["closed"] == "We’re closed (Boxing Day, observed)."


@pytest.mark.parametrize("locale", [None, "", "fi", "zh-Hant-TW", "tlh", "not a language", "C.UTF-8"])
def test_a_language_nobody_speaks_here_is_english_with_the_iso_date(locale: str | None) -> None:
    engine = desk({"timezone": BERLIN, "hours": "always"}, first_response={"default": "65 hours"})
    made = engine.promise_for({"channel": "email"}, berlin(FRIDAY), "America/Los_Angeles", locale)
    assert made.text == (
        "We will reply by Sunday 20:00 at the latest (Monday 05:00 in Berlin). "
        "2026-11-22T20:00-08:00 (America/Los_Angeles)"
    )
    assert (made.language, made.direction) == ("en", "ltr")
    assert datetime.fromisoformat(made.sentences["iso"].split()[0]) == datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "language, reply, update, solution",
    [
        ("en", "We will reply ", "You will hear from us ", "We will solve this "),
        ("de", "Wir antworten ", "Sie hören ", "Wir lösen Ihr Anliegen "),
        ("fr", "Nous vous répondrons ", "Vous aurez de nos nouvelles ", "Votre demande sera résolue "),
        ("es", "Le responderemos ", "Tendrá noticias nuestras ", "Resolveremos su solicitud "),
        ("pt", "Responderemos ", "Terá notícias nossas ", "O seu pedido será resolvido "),
        ("it", "Le risponderemo ", "Riceverà nostre notizie ", "Risolveremo la sua richiesta "),
        ("nl", "We antwoorden ", "U hoort ", "We lossen uw vraag "),
        ("pl", "Odpowiemy ", "Odezwiemy się ", "Rozwiążemy sprawę "),
        ("ru", "Мы ответим вам ", "Мы сообщим вам новости ", "Мы решим ваш вопрос "),
        ("ja", "返信いたします。", "ご連絡いたします。", "解決いたします。"),
        ("ar", "سنرد عليك ", "سنوافيك بالمستجدات ", "سنحل مشكلتك "),
        ("he", "נשיב לך ", "נעדכן אותך ", "נפתור את פנייתך "),
    ],
)
def test_an_answer_news_and_a_solution_are_three_promises(
    language: str, reply: str, update: str, solution: str
) -> None:
    for about, words in ((About.REPLY, reply), (About.UPDATE, update), (About.SOLUTION, solution)):
        text = told(language, about=about).text
        assert text.endswith(words) if language == "ja" else text.startswith(words)
