"""P3 against a wall calendar: what a day is called, in every language, and what a reader takes it for.

November 2026 hangs on the wall like this:

    Mo Tu We Th Fr Sa Su
    16 17 18 19 20 21 22
    23 24 25 26 27 28 29
    30
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.promise.languages.chances import Chance
from tests.promise.languages.reader import UNSEEN, read
from tests.promise.languages.teller import TONGUES, Setting, promise
from tests.promise.languages.wall import instant

BERLIN = "Europe/Berlin"
FRIDAY, TUESDAY = "2026-11-20T12:00", "2026-11-24T12:00"
ASKED = (
    (FRIDAY, "2026-11-20T18:00"),
    (FRIDAY, "2026-11-21T18:00"),
    (FRIDAY, "2026-11-22T10:00"),
    (FRIDAY, "2026-11-23T10:00"),
    (FRIDAY, "2026-11-24T10:00"),
    (FRIDAY, "2026-11-25T10:00"),
    (FRIDAY, "2026-11-26T10:00"),
    (FRIDAY, "2026-11-27T10:00"),
    (FRIDAY, "2026-11-28T10:00"),
    (FRIDAY, "2027-01-01T10:00"),
    (FRIDAY, "2026-11-24T00:00"),
    (TUESDAY, "2026-11-27T10:00"),
    (TUESDAY, "2026-11-28T10:00"),
)
"""When somebody asks, and when the answer is due, both as the clock in Berlin shows them."""

SAID = {
    "en-GB": (
        "We will reply by 18:00 today at the latest.",
        "We will reply by tomorrow 18:00 at the latest.",
        "We will reply by Sunday 10:00 at the latest.",
        "We will reply by Monday 10:00 at the latest.",
        "We will reply by Tuesday 10:00 at the latest.",
        "We will reply by Wednesday 10:00 at the latest.",
        "We will reply by Thursday 10:00 at the latest.",
        "We will reply by Friday, 27 November 10:00 at the latest.",
        "We will reply by Saturday, 28 November 10:00 at the latest.",
        "We will reply by Friday, 1 January 2027 10:00 at the latest.",
        "We will reply by the end of Monday.",
        "We will reply by Friday 10:00 at the latest.",
        "We will reply by Saturday 10:00 at the latest.",
    ),
    "de": (
        "Wir antworten spätestens heute um 18:00 Uhr.",
        "Wir antworten spätestens morgen um 18:00 Uhr.",
        "Wir antworten spätestens am Sonntag um 10:00 Uhr.",
        "Wir antworten spätestens am Montag um 10:00 Uhr.",
        "Wir antworten spätestens am Dienstag um 10:00 Uhr.",
        "Wir antworten spätestens am Mittwoch um 10:00 Uhr.",
        "Wir antworten spätestens am Donnerstag um 10:00 Uhr.",
        "Wir antworten spätestens am Freitag, 27. November, um 10:00 Uhr.",
        "Wir antworten spätestens am Samstag, 28. November, um 10:00 Uhr.",
        "Wir antworten spätestens am Freitag, 1. Januar 2027, um 10:00 Uhr.",
        "Wir antworten spätestens am Montag um 24:00 Uhr.",
        "Wir antworten spätestens am Freitag um 10:00 Uhr.",
        "Wir antworten spätestens am Samstag um 10:00 Uhr.",
    ),
    "fr": (
        "Nous vous répondrons au plus tard aujourd’hui à 18:00.",
        "Nous vous répondrons au plus tard demain à 18:00.",
        "Nous vous répondrons au plus tard dimanche à 10:00.",
        "Nous vous répondrons au plus tard lundi à 10:00.",
        "Nous vous répondrons au plus tard mardi à 10:00.",
        "Nous vous répondrons au plus tard mercredi à 10:00.",
        "Nous vous répondrons au plus tard jeudi à 10:00.",
        "Nous vous répondrons au plus tard vendredi 27 novembre à 10:00.",
        "Nous vous répondrons au plus tard samedi 28 novembre à 10:00.",
        "Nous vous répondrons au plus tard vendredi 1er janvier 2027 à 10:00.",
        "Nous vous répondrons au plus tard lundi avant minuit.",
        "Nous vous répondrons au plus tard vendredi à 10:00.",
        "Nous vous répondrons au plus tard samedi à 10:00.",
    ),
    "es": (
        "Le responderemos a más tardar hoy a las 18:00.",
        "Le responderemos a más tardar mañana a las 18:00.",
        "Le responderemos a más tardar el domingo a las 10:00.",
        "Le responderemos a más tardar el lunes a las 10:00.",
        "Le responderemos a más tardar el martes a las 10:00.",
        "Le responderemos a más tardar el miércoles a las 10:00.",
        "Le responderemos a más tardar el jueves a las 10:00.",
        "Le responderemos a más tardar el viernes 27 de noviembre a las 10:00.",
        "Le responderemos a más tardar el sábado 28 de noviembre a las 10:00.",
        "Le responderemos a más tardar el viernes 1 de enero de 2027 a las 10:00.",
        "Le responderemos a más tardar el lunes antes de medianoche.",
        "Le responderemos a más tardar el viernes a las 10:00.",
        "Le responderemos a más tardar el sábado a las 10:00.",
    ),
    "pt": (
        "Responderemos o mais tardar hoje às 18:00.",
        "Responderemos o mais tardar amanhã às 18:00.",
        "Responderemos o mais tardar no domingo às 10:00.",
        "Responderemos o mais tardar na segunda-feira às 10:00.",
        "Responderemos o mais tardar na terça-feira às 10:00.",
        "Responderemos o mais tardar na quarta-feira às 10:00.",
        "Responderemos o mais tardar na quinta-feira às 10:00.",
        "Responderemos o mais tardar na sexta-feira, 27 de novembro, às 10:00.",
        "Responderemos o mais tardar no sábado, 28 de novembro, às 10:00.",
        "Responderemos o mais tardar na sexta-feira, 1 de janeiro de 2027, às 10:00.",
        "Responderemos o mais tardar na segunda-feira antes da meia-noite.",
        "Responderemos o mais tardar na sexta-feira às 10:00.",
        "Responderemos o mais tardar no sábado às 10:00.",
    ),
    "it": (
        "Le risponderemo al più tardi oggi alle ore 18:00.",
        "Le risponderemo al più tardi domani alle ore 18:00.",
        "Le risponderemo al più tardi domenica alle ore 10:00.",
        "Le risponderemo al più tardi lunedì alle ore 10:00.",
        "Le risponderemo al più tardi martedì alle ore 10:00.",
        "Le risponderemo al più tardi mercoledì alle ore 10:00.",
        "Le risponderemo al più tardi giovedì alle ore 10:00.",
        "Le risponderemo al più tardi venerdì 27 novembre alle ore 10:00.",
        "Le risponderemo al più tardi sabato 28 novembre alle ore 10:00.",
        "Le risponderemo al più tardi venerdì 1 gennaio 2027 alle ore 10:00.",
        "Le risponderemo al più tardi lunedì prima di mezzanotte.",
        "Le risponderemo al più tardi venerdì alle ore 10:00.",
        "Le risponderemo al più tardi sabato alle ore 10:00.",
    ),
    "nl": (
        "We antwoorden uiterlijk vandaag om 18:00 uur.",
        "We antwoorden uiterlijk morgen om 18:00 uur.",
        "We antwoorden uiterlijk zondag om 10:00 uur.",
        "We antwoorden uiterlijk maandag om 10:00 uur.",
        "We antwoorden uiterlijk dinsdag om 10:00 uur.",
        "We antwoorden uiterlijk woensdag om 10:00 uur.",
        "We antwoorden uiterlijk donderdag om 10:00 uur.",
        "We antwoorden uiterlijk vrijdag 27 november om 10:00 uur.",
        "We antwoorden uiterlijk zaterdag 28 november om 10:00 uur.",
        "We antwoorden uiterlijk vrijdag 1 januari 2027 om 10:00 uur.",
        "We antwoorden uiterlijk maandag voor middernacht.",
        "We antwoorden uiterlijk vrijdag om 10:00 uur.",
        "We antwoorden uiterlijk zaterdag om 10:00 uur.",
    ),
    "pl": (
        "Odpowiemy najpóźniej dzisiaj o 18:00.",
        "Odpowiemy najpóźniej jutro o 18:00.",
        "Odpowiemy najpóźniej w niedzielę o 10:00.",
        "Odpowiemy najpóźniej w poniedziałek o 10:00.",
        "Odpowiemy najpóźniej we wtorek o 10:00.",
        "Odpowiemy najpóźniej w środę o 10:00.",
        "Odpowiemy najpóźniej w czwartek o 10:00.",
        "Odpowiemy najpóźniej w piątek 27 listopada o 10:00.",
        "Odpowiemy najpóźniej w sobotę 28 listopada o 10:00.",
        "Odpowiemy najpóźniej w piątek 1 stycznia 2027 o 10:00.",
        "Odpowiemy najpóźniej w poniedziałek przed północą.",
        "Odpowiemy najpóźniej w piątek o 10:00.",
        "Odpowiemy najpóźniej w sobotę o 10:00.",
    ),
    "ru": (
        "Мы ответим вам сегодня не позднее 18:00.",
        "Мы ответим вам не позднее завтрашнего дня, 18:00.",
        "Мы ответим вам не позднее воскресенья, 10:00.",
        "Мы ответим вам не позднее понедельника, 10:00.",
        "Мы ответим вам не позднее вторника, 10:00.",
        "Мы ответим вам не позднее среды, 10:00.",
        "Мы ответим вам не позднее четверга, 10:00.",
        "Мы ответим вам не позднее пятницы, 27 ноября, 10:00.",
        "Мы ответим вам не позднее субботы, 28 ноября, 10:00.",
        "Мы ответим вам не позднее пятницы, 1 января 2027 г., 10:00.",
        "Мы ответим вам не позднее понедельника, 24:00.",
        "Мы ответим вам не позднее пятницы, 10:00.",
        "Мы ответим вам не позднее субботы, 10:00.",
    ),
    "ja": (
        "遅くとも本日18:00までに返信いたします。",
        "遅くとも明日18:00までに返信いたします。",
        "遅くとも日曜日の10:00までに返信いたします。",
        "遅くとも月曜日の10:00までに返信いたします。",
        "遅くとも火曜日の10:00までに返信いたします。",
        "遅くとも水曜日の10:00までに返信いたします。",
        "遅くとも木曜日の10:00までに返信いたします。",
        "遅くとも11月27日（金曜日）10:00までに返信いたします。",
        "遅くとも11月28日（土曜日）10:00までに返信いたします。",
        "遅くとも2027年1月1日（金曜日）10:00までに返信いたします。",
        "遅くとも月曜日中に返信いたします。",
        "遅くとも金曜日の10:00までに返信いたします。",
        "遅くとも土曜日の10:00までに返信いたします。",
    ),
    "ar": (
        "سنرد عليك في موعد أقصاه اليوم الساعة 6:00 م.",
        "سنرد عليك في موعد أقصاه غدًا الساعة 6:00 م.",
        "سنرد عليك في موعد أقصاه يوم الأحد الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم الاثنين الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم الثلاثاء الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم الأربعاء الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم الخميس الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم الجمعة 27 نوفمبر الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم السبت 28 نوفمبر الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم الجمعة 1 يناير 2027 الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه نهاية يوم الاثنين.",
        "سنرد عليك في موعد أقصاه يوم الجمعة الساعة 10:00 ص.",
        "سنرد عليك في موعد أقصاه يوم السبت الساعة 10:00 ص.",
    ),
    "he": (
        "נשיב לך לכל המאוחר היום בשעה 18:00.",
        "נשיב לך לכל המאוחר מחר בשעה 18:00.",
        "נשיב לך לכל המאוחר ביום ראשון בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום שני בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום שלישי בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום רביעי בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום חמישי בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום שישי, 27 בנובמבר, בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום שבת, 28 בנובמבר, בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום שישי, 1 בינואר 2027, בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום שני לפני חצות הלילה.",
        "נשיב לך לכל המאוחר ביום שישי בשעה 10:00.",
        "נשיב לך לכל המאוחר ביום שבת בשעה 10:00.",
    ),
}


def berlin(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def test_every_language_is_in_the_table() -> None:
    assert {locale[:2] for locale in SAID} == set(TONGUES)


@pytest.mark.parametrize("locale", SAID)
def test_what_days_are_called(locale: str) -> None:
    setting = Setting(locale, zone_known=True, desk=BERLIN)
    made = [promise(Chance(berlin(now), berlin(due), BERLIN), setting).text for now, due in ASKED]
    assert tuple(text.translate(UNSEEN) for text in made) == SAID[locale]


@pytest.mark.parametrize("locale", SAID)
def test_what_a_reader_takes_them_for(locale: str) -> None:
    for (now, due), said in zip(ASKED, SAID[locale], strict=True):
        heard = read(said, TONGUES[locale[:2]])
        assert heard.clear, said
        assert heard.latest, said
        assert instant(heard, berlin(now), BERLIN) == berlin(due), said
