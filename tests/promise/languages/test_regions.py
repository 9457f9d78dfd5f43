"""Clock times, dates and first days of a month as the region writes them."""

from __future__ import annotations

import pytest

from tests.promise.languages.chances import Chance
from tests.promise.languages.teller import LOCALES, Setting, promise
from tests.promise.languages.test_day_words import BERLIN, FRIDAY, berlin

TUESDAY, JANUARY = "2026-12-01T13:00", "2027-01-05T13:00"


def said(locale: str, due: str, *, now: str = FRIDAY) -> str:
    """The text with every kind of space made a plain one, and isolates to be seen."""
    return visible(
        promise(Chance(berlin(now), berlin(due), BERLIN), Setting(locale, zone_known=True, desk=BERLIN)).text
    )


def visible(text: str) -> str:
    return " ".join(text.split()).replace("\u2068", "⟨").replace("\u2069", "⟩")


@pytest.mark.parametrize(
    "locale, due, text",
    [
        ("en-US", TUESDAY, "We will reply by Tuesday, December 1 1:00 PM at the latest."),
        ("en-GB", TUESDAY, "We will reply by Tuesday, 1 December 13:00 at the latest."),
        ("en-AU", TUESDAY, "We will reply by Tuesday, 1 December 1:00 pm at the latest."),
        ("en-CA", TUESDAY, "We will reply by Tuesday, December 1 1:00 p.m. at the latest."),
        ("en-FI", TUESDAY, "We will reply by Tuesday, 1 December 13.00 at the latest."),
        ("de-DE", JANUARY, "Wir antworten spätestens am Dienstag, 5. Januar 2027, um 13:00 Uhr."),
        ("de-AT", JANUARY, "Wir antworten spätestens am Dienstag, 5. Jänner 2027, um 13:00 Uhr."),
        ("de-CH", JANUARY, "Wir antworten spätestens am Dienstag, 5. Januar 2027, um 13:00 Uhr."),
        ("fr-FR", TUESDAY, "Nous vous répondrons au plus tard mardi 1er décembre à 13:00."),
        ("fr-CA", TUESDAY, "Nous vous répondrons au plus tard mardi 1er décembre à 13 h 00."),
        ("fr-FR", "2026-12-21T13:00", "Nous vous répondrons au plus tard lundi 21 décembre à 13:00."),
        ("es-ES", TUESDAY, "Le responderemos a más tardar el martes 1 de diciembre a las 13:00."),
        ("es-MX", TUESDAY, "Le responderemos a más tardar el martes 1 de diciembre a la 1:00 p.m."),
        ("es-CO", "2026-12-01T01:00", "Le responderemos a más tardar el martes 1 de diciembre a la 1:00 a. m."),
        ("es-PE", "2027-09-01T13:00",
         "Le responderemos a más tardar el miércoles 1 de setiembre de 2027 a la 1:00 p. m."),
        ("pt-PT", TUESDAY, "Responderemos o mais tardar na terça-feira, 1 de dezembro, às 13:00."),
        ("pt-BR", TUESDAY, "Responderemos o mais tardar na terça-feira, 1º de dezembro, às 13:00."),
        ("pt-PT", "2026-12-01T01:00", "Responderemos o mais tardar na terça-feira, 1 de dezembro, à 01:00."),
        ("ru-RU", JANUARY, "Мы ответим вам не позднее вторника, 5 января 2027 г., 13:00."),
        ("ja-JP", JANUARY, "遅くとも2027年1月5日（火曜日）13:00までに返信いたします。"),
        ("he-IL", TUESDAY, "נשיב לך ⟨לכל המאוחר ביום שלישי, ⟨1 בדצמבר⟩, בשעה ⟨13:00⟩⟩."),
        ("ar-EG", TUESDAY, "سنرد عليك ⟨في موعد أقصاه يوم الثلاثاء ⟨1 ديسمبر⟩ الساعة ⟨1:00 م⟩⟩."),
        ("ar-MA", TUESDAY, "سنرد عليك ⟨في موعد أقصاه يوم الثلاثاء ⟨1 دجنبر⟩ الساعة ⟨13:00⟩⟩."),
        ("ar-LB", TUESDAY, "سنرد عليك ⟨في موعد أقصاه يوم الثلاثاء ⟨1 كانون الأول⟩ الساعة ⟨1:00 م⟩⟩."),
    ],
)  # fmt: skip
def test_as_the_region_writes_it(locale: str, due: str, text: str) -> None:
    assert said(locale, due) == text


