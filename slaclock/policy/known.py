"""What a configuration may refer to by name: its calendars and its metrics."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from slaclock.complaints import Complaints, show
from slaclock.hours.calendar import Calendar
from slaclock.policy.metric import Metric
from slaclock.policy.value import nearest


@dataclass(frozen=True, slots=True)
class Known:
    """The calendars and metrics of one configuration; what is written but broken is not complained of twice."""

    calendars: Mapping[str, Calendar]
    metrics: Mapping[str, Metric]
    broken: Collection[str] = ()
    never_open: Collection[str] = ()
    """Calendars that are only good as a part of another."""

    def calendar(self, name: object, complaints: Complaints) -> Calendar | None:
        """The calendar of that name, or a complaint."""
        if isinstance(name, str) and name in self.calendars:
            if name in self.never_open:
                complaints.add(
                    f"the calendar {name!r} is never open", "name one with hours; this one is only a part of others"
                )
            return self.calendars[name]
        if not isinstance(name, str):
            complaints.add(f"found {show(name)}", "write the name of a calendar")
        elif name not in self.broken:
            complaints.add(f"there is no calendar {name!r}", nearest(name, self.calendars))
        return None

    def metric(self, name: object, complaints: Complaints) -> Metric | None:
        """The metric of that name, or a complaint."""
        if isinstance(name, str) and name in self.metrics:
            return self.metrics[name]
        if not isinstance(name, str):
            complaints.add(f"found {show(name)}", "write the name of a metric")
        elif name not in self.broken:
            complaints.add(f"there is no metric {name!r}", nearest(name, self.metrics))
        return None
