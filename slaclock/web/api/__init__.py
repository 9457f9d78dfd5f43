"""The JSON API under `/api/v1`: events in; readings, explanations, hours, policies, escalations and reports out."""

from slaclock.web.api.build import include_api, operation_id

__all__ = ["include_api", "operation_id"]
