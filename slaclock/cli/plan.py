"""`slaclock plan`: the escalation steps that are due, or will be if nothing more happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slaclock.cli.options import STARTER, AsJson, At, Config, Events, events_of, moment
from slaclock.cli.paper import hand_out, say, table
from slaclock.cli.said import say_instant

if TYPE_CHECKING:
    from slaclock.policy.ladder import Action


def plan(events: Events, config: Config = STARTER, at: At = None, as_json: AsJson = False) -> None:
    """List the escalation steps that are or become due.

    As far as is known at the instant asked about; nothing is sent.
    """
    from slaclock.engine import Engine

    asked = moment(at)
    steps = Engine.from_config(config).escalations(events_of(events), asked)
    if as_json:
        hand_out([step.to_dict() for step in steps])
        return
    if not steps:
        say("no step is due, and none will be if nothing more happens")
        return
    rows = [
        (
            f"{say_instant(step.due_at)} {step.due_at:%Z}",
            "due" if step.due_at <= asked else "ahead",
            step.ticket,
            step.metric,
            step.cycle,
            step.step,
            step.repeat,
            "; ".join(map(_said, step.do)),
        )
        for step in steps
    ]
    table(("when", "", "ticket", "metric", "cycle", "step", "repeat", "do"), rows, right=(4, 6))


def _said(action: Action) -> str:
    """`notify team-lead, duty`, `field region=north`."""
    named = [f"{name}={value}" for name, value in action.fields.items()] if action.fields else action.values
    return f"{action.verb.value} {', '.join(map(str, named))}"
