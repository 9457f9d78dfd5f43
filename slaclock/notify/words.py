"""Words: how one recipient is told, from templates of the configuration or ours, on his own clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from slaclock.desk import Notice
from slaclock.notify.fact import each_of, spoken
from slaclock.notify.template import Template

SUBJECT = Template.parse("{ticket}: {step}")
LONGEST_SUBJECT = 200
MOST = 50
"""Of many notices told as one, so many have a line of their own."""


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a text; without templates of one's own the text has one line for each fact that matters.

    `as_text` writes a fact so that it stays text where it is read; what a template says is its author's to format.
    """

    subject_template: Template = SUBJECT
    text_template: Template | None = None
    zone: tzinfo = field(default=UTC)
    as_text: Callable[[str], str] = str

    def subject(self, notice: Notice, link: str | None) -> str:
        """One line."""
        return " ".join(self.subject_template.fill(self._facts(notice, link)).split())[:LONGEST_SUBJECT]

    def text(self, notice: Notice, link: str | None) -> str:
        """The whole notice; of many told as one, a line for each."""
        several = each_of(notice)
        if several:
            told = [self.subject(each, None) for each in several[:MOST]]
            more = [f"and {len(several) - MOST} more"] if len(several) > MOST else []
            return "\n".join([self.as_text(str(notice.facts.get("step") or "")), "", *told, *more])
        facts = self._facts(notice, link)
        if self.text_template is not None:
            return self.text_template.fill(facts)
        has = ("priority", "customer", "group", "assignee")
        lines = (
            f"Ticket {facts['ticket']}: {facts['step']}",
            f"{facts['metric']} of {facts['policy']}: until {facts['deadline']}" if facts["deadline"] else "",
            ", ".join(f"{name} {facts[name]}" for name in has if facts[name]),
            f"Due since {facts['due_at']}",
            f"Acknowledge: {facts['link']}" if facts["link"] else "",
        )
        return "\n".join(line for line in lines if line)

    def _facts(self, notice: Notice, link: str | None) -> dict[str, str]:
        """Every fact as text; the link alone, which nobody else can write, stays one."""
        facts = spoken(notice, link, self.zone)
        return {name: told if name == "link" else self.as_text(told) for name, told in facts.items()}
