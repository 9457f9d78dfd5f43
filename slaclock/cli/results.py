"""What a replay came to, said section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from slaclock.cli.life import strip_of
from slaclock.cli.paper import counted, heading, say, share, table
from slaclock.cli.said import say_instant
from slaclock.explain import write_length
from slaclock.promise.fate import PromiseFate
from slaclock.replay.keeping import keeping, share_kept
from slaclock.reports.formula import ABANDONMENT, FORMULAS
from slaclock.reports.level import Level, levels
from slaclock.reports.objective import judgements
from slaclock.reports.tally import under

if TYPE_CHECKING:
    from slaclock.policy.load import Config
    from slaclock.replay.against import Difference
    from slaclock.replay.attainment import Attainment
    from slaclock.replay.keeping import Keeping
    from slaclock.replay.result import Miss, ReplayResult
    from slaclock.replay.story import Log
    from slaclock.replay.verdict import VerdictMatch

MOST_CHANGES = 10


def print_result(result: ReplayResult, config: Config, groups: Sequence[str], *, explained: bool = True) -> None:
    """Every section that has something to say; the worst misses explained, or only listed."""
    print_log(result)
    print_attainment(result.attainment)
    print_agreement(result.agreement)
    print_levels(levels(result.readings, groups, under(config.book)))
    print_objectives(config, result)
    if result.promises is not None:
        heading("promises to customers (kept of kept and broken; the answer after its first promise)")
        keeping_table(keeping(result.promises))
    if result.misses:
        list_misses(result.misses)
    if explained:
        print_misses(result.misses, result.log)
    print_difference(result.difference)
    print_unusable(result.log)


def print_log(result: ReplayResult) -> None:
    """What was read."""
    log = result.log
    tickets, rows = counted(len(log.stories), "ticket"), counted(log.rows, "row")
    say(f"{log.path.name}: {tickets} from {rows}, looked at from {say_instant(result.at)} {result.at:%Z}")
    clockless = f"; {counted(result.uncovered, 'ticket')} had no clock" if result.uncovered else ""
    say(f"{counted(len(result.readings), 'reading')}{clockless}")


def print_attainment(rows: Iterable[Attainment]) -> None:
    """How often each promise was kept."""
    heading("attainment (V9: met of met, missed and overdue)")
    heads = (
        "metric",
        "priority",
        "cycles",
        "met",
        "missed",
        "open",
        "overdue",
        "unanswered",
        "left",
        "cancelled",
        "share",
    )
    table(
        heads,
        [
            (
                *(row.metric, row.priority, f"{tally.cycles:,}", f"{tally.in_time:,}", f"{tally.late:,}"),
                *(f"{tally.open:,}", f"{tally.overdue:,}", f"{tally.unanswered:,}", f"{tally.abandoned:,}"),
                *(f"{tally.cancelled:,}", share(row.share)),
            )
            for row, tally in ((row, row.tally) for row in rows)
        ],
        right=range(2, len(heads)),
    )


def print_agreement(rows: Sequence[VerdictMatch]) -> None:
    """How far the log's own verdicts say the same."""
    if rows:
        heading("agreement with the log's own verdicts")
        table(
            ("metric", "priority", "tickets", "agree", "kinder", "stricter", "share"),
            [
                (
                    *(row.metric, row.priority, f"{row.tickets:,}", f"{row.agreeing:,}", f"{row.kinder:,}"),
                    *(f"{row.stricter:,}", share(row.share)),
                )
                for row in rows
            ],
            right=range(2, 7),
        )


def print_levels(found: Sequence[Level]) -> None:
    """Every formula's figure for each group, and how long people waited."""
    if not found:
        return
    names = tuple(found[0].group)
    heading("service levels by formula")
    figures = [(*level.group.values(), *(share(level.figures[each].value) for each in FORMULAS)) for level in found]
    table((*names, *FORMULAS), figures, right=range(len(names), len(names) + len(FORMULAS)))
    say("", *(f"{each.id}  {each.meaning}" for each in FORMULAS.values()))
    _print_leaving([level for level in found if level.tally.abandoned], names)
    heading("waits (in the time the promise counts)")
    heads = ("average answered", "average all", "average to leaving", "half within", "90 % within", "longest")
    waits = [(*level.group.values(), *map(_wait, _waits(level))) for level in found]
    table((*names, *heads), waits, right=range(len(names), len(names) + len(heads)))


