"""The configurations of a storm: two tenants in one store, whose tickets have the same names and other promises."""

from __future__ import annotations

from tests.storm.pace import World

SECRET = "storm-hook-secret-0123456789"  # noqa: S105 - of a helpdesk that lives for minutes
TENANTS = ("acme", "umbra")
BUDGETS = {"acme": (4, 2, 6), "umbra": (3, 2, 7)}
"""Business minutes: first response, first response when urgent, resolution."""

_POLICIES = """
[calendars.office]
timezone = "UTC"
hours = {{ every-day = "{hours}" }}

[calendars.always]
timezone = "UTC"
hours = "always"

[[policies]]
name = "gold"
kind = "customer"
when = {{ customer = ["Gold"] }}
calendar = "office"

[policies.targets]
first_response = {{ urgent = "{urgent} business minutes", default = "{response} business minutes" }}
resolution = {{ default = "{resolution} business minutes", pauses = ["pending"] }}

[[policies.escalations]]
name = "half"
target = "first_response"
at = "50%"
do = [{{ note = "half of it is used" }}, {{ reply = "We have your message. {{promise}}" }}]

[[policies.escalations]]
name = "most"
target = "first_response"
at = "75%"
do = [{{ tag = "at-risk" }}]

[[policies.escalations]]
name = "breach"
target = "first_response"
at = "at breach"
do = [{{ group = "second line" }}, {{ note = "late: {{metric}}" }}]

[[policies.escalations]]
name = "after"
target = "first_response"
at = "2 business minutes after"
do = [{{ field = {{ breached = true }} }}]

[[policies.escalations]]
name = "unsolved"
target = "resolution"
at = "at breach"
do = [{{ note = "not solved" }}]

[[policies]]
name = "bulk"
kind = "internal"
when = {{ customer = ["Bulk"] }}
calendar = "always"
targets.first_response = {{ default = "5 minutes" }}
"""

_BULK = """
[[policies.escalations]]
name = "{name}"
target = "first_response"
at = "{at}"
do = [{{ notify = "{whom}" }}]
"""
_LADDER = (
    ("quarter", "25%", "lead"),
    ("half", "50%", "boss"),
    ("most", "75%", "lead"),
    ("breach", "at breach", "boss"),
)

_DOORS = """
[helpdesks.front]
connector = "fake"
url = "{front}"
secrets = [{{ env = "STORM_SECRET" }}]

[helpdesks.bulk]
connector = "plain"
url = "{receiver}/bulk"
secrets = [{{ env = "STORM_SECRET" }}]

[notify.lead]
kind = "webhook"
url = "{receiver}/lead"

[notify.boss]
kind = "webhook"
url = "{receiver}/boss"

[store]
url = {{ env = "STORM_STORE" }}
tenant = "{tenant}"

[server]
networks = ["127.0.0.1"]
since = 2000-01-01
"""


def office_hours() -> str:
    """Open around the clock but for ten minutes of each hour, from :25 on: so even a short storm meets closing time."""
    spans = [f"{hour:02}:35-{hour + 1:02}:25" for hour in range(23)]
    return ", ".join(["00:00-00:25", *spans, "23:35-24:00"])


def write(world: World) -> None:
    """The configuration of each tenant, as TENANT.toml in the storm's folder."""
    for tenant in TENANTS:
        response, urgent, resolution = BUDGETS[tenant]
        policies = _POLICIES.format(hours=office_hours(), urgent=urgent, response=response, resolution=resolution)
        ladder = "".join(_BULK.format(name=name, at=at, whom=whom) for name, at, whom in _LADDER)
        doors = _DOORS.format(front=world.desks[tenant], receiver=world.desks["receiver"], tenant=tenant)
        text = policies + ladder + doors
        (world.folder / f"{tenant}.toml").write_text(text, encoding="utf-8")


def environ(world: World) -> dict[str, str]:
    """The variables those configurations read."""
    return {"STORM_STORE": world.url, "STORM_SECRET": SECRET}
