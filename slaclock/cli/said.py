"""How instants and lengths are said to people: English, whatever the machine's locale is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say_day(day: date) -> str:
    """`Fri 20 Nov 2026`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_short(day: date) -> str:
    """`Fri 20 Nov`, as wide every day."""
    return f"{DAYS[day.weekday()]} {day.day:>2} {MONTHS[day.month - 1]}"


def say_clock(at: datetime) -> str:
    """`16:30`, with seconds and fractions where there are any."""
    seconds = f":{at.second:02d}" if at.second or at.microsecond else ""
    micros = f".{at.microsecond:06d}" if at.microsecond else ""
    return f"{at.hour:02d}:{at.minute:02d}{seconds}{micros}"


def say_instant(at: datetime | None) -> str:
    """`Fri 20 Nov 2026 16:30` on the clock it is given in."""
    return f"{say_day(at)} {say_clock(at)}" if at is not None else ""


def rfc(at: datetime | None) -> str | None:
    """An instant as JSON has it: RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at is not None else None


def say_hours(length: timedelta) -> str:
    """A length in hours and minutes with its sign: `+2:30`, `-8:00`."""
    minutes = abs(length) // timedelta(minutes=1)
    return f"{'-' if length < timedelta() else '+'}{minutes // 60}:{minutes % 60:02d}"