def _print_leaving(found: Sequence[Level], names: Sequence[str]) -> None:
    if found:
        heading("who left before an answer")
        rows = [
            (
                *(*level.group.values(), f"{level.tally.abandoned:,}", f"{level.tally.short:,}"),
                *(share(level.abandonment[each].value) for each in ABANDONMENT),
            )
            for level in found
        ]
        table((*names, "left", "at once", *ABANDONMENT), rows, right=range(len(names), len(names) + 4))
        say("", *(f"{each.id}  {each.meaning}" for each in ABANDONMENT.values()))


def _waits(level: Level) -> Sequence[timedelta | None]:
    waits = level.waits
    return waits.average_answered, waits.average_all, waits.average_to_abandon, waits.p50, waits.p90, waits.longest


def _wait(length: timedelta | None) -> str:
    return "none" if length is None else write_length(timedelta(seconds=round(length.total_seconds())))


def print_objectives(config: Config, result: ReplayResult) -> None:
    """The objectives judged, one row for each stretch of time."""
    judged = judgements(config, result.readings)
    if judged:
        heading("objectives")
        words = {True: "reached", False: "not reached", None: "nothing to judge"}
        rows = [
            (
                *(each.objective, each.period, share(each.wanted), each.figure.formula, share(each.figure.value)),
                *(f"{each.figure.numerator:,} of {each.figure.denominator:,}", words[each.reached]),
            )
            for each in judged
        ]
        table(("objective", "when", "wanted", "formula", "share", "counts", ""), rows, right=(2, 4, 5))


def keeping_table(kept: Iterable[Keeping]) -> None:
    """How promises to customers were kept, the first and the latest, and how far from the answer."""
    heads = ("metric", "priority", "promised", "told later", "first kept", "broken", "withdrawn", "open", "share")
    more = ("latest kept", "broken", "withdrawn", "open", "share", "half by", "90 % by")
    rows = [
        (
            *(row.metric, row.priority, f"{row.promised:,}", f"{row.told:,}"),
            *_fates(row.first),
            *_fates(row.latest),
            *(_wait(row.p50), _wait(row.p90)),
        )
        for row in kept
    ]
    table((*heads, *more), rows, right=range(2, 16))


def _fates(fates: Mapping[PromiseFate, int]) -> Iterable[str]:
    return *(f"{fates.get(fate, 0):,}" for fate in PromiseFate), share(share_kept(fates))


def print_misses(misses: Sequence[Miss], log: Log) -> None:
    """The promises missed by most, each with its reckoning."""
    for number, miss in enumerate(misses, 1):
        heading(f"worst miss {number} of {len(misses)}, over by {write_length(miss.over)}")
        events = log.stories[miss.reading.ticket].events
        say(str(miss.explanation), "", *strip_of(miss.explanation, events))


def list_misses(misses: Sequence[Miss]) -> None:
    """The promises missed by most, one row each."""
    heading("worst misses")
    rows = [
        (
            *(miss.reading.ticket, miss.reading.target, write_length(miss.reading.elapsed), write_length(miss.over)),
            *(say_instant(miss.reading.deadline), say_instant(miss.reading.stopped_at)),
        )
        for miss in misses
    ]
    table(("ticket", "promise", "used", "over by", "deadline", "stopped"), rows, right=(2, 3))


def print_difference(found: Difference | None) -> None:
    """What another configuration would have changed."""
    if found is None:
        return
    heading(f"under the other configuration: {counted(len(found.changes), 'change')}, {found.same:,} the same")
    say(*(f"{number:>8,}  {what.replace('_', ' ')}" for what, number in found.counts.items() if number))
    say(*map(str, found.changes[:MOST_CHANGES]))
    if len(found.changes) > MOST_CHANGES:
        say(f"… {len(found.changes) - MOST_CHANGES:,} more; all of them with --json")


def print_unusable(log: Log) -> None:
    """What of the log could not be used, and what was read with a pinch of salt."""
    heading("rows that could not be used")
    say(*(map(str, log.unusable) if log.unusable else ("none",)))
    if log.notes:
        heading("read with a pinch of salt")
        say(*map(str, log.notes))
