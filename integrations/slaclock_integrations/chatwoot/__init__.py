"""Chatwoot: web chat, SMS and WhatsApp inboxes, with bots that hand over to people."""

from slaclock_integrations.chatwoot.connector import ChatwootConnector

__all__ = ["ChatwootConnector"]