@pytest.mark.slow
@pytest.mark.parametrize("language", LOCALES)
def test_an_abbreviation_ends_its_sentence_in_every_region(language: str) -> None:
    assert language in LOCALES[language]
    for locale in LOCALES[language]:
        for due in (TUESDAY, JANUARY, "2026-11-20T23:00", "2026-11-22T09:00"):
            assert ".." not in said(locale, due)


@pytest.mark.parametrize(
    "locale, sentence",
    [
        ("en", "Time zone: Berlin."),
        ("de", "Zeitzone: Berlin."),
        ("fr", "Fuseau horaire : Berlin."),
        ("es", "Zona horaria: Berlín."),
        ("pt", "Fuso horário: Berlim."),
        ("it", "Fuso orario: Berlino."),
        ("nl", "Tijdzone: Berlijn."),
        ("pl", "Strefa czasowa: Berlin."),
        ("ru", "Часовой пояс: Берлин."),
        ("ja", "タイムゾーン：ベルリン。"),
        ("ar", "المنطقة الزمنية: ⟨برلين⟩."),
        ("he", "אזור זמן: ⟨ברלין⟩."),
    ],
)
def test_whose_clock_it_is_where_nobody_knows_the_customers(locale: str, sentence: str) -> None:
    made = promise(Chance(berlin(FRIDAY), berlin(TUESDAY), BERLIN), Setting(locale, zone_known=False, desk=BERLIN))
    assert visible(made.text).endswith(sentence)
    assert made.sms.endswith(sentence.replace("⟨", "").replace("⟩", ""))


@pytest.mark.parametrize("tag", ["pt-BR", "pt_BR", "pt_br.UTF-8", "PT-br@x", " pt-BR ", "pt-Latn-BR"])
def test_a_tag_however_it_is_written(tag: str) -> None:
    assert said(tag, TUESDAY) == said("pt-BR", TUESDAY)


def test_the_old_name_of_hebrew() -> None:
    assert said("iw-IL", TUESDAY) == said("he-IL", TUESDAY)


@pytest.mark.parametrize(
    "locale, note",
    [
        ("en-GB", "(Monday 00:30 in Berlin)"),
        ("de", "(Berlin: am Montag um 00:30 Uhr)"),
        ("fr", "(Berlin : lundi à 00:30)"),
        ("es", "(el lunes a las 0:30 en Berlín)"),
        ("pt", "(Berlim: na segunda-feira às 00:30)"),
        ("it", "(Berlino: lunedì alle ore 00:30)"),
        ("nl", "(Berlijn: maandag om 00:30 uur)"),
        ("pl", "(Berlin: w poniedziałek o 00:30)"),
        ("ru", "(Берлин: в понедельник в 00:30)"),
        ("ja", "（ベルリン：月曜日の0:30）"),
        ("ar", "(⟨برلين⟩: ⟨يوم الاثنين الساعة ⟨12:30 ص⟩⟩)"),
        ("he", "(⟨ברלין⟩: ⟨ביום שני בשעה ⟨0:30⟩⟩)"),
    ],
)
def test_the_city_of_the_desk_in_the_language(locale: str, note: str) -> None:
    case = Chance(berlin(FRIDAY), berlin("2026-11-23T00:30"), "America/Los_Angeles")
    made = promise(case, Setting(locale, zone_known=True, desk=BERLIN))
    assert note in visible(made.text)
