"""Lengths of time in every language: its plurals, its duals, and never a minute less than is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slaclock.promise.language import language_of
from tests.promise.languages.chances import Chance
from tests.promise.languages.reader import read
from tests.promise.languages.teller import TONGUES, Setting, paused, promise
from tests.promise.languages.test_day_words import BERLIN, FRIDAY, berlin

MINUTES = {"working minute": 1, "minute": 1, "working hour": 60, "hour": 60}
LEFT = (
    (1, 5), (5, 5), (6, 10), (15, 15), (16, 20), (41, 50), (50, 50), (51, 60), (54, 60), (55, 60), (60, 60), (61, 120),
    (120, 120), (121, 180), (240, 240), (241, 300), (659, 660), (720, 720),
)  # fmt: skip
"""Minutes that are left of a budget, and those that are said."""


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_never_less_than_is_left(language: str) -> None:
    for left, said in LEFT:
        text = paused(timedelta(minutes=left), Setting(language, zone_known=True, desk=BERLIN)).text
        heard = read(text, TONGUES[language])
        assert heard.clear, text
        assert heard.latest, text
        assert [number * MINUTES[unit] for number, unit in heard.within] == [said], text


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_from_now_on(language: str) -> None:
    for left, said in ((5, 5), (52, 60), (59, 60), (61, 120), (180, 180)):
        case = Chance(berlin(FRIDAY), berlin(FRIDAY) + timedelta(minutes=left), BERLIN)
        heard = read(promise(case, Setting(language, zone_known=True, desk=BERLIN)).text, TONGUES[language])
        assert [number * MINUTES[unit] for number, unit in heard.within] == [said]


@pytest.mark.parametrize(
    "language, said",
    [
        ("en", "1 working day|2 working days|5 working days|11 working days|21 working days"),
        ("de", "1 Arbeitstag|2 Arbeitstagen|5 Arbeitstagen|11 Arbeitstagen|21 Arbeitstagen"),
        ("fr", "1 jour ouvré|2 jours ouvrés|5 jours ouvrés|11 jours ouvrés|21 jours ouvrés"),
        ("es", "1 día laborable|2 días laborables|5 días laborables|11 días laborables|21 días laborables"),
        ("pt", "1 dia útil|2 dias úteis|5 dias úteis|11 dias úteis|21 dias úteis"),
        ("it", "1 giorno lavorativo|2 giorni lavorativi|5 giorni lavorativi|11 giorni lavorativi|21 giorni lavorativi"),
        ("nl", "1 werkdag|2 werkdagen|5 werkdagen|11 werkdagen|21 werkdagen"),
        ("pl", "1 dnia roboczego|2 dni roboczych|5 dni roboczych|11 dni roboczych|21 dni roboczych"),
        ("ru", "1 рабочего дня|2 рабочих дней|5 рабочих дней|11 рабочих дней|21 рабочего дня"),
        ("ja", "1営業日|2営業日|5営業日|11営業日|21営業日"),
        ("ar", "يوم عمل واحد|يومي عمل|5 أيام عمل|11 يوم عمل|21 يوم عمل"),
        ("he", "יום עבודה אחד|שני ימי עבודה|5 ימי עבודה|11 ימי עבודה|21 ימי עבודה"),
    ],
)
def test_one_two_five_eleven_twenty_one(language: str, said: str) -> None:
    phrases = [language_of(language).say("working-days", n=n) for n in (1, 2, 5, 11, 21)]
    assert all(part in phrase for part, phrase in zip(said.split("|"), phrases, strict=True)), phrases


def test_the_sentences_of_waiting() -> None:
    said = {
        language: paused(timedelta(hours=4), Setting(language, zone_known=True, desk=BERLIN, hours="00:00-23:00")).sms
        for language in TONGUES
    }
    assert said == {
        "en": "We will reply within 4 working hours of your reply.",
        "de": "Wir antworten innerhalb von 4 Arbeitsstunden nach Ihrer Antwort.",
        "fr": "Nous vous répondrons dans un délai de 4 heures ouvrées après votre réponse.",
        "es": "Le responderemos en un plazo de 4 horas laborables tras su respuesta.",
        "pt": "Responderemos no prazo de 4 horas úteis após a sua resposta.",
        "it": "Le risponderemo entro 4 ore lavorative dalla sua risposta.",
        "nl": "We antwoorden binnen 4 werkuren na uw reactie.",
        "pl": "Odpowiemy w ciągu 4 godzin roboczych od otrzymania Państwa odpowiedzi.",
        "ru": "Мы ответим вам в течение 4 рабочих часов после вашего ответа.",
        "ja": "ご返信をいただいてから4営業時間以内に返信いたします。",
        "ar": "سنرد عليك خلال 4 ساعات عمل من تلقي ردك.",
        "he": "נשיב לך בתוך 4 שעות עבודה מקבלת תשובתך.",
    }
