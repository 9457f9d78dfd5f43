"""Whom an escalation tells, and how: mail, chat, pagers, any web address. A notice is plain facts put into words."""
