"""`slaclock escalations`, `slaclock ack` and `slaclock outbox`: what was said to whom, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.door import NO
from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import complain, counted, hand_out, say, table
from slaclock.cli.service import HelpdeskName, note, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from slaclock.store import Unit
    from slaclock.store.place import Place

Ticket = Annotated[str, typer.Argument(metavar="TICKET", help="Its id at the helpdesk.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `slaclock outbox list` shows it.")]
Most = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Show at most so many.")]

app = typer.Typer(help="Messages to the outside: see, retry or drop them.", no_args_is_help=True)


def escalations(
    config: Config = STARTER,
    helpdesk: HelpdeskName = None,
    ticket: Annotated[str | None, typer.Option("--ticket", metavar="TICKET", help="Of one ticket only.")] = None,
    limit: Most = 100,
    as_json: AsJson = False,
) -> None:
    """List the steps that were fired, the latest first."""
    with opened(config) as service:
        from slaclock.show import fired_step
        from slaclock.store import firings

        desk = service.desk(helpdesk)
        with service.store.reading() as unit:
            if ticket is not None:
                rows = firings.of(unit, desk.place, ticket)[::-1][:limit]
            else:
                rows = firings.latest(unit, desk.place, limit)
    told = [fired_step(row) for row in rows]
    if as_json:
        hand_out(told)
        return
    say(counted(len(told), "step") + " fired")
    if told:
        say("")
        heads = ("ticket", "policy", "step", "cycle", "repeat", "due", "fired", "")
        names = ("ticket", "policy", "step", "cycle", "repeat", "due_at", "fired_at")
        shown = [(*(row[name] for name in names), _remark(row)) for row in told]
        table(heads, shown, right=(3, 4))


def _remark(row: dict[str, Any]) -> str:
    """That nobody was told, or what a fact learnt later says."""
    later = row["correction"]
    words = ["muted"] if row["muted"] else []
    return ", ".join(words + ([f"{later['says']} by {later['event']}"] if later is not None else []))


def ack(
    ticket: Ticket,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Like first_response.")],
    config: Config = STARTER,
    helpdesk: HelpdeskName = None,
    step: Annotated[
        str | None, typer.Option("--step", metavar="STEP", help="Only this step; else all of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Acknowledge an escalation, so that its ladder stops asking.

    Exits with 1 if the helpdesk told of no such ticket.
    """
    with opened(config) as service:
        from slaclock.acknowledge import acknowledge

        desk = service.desk(helpdesk)
        known = acknowledge(service.store, desk, ticket, target, service.now(), step=step)
        if known:
            note(service, " ".join(["acknowledge", ticket, target, *([step] if step else [])]))
    if not known:
        complain(f"{desk.helpdesk} has told of no ticket {ticket!r}")
        raise typer.Exit(NO)
    if as_json:
        hand_out({"ticket": ticket, "target": target, "step": step, "acknowledged": True})
    else:
        say(f"{ticket}: {target} acknowledged")


@app.command("list")
def list_(
    config: Config = STARTER,
    helpdesk: HelpdeskName = None,
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="dead, waiting, sending, sent, dropped, … or all.")
    ] = "dead",
    limit: Most = 100,
    as_json: AsJson = False,
) -> None:
    """List messages, the latest first; `dead` ones wait for somebody to decide.

    Tickets that the helpdesk refuses to show stand beside them: `slaclock poll --ticket TICKET` tries again.
    """
    from slaclock.errors import InvalidInput
    from slaclock.policy.value import nearest
    from slaclock.store.outbox import Fate

    if state != "all" and state not in tuple(Fate):
        raise InvalidInput(f"--state: found {state!r}; {nearest(state, ('all', *Fate))}")
    with opened(config) as service:
        from slaclock.show import message, unfetched
        from slaclock.store import outbox, wants

        states = tuple(Fate) if state == "all" else (Fate(state),)
        with service.store.reading() as unit:
            place = service.desk(helpdesk).place
            told = [message(row) for row in outbox.listed(unit, place, states, limit)]
            if Fate.DEAD in states:
                told += [unfetched(row) for row in wants.given_up(unit, place, limit)]
    if as_json:
        hand_out(told)
    else:
        _print(told)


def _print(told: list[dict[str, Any]]) -> None:
    say(counted(len(told), "message"))
    if told:
        say("")
        heads = ("number", "ticket", "to", "what", "state", "attempts", "written", "error")
        rows = [
            (
                row["id"],
                row["ticket"],
                row["account"],
                row["kind"] if row["kind"] != "notify" else row["name"],
                row["state"],
                row["attempts"],
                row["created_at"],
                row["error"],
            )
            for row in told
        ]
        table(heads, rows, right=(0, 5))


@app.command()
def retry(number: Number, config: Config = STARTER, helpdesk: HelpdeskName = None, as_json: AsJson = False) -> None:
    """Send a dead message again, at the end of its ticket's line.

    Exits with 1 if there is no such dead message, or a newer one has taken its place.
    """
    from slaclock.store import outbox

    _mend(config, helpdesk, number, outbox.retry, "waits to be sent again", as_json)


@app.command()
def drop(number: Number, config: Config = STARTER, helpdesk: HelpdeskName = None, as_json: AsJson = False) -> None:
    """Give a message up for good.

    Exits with 1 if there is no such message, or it is being sent or settled already.
    """
    from slaclock.store import outbox

    _mend(config, helpdesk, number, outbox.drop, "dropped", as_json)


def _mend(
    config: Any,
    helpdesk: str | None,
    number: int,
    mend: Callable[[Unit, Place, int, int], bool],
    said: str,
    as_json: bool,
) -> None:
    with opened(config) as service:
        place, now = service.desk(helpdesk).place, service.now()
        with service.store.unit() as unit:
            done = mend(unit, place, number, now)
        if done:
            note(service, f"message {number} {said}")
    if not done:
        complain(f"message {number}: nothing to do that with; see slaclock outbox list --state all")
        raise typer.Exit(NO)
    if as_json:
        hand_out({"number": number, "done": said})
    else:
        say(f"message {number}: {said}")
