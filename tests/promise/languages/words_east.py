"""Polish, Russian, Japanese: their words for when."""

from __future__ import annotations

from tests.promise.languages.tongue import Tongue

POLISH = Tongue(
    weekdays=(
        "poniedziałek|poniedziałku", "wtorek|wtorku", "środa|środę|środy", "czwartek|czwartku",
        "piątek|piątku", "sobota|sobotę|soboty", "niedziela|niedzielę|niedzieli",
    ),
    months=(
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
        "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ),
    today="dzisiaj|dziś",
    tomorrow="jutro",
    day_ends="przed północą|24:00",
    latest="najpóźniej|w ciągu",
    morning="",
    afternoon="",
    units=(
        ("minute", "minuty|minut"), ("hour", "godziny|godzin"), ("day", "dnia|dni"),
        ("working minute", "minuty roboczej|minut roboczych"),
        ("working hour", "godziny roboczej|godzin roboczych"),
        ("working day", "dnia roboczego|dni roboczych"),
    ),
    other="odpowiemy|odezwiemy się|rozwiążemy sprawę|wrócimy|w|we|o|od otrzymania Państwa odpowiedzi",
)  # fmt: skip

RUSSIAN = Tongue(
    weekdays=(
        "понедельник|понедельника|понедельнику", "вторник|вторника", "среда|среду|среды", "четверг|четверга",
        "пятница|пятницу|пятницы", "суббота|субботу|субботы", "воскресенье|воскресенья",
    ),
    months=(
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    today="сегодня|сегодняшнего дня",
    tomorrow="завтра|завтрашнего дня",
    day_ends="24:00",
    latest="не позднее|в течение",
    morning="",
    afternoon="",
    units=(
        ("minute", "минуты|минут"), ("hour", "часа|часов"), ("day", "дня|дней"),
        ("working minute", "рабочей минуты|рабочих минут"),
        ("working hour", "рабочего часа|рабочих часов"),
        ("working day", "рабочего дня|рабочих дней"),
    ),
    other=(
        "мы ответим вам|ответим|мы сообщим вам новости|сообщим новости|мы решим ваш вопрос|решим ваш вопрос|"
        "мы вернёмся|вернёмся|в|во|г.|после вашего ответа"
    ),
)  # fmt: skip

JAPANESE = Tongue(
    weekdays=("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
    months=tuple(f"{number}月" for number in range(1, 13)),
    today="本日|今日",
    tomorrow="明日",
    day_ends="中に|24:00",
    latest="遅くとも|以内に",
    morning="午前",
    afternoon="午後",
    units=(
        ("minute", "分"), ("hour", "時間"), ("day", "日間"),
        ("working hour", "営業時間"), ("working day", "営業日"),
    ),
    other=(
        "年|日|の|までに|返信いたします|ご連絡いたします|解決いたします|に営業を再開し|に営業を再開いたします|"
        "ご返信をいただいてから|営業時間内の"
    ),
    divides="、",
    spaced=False,
)  # fmt: skip
