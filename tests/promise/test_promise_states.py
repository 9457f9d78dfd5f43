"""What is said in each state: before there is a ticket, running, waiting, late, closed, and where nothing can be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from slaclock import Engine, Habit, InvalidEvents, InvalidInput, NaiveDatetime, Promise
from tests.clock.story import instant, rfc3339
from tests.promise.desk import BERLIN, desk

MAIL = {"channel": "email"}
CREATED = {"type": "created", "channel": "email"}


def before(engine: Engine, at: str, zone: str | None = "Europe/Berlin", locale: str = "en-GB", **facts: Any) -> Promise:
    return engine.promise_for(MAIL | facts, instant(at), zone, locale)


def told(engine: Engine, at: str, *events: dict[str, Any], zone: str | None = "Europe/Berlin", **rest: Any) -> Promise:
    line = [{"ticket": "T1", "id": f"e{number}"} | event for number, event in enumerate(events)]
    return engine.promise(line, instant(at), zone, "en-GB", **rest)


def on(at: str, type_: str, **keys: Any) -> dict[str, Any]:
    return {"at": rfc3339(at), "type": type_} | keys


def created(at: str, **keys: Any) -> dict[str, Any]:
    return on(at, "created", channel="email") | keys


def wrote(at: str, author: str = "agent") -> dict[str, Any]:
    return on(at, "message", author=author, public=True)


# ---------------------------------------------------------------------------------------------- before a ticket exists


def test_friday_afternoon_names_monday_and_nothing_earlier() -> None:
    promise = before(desk(), "Fri 20 Nov 16:59")
    assert promise.text == "We will reply by Monday 13:00 at the latest."
    assert (promise.kind, promise.ticket, promise.metric) == ("reply_by", None, "first_response")
    assert promise.deadline == instant("Mon 23 Nov 12:59")
    assert promise.shown == instant("Mon 23 Nov 13:00")
    assert promise.opens_at is None
    assert promise.formula == "all/first_response/default; rounded up to :30"


def test_the_priority_and_the_customer_decide() -> None:
    rows = {"urgent": "30 business minutes", "default": "4 business hours"}
    assert before(desk(first_response=rows), "Mon 10:00", priority="urgent").text == "We will reply within 30 minutes."
    assert before(desk(first_response=rows), "Mon 10:00", priority="low").text == (
        "We will reply by 14:00 today at the latest."
    )


def test_a_chat_waits_minutes() -> None:
    assert before(desk(first_response="2 business minutes"), "Mon 10:00", channel="chat").text == (
        "We will reply within 5 minutes."
    )


@pytest.mark.parametrize(
    "budget, words",
    [
        ("2 business days", "by Tuesday 10:00 at the latest"),
        ("end of business day", "by 17:00 today at the latest"),
        ("end of business day + 2", "by Tuesday 17:00 at the latest"),
        ("24 hours", "by tomorrow 10:00 at the latest"),
    ],
)
def test_every_kind_of_budget(budget: str, words: str) -> None:
    day = "Fri 20 Nov" if "2" in budget and "hours" not in budget else "Thu 19 Nov"
    assert before(desk(first_response=budget), f"{day} 10:00").text == f"We will reply {words}."


def test_facts_that_mean_nothing_are_refused() -> None:
    with pytest.raises(InvalidEvents, match="a ticket to come: channel: found 'pigeon'; one of email"):
        desk().promise_for({"channel": "pigeon"}, instant("Mon 10:00"))
    with pytest.raises(InvalidInput, match="there is no time zone 'Europe/Atlantis'; write an IANA name"):
        desk().promise_for(MAIL, instant("Mon 10:00"), "Europe/Atlantis")
    with pytest.raises(NaiveDatetime):
        desk().promise_for(MAIL, instant("Mon 10:00").replace(tzinfo=None))


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "/etc/localtime", "America", "Europe/Berlin\0", "x" * 10_000])
def test_a_zone_that_is_none_gets_one_sentence(zone: str) -> None:
    with pytest.raises(InvalidInput, match="there is no time zone"):
        desk().promise_for(MAIL, instant("Mon 10:00"), zone)


# ------------------------------------------------------------------------------------------------------------- running


def test_a_running_ticket() -> None:
    promise = told(desk(), "Fri 20 Nov 16:30", created("Fri 20 Nov 16:00"))
    assert promise.text == "We will reply by Monday 12:00 at the latest."
    assert promise.ticket == "T1"


def test_a_question_after_the_first_answer() -> None:
    engine = desk(first_response="4 business hours", next_response="1 business hour", resolution="5 business days")
    promise = told(engine, "Mon 12:00", created("Mon 9:00"), wrote("Mon 10:00"), wrote("Mon 11:30", "customer"))
    assert (promise.metric, promise.text) == ("next_response", "We will reply within 30 minutes.")


def test_when_no_answer_is_owed_the_solution_is() -> None:
    engine = desk(first_response="4 business hours", resolution="16 business hours")
    promise = told(engine, "Mon 12:00", created("Mon 9:00"), wrote("Mon 10:00"))
    assert (promise.metric, promise.text) == ("resolution", "We will solve this by tomorrow 17:00 at the latest.")


def test_news_come_before_the_solution() -> None:
    engine = desk(first_response="4 business hours", update="8 business hours", resolution="16 business hours")
    promise = told(engine, "Mon 12:00", created("Mon 9:00"), wrote("Mon 10:00"))
    assert (promise.metric, promise.text) == ("update", "You will hear from us by tomorrow 10:00 at the latest.")


def test_all_answered_owes_nothing() -> None:
    promise = told(desk(), "Mon 12:00", created("Mon 9:00"), wrote("Mon 10:00"))
    assert (promise.kind, promise.text, promise.sms_segments) == ("none", "", 0)
    assert promise.formula == "nothing is owed"


def test_a_deleted_ticket_owes_nothing() -> None:
    assert told(desk(), "Mon 12:00", created("Mon 9:00"), on("Mon 10:00", "deleted")).kind == "none"


# ------------------------------------------------------------------------------------------------------------- waiting


@pytest.mark.parametrize(
    "used, budget, words",
    [
        ("Mon 13:00", "8 business hours", "within 4 working hours"),
        ("Mon 12:59", "8 business hours", "within 5 working hours"),  # 4:01 are left
        ("Mon 16:10", "8 business hours", "within 50 working minutes"),
        ("Mon 16:01", "8 business hours", "within 1 working hour"),
        ("Mon 16:50", "8 business hours", "within 10 working minutes"),
        ("Mon 13:00", "24 hours", "within 20 hours"),
        ("Mon 13:00", "5 business days", "within 5 working days"),  # 36 hours of 40 are left
        ("Tue 09:01", "5 business days", "within 4 working days"),
    ],
)
def test_while_the_ticket_waits_for_the_customer(used: str, budget: str, words: str) -> None:
    engine = desk(resolution=budget)
    promise = told(engine, "Wed 10:00", created("Mon 9:00"), on(used, "status", to="pending"))
    assert promise.text == f"We will solve this {words} of your reply."
    assert promise.kind == "paused"
    assert (promise.deadline, promise.shown) == (None, None)


def test_where_nobody_ever_closes_an_hour_is_an_hour() -> None:
    engine = desk({"timezone": "Europe/Berlin", "hours": "always"}, resolution="40 business hours")
    promise = told(engine, "Wed 10:00", created("Mon 9:00"), on("Mon 13:00", "status", to="pending"))
    assert promise.text == "We will solve this within 36 hours of your reply."
    assert promise.formula == "all/resolution/default; paused; 36 hours left"


def test_what_is_left_holds_whenever_the_customer_comes_back() -> None:
    engine = desk(resolution="5 business days")
    events = [created("Mon 9:00"), on("Mon 13:00", "status", to="pending")]
    for at in ("Fri 6 Mar 16:00", "Sat 7 Mar 12:00", "Wed 11 Mar 09:00"):
        back = told(engine, at, *events, wrote(at, "customer"))
        assert back.deadline is not None
        assert back.deadline <= engine.config.calendars["desk"].add_days(instant(at), 5)


def test_while_somebody_else_has_the_next_move() -> None:
    promise = told(
        desk(resolution="8 business hours"), "Wed 10:00", created("Mon 9:00"), on("Mon 13:00", "status", to="hold")
    )
    assert promise.text == (
        "We are waiting for somebody else; we will solve this within 4 working hours once we can go on."
    )


def test_a_pause_by_hand_says_for_whom() -> None:
    engine = desk(resolution="8 business hours")
    customer = told(engine, "Wed 10:00", created("Mon 9:00"), on("Mon 13:00", "paused", reason="customer"))
    other = told(engine, "Wed 10:00", created("Mon 9:00"), on("Mon 13:00", "paused", reason="parts"))
    assert customer.text == "We will solve this within 4 working hours of your reply."
    assert other.text.startswith("We are waiting for somebody else")


def test_a_late_ticket_that_waits_is_promised_no_time() -> None:
    engine = desk(resolution="8 business hours")
    promise = told(engine, "Thu 10:00", created("Mon 9:00"), on("Wed 13:00", "status", to="pending"))
    assert promise.text == "Once you have replied, we will go on as soon as we can."


# ---------------------------------------------------------------------------------------------------------------- late


def test_a_late_answer_is_an_apology_and_no_past_time() -> None:
    promise = told(desk(), "Mon 14:00", created("Mon 9:00"))
    assert promise.kind == "overdue"
    assert promise.text == ("We’re sorry: this is taking longer than we promised. We will reply as soon as we can.")
    assert promise.deadline == instant("Mon 13:00")
    assert promise.shown is None


def test_a_late_answer_with_a_habit_is_promised_anew() -> None:
    habit = Habit(timedelta(hours=1), timedelta(hours=4), n=30)
    promise = told(desk(), "Mon 14:00", created("Mon 9:00"), habit=habit)
    assert promise.text == (
        "We’re sorry: this is taking longer than we promised. We will reply by tomorrow 10:00 at the latest."
    )
    assert promise.shown == instant("Tue 10:00")
    assert promise.formula == "all/first_response/default; overdue; new: p90 of 30 answers; rounded up to :15"
    few = told(desk(), "Mon 14:00", created("Mon 9:00"), habit=Habit(habit.p50, habit.p90, n=29))
    assert few.shown is None


def test_exactly_at_the_deadline_it_is_not_late() -> None:
    assert told(desk(), "Mon 13:00", created("Mon 9:00")).text == "We will reply within 5 minutes."


# -------------------------------------------------------------------------------------------------------------- closed


def test_closed_over_the_weekend_says_both_bounds() -> None:
    promise = before(desk(), "Sat 21 Nov 12:00")
    assert promise.text == "We’re closed. Back Monday 09:00; reply by Monday 13:00 at the latest."
    assert promise.sentences == {
        "closed": "We’re closed.",
        "opens": "We’re back Monday 09:00.",
        "reply": "We will reply by Monday 13:00 at the latest.",
    }
    assert promise.opens_at == instant("Mon 23 Nov 09:00")
    assert promise.closed_because is None


BERLIN_HOLIDAYS = BERLIN | {"holidays": ["DE-BE"], "special": {"2026-12-24": "09:00-12:00"}}
LONDON = {"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}, "holidays": ["GB-ENG"]}


def test_boxing_day() -> None:
    engine = desk(LONDON)
    promise = engine.promise_for(MAIL, instant("Sat 26 Dec 12:00", "Europe/London"), "Europe/London", "en-GB")
    assert promise.closed_because == "Boxing Day"
    assert promise.text == "We’re closed (Boxing Day). Back Tuesday 09:00; reply by Tuesday 13:00 at the latest."


@pytest.mark.parametrize(
    "locale, name", [("de", "Karfreitag"), ("de-AT", "Karfreitag"), ("en-US", "Good Friday"), ("en-GB", "Good Friday")]
)
def test_the_holiday_is_named_in_the_customers_language(locale: str, name: str) -> None:
    promise = before(desk(BERLIN_HOLIDAYS), "Fri 3 Apr 10:00", locale=locale)
    assert promise.closed_because == name
    assert f"({name})" in promise.text


def test_a_holiday_nobody_has_translated_keeps_its_own_name() -> None:
    assert before(desk(BERLIN_HOLIDAYS), "Fri 3 Apr 10:00", locale="xx").closed_because == "Good Friday"
    own = BERLIN | {"holidays": ["NO"]}
    assert before(desk(own), "Fri 1 May 10:00", locale="de").closed_because == "Arbeidernes dag"


def test_a_special_day_is_named_as_it_is_configured() -> None:
    outing = BERLIN | {"special": {"2026-11-23": {"hours": "closed", "name": "Summer party"}}}
    promise = before(desk(outing), "Mon 23 Nov 10:00")
    assert promise.text == ("We’re closed (Summer party). Back tomorrow 09:00; reply by tomorrow 13:00 at the latest.")


def test_after_a_half_day_it_is_the_half_day_that_closes() -> None:
    half = BERLIN | {"special": {"2026-12-24": {"hours": "09:00-12:00", "name": "Christmas Eve"}}}
    assert before(desk(half), "Thu 24 Dec 14:00").closed_because == "Christmas Eve"
    assert before(desk(half), "Thu 24 Dec 18:00").closed_because is None
    assert before(desk(half), "Thu 24 Dec 08:00").closed_because is None


def test_at_lunch() -> None:
    lunch = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-12:00, 13:00-17:00"}}
    assert before(desk(lunch, first_response="1 business hour"), "Mon 12:30").text == (
        "We’re closed. Back today 13:00; reply within 2 hours."
    )


def test_around_the_clock_never_closes() -> None:
    engine = desk({"timezone": "Europe/Berlin", "hours": "always"}, first_response="4 hours")
    assert before(engine, "Sat 21 Nov 23:00").text == "We will reply by tomorrow 03:00 at the latest."


def test_an_answer_before_the_opening_is_not_contradicted() -> None:
    engine = desk(first_response="24 hours")
    promise = before(engine, "Fri 20 Nov 18:00")
    assert promise.text == "We will reply by tomorrow 18:00 at the latest."
    assert promise.opens_at == instant("Mon 23 Nov 09:00")


def test_while_waiting_and_closed_both_are_said() -> None:
    promise = told(
        desk(resolution="8 business hours"),
        "Sat 7 Mar 10:00",
        created("Mon 9:00"),
        on("Mon 13:00", "status", to="pending"),
    )
    assert promise.text == (
        "We’re closed. We’re back Monday 09:00. We will solve this within 4 working hours of your reply."
    )


def test_composed_hours_name_the_day_of_the_first() -> None:
    engine = Engine.from_config(
        {
            "calendars": {
                "berlin": BERLIN_HOLIDAYS,
                "late": {"timezone": "Europe/Berlin", "hours": {"tue": "17:00-20:00"}},
                "both": {"union": ["berlin", "late"]},
            },
            "policies": [{"name": "all", "calendar": "both", "targets": {"first_response": {"default": "1bh"}}}],
        }
    )
    assert before(engine, "Fri 3 Apr 10:00").closed_because == "Good Friday"


# ------------------------------------------------------------------------------------------------ nothing can be said


def test_without_a_policy_nothing_is_promised() -> None:
    config = {
        "calendars": {"desk": BERLIN},
        "policies": [
            {
                "name": "gold",
                "calendar": "desk",
                "when": {"customer": ["ACME"]},
                "targets": {"first_response": {"default": "1bh"}},
            }
        ],
    }
    promise = before(Engine.from_config(config), "Sat 21 Nov 12:00")
    assert promise.kind == "none"
    assert promise.text == "We’re closed. We’re back Monday 09:00. We will reply as soon as we can."
    assert (promise.deadline, promise.shown, promise.metric) == (None, None, None)
    assert promise.opens_at == instant("Mon 23 Nov 09:00")
    assert promise.formula == "no policy serves the ticket"


def test_who_talks_to_a_bot_is_told_nothing_until_people_take_over() -> None:
    engine = desk(first_response="2 business minutes")
    chat = on("Mon 10:00", "created", channel="chat"), on("Mon 10:00", "session", to="bot", seq=1)
    asked = wrote("Mon 10:01", "customer")
    assert told(engine, "Mon 10:01", *chat, asked).text == ""
    queued = on("Mon 10:02", "session", to="queued")
    assert told(engine, "Mon 10:02", *chat, asked, queued).text == "We will reply within 5 minutes."


def test_without_a_row_for_the_priority_nothing_is_promised() -> None:
    promise = before(desk(first_response={"urgent": "1 business hour"}), "Mon 12:00", priority="low")
    assert (promise.kind, promise.text) == ("none", "We will reply as soon as we can.")
    assert promise.formula == "policy 'all' promises nothing for it"


def test_who_waits_for_nothing_is_told_nothing() -> None:
    config = {"calendars": {"desk": BERLIN}, "policies": []}
    promise = told(Engine.from_config(config), "Mon 12:00", created("Mon 9:00"), wrote("Mon 10:00"))
    assert (promise.kind, promise.text) == ("none", "")


def test_a_promise_to_own_teams_is_none_to_the_customer() -> None:
    config = {
        "calendars": {"desk": BERLIN},
        "policies": [
            {"name": "own", "kind": "internal", "calendar": "desk", "targets": {"first_response": {"default": "1bh"}}}
        ],
    }
    assert before(Engine.from_config(config), "Mon 12:00").kind == "none"


def test_a_provisional_priority_promises_nothing() -> None:
    rows = {"low": "2 business days", "default": "4 business hours"}
    assert before(desk(first_response=rows), "Mon 10:00").formula == "the priority is provisional"
    assert before(desk(first_response=rows), "Mon 10:00").kind == "none"
    assert before(desk(first_response=rows), "Mon 10:00", priority="normal").kind == "reply_by"


@pytest.mark.parametrize(
    "mark, kind",
    [(True, "none"), ("true", "none"), (1, "none"), (False, "reply_by"), ("no", "reply_by"), ("", "reply_by")],
)
def test_a_helpdesk_may_mark_a_priority_as_provisional(mark: object, kind: str) -> None:
    fields = {"priority_provisional": mark}
    assert before(desk(), "Mon 10:00", priority="normal", fields=fields).kind == kind


def test_a_missing_priority_that_can_only_make_it_sooner_is_firm() -> None:
    rows = {"urgent": "1 business hour", "default": "4 business hours"}
    assert before(desk(first_response=rows), "Mon 10:00").text == "We will reply by 14:00 today at the latest."


def test_a_desk_that_never_opens_again_promises_nothing() -> None:
    once = {"timezone": "Europe/Berlin", "hours": {}, "special": {"2026-03-02": "09:00-10:00"}}
    promise = before(desk(once), "Tue 10:00")
    assert promise.kind == "none"
    assert promise.text == "We’re closed. We will reply as soon as we can."


# --------------------------------------------------------------------------------------------------------------- habit


def test_what_is_usual_is_said_as_a_habit_beside_the_promise() -> None:
    habit = Habit(timedelta(minutes=50), timedelta(hours=3), n=31)
    promise = desk().promise_for(MAIL, instant("Mon 10:00"), "Europe/Berlin", "en-GB", habit=habit)
    assert promise.text == "We will reply by 14:00 today at the latest. We usually reply within 50 minutes."
    assert promise.sentences["typically"] == "We usually reply within 50 minutes."


@pytest.mark.parametrize(
    "at, p50, n",
    [
        ("Mon 10:00", "0:50", 29),  # too few
        ("Sat 21 Nov 10:00", "0:50", 31),  # closed
        ("Mon 16:30", "0:50", 31),  # the desk closes before
        ("Mon 10:00", "5:00", 31),  # longer than what is promised
    ],
)
def test_a_habit_that_would_mislead_is_left_out(at: str, p50: str, n: int) -> None:
    hours, minutes = map(int, p50.split(":"))
    habit = Habit(timedelta(hours=hours, minutes=minutes), timedelta(hours=6), n)
    promise = desk().promise_for(MAIL, instant(at), "Europe/Berlin", "en-GB", habit=habit)
    assert "typically" not in promise.sentences
    assert "usually" not in promise.text


# ---------------------------------------------------------------------------------------------------------------- pure


def test_a_promise_depends_on_nothing_but_the_facts() -> None:
    engine = desk(first_response="4 business hours", resolution="8 business hours")
    events = [{"ticket": "T1", "id": "a"} | created("Mon 9:00"), {"ticket": "T1", "id": "b"} | wrote("Mon 9:30")]
    first = engine.promise(events, instant("Mon 10:00"), "Asia/Tokyo", "de")
    assert engine.promise(reversed(events * 2), instant("Mon 10:00"), "Asia/Tokyo", "de") == first
    later = {"ticket": "T1", "id": "c"} | wrote("Tue 9:30")
    assert engine.promise([*events, later], instant("Mon 10:00"), "Asia/Tokyo", "de") == first


def test_as_json_has_it() -> None:
    plain = before(desk(), "Sat 21 Nov 12:00").to_dict()
    assert plain["shown"] == "2026-11-23T12:00:00Z"
    assert plain["kind"] == "reply_by"
    assert plain["sentences"]["closed"] == "We’re closed."
    assert plain["ticket"] is None


# ----------------------------------------------------------------------------------------------- one wait after another

PAUSING = desk(resolution={"default": "8 business hours", "pauses": ["pending", "hold"]})
THEIRS, OURS = "of your reply", "waiting for somebody else"


@pytest.mark.parametrize(
    "waits, said",
    [
        ([("10:00", "hold"), ("11:00", "pending")], THEIRS),
        ([("10:00", "pending"), ("11:00", "hold")], OURS),
        ([("10:00", "pending"), ("11:00", "paused")], OURS),
    ],
)
def test_who_is_waited_for_is_whoever_is_waited_for_now(waits: list[tuple[str, str]], said: str) -> None:
    steps = [
        on(f"Mon {at}", "paused", reason="parts") if word == "paused" else on(f"Mon {at}", "status", to=word)
        for at, word in waits
    ]
    assert said in told(PAUSING, "Mon 12:00", created("Mon 9:00"), *steps).text


def test_once_the_customer_has_replied_he_is_waited_for_no_more() -> None:
    waits = on("Mon 10:00", "status", to="pending"), on("Mon 11:00", "paused", reason="parts")
    assert OURS in told(PAUSING, "Mon 13:00", created("Mon 9:00"), *waits, wrote("Mon 12:00", "customer")).text


# ----------------------------------------------------------------------------------------- a late promise, from a habit


def test_how_fast_answers_come_says_nothing_about_solutions() -> None:
    habit = Habit(timedelta(hours=1), timedelta(hours=2), n=40)
    late = told(PAUSING, "Tue 11:00", created("Mon 9:00"), habit=habit)
    assert (late.kind, late.shown) == ("overdue", None)
    assert "by" not in late.text.split()


def test_a_habit_counts_as_its_target_does() -> None:
    """Nine of ten within twenty hours around the clock: on Tuesday at 11:00 that is Wednesday 07:00."""
    engine = desk(first_response="24 hours")
    late = told(engine, "Tue 11:00", created("Mon 9:00"), habit=Habit(timedelta(hours=10), timedelta(hours=20), n=40))
    assert late.shown == instant("Wed 7:00")
