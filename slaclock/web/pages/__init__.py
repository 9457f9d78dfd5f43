"""Pages for the people of a desk: wallboard, what is at risk, a ticket, the calendar, a playground, sync health."""

from slaclock.web.pages.build import include_pages

__all__ = ["include_pages"]
