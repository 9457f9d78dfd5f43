"""English, German, Dutch, French: their words for when."""

from __future__ import annotations

from tests.promise.languages.tongue import Tongue

ENGLISH = Tongue(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    today="today",
    tomorrow="tomorrow",
    day_ends="the end of|end of",
    latest="by|at the latest|within",
    morning="AM|a.m.",
    afternoon="PM|p.m.",
    units=(
        ("minute", "minute|minutes"), ("hour", "hour|hours"), ("day", "day|days"),
        ("working minute", "working minute|working minutes"), ("working hour", "working hour|working hours"),
        ("working day", "working day|working days"),
    ),
    other="we|will reply|we’re|back|reply|news|solution|you will hear from us|will solve this|of your reply",
)  # fmt: skip

GERMAN = Tongue(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag|Sonnabend", "Sonntag"),
    months=(
        "Januar|Jänner", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    today="heute",
    tomorrow="morgen",
    day_ends="24:00",
    latest="spätestens|innerhalb von",
    morning="",
    afternoon="",
    units=(
        ("minute", "Minute|Minuten"), ("hour", "Stunde|Stunden"), ("day", "Tag|Tage|Tagen"),
        ("working minute", "Arbeitsminute|Arbeitsminuten"), ("working hour", "Arbeitsstunde|Arbeitsstunden"),
        ("working day", "Arbeitstag|Arbeitstage|Arbeitstagen"),
    ),
    other="wir|sind|wieder da|antworten|Sie hören|von uns|lösen Ihr Anliegen|am|um|Uhr|nach Ihrer Antwort",
    divides=" und |;",
)  # fmt: skip

DUTCH = Tongue(
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    months=(
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    today="vandaag",
    tomorrow="morgen",
    day_ends="voor middernacht|24:00",
    latest="uiterlijk|binnen",
    morning="",
    afternoon="",
    units=(
        ("minute", "minuut|minuten"), ("hour", "uur"), ("day", "dag|dagen"),
        ("working minute", "minuut werktijd|minuten werktijd"), ("working hour", "werkuur|werkuren"),
        ("working day", "werkdag|werkdagen"),
    ),
    other=(
        "we|zijn|weer bereikbaar|antwoorden|antwoord|bericht|oplossing|U hoort|van ons|lossen uw vraag|op|om|"
        "na uw reactie"
    ),
)  # fmt: skip

FRENCH = Tongue(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    today="aujourd’hui|aujourd'hui",
    tomorrow="demain",
    day_ends="avant minuit|24 h",
    latest="au plus tard|dans un délai de|dans un délai d’|dans un délai d'",
    morning="AM|a.m.",
    afternoon="PM|p.m.",
    units=(
        ("minute", "minute|minutes"), ("hour", "heure|heures"), ("day", "jour|jours"),
        ("working minute", "minute ouvrée|minutes ouvrées"), ("working hour", "heure ouvrée|heures ouvrées"),
        ("working day", "jour ouvré|jours ouvrés"),
    ),
    other=(
        "nous serons|de retour|nous vous répondrons|réponse|vous aurez de nos nouvelles|nouvelles|"
        "votre demande sera résolue|solution|à|après votre réponse"
    ),
)  # fmt: skip
