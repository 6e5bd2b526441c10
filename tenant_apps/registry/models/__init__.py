"""Who works for the LGO, where, and what they may do."""

from tenant_apps.registry.models.people import Division, Officer, Posting
from tenant_apps.registry.models.roles import Role

__all__ = ["Division", "Officer", "Posting", "Role"]
