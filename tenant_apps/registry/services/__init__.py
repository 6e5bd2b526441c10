"""Writing of divisions, officers and roles."""

from tenant_apps.registry.services.people import (
    appoint,
    change_person,
    change_profile,
    invite,
    record_export,
    take_up,
)
from tenant_apps.registry.services.roles import set_roles
from tenant_apps.registry.services.seeding import seed, seed_roles

__all__ = [
    "appoint",
    "change_person",
    "change_profile",
    "invite",
    "record_export",
    "seed",
    "seed_roles",
    "set_roles",
    "take_up",
]
