"""What slaclock is told about the live Request Tracker: its configuration, as an operator would write it."""

from __future__ import annotations

HOOK = "a secret of the scrip"
SERVICE = """
[helpdesks.rt]
connector = "rt"
url = "{url}"
token = {{ env = "RT_TOKEN" }}
secrets = [{{ env = "RT_HOOK" }}]
tag_field = "SLA Tags"
fields = {{ "Service Level" = "tier" }}
{options}

[store]
url = "sqlite:///{folder}/slaclock.db"

[server]
networks = ["127.0.0.1"]
since = 2020-01-01
leap = "10000 hours"
"""

LADDER = """
[calendars.london]
timezone = "Europe/London"
hours = { mon-fri = "09:00-17:00" }
holidays = ["2026-04-03", "2026-04-06", "2026-12-25", "2026-12-26"]

[[policies]]
name = "standard"
calendar = "london"
when = { group = ["External"] }
[policies.targets]
resolution = { medium = "36 business hours", default = "4 business hours", pauses = ["pending"] }

[[policies.escalations]]
target = "resolution"
at = "75%"
name = "warn"
do = [{ note = "{step}: look at me" }, { tag = "sla-at-risk" }]

[[policies.escalations]]
target = "resolution"
at = "at breach"
name = "late"
do = [{ priority = "high" }, { assign = "agent1" }]

[[policies]]
name = "answered"
calendar = "london"
when = { group = ["Incidents"] }
[policies.targets]
first_response = { default = "2 business hours" }

[[policies.escalations]]
target = "first_response"
at = "at start"
name = "promise"
do = [{ reply = "Thank you, we have your message. {promise}" }]
"""
"""Four business hours, warned after three, taken over when late; in Incidents the customer is answered at once."""
