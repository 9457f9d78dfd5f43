"""Zendesk Support: tickets by incremental export, timelines from audits, signed webhooks, guarded updates."""

from slaclock_integrations.zendesk.connector import ZendeskConnector

__all__ = ["ZendeskConnector"]
