"""Which steps of an escalation become due, and when: the plan only, firing is the service's work (laws L31 to L35)."""

from slaclock.escalation.due import DueStep, plan

__all__ = ["DueStep", "plan"]
