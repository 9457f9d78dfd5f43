"""Which steps of an escalation become due, and when: the plan only, firing is the service's work (laws L31 to L35)."""

from slaclock.escalation.due import DueStep, in_order, plan

__all__ = ["DueStep", "in_order", "plan"]
