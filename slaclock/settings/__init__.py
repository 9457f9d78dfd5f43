"""What the service itself needs to know: where its store is, where its doors are, and who may come in."""

from slaclock.settings.key import ApiKey, Role
from slaclock.settings.load import Settings, load_settings

__all__ = ["ApiKey", "Role", "Settings", "load_settings"]
