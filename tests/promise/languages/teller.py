"""The only room of these tests that knows slaclock: a case in, what its customer would be told out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from babel.localedata import locale_identifiers

from slaclock.engine import Engine
from slaclock.hours.calendar import Calendar
from slaclock.instant import length_us, to_us
from slaclock.policy.target import Target
from slaclock.promise.language import language_of
from slaclock.promise.listener import Listener, zone_named
from slaclock.promise.owed import About, Owed
from slaclock.promise.promise import Promise
from slaclock.promise.telling import tell
from tests.promise.languages.chances import FIRST, Chance
from tests.promise.languages.law import Told
from tests.promise.languages.tongue import Tongue
from tests.promise.languages.words_east import JAPANESE, POLISH, RUSSIAN
from tests.promise.languages.words_right import ARABIC, HEBREW
from tests.promise.languages.words_south import ITALIAN, PORTUGUESE, SPANISH
from tests.promise.languages.words_west import DUTCH, ENGLISH, FRENCH, GERMAN

TONGUES = {
    "en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "pt": PORTUGUESE, "it": ITALIAN,
    "nl": DUTCH, "pl": POLISH, "ru": RUSSIAN, "ja": JAPANESE, "ar": ARABIC, "he": HEBREW,
}  # fmt: skip
UNWRITTEN = {"Dsrt", "Shaw"}
"""Scripts in which hardly anybody writes English, and no catalogue."""
LOCALES = {
    language: tuple(
        locale.replace("_", "-")
        for locale in sorted(locale_identifiers())
        if locale.partition("_")[0] == language and not UNWRITTEN & set(locale.split("_"))
    )
    for language in TONGUES
}
"""Every locale of each language that CLDR knows."""

ALWAYS, OFFICE = "00:00-24:00", "09:00-17:30"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a promise is made: the locale and whether the zone is known of who asks, the desk's zone and hours."""

    locale: str
    zone_known: bool
    desk: str
    hours: str = ALWAYS
    about: About = About.REPLY
    days_only: bool = False

    @property
    def tongue(self) -> Tongue:
        """The words its text may hold."""
        return TONGUES[self.language]

    @property
    def language(self) -> str:
        """The language of the locale."""
        return self.locale[:2]


def promise(case: Chance, setting: Setting) -> Promise:
    """The promise for a deadline, with no policy and no ticket before it."""
    calendar, target = _desk(setting.desk, setting.hours)
    now, deadline = to_us(case.now), to_us(case.deadline)
    zone = zone_named(case.zone if setting.zone_known else setting.desk)
    listener = Listener(language_of(setting.locale), zone, setting.zone_known, zone_named(setting.desk), now)
    return tell(Owed(setting.about, target, calendar, deadline, 0), listener, coarse=setting.days_only)


def told(case: Chance, setting: Setting) -> Told:
    """What is printed for a case, without that nobody is there."""
    made = promise(case, setting)
    closed = made.sentences.get("closed", "")
    return Told(
        made.text,
        made.sms,
        made.sms_segments,
        setting.desk,
        language_of(setting.locale).city(setting.desk),
        setting.zone_known,
        setting.days_only,
        closed,
        made.opens_at,
        made.sentences.get("zone", ""),
    )


def paused(left: timedelta, setting: Setting) -> Promise:
    """What is said while a ticket waits for its customer and so much of its budget is left."""
    calendar, target = _desk(setting.desk, setting.hours, "4 business hours")
    zone = zone_named(setting.desk)
    listener = Listener(language_of(setting.locale), zone, setting.zone_known, zone, to_us(FIRST))
    return tell(Owed(setting.about, target, calendar, None, length_us(left), for_customer=True), listener)


@cache
def _desk(zone: str, hours: str, budget: str = "4 hours") -> tuple[Calendar, Target]:
    days = "every-day" if hours == ALWAYS else "mon-fri"
    engine = Engine.from_config(
        {
            "calendars": {"desk": {"timezone": zone, "hours": {days: hours}}},
            "policies": [{"name": "all", "calendar": "desk", "targets": {"first_response": {"default": budget}}}],
        }
    )
    target = engine.config.book.policies[0].targets["first_response"].row(None)
    assert target is not None
    return engine.config.calendars["desk"], target
