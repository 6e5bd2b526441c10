"""Lists for Excel: see `shared_apps.exports`."""

from shared_apps.exports.views import export_response
from shared_apps.exports.writers import CONTENT_TYPES, harmless

__all__ = ["CONTENT_TYPES", "export_response", "harmless"]
