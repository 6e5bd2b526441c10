"""Who works for the LGO, where, and what they may do."""

from tenant_apps.registry.models.acting import ActingOrder, Capacity
from tenant_apps.registry.models.people import Division, Officer, Posting
from tenant_apps.registry.models.positions import Level, Position
from tenant_apps.registry.models.roles import Role

__all__ = ["ActingOrder", "Capacity", "Division", "Level", "Officer", "Position", "Posting", "Role"]
